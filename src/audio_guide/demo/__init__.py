"""The ALZHIR tour: words, names, drawings and how they are loaded."""
