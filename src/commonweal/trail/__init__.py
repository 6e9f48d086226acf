"""The hash-chained record of reads, steps and releases."""
