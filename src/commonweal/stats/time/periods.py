"""When the periods of a series were, which of them set the limits, and which are missing.

What happened in them is read in series.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, numbers
from commonweal.stats.results import Mask


def period_numbers(periods: ArrayLike | None, size: int) -> FloatArray:
    """Read when the periods were, such as years; without them they are one apart.

    periods: a number for each period, shape (periods,), rising; None for 0, 1, 2 ...
    size:    how many periods the series have
    Gives shape (periods,).
    Fails with Problem "periods-out-of-order" when a period does not come after the one before.
    Fails with Problem "shapes-differ" when there is not one number a period.
    Source: none, it only checks
    >>> period_numbers(None, 3)
    array([0., 1., 2.])
    """
    if periods is None:
        return np.arange(size, dtype=np.float64)
    (when,) = numbers(periods=periods)
    if len(when) != size:
        raise Problem(
            "shapes-differ",
            "There is not one number for each period.",
            "Give as many periods as the series have.",
        )
    if (np.diff(when) <= 0).any():
        raise Problem(
            "periods-out-of-order",
            "A period does not come after the one before it.",
            "Sort the columns by time, each period once.",
        )
    return when


def baseline_mask(baseline: ArrayLike | None, size: int) -> Mask:
    """Read which periods set the limits of a chart; the limits stay as these left them.

    baseline: True for a period of the baseline, shape (periods,); or how many periods from the
              first on; None for all
    size:     how many periods the series have
    Gives shape (periods,).
    Fails with Problem "baseline-outside" when it names no period or more than there are.
    Source: none, it only checks
    >>> baseline_mask(2, 3)
    array([ True,  True, False])
    """
    if baseline is None:
        return np.ones(size, dtype=np.bool_)
    read = np.asarray(baseline)
    if read.ndim == 0 and read.dtype.kind in "iu" and 0 < read <= size:
        return np.arange(size) < read
    if read.dtype.kind == "b" and read.shape == (size,) and read.any():
        return read.copy()
    raise Problem(
        "baseline-outside",
        "The baseline does not say which periods set the limits.",
        "Give how many periods from the first on, or True or False for each period.",
    )


def missing_periods(size: FloatArray) -> dict[str, Mask]:
    """Say which series have too few periods for any trend.

    size: people or exposure, shape (k, periods), 0 where a series has no such period
    Gives the reasons zero_denominator (no period) and single_period, each shape (k,).
    Source: none, it only counts
    >>> missing_periods(np.array([[5.0, 0.0]]))["single_period"]
    array([ True])
    """
    here = (size > 0).sum(axis=1)
    return {"zero_denominator": np.asarray(here == 0), "single_period": np.asarray(here == 1)}
