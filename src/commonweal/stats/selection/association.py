"""Whether chance could make a difference in selection, by the normal and chi-square tests.

Small pools are asked in exact.py and unconditional.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.chi_square import ChiSquare, chi_square
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer
from commonweal.stats.selection.tables import (
    Tables,
    divisor,
    no_variation,
    nobody,
    selection_tables,
)


def pooled_score(
    selected: ArrayLike, pool: ArrayLike, rest_selected: ArrayLike, rest_pool: ArrayLike
) -> Estimate:
    """Give the normal score of the difference of two selection rates, with its sign.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    Gives an Estimate of k scores, negative where the group's rate is the lower one. Nobody in a
    pool is undefined:zero_denominator, all or none selected undefined:no_variation.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Pearson 1900, Philosophical Magazine 50:157-175; checked against R in
    tests/reference/test_workforce_adverse_impact.py
    >>> pooled_score([12], [40], [48], [80]).value.round(3)
    array([-3.098])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    apart, scale = _apart(tables)
    return answer(
        apart * scale, None, None, level=0.95, method="pooled_z", reasons=_reasons(tables)
    )


def association(
    selected: ArrayLike,
    pool: ArrayLike,
    rest_selected: ArrayLike,
    rest_pool: ArrayLike,
    *,
    continuity: bool = False,
) -> ChiSquare:
    """Test whether two selection rates are equal by chi-square.

    selected:      people of the group who were selected, shape (k,)
    pool:          people of the group who could be, shape (k,)
    rest_selected: people of the comparison who were selected, shape (k,)
    rest_pool:     people of the comparison who could be, shape (k,)
    continuity:    whether each cell is moved half a person towards what was expected (Yates)
    Gives a ChiSquare of k tests with one degree of freedom. Nobody in a pool is
    undefined:zero_denominator, all or none selected undefined:no_variation.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Yates 1934, JRSS Supplement 1:217-235; checked against R chisq.test in
    tests/reference/test_workforce_adverse_impact.py
    >>> association([12], [40], [48], [80], continuity=True).statistic.value
    array([8.4375])
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    apart, scale = _apart(tables)
    # A cell is (x_f n_r - x_r n_f) / N away from its expectation: never move it past it.
    everybody = tables[1] + tables[3]
    half = np.minimum(np.abs(apart), everybody / 2) if continuity else 0.0
    statistic = ((np.abs(apart) - half) * scale) ** 2
    method = "chi_square_yates" if continuity else "chi_square"
    return chi_square(statistic, 1.0, method=method, reasons=_reasons(tables))


def _apart(tables: Tables) -> tuple[FloatArray, FloatArray]:
    had, size, rest_had, rest_size = tables
    together, everybody = had + rest_had, size + rest_size
    margins = np.sqrt(size * rest_size) * np.sqrt(together * (everybody - together))
    return had * rest_size - rest_had * size, np.sqrt(everybody) / divisor(margins)


def _reasons(tables: Tables) -> dict[str, Mask]:
    return {"zero_denominator": nobody(tables), "no_variation": no_variation(tables)}
