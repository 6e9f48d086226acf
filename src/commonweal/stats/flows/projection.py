"""Where a staff goes if people keep moving as they do: stocks year by year, with their spread.

It projects flows; it knows no goal. What would change them is in levers.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

# Rows are shares; their sum may pass 1 by rounding only.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Flows:
    """Hold how k groups of a staff move between g grades in a year.

    shares: share of each grade found in each grade a year later, shape (k, g, g)
    stock:  people in each grade at the start, shape (k, g)
    hires:  people hired into each grade each year, shape (k, g)

    >>> flows([[0.9]], [10], [1]).leaving.round(3)
    array([[0.1]])
    """

    shares: FloatArray
    stock: FloatArray
    hires: FloatArray

    @property
    def leaving(self) -> FloatArray:
        """Give the share of each grade that leaves in a year, shape (k, g)."""
        return np.asarray(np.maximum(1 - self.shares.sum(axis=2), 0.0), dtype=np.float64)


def flows(shares: ArrayLike, stock: ArrayLike, hires: ArrayLike) -> Flows:
    """Read the flows of one group or of several.

    shares: share of each grade found in each grade a year later, shape (g, g) or (k, g, g)
    stock:  people in each grade at the start, shape (g,) or (k, g)
    hires:  people hired into each grade each year, shape (g,) or (k, g)
    Gives Flows of k groups.
    Fails with Problem "shapes-differ" when grades or groups differ.
    Fails with Problem "numbers-missing" when a value is no finite number.
    Fails with Problem "counts-negative" when a number is below zero.
    Fails with Problem "row-above-one" when more than everybody of a grade moves or stays.
    Source: Bartholomew, Forbes and McClean 1991, Statistical Techniques for Manpower Planning
    >>> flows([[0.5, 0.2], [0, 0.9]], [10, 5], [2, 0]).stock
    array([[10.,  5.]])
    """
    try:
        moved, people, hired = (np.asarray(one, dtype=np.float64) for one in (shares, stock, hires))
    except (TypeError, ValueError):
        raise _unlike() from None
    if moved.ndim == 2:
        moved, people, hired = moved[None], people[None], hired[None]
    if moved.ndim != 3 or moved.shape[1] != moved.shape[2] or moved.shape[1] == 0:
        raise _unlike()
    if people.shape != moved.shape[:2] or hired.shape != people.shape:
        raise _unlike()
    if not all(np.isfinite(one).all() for one in (moved, people, hired)):
        raise Problem(
            "numbers-missing",
            "A flow holds something that is not a number.",
            "Give every share and count.",
        )
    if any((one < 0).any() for one in (moved, people, hired)):
        raise Problem("counts-negative", "A share or count is below zero.", "Correct the table.")
    if (moved.sum(axis=2) > 1 + ROUNDING).any():
        raise Problem(
            "row-above-one",
            "More than everybody of a grade stays or moves in a year.",
            "Give shares of the grade people start the year in.",
        )
    return Flows(moved, people, hired)


def projected(moving: Flows, years: int) -> FloatArray:
    """Give the people expected in each grade, each year.

    moving: flows of k groups as `flows` reads them
    years:  how many years are projected, 0 or more
    Gives shape (years + 1, k, g), first the start.
    Fails with Problem "years-negative" when the years are below 0.
    Source: Bartholomew, Forbes and McClean 1991, n(t + 1) = n(t) P + h; checked in
    tests/reference/test_workforce_stock_flow.py
    >>> projected(flows([[0.5, 0.2], [0, 0.9]], [10, 5], [2, 0]), 1)[1]
    array([[7. , 6.5]])
    """
    _forward(years)
    stocks = [moving.stock]
    for _ in range(years):
        stocks.append(np.einsum("kg,kgh->kh", stocks[-1], moving.shares) + moving.hires)
    return np.array(stocks)


def spread(moving: Flows, years: int) -> FloatArray:
    """Give the standard deviation of the people in each grade, each year.

    moving: flows of k groups as `flows` reads them; hires are as planned, without chance
    years:  how many years are projected, 0 or more
    Gives shape (years + 1, k, g), first zeros: the start is counted.
    Fails with Problem "years-negative" when the years are below 0.
    Source: Bartholomew, Forbes and McClean 1991, covariance of a Markov chain with independent
    people; checked in tests/reference/test_workforce_stock_flow.py
    >>> spread(flows([[0.5]], [100], [0]), 1)[1]
    array([[5.]])
    """
    stocks = projected(moving, years)
    shares = moving.shares
    outer = shares[:, :, :, None] * shares[:, :, None, :]
    chance = np.eye(shares.shape[1])[None, None] * shares[:, :, :, None] - outer
    covariance = np.zeros_like(shares)
    found = [np.zeros_like(moving.stock)]
    for stock in stocks[:-1]:
        covariance = np.einsum("kgi,kgh,khj->kij", shares, covariance, shares)
        covariance = covariance + np.einsum("kg,kgij->kij", stock, chance)
        found.append(np.sqrt(np.maximum(np.einsum("kgg->kg", covariance), 0.0)))
    return np.array(found)


def leavers(moving: Flows, years: int) -> FloatArray:
    """Give the people expected to leave from each grade in each year.

    moving: flows of k groups as `flows` reads them
    years:  how many years are projected, 1 or more
    Gives shape (years, k, g).
    Fails with Problem "years-negative" when the years are below 0.
    Source: stock at the start of the year times the share that leaves; checked in
    tests/reference/test_workforce_stock_flow.py
    >>> leavers(flows([[0.5]], [100], [0]), 2).ravel()
    array([50., 25.])
    """
    return projected(moving, years)[:-1] * moving.leaving


def hires_to_hold(moving: Flows, headcount: ArrayLike) -> FloatArray:
    """Give the hires next year that bring each grade to a headcount.

    moving:    flows of k groups as `flows` reads them, or of all staff as one
    headcount: people a grade is to hold, whoever they are, shape (g,)
    Gives shape (g,) for all groups together, negative where a grade has more.
    Fails with Problem "shapes-differ" when there is not one headcount for each grade.
    Source: workforce specification, section 7.4: headcount - n P, never by group; checked in
    tests/reference/test_workforce_stock_flow.py
    >>> hires_to_hold(flows([[0.5]], [100], [0]), [80])
    array([30.])
    """
    wanted = np.asarray(headcount, dtype=np.float64)
    if wanted.shape != moving.stock.shape[1:]:
        raise _unlike()
    return np.asarray(wanted - np.einsum("kg,kgh->h", moving.stock, moving.shares))


def years_in_grades(moving: Flows) -> FloatArray:
    """Give the years a person who starts in a grade is expected to spend in each grade.

    moving: flows of k groups as `flows` reads them
    Gives shape (k, g, g), nan for a group some of whose grades nobody ever leaves.
    Source: Kemeny and Snell 1960, Finite Markov Chains, the fundamental matrix (I - P)^-1;
    checked in tests/reference/test_workforce_stock_flow.py
    >>> years_in_grades(flows([[0.5]], [100], [0]))
    array([[[2.]]])
    """
    grades = moving.shares.shape[1]
    lasting = np.array([np.abs(np.linalg.eigvals(one)).max() for one in moving.shares])
    forever = lasting >= 1 - ROUNDING
    inner = np.where(forever[:, None, None], 0.0, moving.shares)
    found = np.linalg.inv(np.eye(grades) - inner)
    return np.where(forever[:, None, None], np.nan, found)


def chance_of_top(moving: Flows) -> FloatArray:
    """Give the chance that a person who starts in a grade ever reaches the highest one.

    moving: flows of k groups as `flows` reads them
    Gives shape (k, g), nan for a group some of whose grades nobody ever leaves.
    Source: Kemeny and Snell 1960, Finite Markov Chains, section 3.5: N_ij / N_jj; checked in
    tests/reference/test_workforce_stock_flow.py
    >>> chance_of_top(flows([[0.5, 0.2], [0, 0.9]], [10, 5], [2, 0])).round(3)
    array([[0.4, 1. ]])
    """
    years = years_in_grades(moving)
    return years[:, :, -1] / years[:, -1:, -1]


def steady_state(moving: Flows) -> list[Estimate]:
    """Give the people each grade would hold in the end, if nothing changed.

    moving: flows of k groups as `flows` reads them
    Gives an Estimate of g numbers of people for each group; without hires it is
    undefined:no_hires, where nobody ever leaves a grade undefined:nobody_leaves.
    Source: Bartholomew, Forbes and McClean 1991, h (I - P)^-1; checked in
    tests/reference/test_workforce_stock_flow.py
    >>> steady_state(flows([[0.5, 0.2], [0, 0.9]], [10, 5], [2, 0]))[0].value.round(3)
    array([4., 8.])
    """
    years = years_in_grades(moving)
    return [_steady(hires, inside) for hires, inside in zip(moving.hires, years, strict=True)]


def _steady(hires: FloatArray, years: FloatArray) -> Estimate:
    grades = len(hires)
    forever = bool(np.isnan(years).any())
    value = hires @ np.nan_to_num(years)
    reasons = {
        "no_hires": np.full(grades, not hires.any()),
        "nobody_leaves": np.full(grades, forever),
    }
    return answer(value, None, None, level=0.95, method="steady_state", reasons=reasons)


def _forward(years: int) -> None:
    if years < 0:
        raise Problem("years-negative", "A projection can not go back.", "Ask for 0 years or more.")


def _unlike() -> Problem:
    return Problem(
        "shapes-differ",
        "The shares, stocks and hires are not of the same groups and grades.",
        "Give one row and one column of shares, one stock and one number of hires for each grade.",
    )
