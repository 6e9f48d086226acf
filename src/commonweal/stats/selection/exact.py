"""Exact tests of a selection table with its margins held: one tail, and the mid-p.

Fisher's two-sided p is in rates/two_proportions.py; margins let go are in unconditional.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.tails import as_unlikely, hypergeometric_steps
from commonweal.stats.results import answer
from commonweal.stats.selection.strata import Strata
from commonweal.stats.selection.tables import nobody, selection_tables

# Chances that differ by less than this are the same up to rounding.
TIED = 1e-7


def lower_tail(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the chance of so few selected or fewer, with all margins held.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are k one-sided p-values. Nobody in a pool is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Fisher 1935, JRSS 98:39-82; checked against R phyper in
    tests/reference/test_workforce_adverse_impact.py
    >>> lower_tail([1], [4], [3], [4]).value.round(4)
    array([0.2429])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    p = [_tail(*(int(cell) for cell in table)) for table in zip(*tables, strict=True)]
    value = np.array(p, dtype=np.float64)
    reasons = {"zero_denominator": nobody(tables)}
    return answer(value, None, None, level=0.95, method="fisher_lower", reasons=reasons)


def mid_p(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Test two selection rates exactly, counting half of the table that was seen.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are k two-sided p-values. Nobody in a pool is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Lancaster 1961, JASA 56:223-234: Fisher's p less half the chance of the table;
    checked against R in tests/reference/test_workforce_adverse_impact.py
    >>> mid_p([1], [4], [3], [4]).value.round(4)
    array([0.3714])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    p = [_mid(*(int(cell) for cell in table)) for table in zip(*tables, strict=True)]
    value = np.array(p, dtype=np.float64)
    reasons = {"zero_denominator": nobody(tables)}
    return answer(value, None, None, level=0.95, method="fisher_mid_p", reasons=reasons)


def stratified_mid_p(strata: Strata) -> Estimate:
    """Test selection within many requisitions exactly, counting half of what was seen.

    strata: requisitions as `read_strata` reads them, of k analyses
    Gives an Estimate whose values are k two-sided p-values; with one requisition it is `mid_p`.
    An analysis with no requisition left is undefined:no_variation.
    Source: Gart 1970, Biometrika 57:471-475 (the sum over requisitions, every margin held);
    Lancaster 1961, JASA 56:223-234; checked in
    tests/unit/stats/selection/test_selection_exact.py
    >>> from commonweal.stats.selection.strata import read_strata
    >>> stratified_mid_p(read_strata([1, 1], 4, [3, 2], 4)).value.round(4)
    array([0.2582])
    """
    value = np.full(len(strata.labels), np.nan)
    # Requisitions are small and alike: few margins, each worked out once.
    known: dict[tuple[int, int, int], FloatArray] = {}
    for analysis in np.flatnonzero(~strata.empty):
        sums, seen = np.ones(1), 0
        for table in zip(*(each[strata.analysis == analysis] for each in strata.tables),
                         strict=True):  # fmt: skip
            had, size, rest_had, rest_size = (int(cell) for cell in table)
            margins = size, rest_size, had + rest_had
            if margins not in known:
                known[margins] = chances(hypergeometric_steps(*margins))
            sums = np.convolve(sums, known[margins])
            seen += had - max(0, had + rest_had - rest_size)
        value[analysis] = float(sums[sums <= sums[seen] * (1 + TIED)].sum() - sums[seen] / 2)
    reasons = {"no_variation": strata.empty}
    return answer(value, None, None, level=0.95, method="stratified_mid_p", reasons=reasons)


def chances(steps: FloatArray) -> FloatArray:
    """Give the probability of every outcome from the odds of each next one.

    steps: logarithm of the probability of outcome i + 1 over that of outcome i, falling with i,
           shape (m,) for m + 1 outcomes
    Gives shape (m + 1,), adding to 1.
    Source: from the most likely outcome outwards, so that rounding gathers where nothing weighs
    >>> import numpy as np
    >>> chances(np.log([2.0, 0.5]))
    array([0.25, 0.5 , 0.25])
    """
    top = int(np.count_nonzero(steps > 0))
    right, left = np.cumsum(steps[top:]), -np.cumsum(steps[:top][::-1])[::-1]
    odds = np.exp(np.concatenate((left, [0.0], right)))
    return np.asarray(odds / odds.sum())


def _tail(had: int, size: int, rest_had: int, rest_size: int) -> float:
    steps, seen = _steps(had, size, rest_had, rest_size)
    return min(float(chances(steps)[: seen + 1].sum()), 1.0)


def _mid(had: int, size: int, rest_had: int, rest_size: int) -> float:
    steps, seen = _steps(had, size, rest_had, rest_size)
    return as_unlikely(steps, seen) - float(chances(steps)[seen]) / 2


def _steps(had: int, size: int, rest_had: int, rest_size: int) -> tuple[FloatArray, int]:
    together = had + rest_had
    steps = hypergeometric_steps(size, rest_size, together)
    return steps, had - max(0, together - rest_size)
