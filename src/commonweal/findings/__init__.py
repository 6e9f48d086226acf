"""From released numbers to what they mean, in whole sentences."""
