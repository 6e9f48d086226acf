"""Tables that would have a smaller or larger measure, each the likeliest or nearly so.

A path starts at the estimates (pull 0), ends in equality (large pulls), and leads the other way
for pulls below 0. Along it the estimates move as little as they can, counted in standard errors;
where a path only comes near to that, it says so.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inputs import FloatArray

Path = Callable[[FloatArray], FloatArray]


def about_mean(y: FloatArray, se: FloatArray, p: FloatArray, counts: FloatArray) -> Path:
    """Lead the groups to their mean, nearly as what lowers the mean distance from it most does.

    y:      estimates, shape (tables, groups)
    se:     standard errors, above 0, shape (tables, groups)
    p:      shares of people, shape (tables, groups)
    counts: what a distance counts for, summing to 1, shape (tables, groups)
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Up to a move of all groups alike they are led seldom 1.6 times as far as the nearest such table;
    two groups not at all further. Equal groups part to both sides by turns for pulls below 0.
    Source: soft thresholds, Donoho 1995, IEEE Transactions on Information Theory 41:613-627: least
    squares under a bound on sum counts |m - mean| but for how the mean itself moves
    >>> path = about_mean(np.array([[1.0, 3.0]]), np.ones((1, 2)), *[np.full((1, 2), 0.5)] * 2)
    >>> path(np.array([0.0])), path(np.array([9.0]))
    (array([[1., 3.]]), array([[2., 2.]]))
    """
    variance = se * se
    middle = (p * y).sum(axis=-1, keepdims=True)
    apart = y - middle
    side = np.where((y == y[:, :1]).all(axis=-1, keepdims=True), turns(se, p), np.sign(apart))

    def tables(pull: FloatArray) -> FloatArray:
        near = side * np.maximum(np.abs(apart) - pull[:, None] * variance * counts, 0.0)
        # The mean is put back: soft thresholds move it.
        return np.asarray(middle + near - (p * near).sum(axis=-1, keepdims=True))

    return tables


def about_group(y: FloatArray, se: FloatArray, group: NDArray[np.intp], counts: FloatArray) -> Path:
    """Lead the groups to a named one, and it to them.

    y:      estimates, shape (tables, groups)
    se:     standard errors, above 0, shape (tables, groups)
    group:  place of the named group, shape (tables,)
    counts: what a distance counts for, summing to 1, shape (tables, groups)
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Source: least squares under a bound on sum counts |m - m of the group|
    >>> path = about_group(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.array([0]),
    ...                    np.full((1, 2), 0.5))
    >>> path(np.array([1.0]))
    array([[1.5, 2.5]])
    """
    rows = np.arange(len(y))
    variance = se * se
    own, error = y[rows, group][:, None], variance[rows, group][:, None]
    weight = counts.copy()
    weight[rows, group] = 0.0
    # Where all are equal the named group leaves the others on one side.
    side = np.where((y == own).all(axis=-1, keepdims=True), 1.0, np.sign(y - own))
    lean = (weight * side).sum(axis=-1, keepdims=True)

    def tables(pull: FloatArray) -> FloatArray:
        reach, down = pull[:, None] * weight, pull[:, None] > 0
        center = np.where(
            down,
            _held(y, variance, np.maximum(reach, 0), own, error),
            own + pull[:, None] * error * lean,
        )
        near, away = center + _soft(y - center, reach * variance), y - side * reach * variance
        moved = np.where(down, near, away)
        moved[rows, group] = center[:, 0]
        return moved

    return tables


def from_top(y: FloatArray, se: FloatArray, counts: FloatArray) -> Path:
    """Lead the highest groups down and the others up, as what lowers highest minus average does.

    y:      estimates, shape (tables, groups)
    se:     standard errors, above 0, shape (tables, groups)
    counts: weights of the average, summing to 1, shape (tables, groups)
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Source: least squares under a bound on max m - sum counts m
    >>> path = from_top(np.array([[1.0, 3.0]]), np.ones((1, 2)), np.full((1, 2), 0.5))
    >>> path(np.array([1.0])), path(np.array([9.0]))
    (array([[1.5, 2.5]]), array([[2., 2.]]))
    """
    variance = se * se
    groups = y.shape[1]
    contrast = np.eye(groups)[None] - counts[:, None, :]
    apart = (contrast * y[:, None, :]).sum(axis=-1)
    spread = (contrast**2 * variance[:, None, :]).sum(axis=-1)
    rows = np.arange(len(y))

    def tables(pull: FloatArray) -> FloatArray:
        moved = _capped(
            y + np.maximum(pull, 0)[:, None] * counts * variance, variance, np.maximum(pull, 0)
        )
        wanted = (apart.max(axis=-1) - np.minimum(pull, 0))[:, None] - apart
        cheapest = (wanted**2 / spread).argmin(axis=-1)
        share = (wanted / spread)[rows, cheapest]
        raised = y + share[:, None] * contrast[rows, cheapest] * variance
        raised = np.minimum(raised, raised[rows, cheapest][:, None])
        return np.where(pull[:, None] < 0, raised, moved)

    return tables


def between_ends(y: FloatArray, se: FloatArray) -> Path:
    """Lead the highest groups down and the lowest up.

    y:  estimates, shape (tables, groups)
    se: standard errors, above 0, shape (tables, groups)
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Source: least squares under a bound on max m - min m
    >>> path = between_ends(np.array([[1.0, 2.0, 4.0]]), np.ones((1, 3)))
    >>> path(np.array([0.5]))
    array([[1.5, 2. , 3.5]])
    """
    variance = se * se
    equal = _inverse_variance_mean(y, variance)
    apart = y[:, :, None] - y[:, None, :]
    # No group is apart from itself.
    apart[:, range(y.shape[1]), range(y.shape[1])] = -np.inf
    spread = variance[:, :, None] + variance[:, None, :]
    rows = np.arange(len(y))
    groups = y.shape[1]

    def tables(pull: FloatArray) -> FloatArray:
        reach = np.maximum(pull, 0)
        top = _capped(y, variance, reach)
        ends = -_capped(-y, variance, reach)
        highest, lowest = top.max(axis=-1, keepdims=True), ends.min(axis=-1, keepdims=True)
        moved = np.where(highest <= lowest, equal, np.where(top != y, top, ends))
        wanted = (apart.max(axis=(1, 2)) - np.minimum(pull, 0))[:, None, None] - apart
        cheapest = (wanted**2 / spread).reshape(len(y), -1).argmin(axis=-1)
        one, other = cheapest // groups, cheapest % groups
        share = (wanted / spread)[rows, one, other]
        high = y[rows, one] + share * variance[rows, one]
        low = y[rows, other] - share * variance[rows, other]
        raised = np.clip(y, low[:, None], high[:, None])
        raised[rows, one], raised[rows, other] = high, low
        return np.where(pull[:, None] < 0, raised, moved)

    return tables


def from_group(y: FloatArray, se: FloatArray, group: NDArray[np.intp], *, above: bool) -> Path:
    """Lead a named group and the end of the others towards each other, and past each other.

    y:     estimates, shape (tables, groups)
    se:    standard errors, above 0, shape (tables, groups)
    group: place of the named group, shape (tables,)
    above: whether the measure is the group minus the lowest of the others, else the highest minus
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Source: least squares under a bound on m of the group - min of the others
    >>> path = from_group(np.array([[1.0, 4.0]]), np.ones((1, 2)), np.array([1]), above=True)
    >>> path(np.array([1.0]))
    array([[2., 3.]])
    """
    rows = np.arange(len(y))
    sign = 1.0 if above else -1.0
    others = -sign * y
    others[rows, group] = -np.inf

    variance = se * se
    own = sign * y[rows, group]
    apart = own[:, None] + others
    apart[rows, group] = -np.inf
    spread = variance + variance[rows, group][:, None]

    def tables(pull: FloatArray) -> FloatArray:
        reach = np.maximum(pull, 0)
        moved = -sign * _capped(others, variance, reach)
        moved[rows, group] = sign * (own - reach * variance[rows, group])
        wanted = (apart.max(axis=-1) - np.minimum(pull, 0))[:, None] - apart
        cheapest = (wanted**2 / spread).argmin(axis=-1)
        share = (wanted / spread)[rows, cheapest]
        end = others[rows, cheapest] + share * variance[rows, cheapest]
        raised = -sign * np.minimum(others, end[:, None])
        raised[rows, cheapest] = -sign * end
        raised[rows, group] = sign * (own + share * variance[rows, group])
        return np.where(pull[:, None] < 0, raised, moved)

    return tables


def turns(se: FloatArray, p: FloatArray) -> FloatArray:
    """Send groups that are all equal to one side and the other by turns, the least sure first.

    se: standard errors, 0 where there is no group, shape (tables, groups)
    p:  shares of people, shape (tables, groups)
    Gives 1 and -1, shape (tables, groups): the same whatever order the groups are given in.
    Source: none, a choice
    >>> turns(np.array([[1.0, 2.0, 3.0]]), np.full((1, 3), 1 / 3))
    array([[ 1., -1.,  1.]])
    """
    ranks = np.lexsort((-p, -se), axis=-1).argsort(axis=-1)
    return np.where(ranks % 2 == 0, 1.0, -1.0)


def _soft(distance: FloatArray, threshold: FloatArray) -> FloatArray:
    return np.sign(distance) * np.maximum(np.abs(distance) - threshold, 0.0)


def _held(
    y: FloatArray, variance: FloatArray, reach: FloatArray, own: FloatArray, error: FloatArray
) -> FloatArray:
    """Find where the others, each with at most its reach, hold the named group."""
    bends = np.sort(np.concatenate([y - reach * variance, y + reach * variance], axis=-1), axis=-1)
    drawn = (y[:, None, :] - bends[:, :, None]) / variance[:, None, :]
    drawn = np.clip(drawn, -reach[:, None, :], reach[:, None, :]).sum(axis=-1)
    force = (bends - own) / error - drawn
    rows, last = np.arange(len(y)), bends.shape[1] - 1
    after = (force < 0).sum(axis=-1)
    before, after = np.maximum(after - 1, 0), np.minimum(after, last)
    at, rise = force[rows, before], force[rows, after] - force[rows, before]
    length = bends[rows, after] - bends[rows, before]
    # Beyond the bends all others pull with their whole reach.
    step = np.where(before == after, -at * error[:, 0], -at * length / np.where(rise > 0, rise, 1))
    return np.asarray((bends[rows, before] + step)[:, None])


def _capped(y: FloatArray, variance: FloatArray, pull: FloatArray) -> FloatArray:
    """Cap the highest groups so that what was cut off, over its variance, is the pull."""
    falling = np.argsort(-y, axis=-1, kind="stable")
    value = np.take_along_axis(y, falling, axis=-1)
    weight = 1 / np.take_along_axis(variance, falling, axis=-1)
    there = np.isfinite(value)
    weight = np.where(there, weight, 0.0)
    total = np.cumsum(np.where(there, value, 0.0) * weight, axis=-1)
    caps = (total - pull[:, None]) / np.cumsum(weight, axis=-1)
    cap = caps.max(axis=-1, keepdims=True)
    capped = np.minimum(y, cap)
    rows = np.arange(len(y))
    capped[rows, falling[:, 0]] = cap[:, 0]
    return np.asarray(capped)


def _inverse_variance_mean(y: FloatArray, variance: FloatArray) -> FloatArray:
    weight = 1 / variance
    total = weight.sum(axis=-1, keepdims=True)
    return np.asarray((weight * y).sum(axis=-1, keepdims=True) / total)
