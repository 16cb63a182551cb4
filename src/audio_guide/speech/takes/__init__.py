"""Takes: what a person has read aloud, on its way from an uploaded file to a recording with a time for every sentence."""
