"""Control charts of many groups at once: which months are out of line with the group's own past.

Limits are frozen on a declared baseline. Rates over time lived are charted in rate_control.py,
gaps between groups in gap_chart.py, many places at one time in funnel.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask
from commonweal.stats.time.chart import Chart, chart, either
from commonweal.stats.time.movement import SPREAD_MORE, center_of, each_over, sigma_z
from commonweal.stats.time.periods import baseline_mask
from commonweal.stats.time.series import count_series, value_series
from commonweal.stats.time.signals import mean_moving_range

# Three standard deviations in mean ranges of two values, rounded as wherever the chart is taught.
WIDTH = 2.66
MANY_PEOPLE = 2000


def p_chart(events: ArrayLike, people: ArrayLike, baseline: ArrayLike | None = None) -> Chart:
    """Chart a proportion with binomial limits.

    events:   events, shape (k, periods) or (periods,)
    people:   people, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart; nobody in the baseline is zero_denominator, no event or nothing else there
    no_variation.
    Fails with Problem "counts-above-people" when there are more events than people.
    Fails with Problem "baseline-outside" when the baseline names no period.
    Source: Shewhart's p chart, p +- 3 sqrt(p (1 - p) / n); checked in
    tests/reference/test_statistics_spc.py
    >>> p_chart([5, 6, 4, 30], [50, 50, 50, 50], baseline=3).beyond
    array([[False, False, False,  True]])
    """
    had, seen, used = _proportions(events, people, baseline)
    return _binomial(had, seen, used, np.ones(len(had)), "p")


def laney_chart(events: ArrayLike, people: ArrayLike, baseline: ArrayLike | None = None) -> Chart:
    """Chart a proportion with limits widened by how much more it moves than chance (p').

    events:   events, shape (k, periods) or (periods,)
    people:   people, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart, sigma_z in `spread`; reasons as `p_chart`, fewer than 2 periods in the
    baseline one_value, and a baseline without any movement no_variation.
    Fails with Problem "counts-above-people" and "baseline-outside" as `p_chart` does.
    Source: Laney 2002, Quality Engineering 14:531-537, sigma_z = mean moving range of z / 1.128;
    checked in tests/reference/test_statistics_spc.py
    >>> laney_chart([15, 26, 14, 30], [50, 50, 50, 50]).spread.round(4)
    array([3.297])
    """
    had, seen, used = _proportions(events, people, baseline)
    return _binomial(had, seen, used, _spread(had, seen, used), "laney")


def proportion_chart(
    events: ArrayLike, people: ArrayLike, baseline: ArrayLike | None = None
) -> Chart:
    """Chart a proportion by Laney's p' where the p chart's limits would be too narrow.

    events:   events, shape (k, periods) or (periods,)
    people:   people, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart: p' for series with sigma_z above 1.2 or more than 2000 people in a period,
    else p; `method` says which.
    Fails with Problem "counts-above-people" and "baseline-outside" as `p_chart` does.
    Source: Laney 2002, Quality Engineering 14:531-537, for large samples
    >>> proportion_chart([[15, 26, 14], [15, 16, 14]], [[50] * 3] * 2).method
    ('laney', 'p')
    """
    narrow, wide = p_chart(events, people, baseline), laney_chart(events, people, baseline)
    had, seen, used = _proportions(events, people, baseline)
    crowded = (seen > MANY_PEOPLE).any(axis=1)
    able = np.array([reason == "" for reason in wide.reason])
    chosen = able & ((_spread(had, seen, used) > SPREAD_MORE) | crowded)
    return either(chosen, wide, narrow)


def xmr_chart(values: ArrayLike, baseline: ArrayLike | None = None) -> Chart:
    """Chart single values with limits from how far each is from the one before.

    values:   one value a period, shape (k, periods) or (periods,); nan where absent
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart, the mean moving range in `spread`; no value in the baseline is
    zero_denominator, one one_value, and a baseline without any movement no_variation.
    Fails with Problem "baseline-outside" when the baseline names no period.
    Source: Wheeler and Chambers 1992, Understanding Statistical Process Control, mean +- 2.66 mean
    moving range; checked in tests/reference/test_statistics_spc.py
    >>> xmr_chart([3, 4, 3, 4]).high.round(4)
    array([[6.16, 6.16, 6.16, 6.16]])
    """
    (read,) = value_series(values=values)
    used = ~np.isnan(read) & baseline_mask(baseline, read.shape[1])
    seen = used.sum(axis=1)
    center = np.where(used, read, 0.0).sum(axis=1) / np.maximum(seen, 1)
    moved = mean_moving_range(read, used)
    return chart(
        read,
        center,
        np.broadcast_to(WIDTH / 3 * moved[:, None], read.shape),
        spread=moved,
        possible=(-np.inf, np.inf),
        method="xmr",
        reasons={
            "zero_denominator": np.asarray(seen == 0),
            "one_value": np.asarray(seen == 1),
            "no_variation": moved == 0,
        },
    )


def _proportions(
    events: ArrayLike, people: ArrayLike, baseline: ArrayLike | None
) -> tuple[FloatArray, FloatArray, Mask]:
    had, seen = count_series(events, people)
    return had, seen, (seen > 0) & baseline_mask(baseline, had.shape[1])


def _binomial(
    had: FloatArray, seen: FloatArray, used: Mask, spread: FloatArray, method: str
) -> Chart:
    center = center_of(had, seen, used)
    reasons = {
        "zero_denominator": ~used.any(axis=1),
        "one_value": (used.sum(axis=1) < 2) & (method == "laney"),
        "no_variation": (center == 0) | (center == 1) | (spread == 0),
    }
    return chart(
        np.where(seen > 0, each_over(had, seen), np.nan),
        center,
        _chance(center, seen) * spread[:, None],
        spread=spread,
        possible=(0.0, 1.0),
        method=method,
        reasons=reasons,
    )


def _chance(center: FloatArray, seen: FloatArray) -> FloatArray:
    return np.sqrt(each_over((center * (1 - center))[:, None], seen))


def _spread(had: FloatArray, seen: FloatArray, used: Mask) -> FloatArray:
    center = center_of(had, seen, used)
    return sigma_z(each_over(had, seen), center, _chance(center, seen), used)
