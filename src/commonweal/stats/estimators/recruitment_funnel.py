"""The share of those approached who enroll, and which stage changes it for each group.

The ratio of a group's share of the enrolled to its share at the start is, exactly, the product
of what each stage does to it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commonweal.kinds import Asked, Estimated, Figure, Rows
from commonweal.stats.enrollment.stages import StageSplit, split_stages
from commonweal.stats.estimators.participation import REFERENCE, expect
from commonweal.stats.estimators.sides import both_levels, everybody_else, persons_in
from commonweal.stats.inputs import FloatArray
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import difference_test, katz, newcombe

BoolArray = NDArray[np.bool_]
STAGES = ("approached", "screened", "eligible", "consented", "enrolled", "stayed")
ENROLLED = 5


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Compare the share enrolled of each group with that of everybody else, and split the way.

    rows:  one row a person approached, with the roles stage (1 approached to 6 stayed) and
           condition; beside, reference_share, which puts those with the condition before them
    asked: the level, and whether the gap is a ratio
    Gives Estimated: shares, gaps by Newcombe, or by Katz as ratios; of each group, for each stage,
    the figure of its name: the group's rate of passing over everybody's, with limits; and
    "worst", a word: the stage where it loses most.
    Source: research.md section 2.2; checked against base R in
    tests/unit/stats/estimators/test_recruitment_funnel.py
    >>> from commonweal.kinds import Group
    >>> groups = (Group("sex", "f", "F"), Group("sex", "m", "M"))
    >>> stage = np.repeat([1, 5, 1, 5], [40, 60, 20, 80]).astype(float)
    >>> member = np.repeat([[True, False], [False, True]], 100, axis=0)
    >>> rows = Rows(groups, member, np.arange(200), stage >= 5,
    ...     {"stage": stage, "condition": np.zeros(200)}, {"condition": ("x",)})
    >>> estimate(rows, Asked(ratio=True)).gap.value.round(4)
    array([0.75  , 1.3333])
    """
    own, others = rows.member, everybody_else(rows)
    through = (rows.columns["stage"] >= ENROLLED)[:, None]
    had, size, rest_had, rest_size = (
        part.sum(axis=0).astype(np.float64)
        for part in (own & through, own, others & through, others)
    )
    method = katz if asked.ratio else newcombe
    gap, small = both_levels(
        lambda level: method(had, size, rest_had, rest_size, level), asked.level
    )
    whole = np.array([float(rows.size)])
    return Estimated(
        value=wilson(had, size, asked.level),
        rest=np.where(rest_size > 0, rest_had / np.maximum(rest_size, 1), np.nan),
        gap=gap,
        narrow=small,
        p=difference_test(had, size, rest_had, rest_size).value,
        total=wilson(np.array([float(through.sum())]), whole, asked.level),
        people=persons_in(rows, own),
        figures=_figures(rows, asked.level),
    )


def _figures(rows: Rows, level: float) -> tuple[Figure, ...]:
    judged = [at for at, group in enumerate(rows.groups) if group.stated]
    if not judged or not rows.size:
        return ()
    reached = rows.columns["stage"][:, None, None] >= np.arange(1, len(STAGES) + 1)
    table = (rows.member[:, judged, None] & reached).sum(axis=0).astype(np.float64)
    start = _start(rows, judged, table[:, 0])
    stages: tuple[str, ...] = STAGES[1:]
    if start is not None:
        table, stages = np.column_stack((start, table)), STAGES
    found = split_stages(table, level)
    told: list[Figure] = []
    for place, at in enumerate(judged):
        told += _of_group(found, table[place], place, rows.groups[at].code, stages)
    return tuple(told)


def _start(rows: Rows, judged: list[int], approached: FloatArray) -> FloatArray | None:
    """Give how many of each group have the condition, as the approached studies need them."""
    if REFERENCE not in rows.beside:
        return None
    expected = expect(rows)
    share = expected.share[judged]
    if expected.covered.sum() < approached.sum() or not (share > 0).all():
        return None
    start = share * expected.persons
    return start if (start >= approached).all() else None


def _of_group(
    found: StageSplit, people: FloatArray, place: int, code: str, stages: tuple[str, ...]
) -> list[Figure]:
    """Tell of each stage; its people are the fewer of those who passed and those who did not."""
    told = []
    for step, stage in enumerate(stages):
        at = place * found.steps + step
        if found.ratio.ok[at]:
            value, low, high = found.ratio.value[at], found.ratio.low[at], found.ratio.high[at]
            few = _fewest(people[step], people[step + 1])
            told.append(Figure(stage, float(value), float(low), float(high), few, about=code))
    worst = found.leak(place)
    if worst is not None:
        value = float(found.ratio.value[place * found.steps + worst])
        few = _fewest(people[worst], people[worst + 1])
        told.append(Figure("worst", value, np.nan, np.nan, few, code, stages[worst]))
    return told


def _fewest(before: float, after: float) -> int:
    counts = [int(one) for one in (after, before - after) if one > 0]
    return min(counts, default=0)
