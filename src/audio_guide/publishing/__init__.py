"""What the public may see: editions, signs, packs."""
