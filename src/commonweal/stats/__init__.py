"""Numbers in, numbers out: the statistics of inequality. No data, no words, no people."""
