"""Sum up how unequal the groups of a table are: pairs, impact, spread, ranks, many tables at once.

Rows about single people and calibrated intervals have modules of their own here.
"""
