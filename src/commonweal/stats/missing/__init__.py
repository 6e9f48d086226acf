"""People whose group is not known: how many, whether they differ, and what they could change.

They are never dropped in silence. Guessing their group from names and places is in proxies.
"""

from commonweal.stats.missing.bounds import gap_bounds, rate_bounds, worst_case
from commonweal.stats.missing.completeness import LeftEmpty, completeness, left_empty

__all__ = [
    "LeftEmpty",
    "completeness",
    "gap_bounds",
    "left_empty",
    "rate_bounds",
    "worst_case",
]
