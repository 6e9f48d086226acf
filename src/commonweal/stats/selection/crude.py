"""All requisitions as one table, beside the analysis within them, which may have the other sign.

It warns and explains; the analysis within requisitions in strata.py is the one that counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate
from commonweal.stats.results import answer
from commonweal.stats.selection.impact_ratio import impact_ratio
from commonweal.stats.selection.strata import common_rate_difference, read_strata
from commonweal.stats.selection.tables import selection_tables


def crude_ratio(
    selected: ArrayLike,
    pool: ArrayLike,
    rest_selected: ArrayLike,
    rest_pool: ArrayLike,
    level: float = 0.95,
) -> Estimate:
    """Give the impact ratio of all requisitions added up, with a warning when it misleads.

    selected:      people of the group who were selected, a requisition a row, shape (m,)
    pool:          people of the group who could be, shape (m,)
    rest_selected: people of the comparison who were selected, shape (m,)
    rest_pool:     people of the comparison who could be, shape (m,)
    level:         coverage of the interval, between 0 and 1
    Gives an Estimate of one ratio as `impact_ratio` does, flag "simpson" where the difference
    within the requisitions has the other sign.
    Fails with Problem "counts-above-people" when more were selected than could be.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Source: Bickel, Hammel and O'Connell 1975, Science 187:398-404; checked against R in
    tests/reference/test_workforce_stratified_selection.py
    >>> crude_ratio([8, 1], [10, 2], [1, 8], [2, 20]).flags
    ((),)
    """
    tables = selection_tables(selected, pool, rest_selected, rest_pool)
    had, size, rest_had, rest_size = (array.sum(keepdims=True) for array in tables)
    ratio = impact_ratio(had, size, rest_had, rest_size, level)
    within = common_rate_difference(read_strata(*tables)).value
    sign = np.sign(had * rest_size - rest_had * size)
    return answer(
        ratio.value,
        ratio.low,
        ratio.high,
        level=level,
        method="crude_impact_ratio",
        reasons={ratio.reason[0] or "no_variation": ~ratio.ok},
        se=ratio.se,
        flags={"simpson": sign * np.sign(np.nan_to_num(within)) < 0},
    )
