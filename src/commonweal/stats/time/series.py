"""What may come in as series over time: one row a series, one column a period, or a Problem.

One plain column is one series. When the periods were is read in periods.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, counts, floats
from commonweal.stats.results import Mask


def count_series(events: ArrayLike, people: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Read events and the people they happened to, series by period.

    events: events, shape (k, periods) or (periods,)
    people: people, the same shape; 0 where a series has no such period
    Gives both, shape (k, periods).
    Fails with Problem "counts-above-people" when there are more events than people.
    Fails with Problem "counts-negative", "numbers-missing" and "shapes-differ" as inputs.py does.
    Source: none, it only checks
    >>> count_series([1, 2], [10, 10])[0]
    array([[1., 2.]])
    """
    had, seen = _alike(events, people)
    counts(had.ravel(), seen.ravel())
    return had, seen


def rate_series(events: ArrayLike, exposure: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Read events and the time or number they are counted over, series by period.

    events:   events, shape (k, periods) or (periods,)
    exposure: time lived, or people, the same shape; 0 where a series has no such period
    Gives both, shape (k, periods).
    Fails with Problem "events-without-exposure" when events stand where nothing is exposed.
    Fails with Problem "counts-negative", "numbers-missing" and "shapes-differ" as inputs.py does.
    Source: none, it only checks
    >>> rate_series([1, 2], [0.5, 1])[1]
    array([[0.5, 1. ]])
    """
    had, lived = _alike(events, exposure)
    amounts(events=had.ravel(), exposure=lived.ravel())
    if (had[lived == 0] > 0).any():
        raise Problem(
            "events-without-exposure",
            "Events stand in a period in which nobody was there.",
            "Correct the table, or leave the period out.",
        )
    return had, lived


def value_series(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read values, series by period, some of which may be absent.

    named: the inputs by the word a reader knows them by; each shape (k, periods) or (periods,),
           nan where a series has no such period
    Gives one array of shape (k, periods) for each.
    Fails with Problem "numbers-missing" when a value is infinite or no number.
    Fails with Problem "shapes-differ" when they do not have one shape.
    Source: none, it only checks
    >>> value_series(days=[3, float("nan"), 4])[0]
    array([[ 3., nan,  4.]])
    """
    read = [_matrix(name, value, gaps=True) for name, value in named.items()]
    return tuple(_one_shape(read))


def all_or_none(events: FloatArray, people: FloatArray) -> Mask:
    """Say in which series everybody had the event, or nobody.

    events: events, shape (k, periods)
    people: people, shape (k, periods)
    Gives shape (k,).
    Source: none, it only counts
    >>> all_or_none(np.array([[5.0, 4.0], [1.0, 0.0]]), np.array([[5.0, 4.0], [5.0, 4.0]]))
    array([ True, False])
    """
    return np.asarray((events.sum(axis=1) == 0) | (events == people).all(axis=1))


def _alike(*tables: ArrayLike) -> list[FloatArray]:
    return _one_shape([_matrix("series", table, gaps=False) for table in tables])


def _matrix(name: str, table: ArrayLike, *, gaps: bool) -> FloatArray:
    read = np.atleast_2d(floats(name, table, gaps=gaps))
    if read.ndim > 2:
        raise _apart()
    return read


def _one_shape(tables: list[FloatArray]) -> list[FloatArray]:
    if len({table.shape for table in tables}) > 1:
        raise _apart()
    return tables


def _apart() -> Problem:
    return Problem(
        "shapes-differ",
        "The series do not have one shape.",
        "Give one row for each series and one column for each period in every table.",
    )
