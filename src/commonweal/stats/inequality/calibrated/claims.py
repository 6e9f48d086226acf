"""Which tables an interval is claimed for, and why not for the others.

Each code here stands as a flag on the estimate that has no interval; coverage is measured in
benchmarks/coverage, and its results are in docs/why/coverage.md.
"""

from __future__ import annotations

import numpy as np

from commonweal.stats.inequality.kernels.weighted import Mask
from commonweal.stats.inequality.subgroups import SHARES, Subgroups
from commonweal.stats.inputs import FloatArray

# A group needs so many events, and in a proportion so many without one.
FEWEST_EVENTS = 25.0
# A ratio of ends that the data choose, or a logarithm, bends more: it needs so many.
FEWEST_IF_BENT = 100.0
# A group that makes less than this part of the variance of a smooth measure may have fewer.
LEAST_OF_WIDTH = 0.05
# More groups than this hide their pattern behind chance unless they stand clear.
MOST_GROUPS, MOST_GROUPS_UNWEIGHTED = 15, 6
# Standard errors from a kink at which a group has clearly one side of it.
CLEAR = 2.5
# How much of the chance in a measure may come from groups that are not clear.
MOST_UNCLEAR = 1.2
# The log of a ratio, and a slope over its scale, bend too much beyond these standard errors.
LARGEST_ERROR = {"rii_linear": 0.15, "kmi": 0.15, "rii_logit": 0.25}
LARGEST_SLOPE_ERROR = 0.12

SLOPES = frozenset({"sii_linear", "sii_logit"})
BENT = frozenset({"r", "index_of_disparity_hp2010", "ti", "mld"})


def events(tables: Subgroups) -> FloatArray:
    """Give how many events, or people without one, the smallest number of a table stands for.

    tables: the tables
    Gives effective numbers from estimates and errors, shape (tables,): infinite for amounts, such
    as means, that have no events; nan where an error is 0 or not known.
    Source: variance of a binomial or Poisson count, solved for the count
    >>> events(Subgroups.one([10, 30], [3, 4.5826], [100, 100], favorable=True)).round(1)
    array([10.])
    """
    each = events_by_group(tables)
    unknown = (tables.mask & np.isnan(each)).any(axis=-1)
    fewest = np.where(tables.mask, np.nan_to_num(each, posinf=np.inf), np.inf).min(axis=-1)
    return np.where(unknown, np.nan, fewest)


def events_by_group(tables: Subgroups) -> FloatArray:
    """Give how many events, or people without one, each estimate stands for, whichever is less.

    tables: the tables
    Gives effective numbers, shape (tables, groups), as `events` does.
    Source: variance of a binomial or Poisson count, solved for the count
    >>> tables = Subgroups.one([10, 30], [3, 4.5826], [100, 100], favorable=True)
    >>> events_by_group(tables).round(1)
    array([[10., 30.]])
    """
    if tables.se is None:
        return np.full(tables.y.shape, np.nan)
    scale = tables.scale[:, None]
    share = np.isin(tables.scale, SHARES)[:, None]
    with np.errstate(all="ignore"):
        part, error = tables.y / scale, tables.se / scale
        with_event = part**2 * np.where(share, 1 - part, 1.0) / error**2
        without = np.where(share, part * (1 - part) ** 2 / error**2, np.inf)
        fewest = np.minimum(with_event, without)
    # A unit of 1 holds means too: what passes it, or is below 0, is no share.
    amounts = (tables.mask & ((tables.y < 0) | (tables.y > scale))).any(axis=-1)
    eventless = amounts & (tables.scale <= SHARES[-1])
    return np.where(tables.se > 0, np.where(eventless[:, None], np.inf, fewest), np.nan)


def general(tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have no calibrated interval of any measure.

    tables: the tables
    Gives flag codes and the tables that they hold for.
    Source: benchmarks/coverage
    >>> sorted(general(Subgroups.one([10, 30], [3, 4], [5, 0], favorable=True)))
    ['error_not_known', 'few_events', 'weightless_group']
    """
    fewest = events(tables)
    return {
        "error_not_known": np.isnan(fewest),
        "few_events": fewest < FEWEST_EVENTS,
        "weightless_group": np.asarray((tables.mask & (tables.weight <= 0)).any(axis=-1)),
    }


def smooth(pull: FloatArray, tables: Subgroups) -> dict[str, Mask]:
    """Say which tables have no delta interval: the groups that make most of its width count.

    pull:   gradients of the measure, shape (tables, groups)
    tables: the tables
    Gives flag codes and the tables that they hold for.
    Source: benchmarks/coverage
    >>> tables = Subgroups.one([10, 30, 20], [1, 2, 9], [900, 500, 20], favorable=True)
    >>> smooth(np.array([[-1.0, 1.0, 0.0]]), tables)
    {'error_not_known': array([False]), 'few_events': array([False])}
    """
    each = events_by_group(tables)
    se = np.zeros_like(tables.y) if tables.se is None else np.nan_to_num(tables.se)
    with np.errstate(all="ignore"):
        # An error that is not known is taken for what so few people would have.
        usual = (se**2 * tables.people).max(axis=-1, keepdims=True) / tables.people
        width = np.where(pull == 0, 0.0, pull**2 * np.where(se > 0, se**2, usual))
        counts = tables.mask & ~(width < LEAST_OF_WIDTH * width.sum(axis=-1, keepdims=True))
        counts &= pull != 0
        return {
            "error_not_known": np.asarray((counts & np.isnan(each)).any(axis=-1)),
            "few_events": np.asarray((counts & (each < FEWEST_EVENTS)).any(axis=-1)),
        }


def fewest_of(name: str) -> float:
    """Give how many events the smallest number of a table must stand for.

    name: name of the measure; "r" where the data choose its ends
    Gives a number of events.
    Source: benchmarks/coverage
    >>> fewest_of("d"), fewest_of("r")
    (25.0, 100.0)
    """
    return FEWEST_IF_BENT if name in BENT else FEWEST_EVENTS


def bent(name: str, se: FloatArray | None, tables: Subgroups) -> dict[str, Mask]:
    """Say where a line through ordered groups is too uncertain for the delta method.

    name:   name of the measure
    se:     its standard errors, on the log scale for ratios, shape (tables,), or None
    tables: the tables
    Gives flag codes and the tables that they hold for.
    Source: benchmarks/coverage
    >>> tables = Subgroups.one([10, 30], [3, 4], [5, 5], favorable=True, order=[1, 2])
    >>> bent("rii_linear", np.array([0.4]), tables)
    {'line_uncertain': array([ True])}
    """
    if se is None or name not in LARGEST_ERROR.keys() | SLOPES:
        return {}
    largest = LARGEST_ERROR.get(name, LARGEST_SLOPE_ERROR * tables.scale)
    return {"line_uncertain": np.nan_to_num(se) > largest}


def unclear(distance: FloatArray, error: FloatArray, counts: FloatArray) -> FloatArray:
    """Give how much of the chance in a mean distance comes from groups near its kink.

    distance: distances from what is measured against, shape (tables, groups)
    error:    their standard errors, shape (tables, groups)
    counts:   what each counts for, shape (tables, groups)
    Gives sums over unclear groups in standard errors of the whole, shape (tables,).
    Source: benchmarks/coverage
    >>> unclear(np.array([[1.0, 9.0]]), np.ones((1, 2)), np.array([[0.5, 0.5]])).round(3)
    array([0.707])
    """
    with np.errstate(all="ignore"):
        part = counts * error
        # Beside the largest first: squares of very small or large errors are not numbers.
        part = part / part.max(axis=-1, keepdims=True)
        near = np.abs(distance) < CLEAR * error
        whole = np.sqrt((part**2).sum(axis=-1))
        found = np.where(near, part, 0.0).sum(axis=-1) / whole
    # What can not be told is not clear.
    return np.where(np.isnan(found), np.inf, found)


def led(y: FloatArray, se: FloatArray) -> Mask:
    """Say of each table whether its highest group is clearly the highest.

    y:  estimates, at least two groups, shape (tables, groups)
    se: standard errors, shape (tables, groups)
    Gives booleans, shape (tables,).
    Source: benchmarks/coverage
    >>> led(np.array([[1.0, 2.0, 9.0]]), np.ones((1, 3)))
    array([ True])
    """
    rows, top = np.arange(len(y)), y.argmax(axis=-1)
    lead = y[rows, top][:, None] - y
    apart = CLEAR * np.hypot(se, se[rows, top][:, None])
    lead[rows, top] = np.inf
    return np.asarray((lead > apart).all(axis=-1))
