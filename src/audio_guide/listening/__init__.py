"""How the guide is used: daily counts, and nothing about anybody."""
