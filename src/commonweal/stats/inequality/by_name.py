"""Every measure by its name: its values for any draws, and its gradient where it is smooth.

Names are those of the World Health Organization's lists in small letters, as in statistics.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from commonweal.stats.inequality.kernels import distance, logit, pair, rank, spread
from commonweal.stats.inequality.kernels.weighted import at, mean, over
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inputs import FloatArray

Kernel = Callable[[FloatArray, Subgroups], FloatArray]
# Ratios: their standard errors and gradients are those of their logarithm.
RATIOS = frozenset({"r", "rii_linear", "rii_logit", "kmi"})


def values(name: str, y: FloatArray, tables: Subgroups) -> FloatArray:
    """Evaluate a measure on other estimates for the same tables, such as draws.

    name:   name of the measure, one of VALUES
    y:      estimates, shape (..., tables, groups), any finite number where there is no group
    tables: the tables, for their people, order, direction and named group
    Gives values, shape (..., tables); nan where the measure is undefined, without a reason.
    Source: statistics.md section 4
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=True)
    >>> values("mdmw", np.array([[[10.0, 30.0]], [[20.0, 20.0]]]), tables)
    array([[7.5],
           [0. ]])
    """
    with np.errstate(all="ignore"):
        return VALUES[name](y, tables)


def gradient(name: str, y: FloatArray, tables: Subgroups) -> FloatArray:
    """Give how a smooth measure moves with each estimate; of its logarithm for RATIOS.

    name:   name of the measure, one of GRADIENTS
    y:      estimates, shape (tables, groups); further leading axes except for d, r, par and paf
    tables: the tables, for their people, order, direction and named group
    Gives gradients, shape (..., tables, groups), 0 where there is no group.
    Source: statistics.md section 4; differentiated by hand and checked against finite differences
    in tests/unit/stats/inequality/test_by_name.py
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=True)
    >>> gradient("bgv", tables.y, tables)
    array([[-7.5,  7.5]])
    """
    with np.errstate(all="ignore"):
        return np.where(tables.mask, GRADIENTS[name](y, tables), 0.0)


def pair_gradient(y: FloatArray, tables: Subgroups) -> FloatArray:
    """Give how the difference of the two chosen groups moves with each estimate.

    y:      estimates, shape (tables, groups)
    tables: the tables
    Gives 1 for y1, -1 for y2 and 0 else, shape (tables, groups).
    Source: statistics.md section 4.1, D
    >>> tables = Subgroups.one([10, 30, 20], None, [50, 150, 50], favorable=True)
    >>> pair_gradient(tables.y, tables)
    array([[-1.,  1.,  0.]])
    """
    one, other = pair.pair_places(y, tables.people, tables.mask, tables.first, tables.second)
    return pair.only(one, y.shape[-1]) - pair.only(other, y.shape[-1])


def impact_gradient(y: FloatArray, tables: Subgroups) -> FloatArray:
    """Give how the attributable risk moves with each estimate, before it is clamped.

    y:      estimates, shape (tables, groups)
    tables: the tables
    Gives gradients, shape (tables, groups).
    Source: statistics.md section 4.1, PAR
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=True)
    >>> impact_gradient(tables.y, tables)
    array([[-0.25,  0.25]])
    """
    return pair.only(best_place(y, tables), y.shape[-1]) - tables.weight


def best_place(y: FloatArray, tables: Subgroups) -> pair.Places:
    """Give the group all should be like: the most advantaged, or without order the best.

    y:      estimates, shape (tables, groups)
    tables: the tables
    Gives places, shape (tables,).
    Source: statistics.md section 4.1, reference for PAR and PAF
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=False)
    >>> best_place(tables.y, tables)
    array([0])
    """
    high = pair.chosen(y, tables.people, tables.mask, True)
    low = pair.chosen(y, tables.people, tables.mask, False)
    best = np.where(tables.favorable, high, low)
    return np.where(tables.most < 0, best, tables.most)


def shares(y: FloatArray, tables: Subgroups) -> FloatArray:
    """Give estimates as proportions; what lies outside the scale is put on its edge.

    y:      estimates, shape (..., tables, groups)
    tables: the tables, for their scale
    Gives proportions, shape (..., tables, groups).
    Source: statistics.md section 4.4, SII logit, q
    >>> tables = Subgroups.one([10, 30], None, [50, 150], favorable=False)
    >>> shares(np.array([[25.0, 130.0]]), tables)
    array([[0.25, 1.  ]])
    """
    return np.asarray(np.clip(y / tables.scale[:, None], 0.0, 1.0))


def _ratio_gradient(y: FloatArray, s: Subgroups) -> FloatArray:
    return over(pair_gradient(y, s), y)


def _fraction(y: FloatArray, s: Subgroups) -> FloatArray:
    risk = pair.attributable_fraction(y, s.weight, s.mask, s.favorable, s.most)
    return pair.clamped(risk, s.favorable)


def _fraction_gradient(y: FloatArray, s: Subgroups) -> FloatArray:
    middle = mean(y, s.weight)[..., None]
    top = at(y, best_place(y, s))[..., None]
    own = pair.only(best_place(y, s), y.shape[-1])
    return 100 * over(own - over(top, middle) * s.weight, middle)


def _largest_over_smallest(y: FloatArray, s: Subgroups) -> FloatArray:
    index = rank.relative_slope(y, s.weight, s.ridit)
    return np.maximum(index, over(np.ones_like(index), index))


def _largest_gradient(y: FloatArray, s: Subgroups) -> FloatArray:
    rising = rank.slope(y, s.weight, s.ridit)[..., None] >= 0
    pull = rank.relative_slope_gradient(y, s.weight, s.ridit)
    return np.where(rising, pull, -pull)


def _logit_slope_gradient(y: FloatArray, s: Subgroups) -> FloatArray:
    line = logit.fit(shares(y, s), s.weight, s.ridit)
    return logit.line_gradients(line, s.weight, s.ridit)[0]


def _logit_ratio_gradient(y: FloatArray, s: Subgroups) -> FloatArray:
    line = logit.fit(shares(y, s), s.weight, s.ridit)
    return logit.line_gradients(line, s.weight, s.ridit)[1] / s.scale[:, None]


VALUES: Mapping[str, Kernel] = MappingProxyType(
    {
        "d": lambda y, s: pair.difference(y, s.mask, s.first, s.second),
        "r": lambda y, s: pair.ratio(y, s.mask, s.first, s.second),
        "par": lambda y, s: pair.clamped(
            pair.attributable_risk(y, s.weight, s.mask, s.favorable, s.most), s.favorable
        ),
        "paf": _fraction,
        "bgv": lambda y, s: spread.between_group_variance(y, s.weight),
        "bgsd": lambda y, s: spread.between_group_standard_deviation(y, s.weight),
        "cov": lambda y, s: spread.coefficient_of_variation(y, s.weight),
        "ti": lambda y, s: spread.theil(y, s.weight),
        "mld": lambda y, s: spread.mean_log_deviation(y, s.weight),
        "idisu": lambda y, s: distance.disparity(y, s.weight, s.mask),
        "idisw": lambda y, s: distance.weighted_disparity(y, s.weight),
        "mdmu": lambda y, s: distance.distance_from_mean(y, s.weight, s.mask),
        "mdmw": lambda y, s: distance.weighted_distance_from_mean(y, s.weight),
        "mdbu": lambda y, s: distance.distance_from_best(y, s.mask, s.favorable),
        "mdbw": lambda y, s: distance.weighted_distance_from_best(y, s.weight, s.mask, s.favorable),
        "mdru": lambda y, s: distance.distance_from_reference(y, s.mask, s.reference),
        "mdrw": lambda y, s: distance.weighted_distance_from_reference(y, s.weight, s.reference),
        "index_of_disparity_hp2010": lambda y, s: distance.distance_over_best(
            y, s.mask, s.favorable
        ),
        "aci": lambda y, s: rank.concentration(y, s.weight, s.ridit),
        "rci": lambda y, s: rank.relative_concentration(y, s.weight, s.ridit),
        "rci_wagstaff": lambda y, s: rank.wagstaff(
            y, s.weight, s.ridit, np.zeros_like(s.scale), s.scale
        ),
        "rci_erreygers": lambda y, s: rank.erreygers(
            y, s.weight, s.ridit, np.zeros_like(s.scale), s.scale
        ),
        "sii_linear": lambda y, s: rank.slope(y, s.weight, s.ridit),
        "rii_linear": lambda y, s: rank.relative_slope(y, s.weight, s.ridit),
        "kmi": _largest_over_smallest,
        "sii_logit": lambda y, s: s.scale * logit.logit_slope(shares(y, s), s.weight, s.ridit),
        "rii_logit": lambda y, s: logit.logit_relative_slope(shares(y, s), s.weight, s.ridit),
    }
)
GRADIENTS: Mapping[str, Kernel] = MappingProxyType(
    {
        "d": pair_gradient,
        "r": _ratio_gradient,
        "par": impact_gradient,
        "paf": _fraction_gradient,
        "bgv": lambda y, s: spread.between_group_variance_gradient(y, s.weight),
        "bgsd": lambda y, s: spread.between_group_standard_deviation_gradient(y, s.weight),
        "cov": lambda y, s: spread.coefficient_of_variation_gradient(y, s.weight),
        "ti": lambda y, s: spread.theil_gradient(y, s.weight),
        "mld": lambda y, s: spread.mean_log_deviation_gradient(y, s.weight),
        "aci": lambda y, s: rank.concentration_gradient(s.weight, s.ridit),
        "rci": lambda y, s: rank.relative_concentration_gradient(y, s.weight, s.ridit),
        "rci_wagstaff": lambda y, s: rank.wagstaff_gradient(
            y, s.weight, s.ridit, np.zeros_like(s.scale), s.scale
        ),
        "rci_erreygers": lambda y, s: over(
            4 * rank.concentration_gradient(s.weight, s.ridit), s.scale[:, None]
        ),
        "sii_linear": lambda y, s: rank.slope_gradient(s.weight, s.ridit),
        "rii_linear": lambda y, s: rank.relative_slope_gradient(y, s.weight, s.ridit),
        "kmi": _largest_gradient,
        "sii_logit": _logit_slope_gradient,
        "rii_logit": _logit_ratio_gradient,
    }
)
