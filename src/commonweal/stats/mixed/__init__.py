"""Linear models of people who share clusters: raters, sites, wards, crossed or nested.

Proportions and counts that share a cluster are in pooling.
"""
