"""What happened in the cells: counts, counts over time or means, as the sums a model needs.

Each outcome is its sums over the rows of a cell, so a fit to cells is the fit to the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts, counts, numbers

Family = Literal["binomial", "poisson", "gaussian"]


@dataclass(frozen=True)
class Outcome:
    """Hold the outcome of n cells.

    family:  "binomial" (logit), "poisson" (log) or "gaussian" (identity)
    size:    what the outcome is divided by: people, or time lived, shape (n,)
    total:   sum of the outcome over the rows, shape (n,)
    persons: people in the cell, or None where only time is known, shape (n,)
    scatter: sum over the rows of (outcome - the cell's mean x size of the row)^2, shape (n,)
    lean:    sum over the rows of the same difference x size of the row, shape (n,)
    spread:  sum over the rows of the squared size, shape (n,)
    >>> binomial([3], [10]).scatter.round(2)
    array([2.1])
    """

    family: Family
    size: FloatArray
    total: FloatArray
    persons: FloatArray | None
    scatter: FloatArray
    lean: FloatArray
    spread: FloatArray

    @property
    def events(self) -> FloatArray | None:
        """Give the events of each cell, or None for an outcome that is a mean."""
        return None if self.family == "gaussian" else self.total

    def thinned(self, every: int) -> Outcome:
        """Give the outcome of one cell in so many."""
        sums = (self.size, self.total, self.scatter, self.lean, self.spread)
        size, total, scatter, lean, spread = (each[::every] for each in sums)
        persons = None if self.persons is None else self.persons[::every]
        return Outcome(self.family, size, total, persons, scatter, lean, spread)

    @property
    def rows(self) -> float:
        """Give the number of rows behind the cells: people, or cells where only time is known."""
        return float((self.size > 0).sum() if self.persons is None else self.persons.sum())


def binomial(events: ArrayLike, people: ArrayLike) -> Outcome:
    """Read an outcome that each person has or has not.

    events: people with the outcome in each cell, shape (n,)
    people: people in each cell, shape (n,)
    Gives an Outcome for a logistic model.
    Fails with Problem "counts-above-people" when a cell has more events than people.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, chapter 4
    >>> binomial([3], [10]).total
    array([3.])
    """
    had, all_people = counts(events, people)
    share = _over(had, all_people)
    return Outcome(
        "binomial",
        all_people,
        had,
        all_people,
        had * (1 - share),
        np.zeros_like(had),
        all_people,
    )


def poisson(
    events: ArrayLike,
    time: ArrayLike,
    persons: ArrayLike | None = None,
    squares: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> Outcome:
    """Read events over time lived.

    events:  events in each cell, shape (n,)
    time:    time lived in each cell, shape (n,)
    persons: people in each cell, shape (n,); not needed for the fit
    squares: sums over the rows of events^2, events x time and time^2, each of shape (n,); needed
             for robust errors where a cell holds more than one row, else each cell is one row
    Gives an Outcome for a log-linear model with the logarithm of time as its offset.
    Fails with Problem "events-without-time" when a cell has events but no time.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, chapter 6
    >>> poisson([3], [10]).size
    array([10.])
    """
    had, lived = amounts(events=events, time=time)
    if ((lived == 0) & (had > 0)).any():
        raise Problem(
            "events-without-time",
            "A cell has events but no time in which they could happen.",
            "Correct the time lived, or leave the cell out.",
        )
    people = None if persons is None else amounts(persons=persons, events=had)[0]
    ours = (had**2, had * lived, lived**2) if squares is None else squares
    yy, yt, tt, _ = amounts(
        squared_events=ours[0], events_by_time=ours[1], squared_time=ours[2], events=had
    )
    rate = _over(had, lived)
    scatter = np.zeros_like(had) if squares is None else yy - 2 * rate * yt + rate**2 * tt
    lean = np.zeros_like(had) if squares is None else yt - rate * tt
    return Outcome("poisson", lived, had, people, scatter, lean, tt)


def gaussian(mean: ArrayLike, n: ArrayLike, sd: ArrayLike) -> Outcome:
    """Read means of a measured outcome.

    mean: mean in each cell, shape (n,)
    n:    people in each cell, shape (n,)
    sd:   standard deviation in each cell with n - 1 below, 0 for one person, shape (n,)
    Gives an Outcome for a linear model.
    Fails with Problem "counts-negative" when n or sd is below zero.
    Source: the sum of squares about any point is (n - 1) sd^2 + n (mean - point)^2
    >>> gaussian([120.0], [4], [10.0]).scatter
    array([300.])
    """
    means, people, spread = numbers(mean=mean, n=n, sd=sd)
    amounts(n=n, sd=sd)
    within = np.maximum(people - 1, 0) * spread**2
    return Outcome("gaussian", people, people * means, people, within, np.zeros_like(means), people)


def _over(top: FloatArray, bottom: FloatArray) -> FloatArray:
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
