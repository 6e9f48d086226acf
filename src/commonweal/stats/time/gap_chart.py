"""Control charts of gaps: when one moves, they name the group or those it is compared with.

Lines through gaps stand in gap_trend.py, charts of one group in control.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask
from commonweal.stats.time.chart import Chart
from commonweal.stats.time.control import xmr_chart
from commonweal.stats.time.periods import baseline_mask
from commonweal.stats.time.series import value_series
from commonweal.stats.time.signals import RUN


@dataclass(frozen=True, eq=False)
class GapChart:
    """Hold the charts of k gaps and of the two sides of each.

    gap:       XmR chart of group less rest, with its own limits
    group:     XmR chart of the group, over the periods that have both
    rest:      XmR chart of the rest, over the same periods
    mover:     who moved the gap where its chart signals: "group", "rest" or "both"; "" where it
               does not, shape (k, periods)
    by_itself: whether the mover's own chart signals there too, shape (k, periods); where not, the
               mover is the one that is further from its center in the direction of the gap

    >>> found = gap_chart([5, 6, 5, 6, 9], [3, 4, 3, 4, 4], baseline=4)
    >>> found.gap.reason
    ('no_variation',)
    """

    gap: Chart
    group: Chart
    rest: Chart
    mover: NDArray[np.object_]
    by_itself: Mask


def gap_chart(
    values: ArrayLike, rest_values: ArrayLike, baseline: ArrayLike | None = None
) -> GapChart:
    """Chart the gap of each pair of series and name who moved it at each signal.

    values:      rate or mean of the group, shape (k, periods) or (periods,); nan where absent
    rest_values: rate or mean of the rest, the same shape; nan where absent
    baseline:    which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the GapChart; reasons as `xmr_chart`.
    Fails with Problem "baseline-outside" when the baseline names no period.
    Fails with Problem "shapes-differ" when the two do not have one shape.
    Source: XmR limits as in `xmr_chart`; gap less its center is the group less its own center
    less the same of the rest, so their parts add up
    >>> found = gap_chart([5, 6, 4, 6, 9], [3, 3, 4, 3, 4], baseline=4)
    >>> found.mover[0, 4], found.gap.beyond[0, 4]
    ('', np.False_)
    """
    one, other = value_series(values=values, rest_values=rest_values)
    here = ~np.isnan(one) & ~np.isnan(other)
    one, other = np.where(here, one, np.nan), np.where(here, other, np.nan)
    gap, group, rest = (xmr_chart(each, baseline) for each in (one - other, one, other))
    used = here & baseline_mask(baseline, one.shape[1])
    here_moved, rest_moved = _departure(one, used, gap), _departure(other, used, gap)
    way = np.sign(here_moved - rest_moved)
    toward, rest_toward = way * here_moved, -way * rest_moved
    alone = _signals(group) & (toward > 0)
    rest_alone = _signals(rest) & (rest_toward > 0)
    by_itself = _signals(gap) & (alone | rest_alone)
    # Where neither or both signal, the larger part says who; equal parts are both.
    is_group = np.where(by_itself, alone, toward >= rest_toward)
    is_rest = np.where(by_itself, rest_alone, rest_toward >= toward)
    named = np.select([is_group & is_rest, is_group, is_rest], ["both", "group", "rest"], "")
    mover = np.where(_signals(gap), named, "").astype(object)
    return GapChart(gap, group, rest, mover, by_itself)


def _signals(chart: Chart) -> Mask:
    return chart.beyond | chart.run


def _departure(values: FloatArray, used: Mask, gap: Chart) -> FloatArray:
    """Give how far a side is from its mean at each point, or over the run that ends there."""
    counted = np.maximum(used.sum(axis=1), 1)
    apart = values - (np.where(used, values, 0.0).sum(axis=1) / counted)[:, None]
    over_run = np.zeros_like(apart)
    last = np.zeros((len(apart), RUN))
    for period in range(apart.shape[1]):
        now = apart[:, period]
        here = ~np.isnan(now)
        last = np.where(here[:, None], np.column_stack((last[:, 1:], now)), last)
        over_run[:, period] = last.mean(axis=1)
    moved: FloatArray = np.where(gap.run & ~gap.beyond, over_run, np.nan_to_num(apart))
    return moved
