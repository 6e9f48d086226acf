"""What a control chart shows of each series, and which of its points are signals.

How the limits are made is in control.py, what a run is in signals.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.signals import runs

LIMIT = 3.0


@dataclass(frozen=True, eq=False)
class Chart:
    """Hold the control chart of each of k series.

    values: what is charted, shape (k, periods); nan where a series has no such period
    center: the center line, shape (k,); nan where a reason says why there is no chart
    sigma:  how far chance reaches, one standard deviation, shape (k, periods); nan with values
    low:    lower limit, center - 3 sigma but not below what can be, shape (k, periods)
    high:   upper limit, center + 3 sigma but not above what can be, shape (k, periods)
    z:      (values - center) / sigma, shape (k, periods)
    spread: sigma_z of a Laney chart, mean moving range of an XmR chart, else 1, shape (k,)
    beyond: points beyond 3 sigma, shape (k, periods)
    run:    points that end 8 or more in a row on one side of the center, shape (k, periods)
    method: "p", "laney", "u", "laney_u" or "xmr", k of them
    reason: "" or why there is no chart, k of them

    >>> from commonweal.stats.time.control import xmr_chart
    >>> xmr_chart([3, 4, 3, 4, 3, 9], baseline=5).beyond
    array([[False, False, False, False, False,  True]])
    """

    values: FloatArray
    center: FloatArray
    sigma: FloatArray
    low: FloatArray
    high: FloatArray
    z: FloatArray
    spread: FloatArray
    beyond: Mask
    run: Mask
    method: tuple[str, ...]
    reason: tuple[str, ...]


def chart(
    values: FloatArray,
    center: FloatArray,
    sigma: FloatArray,
    *,
    spread: FloatArray,
    possible: tuple[float, float],
    method: str,
    reasons: Mapping[str, Mask],
) -> Chart:
    """Make the Chart of series whose center and sigma are known, with its signals.

    values:   what is charted, shape (k, periods); nan where absent
    center:   the center line, shape (k,)
    sigma:    one standard deviation, shape (k, periods)
    spread:   what sigma was made of, shape (k,)
    possible: the least and the most a value can be
    method:   which chart it is
    reasons:  reason code -> the series it holds for, shape (k,); the first that holds is said
    Gives the Chart; a series with a reason has no limits and no signals.
    Source: Shewhart 1931, Economic Control of Quality of Manufactured Product; 8 in a row:
    Western Electric 1956, Statistical Quality Control Handbook
    >>> found = chart(np.array([[1.0, 9.0]]), np.zeros(1), np.ones((1, 2)), spread=np.ones(1),
    ...               possible=(0, 10), method="u", reasons={})
    >>> found.beyond, found.low
    (array([[False,  True]]), array([[0., 0.]]))
    """
    said = answer(center, None, None, level=0.95, method=method, reasons=reasons).reason
    gone = np.array([reason != "" for reason in said])
    missing = np.isnan(values) | gone[:, None]
    wide = np.where(missing, np.nan, sigma)
    apart = np.where(missing, np.nan, values - center[:, None])
    z = apart / np.where(missing, 1.0, sigma)
    return Chart(
        values,
        np.where(gone, np.nan, center),
        wide,
        np.maximum(center[:, None] - LIMIT * wide, possible[0]),
        np.minimum(center[:, None] + LIMIT * wide, possible[1]),
        z,
        np.where(gone, np.nan, spread),
        np.abs(z) > LIMIT,
        runs(np.sign(apart)),
        (method,) * len(values),
        said,
    )


def either(chosen: Mask, one: Chart, other: Chart) -> Chart:
    """Take each series from one of two Charts of the same series.

    chosen: which series come from the first, shape (k,)
    one:    the first Chart
    other:  the second Chart
    Gives a Chart whose `method` says where each series came from.
    Source: none, it only chooses
    >>> from commonweal.stats.time.control import laney_chart, p_chart
    >>> table = [5, 6, 4, 5], [50, 50, 50, 50]
    >>> either(np.array([True]), p_chart(*table), laney_chart(*table)).method
    ('p',)
    """
    picked = {
        name: np.where(chosen[:, None] if value.ndim == 2 else chosen, value, vars(other)[name])
        for name, value in vars(one).items()
        if isinstance(value, np.ndarray)
    }
    methods = tuple(np.where(chosen, one.method, other.method).tolist())
    reasons = tuple(np.where(chosen, one.reason, other.reason).tolist())
    return replace(one, **picked, method=methods, reason=reasons)
