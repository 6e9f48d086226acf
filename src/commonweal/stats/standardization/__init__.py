"""Rates made comparable between groups of different age: direct and indirect standardization.

Crude rates are in `commonweal.stats.rates`; which groups differ is judged in decision.
"""

from commonweal.stats.standardization.contrast import direct_difference, direct_ratio, direct_test
from commonweal.stats.standardization.direct import dobson, gamma, gamma_midp, lost_weight
from commonweal.stats.standardization.indirect import (
    expected_events,
    ratio_of_ratios,
    ratio_test,
    standardized_rate,
    standardized_ratio,
)
from commonweal.stats.standardization.populations import StandardPopulation, standard_weights

__all__ = [
    "StandardPopulation",
    "direct_difference",
    "direct_ratio",
    "direct_test",
    "dobson",
    "expected_events",
    "gamma",
    "gamma_midp",
    "lost_weight",
    "ratio_of_ratios",
    "ratio_test",
    "standard_weights",
    "standardized_rate",
    "standardized_ratio",
]
