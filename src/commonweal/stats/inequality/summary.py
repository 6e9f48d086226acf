"""Every summary measure of tables of groups in one call, by name.

No measure is defined here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from commonweal.kinds import Estimate
from commonweal.stats.inequality import (
    concentration,
    deviation,
    entropy,
    impact,
    pair,
    slope,
    variance,
)
from commonweal.stats.inequality.calibrated.intervals import calibrated
from commonweal.stats.inequality.subgroups import Subgroups

Measured = Callable[[Subgroups, float], Estimate]
# The logit indices share one fit and are added by `by_delta`.
FUNCTIONS: Mapping[str, Measured] = MappingProxyType(
    {
        "d": pair.difference,
        "r": pair.ratio,
        "par": impact.population_attributable_risk,
        "paf": impact.population_attributable_fraction,
        "bgv": variance.between_group_variance,
        "bgsd": variance.between_group_standard_deviation,
        "cov": variance.coefficient_of_variation,
        "ti": entropy.theil_index,
        "mld": entropy.mean_log_deviation,
        "idisu": deviation.index_of_disparity_unweighted,
        "idisw": deviation.index_of_disparity_weighted,
        "mdmu": deviation.mean_difference_from_mean_unweighted,
        "mdmw": deviation.mean_difference_from_mean_weighted,
        "mdbu": deviation.mean_difference_from_best_unweighted,
        "mdbw": deviation.mean_difference_from_best_weighted,
        "mdru": deviation.mean_difference_from_reference_unweighted,
        "mdrw": deviation.mean_difference_from_reference_weighted,
        "index_of_disparity_hp2010": deviation.index_of_disparity,
        "aci": concentration.absolute_concentration_index,
        "rci": concentration.relative_concentration_index,
        "rci_wagstaff": concentration.wagstaff_index,
        "rci_erreygers": concentration.erreygers_index,
        "sii_linear": lambda tables, level: slope.slope_index(tables, level, line="straight"),
        "rii_linear": lambda tables, level: slope.relative_index(tables, level, line="straight"),
        "kmi": slope.kunst_mackenbach_index,
    }
)


def by_delta(tables: Subgroups, level: float = 0.95) -> dict[str, Estimate]:
    """Give every summary measure of every table, with intervals by the delta method where named.

    tables: the tables
    level:  coverage of the intervals, between 0 and 1
    Gives one Estimate for each measure, by name; a measure that needs an order or a named group
    is undefined in tables without. These intervals miss near equality: see `summarize`.
    Fails with Problem "level-outside" when the level is not between 0 and 1.
    Source: statistics.md section 4; checked against 40-digit arithmetic in
    tests/reference/test_statistics_inequality_measures.py
    >>> found = by_delta(Subgroups.one([10, 30], [1, 2], [5, 5], favorable=True))
    >>> found["bgsd"].value, found["mdru"].reason
    (array([10.]), ('no_reference',))
    """
    found = {name: function(tables, level) for name, function in FUNCTIONS.items()}
    curved = slope.logit_indices(tables, level)
    return {**found, "sii_logit": curved.slope, "rii_logit": curved.relative}


def summarize(
    tables: Subgroups, level: float = 0.95, *, draws: int = 0, seed: int = 1
) -> dict[str, Estimate]:
    """Give every summary measure of every table, with the interval that holds for it.

    tables: the tables
    level:  coverage of the intervals, between 0 and 1
    draws:  draws for measures with kinks, 10000 or more to publish; 0 gives these no interval
    seed:   seed of the draws
    Gives one Estimate for each measure, by name; flags say why one has no interval.
    Fails with Problem "level-outside" when the level is not between 0 and 1, and with Problem
    "draws-too-few" when there are some draws, but fewer than 1000.
    Source: statistics.md section 4; coverage of the intervals in docs/why/coverage.md
    >>> tables = Subgroups.one([10, 30], [1, 2], [50, 150], favorable=True)
    >>> found = summarize(tables, draws=10_000)
    >>> found["bgsd"].low.round(2), found["mdmw"].low.round(1)
    (array([6.76]), array([5.8]))
    """
    return calibrated(by_delta(tables, level), tables, level, draws=draws, seed=seed)
