"""Tools that know nothing of museums."""
