"""Control charts of rates over time lived: events that one person can have more than once.

Proportions and single values are charted in control.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask
from commonweal.stats.time.chart import Chart, chart, either
from commonweal.stats.time.movement import SPREAD_MORE, center_of, each_over, sigma_z
from commonweal.stats.time.periods import baseline_mask
from commonweal.stats.time.series import rate_series


def u_chart(events: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None = None) -> Chart:
    """Chart a rate with Poisson limits.

    events:   events, shape (k, periods) or (periods,)
    exposure: time lived or number at risk, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart; no exposure in the baseline is zero_denominator, no event no_variation.
    Fails with Problem "events-without-exposure" when events stand where nothing is exposed.
    Fails with Problem "baseline-outside" when the baseline names no period.
    Source: Shewhart's u chart, u +- 3 sqrt(u / exposure); checked in
    tests/reference/test_statistics_spc.py
    >>> u_chart([5, 6, 4, 30], [50, 50, 50, 50], baseline=3).high.round(4)[0, 0]
    np.float64(0.2342)
    """
    had, lived, used = _rates(events, exposure, baseline)
    return _poisson(had, lived, used, np.ones(len(had)), "u")


def laney_rate_chart(
    events: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None = None
) -> Chart:
    """Chart a rate with limits widened by how much more it moves than chance (u').

    events:   events, shape (k, periods) or (periods,)
    exposure: time lived or number at risk, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart, sigma_z in `spread`; reasons as `u_chart`, fewer than 2 periods in the
    baseline one_value, and a baseline without any movement no_variation.
    Fails with Problem "events-without-exposure" and "baseline-outside" as `u_chart` does.
    Source: Laney 2002, Quality Engineering 14:531-537, for rates
    >>> laney_rate_chart([15, 26, 14, 30], [50, 50, 50, 50]).spread.round(4)
    array([2.5001])
    """
    had, lived, used = _rates(events, exposure, baseline)
    return _poisson(had, lived, used, _spread(had, lived, used), "laney_u")


def rate_chart(events: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None = None) -> Chart:
    """Chart a rate by Laney's u' where the u chart's limits would be too narrow.

    events:   events, shape (k, periods) or (periods,)
    exposure: time lived or number at risk, the same shape; 0 where a series has no such period
    baseline: which periods set the limits, as `baseline_mask` reads it; None for all
    Gives the Chart: u' for series with sigma_z above 1.2, else u; `method` says which. How many
    people is many depends on the unit of the exposure, so their number does not decide here.
    Fails with Problem "events-without-exposure" and "baseline-outside" as `u_chart` does.
    Source: Laney 2002, Quality Engineering 14:531-537, for large samples
    >>> rate_chart([[15, 36, 14], [15, 16, 14]], [[50] * 3] * 2).method
    ('laney_u', 'u')
    """
    had, lived, used = _rates(events, exposure, baseline)
    narrow, wide = u_chart(events, exposure, baseline), laney_rate_chart(events, exposure, baseline)
    able = np.array([reason == "" for reason in wide.reason], dtype=np.bool_)
    return either(able & (_spread(had, lived, used) > SPREAD_MORE), wide, narrow)


def _rates(
    events: ArrayLike, exposure: ArrayLike, baseline: ArrayLike | None
) -> tuple[FloatArray, FloatArray, Mask]:
    had, lived = rate_series(events, exposure)
    return had, lived, (lived > 0) & baseline_mask(baseline, had.shape[1])


def _poisson(
    had: FloatArray, lived: FloatArray, used: Mask, spread: FloatArray, method: str
) -> Chart:
    center = center_of(had, lived, used)
    return chart(
        np.where(lived > 0, each_over(had, lived), np.nan),
        center,
        _chance(center, lived) * spread[:, None],
        spread=spread,
        possible=(0.0, np.inf),
        method=method,
        reasons={
            "zero_denominator": np.asarray(~used.any(axis=1)),
            "one_value": (used.sum(axis=1) < 2) & (method == "laney_u"),
            "no_variation": (center == 0) | (spread == 0),
        },
    )


def _chance(center: FloatArray, lived: FloatArray) -> FloatArray:
    return np.sqrt(each_over(center[:, None], lived))


def _spread(had: FloatArray, lived: FloatArray, used: Mask) -> FloatArray:
    center = center_of(had, lived, used)
    return sigma_z(each_over(had, lived), center, _chance(center, lived), used)
