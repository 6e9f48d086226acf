"""How large a difference in selection is: people short, odds ratio, phi and Cohen's h.

Whether chance could make it is asked in association.py and exact.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.tables import divisor, no_variation, nobody, selection_tables


def shortfall(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give how many fewer were selected than at the rate of both sides together.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k numbers of people, negative where more were selected. Nobody in a pool
    is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: workforce specification, section 5.5: n_f P - x_f; checked in
    tests/reference/test_workforce_adverse_impact.py
    >>> shortfall([12], [40], [48], [80]).value
    array([8.])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    # As one fraction: n_f P - x_f loses digits when both are large.
    value = (size * rest_had - had * rest_size) / divisor(size + rest_size)
    return _said(value, "shortfall_pooled", {"zero_denominator": nobody(tables)})


def shortfall_to_rest(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give how many fewer were selected than at the rate of the comparison.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k numbers of people, negative where more were selected. Nobody in a pool
    is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: workforce specification, section 5.5: n_f p_r - x_f; checked in
    tests/reference/test_workforce_adverse_impact.py
    >>> shortfall_to_rest([12], [40], [48], [80]).value
    array([12.])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    value = (size * rest_had - had * rest_size) / divisor(rest_size)
    return _said(value, "shortfall_to_rest", {"zero_denominator": nobody(tables)})


def odds_ratio(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the odds of being selected over the odds in the comparison.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k odds ratios. Nobody in a pool is undefined:zero_denominator, an empty
    cell undefined:zero_in_ratio.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Cornfield 1951, Journal of the National Cancer Institute 11:1269-1275; checked in
    tests/reference/test_workforce_adverse_impact.py
    >>> odds_ratio([1], [4], [3], [4]).value.round(4)
    array([0.1111])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    left, rest_left = size - had, rest_size - rest_had
    value = had * rest_left / divisor(left * rest_had)
    empty_cell = (had == 0) | (left == 0) | (rest_had == 0) | (rest_left == 0)
    reasons = {"zero_denominator": nobody(tables), "zero_in_ratio": empty_cell}
    return _said(value, "odds_ratio", reasons)


def phi(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the correlation of being of the group and being selected.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k correlations from -1 to 1. Nobody in a pool is
    undefined:zero_denominator, all or none selected undefined:no_variation.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Yule 1912, JRSS 75:579-652; checked in
    tests/reference/test_workforce_adverse_impact.py
    >>> phi([1], [4], [3], [4]).value
    array([-0.5])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    together = had + rest_had
    apart = had * rest_size - rest_had * size
    margins = np.sqrt(size * rest_size) * np.sqrt(together * (size + rest_size - together))
    reasons = {"zero_denominator": nobody(tables), "no_variation": no_variation(tables)}
    return _said(apart / divisor(margins), "phi", reasons)


def cohen_h(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the difference of two selection rates on the angle scale.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k differences, group less comparison, from -pi to pi. Nobody in a pool is
    undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Cohen 1988, Statistical Power Analysis, chapter 6; checked in
    tests/reference/test_workforce_adverse_impact.py
    >>> cohen_h([1], [4], [3], [4]).value.round(4)
    array([-1.0472])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = tables
    value = _angle(had / divisor(size)) - _angle(rest_had / divisor(rest_size))
    return _said(value, "cohen_h", {"zero_denominator": nobody(tables)})


def _angle(rate: FloatArray) -> FloatArray:
    return 2 * np.arcsin(np.sqrt(rate))


def _said(value: FloatArray, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=0.95, method=method, reasons=reasons)
