"""Whether requisitions share one odds ratio: the tests of Breslow and Day, and of Tarone.

Where they do not, one common figure hides that steps differ: show them apart.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.chi_square import ChiSquare, chi_square
from commonweal.stats.inputs import FloatArray
from commonweal.stats.selection.strata import Strata, common_odds_ratio
from commonweal.stats.selection.tables import Tables, divisor


def breslow_day(strata: Strata, *, tarone: bool = False) -> ChiSquare:
    """Test whether all requisitions of an analysis have the same odds ratio.

    strata: requisitions as `read_strata` reads them, of k analyses
    tarone: whether the statistic is corrected for the estimated common odds ratio
    Gives a ChiSquare of k tests with requisitions less one degrees of freedom. No requisition
    left is undefined:no_variation, a single one undefined:single_group, a common odds ratio of 0
    or without bound undefined:zero_in_ratio.
    Source: Breslow and Day 1980, Statistical Methods in Cancer Research 1:142; Tarone 1985,
    Biometrika 72:91-95; checked against statsmodels in
    tests/reference/test_workforce_homogeneity.py
    >>> from commonweal.stats.selection.strata import read_strata
    >>> breslow_day(read_strata([1, 2], 4, [3, 3], 4)).statistic.value.round(4)
    array([0.2432])
    """
    odds = common_odds_ratio(strata)
    usable = np.where(odds.ok, odds.value, 1.0)
    seen = strata.tables[0]
    expected = _expected(strata.tables, usable[strata.analysis])
    variance = _variance(strata.tables, expected)
    statistic = strata.total((seen - expected) ** 2 / variance)
    if tarone:
        apart, spread = strata.total(seen - expected), strata.total(variance)
        statistic = np.maximum(statistic - apart**2 / divisor(spread), 0.0)
    df = strata.total(np.ones_like(seen)) - 1
    reasons = {
        "no_variation": strata.empty,
        "single_group": df == 0,
        "zero_in_ratio": ~odds.ok,
    }
    return chi_square(statistic, df, method="tarone" if tarone else "breslow_day", reasons=reasons)


def _expected(tables: Tables, odds: FloatArray) -> FloatArray:
    """Solve for the selected of the group that give each table the odds ratio it is told."""
    _, size, rest_size, together = tables[0], tables[1], tables[3], tables[0] + tables[2]
    square = 1 - odds
    middle = rest_size - together + odds * (size + together)
    last = -odds * size * together
    root = np.sqrt(np.maximum(middle**2 - 4 * square * last, 0.0))
    # The form that divides by no small number, whichever side of 1 the odds ratio lies.
    return np.asarray(-2 * last / (middle + root))


def _variance(tables: Tables, expected: FloatArray) -> FloatArray:
    size, rest_size, together = tables[1], tables[3], tables[0] + tables[2]
    cells = (expected, size - expected, together - expected, rest_size - together + expected)
    return np.asarray(1 / sum(1 / cell for cell in cells))
