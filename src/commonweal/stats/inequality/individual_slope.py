"""Slope of an outcome over people ranked one by one: linear SII and RII of individual rows.

Groups in an order are in slope.py; both give the same estimate when each person's rank is their
group's.
"""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate
from commonweal.stats.inequality.individual_concentration import estimate_of_rows
from commonweal.stats.inequality.ranks import RankedRows, absolute_parts, sum_above
from commonweal.stats.inputs import FloatArray


def individual_slope_index(rows: RankedRows, level: float = 0.95) -> Estimate:
    """Give the linear slope index of inequality (SII): from the bottom rank to the top.

    rows:  ranked rows, as `rank_rows` gives them
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of t slopes in units of the outcome, positive when it is higher among the
    advantaged, with the reasons of `absolute_index`; the variance holds that of the ranks.
    Fails with Problem "level-outside" when the level is not strictly between 0 and 1.
    Source: Mackenbach and Kunst 1997, Social Science and Medicine 44:757-771; influence function by
    differentiation of cov(y, R) / var(R), checked in
    tests/unit/stats/inequality/test_individual_slope.py
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> individual_slope_index(rank_rows([1, 2, 3], [10, 20, 30])).value.round(4)
    array([3.])
    """
    slope, added = _slope(rows)
    return estimate_of_rows(rows, slope, added, "sii_linear_rows", level)


def individual_relative_slope(rows: RankedRows, level: float = 0.95) -> Estimate:
    """Give the linear relative index of inequality (RII): fitted top over fitted bottom.

    rows:  ranked rows, as `rank_rows` gives them
    level: coverage of the interval, between 0 and 1
    Gives an Estimate of t ratios, `se` on the log scale, with the reasons of `absolute_index`; a
    fitted top or bottom not above zero is undefined:zero_in_ratio.
    Fails with Problem "level-outside" when the level is not strictly between 0 and 1.
    Source: Mackenbach and Kunst 1997, Social Science and Medicine 44:757-771; delta method on the
    logarithm
    >>> from commonweal.stats.inequality.ranks import rank_rows
    >>> individual_relative_slope(rank_rows([2, 3, 4], [10, 20, 30])).value.round(4)
    array([3.])
    """
    slope, added = _slope(rows)
    bottom, top = rows.mean - slope / 2, rows.mean + slope / 2
    none = (bottom <= 0) | (top <= 0)
    bottom, top = np.where(none, 1.0, bottom), np.where(none, 1.0, top)
    apart = rows.apart
    to_top = (apart + added / 2) / top[rows.table]
    to_bottom = (apart - added / 2) / bottom[rows.table]
    return estimate_of_rows(
        rows,
        top / bottom,
        to_top - to_bottom,
        "rii_linear_rows",
        level,
        reasons={"zero_in_ratio": none},
        log=True,
    )


def _slope(rows: RankedRows) -> tuple[FloatArray, FloatArray]:
    index, added = absolute_parts(rows, 2.0)
    middle = rows.position - 0.5
    spread = rows.summed(rows.share * middle**2)
    # One rank has no spread; its table is undefined:single_group.
    spread = np.where(spread > 0, spread, 1.0)
    moved = middle**2 + 2 * sum_above(rows, rows.share * middle)
    moved = moved - rows.summed(rows.share * moved)[rows.table]
    slope = index / 2 / spread
    return slope, (added / 2 - slope[rows.table] * moved) / spread[rows.table]
