"""What may be told: the only room that makes `Released`."""
