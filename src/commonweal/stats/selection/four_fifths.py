"""Four fifths and one different person: thresholds that whole numbers decide, never a division.

Dividing first puts a third of all exact four fifths on the wrong side. A threshold is a named
statistic here and never a verdict.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.tables import nobody, selection_tables

Whole = NDArray[np.int64]
# The largest count whose products below still fit in 64 bits.
LARGEST = 1_000_000_000


def below_four_fifths(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Say whether the impact ratio is below four fifths, by whole numbers.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are 1 where it is below and 0 where it is not. Nobody in a pool
    is undefined:zero_denominator, nobody selected in the comparison undefined:zero_in_ratio.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" and "counts-too-large" when a number is not whole, or
    above a thousand million.
    Source: 29 CFR 1607.4(D), 5 x_f n_r < 4 x_r n_f; checked against exact fractions in
    tests/reference/test_workforce_adverse_impact.py
    >>> below_four_fifths([1, 1], [3, 4], [5, 5], [12, 12]).value
    array([0., 1.])
    """
    (had, size, rest_had, rest_size), empty = _read(selected, pool, rest_selected, rest_pool)
    below = _below(had, size, rest_had, rest_size)
    reasons = {"zero_denominator": empty, "zero_in_ratio": rest_had == 0}
    return _said(below.astype(np.float64), "four_fifths", reasons)


def selections_to_four_fifths(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give how many more selections would have brought the ratio to four fifths: a size.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k whole numbers, 0 where the ratio is there. It says how large a
    difference was, not whom to select. Nobody in a pool is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" and "counts-too-large" as `below_four_fifths` does.
    Source: workforce specification, section 5.5: max(0, ceil(4 x_r n_f / (5 n_r)) - x_f); checked
    in tests/reference/test_workforce_adverse_impact.py
    >>> selections_to_four_fifths([12], [40], [48], [80]).value
    array([8.])
    """
    (had, size, rest_had, rest_size), empty = _read(selected, pool, rest_selected, rest_pool)
    needed = -(-(4 * rest_had * size) // np.where(empty, 1, 5 * rest_size))
    more = np.maximum(needed - had, 0).astype(np.float64)
    return _said(more, "selections_to_four_fifths", {"zero_denominator": empty})


def turns_on_one_person(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Say whether one different selection would have turned a ratio below four fifths round.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate whose values are 1 where the ratio is below four fifths and one more of the
    group in the place of one of the comparison makes the group's rate the higher one, else 0.
    Nobody in a pool is undefined:zero_denominator.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" and "counts-too-large" as `below_four_fifths` does.
    Source: Questions and Answers on the Uniform Guidelines 1979, 44 FR 11996, question 21;
    checked in tests/reference/test_workforce_adverse_impact.py
    >>> turns_on_one_person([1, 12], [5, 40], [5, 48], [19, 80]).value
    array([1., 0.])
    """
    (had, size, rest_had, rest_size), empty = _read(selected, pool, rest_selected, rest_pool)
    turned = (had + 1) * rest_size > (rest_had - 1) * size
    turns = turned & _below(had, size, rest_had, rest_size)
    return _said(turns.astype(np.float64), "one_different_person", {"zero_denominator": empty})


def _read(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> tuple[tuple[Whole, Whole, Whole, Whole], Mask]:
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    if any((array > LARGEST).any() for array in tables):
        raise Problem(
            "counts-too-large",
            "A pool holds more than a thousand million people.",
            "Check the unit: counts are people, not shares or money.",
        )
    had, size, rest_had, rest_size = (array.astype(np.int64) for array in tables)
    return (had, size, rest_had, rest_size), nobody(tables)


def _below(had: Whole, size: Whole, rest_had: Whole, rest_size: Whole) -> Mask:
    below: Mask = 5 * had * rest_size < 4 * rest_had * size
    return below


def _said(value: FloatArray, method: str, reasons: dict[str, Mask]) -> Estimate:
    return answer(value, None, None, level=0.95, method=method, reasons=reasons)
