"""What may come in at the door of this room: arrays of numbers that can be, or a Problem.

No estimate is made here. Values that are undefined but possible (a group of nobody) pass.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from commonweal.kinds import Problem

FloatArray = NDArray[np.float64]


def numbers(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read finite numbers of one common shape.

    named: the inputs by the word a reader knows them by; each a number or shape (k,)
    Gives one float array of shape (k,) for each, in the order given.
    Fails with Problem "numbers-missing" when a value is no finite number.
    Fails with Problem "shapes-differ" when the inputs do not have one length.
    >>> numbers(events=[1, 2], people=10)
    (array([1., 2.]), array([10., 10.]))
    """
    read = [_column(name, value) for name, value in named.items()]
    sizes = {len(array) for array in read} - {1}
    if len(sizes) > 1:
        raise Problem(
            "shapes-differ",
            f"These do not have one length: {_listed(named)}.",
            "Give one number for each table in every column.",
        )
    size = sizes.pop() if sizes else 1
    return tuple(np.broadcast_to(array, (size,)).copy() for array in read)


def floats(name: str, value: ArrayLike, *, gaps: bool = False) -> FloatArray:
    """Read finite numbers of any shape.

    name:  the word a reader knows the input by
    value: a number, a column or a table
    gaps:  whether a number may be absent (nan)
    Gives a float array of the shape of the value.
    Fails with Problem "numbers-missing" when a value is no finite number.
    >>> floats("events", [[1, 2]])
    array([[1., 2.]])
    """
    try:
        array = np.asarray(value, dtype=np.float64)
        wrong = np.isinf(array) if gaps else ~np.isfinite(array)
    except (TypeError, ValueError):
        array, wrong = np.zeros(0), np.array([True])
    if wrong.any():
        raise Problem(
            "numbers-missing",
            f"'{_spoken(name)}' holds something that is not a number.",
            "Leave out the row, or give its number.",
        )
    return array


def amounts(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read finite numbers of one common shape, none below zero.

    named: the inputs by the word a reader knows them by; each a number or shape (k,)
    Gives one float array of shape (k,) for each, in the order given.
    Fails with Problem "counts-negative" when a value is below zero.
    Fails with Problem "numbers-missing" and "shapes-differ" as `numbers` does.
    >>> amounts(events=3)
    (array([3.]),)
    """
    read = numbers(**named)
    for name, array in zip(named, read, strict=True):
        if (array < 0).any():
            raise Problem(
                "counts-negative",
                f"A number in '{_spoken(name)}' is below zero, which no count can be.",
                "Correct the table.",
            )
    return read


def counts(events: ArrayLike, people: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Read events and the people they happened to.

    events: events a group, shape (k,), 0 <= events <= people; effective numbers need not be whole
    people: people a group, shape (k,)
    Gives both as float arrays of one shape (k,).
    Fails with Problem "counts-above-people" when a group has more events than people.
    Fails with Problem "counts-negative", "numbers-missing" and "shapes-differ" as `amounts` does.
    >>> counts([1, 2], [10, 20])
    (array([1., 2.]), array([10., 20.]))
    """
    had, all_people = amounts(events=events, people=people)
    if (had > all_people).any():
        raise Problem(
            "counts-above-people",
            "A group has more events than people.",
            "Count each person once, or use a rate over time.",
        )
    return had, all_people


def whole(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read whole numbers, for tests that count every possible table.

    named: the inputs by the word a reader knows them by; each a number or shape (k,)
    Gives one float array of shape (k,) for each, in the order given.
    Fails with Problem "counts-not-whole" when a number is not whole.
    Fails with Problem "counts-negative", "numbers-missing" and "shapes-differ" as `amounts` does.
    >>> whole(events=3)
    (array([3.]),)
    """
    read = amounts(**named)
    for name, array in zip(named, read, strict=True):
        if (array != np.floor(array)).any():
            raise Problem(
                "counts-not-whole",
                f"A number in '{_spoken(name)}' is not whole, and an exact test counts people.",
                "Give whole numbers, or use the pooled test for effective numbers.",
            )
    return read


def shares(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read numbers from 0 to 1: proportions, p-values, power.

    named: the inputs by the word a reader knows them by; each a number or shape (k,)
    Gives one float array of shape (k,) for each, in the order given.
    Fails with Problem "share-outside" when a number is below 0 or above 1.
    Fails with Problem "numbers-missing" and "shapes-differ" as `numbers` does.
    >>> shares(p=[0.2, 1])
    (array([0.2, 1. ]),)
    """
    read = numbers(**named)
    for name, array in zip(named, read, strict=True):
        if ((array < 0) | (array > 1)).any():
            raise Problem(
                "share-outside",
                f"A number in '{_spoken(name)}' is not between 0 and 1.",
                "Write 25 percent as 0.25.",
            )
    return read


def design_effects(**named: ArrayLike) -> tuple[FloatArray, ...]:
    """Read design effects: how many times the variance grows because people are alike.

    named: the inputs by the word a reader knows them by; each a number or shape (k,)
    Gives one float array of shape (k,) for each, in the order given.
    Fails with Problem "design-effect-below-one" when a number is below 1.
    Fails with Problem "numbers-missing" and "shapes-differ" as `numbers` does.
    >>> design_effects(deff=[1, 1.6])
    (array([1. , 1.6]),)
    """
    read = numbers(**named)
    for name, array in zip(named, read, strict=True):
        if (array < 1).any():
            raise Problem(
                "design-effect-below-one",
                f"A number in '{_spoken(name)}' is below 1.",
                "Use 1 where a design effect below 1 was found: it is most often chance.",
            )
    return read


def tail(level: float) -> float:
    """Give the probability left outside the interval at each end.

    level: coverage of the interval, between 0 and 1
    Gives (1 - level) / 2.
    Fails with Problem "level-outside" when the level is not strictly between 0 and 1.
    >>> round(tail(0.95), 6)
    0.025
    """
    if not 0 < level < 1:
        raise Problem(
            "level-outside",
            f"An interval can not have the level {level}.",
            "Give a number between 0 and 1, such as 0.95.",
        )
    return (1 - level) / 2


def normal_quantile(level: float) -> float:
    """Give how many standard errors an interval of this level reaches to each side.

    level: coverage of the interval, between 0 and 1
    Gives the normal quantile at 1 - (1 - level) / 2.
    Fails with Problem "level-outside" as `tail` does.
    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return -float(ndtri(tail(level)))


def _column(name: str, value: ArrayLike) -> FloatArray:
    array = np.atleast_1d(floats(name, value))
    if array.ndim > 1:
        raise Problem(
            "shapes-differ",
            f"'{_spoken(name)}' is not one plain column.",
            "Give one number for each table.",
        )
    return array


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _listed(named: dict[str, ArrayLike]) -> str:
    return ", ".join(_spoken(name) for name in named)
