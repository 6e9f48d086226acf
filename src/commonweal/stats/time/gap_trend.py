"""Whether a gap grows: as a difference and as a ratio, which can say opposite things."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray, normal_quantile
from commonweal.stats.results import Mask, answer
from commonweal.stats.time.line import weighted_line
from commonweal.stats.time.periods import period_numbers
from commonweal.stats.time.series import value_series

# Where the points lie this unlikely far from the line, the line is not the whole story.
UNLIKELY = 0.05


@dataclass(frozen=True, eq=False)
class GapTrend:
    """Hold how the gap of each series changes a unit of time.

    absolute: slope of the difference, group less rest, an Estimate of k
    relative: slope of the log of the ratio, group over rest, an Estimate of k
    disagree: whether one rises while the other falls, shape (k,); both bear the flag
              `trends_disagree` then, and `trends_disagree_surely` when both intervals exclude 0

    >>> found = gap_trend([0.4, 0.2], [0.01] * 2, [0.2, 0.08], [0.01] * 2)
    >>> found.absolute.value.round(4), found.relative.value.round(4), found.disagree
    (array([-0.08]), array([0.2231]), array([ True]))
    """

    absolute: Estimate
    relative: Estimate
    disagree: Mask


def gap_trend(
    values: ArrayLike,
    se: ArrayLike,
    rest_values: ArrayLike,
    rest_se: ArrayLike,
    *,
    periods: ArrayLike | None = None,
    level: float = 0.95,
) -> GapTrend:
    """Lay a line through the difference and one through the log ratio of two groups.

    values:      rate or mean of the group, shape (k, periods) or (periods,); nan where absent
    se:          its standard error, the same shape
    rest_values: rate or mean of the rest, the same shape; nan where absent
    rest_se:     its standard error, the same shape
    periods:     time of each period, shape (periods,), rising; None for 0, 1, 2 ...
    level:       coverage of the intervals, between 0 and 1
    Gives the GapTrend; periods weigh by 1 / variance. Fewer than 2 periods with both are
    undefined:single_period, none undefined:zero_denominator; both errors 0 in a period
    undefined:zero_variance; a value of 0 or below leaves the ratio undefined:zero_in_ratio. Flag
    `scatter_beyond_chance` where the points lie further from the line than their errors allow.
    Fails with Problem "counts-negative" when a standard error is below zero.
    Source: weighted least squares with known variances; Harper et al. 2010, Milbank Quarterly
    88:4-29, on absolute and relative trends that disagree
    >>> found = gap_trend([0.4, 0.3], [0.01] * 2, [0.2, 0.2], [0.01] * 2)
    >>> found.absolute.value.round(4), found.absolute.se.round(4)
    (array([-0.1]), array([0.02]))
    """
    read = value_series(values=values, se=se, rest_values=rest_values, rest_se=rest_se)
    if (np.array(read[1::2]) < 0).any():
        raise Problem(
            "counts-negative", "A standard error is below zero, which none can be.", "Correct it."
        )
    when = period_numbers(periods, read[0].shape[1])
    here: Mask = np.all(~np.isnan(read), axis=0)
    one, error, other, rest_error = (np.where(here, each, 1.0) for each in read)
    zero = here & ((one <= 0) | (other <= 0))
    upper, lower = np.where(zero, 1.0, one), np.where(zero, 1.0, other)
    absolute = _Points(one - other, np.hypot(error, rest_error), here)
    relative = _Points(np.log(upper / lower), np.hypot(error / upper, rest_error / lower), here)
    lines = [
        _line(absolute, when, level, {}),
        _line(relative, when, level, {"zero_in_ratio": np.asarray(zero.any(axis=1))}),
    ]
    against = lines[0].value * lines[1].value < 0
    surely = against & _excludes_zero(lines[0]) & _excludes_zero(lines[1])
    marks = {"trends_disagree": against, "trends_disagree_surely": surely}
    difference, ratio = (_marked(line, marks) for line in lines)
    return GapTrend(difference, ratio, against)


@dataclass(frozen=True)
class _Points:
    """Hold what a line is laid through: values, their errors, and where there are any."""

    values: FloatArray
    se: FloatArray
    here: Mask


def _line(points: _Points, when: FloatArray, level: float, reasons: dict[str, Mask]) -> Estimate:
    seen = points.here.sum(axis=1)
    certain = points.here & (points.se == 0)
    weights = np.where(points.here & ~certain, 1.0, 0.0) / np.where(certain, 1.0, points.se) ** 2
    found = weighted_line(points.values, weights, when)
    reached = found.reach > 0
    se = 1 / np.sqrt(np.where(reached, found.reach, 1.0))
    wide = normal_quantile(level) * se
    freedom = np.maximum(seen - 2.0, 1.0)
    scattered = (seen > 2) & (np.asarray(chdtrc(freedom, found.left)) < UNLIKELY)
    said = {
        "zero_denominator": seen == 0,
        "single_period": seen == 1,
        "zero_variance": certain.any(axis=1),
    } | reasons
    fine = ~np.any(list(said.values()), axis=0)
    return answer(
        found.slope,
        found.slope - wide,
        found.slope + wide,
        level=level,
        method="gap_trend",
        reasons=said,
        se=se,
        flags={"scatter_beyond_chance": scattered & fine},
    )


def _excludes_zero(line: Estimate) -> Mask:
    return np.asarray((line.low > 0) | (line.high < 0))


def _marked(line: Estimate, marks: dict[str, Mask]) -> Estimate:
    flags = tuple(
        (*said, *(code for code, mask in marks.items() if mask[series]))
        for series, said in enumerate(line.flags)
    )
    return replace(line, flags=flags)
