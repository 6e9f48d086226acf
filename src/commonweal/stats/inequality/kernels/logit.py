"""The curved line through ranked proportions: a logistic fit, all tables and draws at once.

Groups weigh by people once. The straight line is in rank.py.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log_expit, logit

from commonweal.stats.inequality.kernels.weighted import Mask, mean, over
from commonweal.stats.inputs import FloatArray

# A line at the edge of separation climbs about one logit a round, and a logit ends at 745.
# Newton needs few rounds more where only rounding hides that the likelihood still rises.
ROUNDS, HALVINGS, PATIENCE = 800, 30, 8
# A step this small is the last; one that rounding keeps from being so small may be this large.
CLOSE, CLOSE_ENOUGH, RISE = 1e-9, 1e-6, 1e-15
# From where the line is all but flat a step goes anywhere; no group is moved by more logits.
LONGEST = 8.0
Line = tuple[FloatArray, FloatArray]


def separated(share: FloatArray, p: FloatArray, ridit: FloatArray) -> Mask:
    """Say where no line fits best: ranks divide those who had the event from those who had not.

    share: proportions from 0 to 1, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives whether there is no best line, shape (...); proportions all 0 or all 1 count too.
    Source: Albert and Anderson 1984, Biometrika 71:1-10, for one ranked variable
    >>> import numpy as np
    >>> separated(np.array([0.0, 0.5]), np.array([0.5, 0.5]), np.array([0.25, 0.75]))
    array(True)
    """
    had, not_had = (p > 0) & (share > 0), (p > 0) & (share < 1)
    first_had, last_had = _span(had, ridit)
    first_not, last_not = _span(not_had, ridit)
    return np.asarray((first_had >= last_not) | (first_not >= last_had))


def fit(share: FloatArray, p: FloatArray, ridit: FloatArray) -> Line:
    """Fit logit(share) = height + tilt x (rank - 1/2) by the likelihood, weighing by people once.

    share: proportions from 0 to 1, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives the height at rank 1/2 and the tilt, each of shape (...); nan where there is no best line.
    Source: statistics.md section 4.4, SII logit; Newton's method with halved steps
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> [float(part.round(4)) for part in fit(np.array([0.2, 0.4]), p, ridit)]
    [-0.8959, 1.9617]
    """
    none = separated(share, p, ridit)
    middle = np.where(none, 0.5, np.clip(mean(share, p), 1e-300, 1 - 1e-16))
    # Tables without a line are given one that is easy to find, and forgotten at the end.
    seen = np.where(none[..., None], 0.5, share)
    rows = [_rows(array, seen.shape) for array in (seen, p, ridit - 0.5)]
    height = np.asarray(logit(middle), dtype=np.float64).ravel()
    tilt = np.zeros_like(height)
    off, patience = np.full_like(height, np.inf), np.full(height.shape, PATIENCE)
    left = np.arange(len(height))
    rounds = ROUNDS
    while len(left) and rounds:
        own = [array[left] for array in rows]
        line = (height[left], tilt[left])
        step = _newton(line, *own)
        (height[left], tilt[left]), stands = _uphill(line, step, *own)
        off[left] = _size(step, (height[left], tilt[left]))
        patience[left] = np.where(stands, patience[left] - 1, PATIENCE)
        left = left[(off[left] > CLOSE) & (patience[left] > 0)]
        rounds -= 1
    lost = none.ravel() | ~(off <= CLOSE_ENOUGH)
    shape = none.shape
    return (
        np.where(lost, np.nan, height).reshape(shape),
        np.where(lost, np.nan, tilt).reshape(shape),
    )


def logit_slope(share: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the curved line at rank 1 less at rank 0 (SII, logit), as a proportion.

    share: proportions from 0 to 1, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives differences from -1 to 1, shape (...); nan where there is no best line.
    Source: statistics.md section 4.4, SII logit
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> logit_slope(np.array([0.2, 0.4]), p, ridit).round(4)
    np.float64(0.3885)
    """
    return line_slope(fit(share, p, ridit))


def logit_relative_slope(share: FloatArray, p: FloatArray, ridit: FloatArray) -> FloatArray:
    """Give the curved line at rank 1 over the line at rank 0 (RII, logit).

    share: proportions from 0 to 1, shape (..., groups)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives ratios, shape (...); nan where there is no best line.
    Source: statistics.md section 4.4, RII logit
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> logit_relative_slope(np.array([0.2, 0.4]), p, ridit).round(4)
    np.float64(3.9258)
    """
    return line_ratio(fit(share, p, ridit))


def line_slope(line: Line) -> FloatArray:
    """Give a fitted line at rank 1 less at rank 0, without loss where it is almost flat.

    line: the height at rank 1/2 and the tilt, each of shape (...)
    Gives differences from -1 to 1, shape (...).
    Source: statistics.md section 4.4, SII logit
    >>> import numpy as np
    >>> line_slope((np.array(0.0), np.array(2.0))).round(4)
    np.float64(0.4621)
    """
    height, tilt = line
    more, less = height + np.abs(tilt) / 2, height - np.abs(tilt) / 2
    gap = -expit(more) * expit(-less) * np.expm1(-np.abs(tilt))
    return np.asarray(np.where(tilt < 0, -gap, gap))


def line_ratio(line: Line) -> FloatArray:
    """Give a fitted line at rank 1 over the line at rank 0.

    line: the height at rank 1/2 and the tilt, each of shape (...)
    Gives ratios, shape (...).
    Source: statistics.md section 4.4, RII logit
    >>> import numpy as np
    >>> line_ratio((np.array(0.0), np.array(2.0))).round(4)
    np.float64(2.7183)
    """
    height, tilt = line
    return np.asarray(np.exp(log_expit(height + tilt / 2) - log_expit(height - tilt / 2)))


def line_gradients(line: Line, p: FloatArray, ridit: FloatArray) -> Line:
    """Give how the curved line's difference and log ratio move with each proportion.

    line:  the height at rank 1/2 and the tilt, each of shape (...)
    p:     shares of people, 0 where there is no group, shape (..., groups)
    ridit: ranks from 0 to 1, shape (..., groups)
    Gives the gradient of the difference and that of the logarithm of the ratio, each of shape
    (..., groups).
    Source: statistics.md section 4.4, SE of the SII logit
    >>> import numpy as np
    >>> p, ridit = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    >>> line_gradients((np.array(0.0), np.array(0.0)), p, ridit)[0]
    array([-2.,  2.])
    """
    height, tilt = line
    away = ridit - 0.5
    raise_height, raise_tilt = _solve(line, p, away, p, p * away)
    at_one, at_zero = height + tilt / 2, height - tilt / 2
    one = raise_height + raise_tilt / 2
    zero = raise_height - raise_tilt / 2
    steep_one = (expit(at_one) * expit(-at_one))[..., None]
    steep_zero = (expit(at_zero) * expit(-at_zero))[..., None]
    return (
        steep_one * one - steep_zero * zero,
        expit(-at_one)[..., None] * one - expit(-at_zero)[..., None] * zero,
    )


def _rows(array: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    return np.broadcast_to(array, shape).reshape(-1, shape[-1])


def _span(where: Mask, ridit: FloatArray) -> tuple[FloatArray, FloatArray]:
    first = np.where(where, ridit, np.inf).min(axis=-1, initial=np.inf)
    last = np.where(where, ridit, -np.inf).max(axis=-1, initial=-np.inf)
    return first, last


def _predicted(line: Line, away: FloatArray) -> FloatArray:
    height, tilt = line
    return np.asarray(height[..., None] + tilt[..., None] * away)


def _solve(
    line: Line, p: FloatArray, away: FloatArray, first: FloatArray, second: FloatArray
) -> Line:
    """Solve the information matrix of the line for a right-hand side of any groups."""
    predicted = _predicted(line, away)
    weight = p * expit(predicted) * expit(-predicted)
    total = weight.sum(axis=-1, keepdims=True)
    center = over((weight * away).sum(axis=-1, keepdims=True), total)
    spread = (weight * (away - center) ** 2).sum(axis=-1, keepdims=True)
    tilt = over(second - center * first, spread)
    return over(first, total) - center * tilt, tilt


def _newton(line: Line, share: FloatArray, p: FloatArray, away: FloatArray) -> Line:
    left = p * (share - expit(_predicted(line, away)))
    first = left.sum(axis=-1, keepdims=True)
    second = (left * away).sum(axis=-1, keepdims=True)
    height, tilt = (part[..., 0] for part in _solve(line, p, away, first, second))
    moved = np.abs(_predicted((height, tilt), away)).max(axis=-1)
    short = LONGEST / np.maximum(moved, LONGEST)
    return height * short, tilt * short


def _likelihood(line: Line, share: FloatArray, p: FloatArray, away: FloatArray) -> FloatArray:
    predicted = _predicted(line, away)
    return np.asarray((p * (share * predicted + log_expit(-predicted))).sum(axis=-1))


def _uphill(
    line: Line, step: Line, share: FloatArray, p: FloatArray, away: FloatArray
) -> tuple[Line, Mask]:
    """Take the step, or half of it and so on, until the likelihood does not fall.

    Gives the new line, and where the likelihood no longer rises by more than its rounding.
    """
    start = _likelihood(line, share, p, away)
    least = RISE * np.abs(start)
    length = np.ones_like(start)
    for _ in range(HALVINGS):
        new = (line[0] + length * step[0], line[1] + length * step[1])
        rise = _likelihood(new, share, p, away) - start
        falls = ~(rise >= -1e3 * least)
        if not falls.any():
            break
        length = np.where(falls, length / 2, length)
    return new, ~(rise > least)


def _size(step: Line, line: Line) -> FloatArray:
    """Give how large a step is beside the line it led to."""
    parts = [np.abs(move) / (1 + np.abs(place)) for move, place in zip(step, line, strict=True)]
    return np.asarray(np.maximum(*parts))
