"""Many requisitions as one analysis: the Mantel-Haenszel test, ratios and difference.

Each requisition is compared within itself, so that who applied where makes no difference. Whether
the requisitions agree is asked in homogeneity.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.chi_square import ChiSquare, chi_square
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.tables import (
    Tables,
    divisor,
    no_variation,
    nobody,
    selection_tables,
)


@dataclass(frozen=True, eq=False)
class Strata:
    """Hold the requisitions of k analyses, with those apart that say nothing.

    tables:   the four counts of the requisitions that vary, each shape (m,)
    analysis: the analysis each of them belongs to, 0 to k - 1, shape (m,)
    labels:   the analyses in order, shape (k,)
    dropped:  requisitions without variation of each analysis, shape (k,)

    >>> read_strata([1, 0], 4, [3, 0], 4).dropped
    array([1.])
    """

    tables: Tables
    analysis: NDArray[np.intp]
    labels: NDArray[np.object_]
    dropped: FloatArray

    def total(self, values: FloatArray) -> FloatArray:
        """Add up values of the requisitions for each analysis."""
        added = np.bincount(self.analysis, weights=values, minlength=len(self.labels))
        return added.astype(np.float64)

    @property
    def empty(self) -> Mask:
        """Say which analyses have no requisition left, shape (k,)."""
        none: Mask = np.bincount(self.analysis, minlength=len(self.labels)) == 0
        return none


def read_strata(
    selected: ArrayLike,
    pool: ArrayLike,
    rest_selected: ArrayLike,
    rest_pool: ArrayLike,
    analysis: ArrayLike | None = None,
) -> Strata:
    """Read requisitions and set aside those where a side is empty or all or none were selected.

    selected:      people of the group who were selected, a requisition a row, shape (m,)
    pool:          people of the group who could be, shape (m,)
    rest_selected: people of the comparison who were selected, shape (m,)
    rest_pool:     people of the comparison who could be, shape (m,)
    analysis:      label of the analysis each row belongs to, shape (m,), or None for one analysis
    Gives Strata of k analyses in the order of their labels.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "shapes-differ" when the labels are not one a row.
    Source: Mantel and Haenszel 1959, JNCI 22:719-748: such tables carry no weight
    >>> read_strata([1, 0], 4, [3, 0], 4, ["a", "b"]).empty
    array([False,  True])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    rows = len(tables[0])
    named = np.zeros(rows) if analysis is None else np.asarray(analysis)
    if named.shape != (rows,):
        raise Problem(
            "shapes-differ",
            "There is not one analysis label for each requisition.",
            "Give one label for each row.",
        )
    labels, place = np.unique(named, return_inverse=True)
    kept = ~(nobody(tables) | no_variation(tables))
    had, size, rest_had, rest_size = (array[kept] for array in tables)
    dropped = np.bincount(place[~kept], minlength=len(labels)).astype(np.float64)
    return Strata((had, size, rest_had, rest_size), place[kept], labels.astype(object), dropped)


def mantel_haenszel_test(strata: Strata, *, continuity: bool = False) -> ChiSquare:
    """Test whether selection is the same on both sides within every requisition.

    strata:     requisitions as `read_strata` reads them, of k analyses
    continuity: whether half a person is taken off the difference
    Gives a ChiSquare of k tests with one degree of freedom; an analysis with no requisition left
    is undefined:no_variation.
    Source: Mantel and Haenszel 1959, JNCI 22:719-748; checked against R mantelhaen.test in
    tests/reference/test_workforce_stratified_selection.py
    >>> mantel_haenszel_test(read_strata([1, 2], 4, [3, 3], 4)).statistic.value.round(4)
    array([2.0323])
    """
    had, size, rest_had, rest_size = strata.tables
    together, everybody = had + rest_had, size + rest_size
    apart = strata.total(had - size * together / everybody)
    spread = size * rest_size * together * (everybody - together)
    variance = strata.total(spread / (everybody**2 * (everybody - 1)))
    distance = np.abs(apart)
    half = np.minimum(distance, 0.5) if continuity else 0.0
    statistic = (distance - half) ** 2 / divisor(variance)
    method = "mantel_haenszel_continuity" if continuity else "mantel_haenszel"
    return chi_square(statistic, 1.0, method=method, reasons={"no_variation": strata.empty})


def common_odds_ratio(strata: Strata, level: float = 0.95) -> Estimate:
    """Give the odds ratio common to all requisitions.

    strata: requisitions as `read_strata` reads them, of k analyses
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k odds ratios, `se` on the log scale; an analysis with no requisition left
    is undefined:no_variation, one side never or always selected undefined:zero_in_ratio.
    Source: Mantel and Haenszel 1959; interval of Robins, Breslow and Greenland 1986, Biometrics
    42:311-323; checked against R mantelhaen.test in
    tests/reference/test_workforce_stratified_selection.py
    >>> common_odds_ratio(read_strata([1, 2], 4, [3, 3], 4)).value.round(4)
    array([0.2])
    """
    had, size, rest_had, rest_size = strata.tables
    everybody = size + rest_size
    agree, differ = (had + rest_size - rest_had) / everybody, (size - had + rest_had) / everybody
    up, down = had * (rest_size - rest_had) / everybody, (size - had) * rest_had / everybody
    ups, downs = strata.total(up), strata.total(down)
    one, other = divisor(ups), divisor(downs)
    variance = (
        strata.total(agree * up) / (2 * one**2)
        + strata.total(agree * down + differ * up) / (2 * one * other)
        + strata.total(differ * down) / (2 * other**2)
    )
    return _log_ratio(
        strata, ups, downs, np.sqrt(variance), level=level, method="mantel_haenszel_odds_ratio"
    )


def common_rate_ratio(strata: Strata, level: float = 0.95) -> Estimate:
    """Give the impact ratio common to all requisitions.

    strata: requisitions as `read_strata` reads them, of k analyses
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k ratios, `se` on the log scale; an analysis with no requisition left is
    undefined:no_variation, nobody selected on a side undefined:zero_in_ratio.
    Source: Greenland and Robins 1985, Biometrics 41:55-68; checked against R in
    tests/reference/test_workforce_stratified_selection.py
    >>> common_rate_ratio(read_strata([1, 2], 4, [3, 3], 4)).value
    array([0.5])
    """
    had, size, rest_had, rest_size = strata.tables
    together, everybody = had + rest_had, size + rest_size
    ups = strata.total(had * rest_size / everybody)
    downs = strata.total(rest_had * size / everybody)
    spread = (size * rest_size * together - had * rest_had * everybody) / everybody**2
    variance = strata.total(spread) / (divisor(ups) * divisor(downs))
    return _log_ratio(
        strata, ups, downs, np.sqrt(variance), level=level, method="mantel_haenszel_rate_ratio"
    )


def common_rate_difference(strata: Strata, level: float = 0.95) -> Estimate:
    """Give the difference of selection rates common to all requisitions.

    strata: requisitions as `read_strata` reads them, of k analyses
    level:  coverage of the interval, between 0 and 1
    Gives an Estimate of k differences, group less comparison; an analysis with no requisition
    left is undefined:no_variation.
    Source: Greenland and Robins 1985, Biometrics 41:55-68; checked against R in
    tests/reference/test_workforce_stratified_selection.py
    >>> common_rate_difference(read_strata([1, 2], 4, [3, 3], 4)).value
    array([-0.375])
    """
    had, size, rest_had, rest_size = strata.tables
    everybody = size + rest_size
    weight = divisor(strata.total(size * rest_size / everybody))
    value = strata.total((had * rest_size - rest_had * size) / everybody) / weight
    own = had * (size - had) * rest_size**3
    other = rest_had * (rest_size - rest_had) * size**3
    se = np.sqrt(strata.total((own + other) / (size * rest_size * everybody**2))) / weight
    reach = normal_quantile(level) * se
    return answer(
        value,
        value - reach,
        value + reach,
        level=level,
        method="mantel_haenszel_rate_difference",
        reasons={"no_variation": strata.empty},
        se=se,
        flags=_flags(strata),
    )


def weighted_shortfall(strata: Strata) -> Estimate:
    """Give how many fewer were selected than at the rate of both sides within each requisition.

    strata: requisitions as `read_strata` reads them, of k analyses
    Gives an Estimate of k numbers of people, negative where more were selected; an analysis with
    no requisition left is undefined:no_variation.
    Source: workforce specification, section 5.6: sum of n_f P_k - x_f; checked in
    tests/reference/test_workforce_stratified_selection.py
    >>> weighted_shortfall(read_strata([1, 2], 4, [3, 3], 4)).value
    array([1.5])
    """
    had, size, rest_had, rest_size = strata.tables
    value = strata.total((size * rest_had - had * rest_size) / (size + rest_size))
    return answer(
        value,
        None,
        None,
        level=0.95,
        method="weighted_shortfall",
        reasons={"no_variation": strata.empty},
        flags=_flags(strata),
    )


def _log_ratio(
    strata: Strata, ups: FloatArray, downs: FloatArray, se: FloatArray, *, level: float, method: str
) -> Estimate:
    ratio = ups / divisor(downs)
    reach = np.exp(normal_quantile(level) * se)
    return answer(
        ratio,
        ratio / reach,
        ratio * reach,
        level=level,
        method=method,
        reasons={"no_variation": strata.empty, "zero_in_ratio": (ups == 0) | (downs == 0)},
        se=se,
        flags=_flags(strata),
    )


def _flags(strata: Strata) -> dict[str, Mask]:
    return {"strata_dropped": strata.dropped > 0}
