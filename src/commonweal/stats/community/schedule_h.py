"""Net community benefit expense by line of Schedule H, and its percent of total expense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Problem
from commonweal.stats.inputs import FloatArray, amounts

# Part I: 7a to 7c are financial assistance and means-tested programs (7d), 7e to 7i other
# benefits (7j), both together 7k. Part II is community building.
TOTALS: Mapping[str, tuple[str, ...]] = {
    "7d": ("7a", "7b", "7c"),
    "7j": ("7e", "7f", "7g", "7h", "7i"),
    "7k": ("7a", "7b", "7c", "7e", "7f", "7g", "7h", "7i"),
    "II": tuple(f"II{number}" for number in range(1, 11)),
}


@dataclass(frozen=True)
class ScheduleH:
    """Hold the lines in the order given.

    lines:       names of the lines
    net:         expense less offsetting revenue of each line, money, may be below zero
    percent:     net over the denominator, as a fraction
    denominator: total functional expense without bad debt
    totals:      net and fraction of each total: "7d", "7j", "7k" and "II"
    >>> schedule_h(["7a"], [30], [10], 1000, 0).totals["7d"]
    (20.0, 0.02)
    """

    lines: tuple[str, ...]
    net: FloatArray
    percent: FloatArray
    denominator: float
    totals: Mapping[str, tuple[float, float]]


def schedule_h(
    lines: Sequence[str],
    expense: Sequence[float],
    offset: Sequence[float],
    total_expense: float,
    bad_debt: float,
) -> ScheduleH:
    """Fill columns (e) and (f) of Schedule H.

    lines:         line of each row, such as "7a" or "II3"; each once, and never a total
    expense:       total community benefit expense, column (c), money
    offset:        direct offsetting revenue, column (d), money
    total_expense: total functional expense of the filer, money
    bad_debt:      bad debt inside that expense, money
    Gives a ScheduleH.
    Fails with Problem "line-unknown" when a line is none of the form's, or stands twice.
    Fails with Problem "denominator-not-positive" when no expense is left without bad debt.
    Fails with Problem "counts-negative" when a number is below zero.
    Source: IRS Form 990 Schedule H, parts I and II, and its instructions; checked in
    tests/reference/test_community_schedule_h.py
    >>> schedule_h(["7a", "II2"], [30, 5], [10, 0], 1000, 0).percent
    array([0.02 , 0.005])
    """
    known = {*TOTALS["7k"], *TOTALS["II"]}
    if len(set(lines)) != len(lines) or not set(lines) <= known:
        raise Problem(
            "line-unknown",
            "A line is none of Schedule H that is filled by hand, or stands twice.",
            "Give each line once, and leave the totals to be added up.",
        )
    spent, back = amounts(expense=expense, offset=offset) if lines else (np.zeros(0), np.zeros(0))
    amounts(total_expense=total_expense, bad_debt=bad_debt)
    if len(spent) != len(lines):
        raise Problem("shapes-differ", "There is not one expense a line.", "Give one for each.")
    denominator = float(total_expense) - float(bad_debt)
    if denominator <= 0:
        raise Problem(
            "denominator-not-positive",
            "No expense is left once bad debt is taken out.",
            "Give the total functional expense of the filer.",
        )
    net = spent - back
    totals = {}
    for name, parts in TOTALS.items():
        total = float(net[[line in parts for line in lines]].sum())
        totals[name] = (total, total / denominator)
    return ScheduleH(tuple(lines), net, net / denominator, denominator, totals)
