"""Words into sound: reading, sentences, engines, rendering, recordings."""
