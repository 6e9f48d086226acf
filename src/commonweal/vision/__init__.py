"""Why we measure: the promises of the institution, read from a file it can replace."""
