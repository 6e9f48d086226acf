"""Tables that would have a smaller or larger measure, each the likeliest of its kind.

A path starts at the estimates (pull 0), ends in equality (large pulls), and leads the other way
for pulls below 0. Along it the estimates move as little as they can, counted in standard errors.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from commonweal.stats.inputs import FloatArray

Path = Callable[[FloatArray], FloatArray]
HALVINGS = 50  # leave nothing of the range in which the named group must lie


def about_mean(y: FloatArray, se: FloatArray, p: FloatArray, counts: FloatArray) -> Path:
    """Lead the groups to their mean, as what lowers the mean distance from it does.

    y:      estimates, shape (tables, groups)
    se:     standard errors, above 0, shape (tables, groups)
    p:      shares of people, shape (tables, groups)
    counts: what a distance counts for, summing to 1, shape (tables, groups)
    Gives a function from pulls, shape (tables,), to tables, shape (tables, groups).
    Source: least squares under a bound on sum counts |m - mean|; soft thresholds, Donoho 1995,
    IEEE Transactions on Information Theory 41:613-627
    >>> path = about_mean(np.array([[1.0, 3.0]]), np.ones((1, 2)), *[np.full((1, 2), 0.5)] * 2)
    >>> path(np.array([0.0])), path(np.array([9.0]))
    (array([[1., 3.]]), array([[2., 2.]]))
    """

    def tables(pull: FloatArray) -> FloatArray:
        return _about_mean(pull[:, None], y, se * se, p, counts)

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
    own, error = y[rows, group][:, None], (se * se)[rows, group][:, None]
    weight = counts.copy()
    weight[rows, group] = 0.0
    lean = (weight * np.sign(y - own)).sum(axis=-1, keepdims=True)

    def tables(pull: FloatArray) -> FloatArray:
        reach = pull[:, None] * weight
        low, high = y.min(axis=-1, keepdims=True), y.max(axis=-1, keepdims=True)
        for _ in range(HALVINGS if (pull > 0).any() else 0):
            middle = (low + high) / 2
            drawn = np.clip((y - middle) / (se * se), -np.maximum(reach, 0), np.maximum(reach, 0))
            above = (middle - own) / error > drawn.sum(axis=-1, keepdims=True)
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        center = np.where(pull[:, None] > 0, (low + high) / 2, own + pull[:, None] * error * lean)
        moved = np.where(
            pull[:, None] > 0,
            center + _soft(y - center, reach * se * se),
            y - np.sign(y - own) * reach * se * se,
        )
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


def _soft(distance: FloatArray, threshold: FloatArray) -> FloatArray:
    return np.sign(distance) * np.maximum(np.abs(distance) - threshold, 0.0)


def _about_mean(
    pull: FloatArray, y: FloatArray, variance: FloatArray, p: FloatArray, counts: FloatArray
) -> FloatArray:
    """Move by soft thresholds about the mean, then put the mean back."""
    middle = (p * y).sum(axis=-1, keepdims=True)
    near = _soft(y - middle, pull * variance * counts)
    return np.asarray(middle + near - (p * near).sum(axis=-1, keepdims=True))


def _capped(y: FloatArray, variance: FloatArray, pull: FloatArray) -> FloatArray:
    """Cap the highest groups so that what was cut off, over its variance, is the pull."""
    falling = np.argsort(-y, axis=-1, kind="stable")
    value = np.take_along_axis(y, falling, axis=-1)
    weight = 1 / np.take_along_axis(variance, falling, axis=-1)
    there = np.isfinite(value)
    weight = np.where(there, weight, 0.0)
    total = np.cumsum(np.where(there, value, 0.0) * weight, axis=-1)
    caps = (total - pull[:, None]) / np.cumsum(weight, axis=-1)
    cap = np.where(pull[:, None] < 0, caps[:, :1], caps.max(axis=-1, keepdims=True))
    capped = np.minimum(y, cap)
    rows = np.arange(len(y))
    capped[rows, falling[:, 0]] = cap[:, 0]
    return capped


def _inverse_variance_mean(y: FloatArray, variance: FloatArray) -> FloatArray:
    weight = 1 / variance
    total = weight.sum(axis=-1, keepdims=True)
    return np.asarray((weight * y).sum(axis=-1, keepdims=True) / total)
