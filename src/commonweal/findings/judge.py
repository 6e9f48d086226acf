"""From counts to verdicts: calls the statistics on full data, before anything is hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Judged
from commonweal.findings.judge_rows import judge_rows
from commonweal.kinds import Counts, Estimate, Estimated, Rows
from commonweal.measures.measure import Better, Measure
from commonweal.stats.decision.grade import Grades, grade_groups
from commonweal.stats.estimators import estimator
from commonweal.stats.rates.cluster import design_effect
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.two_proportions import katz

FloatArray = NDArray[np.float64]
GAPS = ("A", "B")
Flagged = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sight:
    """Hold the units of one measure, period and view: as counts, and as rows where needed.

    counts: how many left at each step, by group
    rows:   those in the denominator, or None for a proportion of patients or visits
    found:  what the method of the measure answers about them, asked once; None of a proportion

    >>> "rows" in Sight.__dataclass_fields__
    True
    """

    counts: Counts
    rows: Rows | None = None
    found: Estimated | None = None


def look_at(measure: Measure, counts: Counts, rows: Rows) -> Sight:
    """Ask the method of a measure once, for all that is to be made of its answer.

    measure: the declaration
    counts:  its cells
    rows:    its units

    >>> from commonweal.kinds import Group, Period
    >>> from commonweal.measures.registry import find
    >>> groups = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
    >>> member = np.arange(200)[:, None] % 2 == np.arange(2)
    >>> waits = 30 + 10.0 * member[:, 0] + np.arange(200) % 7
    >>> rows = Rows(groups, member, np.arange(200), np.ones(200, bool), {"value": waits})
    >>> cells = np.array([[0, 100], [0, 100]])
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"), cells,
    ...     cells, cells.sum(0), cells.sum(0), cells.sum(1), 200, False)
    >>> look_at(find("care.wait_to_provider"), counts, rows).found.people
    array([100, 100])
    """
    if measure.estimator == "proportion":
        return Sight(counts, rows)
    return Sight(counts, rows, estimator(measure.estimator)(rows, measure.asked))


def judge(
    measure: Measure,
    counts: Counts,
    earlier: tuple[Flagged, ...] = (),
    rows: Rows | None = None,
    found: Estimated | None = None,
) -> Judged:
    """Judge every group that said who it is against everybody else.

    measure: the declaration: which way is better, how many are enough
    counts:  its cells
    earlier: of each earlier period, the (group, direction) pairs that had a likely gap
    rows:    its units, for a method that needs more than cells
    found:   what the method answered, where it was asked before
    Gives Judged; a group that is not judged has the grade "" and no difference.
    Source: statistics.md section 14, reference as in decisions.md

    >>> from commonweal.kinds import Group, Period
    >>> from commonweal.measures.registry import find
    >>> cells = np.array([[100, 100], [40, 160]])
    >>> groups = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"), cells,
    ...     cells, cells.sum(0), cells.sum(0), cells.sum(1), 400, False)
    >>> judge(find("care.bp_control"), counts).grade
    ('B', 'B')
    """
    if rows is not None and measure.estimator != "proportion":
        return judge_rows(measure, counts, rows, earlier, found)
    deff, rest_deff, total_deff = _design_effects(counts)
    own = wilson(counts.events / deff, counts.denominators / deff)
    total = wilson(
        np.array([counts.total_events]) / total_deff,
        np.array([counts.total_denominator]) / total_deff,
    )
    judged = [place for place, group in enumerate(counts.groups) if group.stated]
    grades = _grade(measure, counts, judged, (deff, rest_deff), earlier)
    ratio = _ratio(counts, judged, (deff, rest_deff))
    spread = _Spread(len(counts.groups), judged)
    return Judged(
        rate=own.value,
        low=own.low,
        high=own.high,
        diff=spread.numbers(grades.difference.value),
        diff_low=spread.numbers(grades.difference.low),
        diff_high=spread.numbers(grades.difference.high),
        rest_rate=spread.numbers(grades.rest_rate),
        p=spread.numbers(grades.p),
        q=spread.numbers(grades.q),
        mdd=spread.numbers(grades.mdd.value),
        grade=spread.words(tuple(grade.value for grade in grades.grade)),
        direction=spread.words(grades.direction),
        total_rate=float(total.value[0]),
        total_low=float(total.low[0]),
        total_high=float(total.high[0]),
        ratio_low=spread.numbers(ratio.low),
        ratio_high=spread.numbers(ratio.high),
    )


def flagged(
    measure: Measure,
    counts: Counts,
    rows: Rows | None = None,
    found: Estimated | None = None,
) -> Flagged:
    """List the groups with a likely gap in one earlier period, each with its direction.

    measure: the declaration
    counts:  its cells in that period
    rows:    its units, for a method that needs more than cells
    found:   what the method answered, where it was asked before

    >>> from commonweal.kinds import Group, Period
    >>> from commonweal.measures.registry import find
    >>> cells = np.array([[100, 100], [40, 160]])
    >>> groups = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"), cells,
    ...     cells, cells.sum(0), cells.sum(0), cells.sum(1), 400, False)
    >>> sorted(flagged(find("care.bp_control"), counts))
    [('female', 'worse'), ('male', 'better')]
    """
    judged = judge(measure, counts, (), rows, found)
    return frozenset(
        (group.code, way)
        for group, grade, way in zip(counts.groups, judged.grade, judged.direction, strict=True)
        if grade in GAPS
    )


def _grade(
    measure: Measure,
    counts: Counts,
    judged: list[int],
    effects: tuple[FloatArray, FloatArray],
    earlier: tuple[Flagged, ...],
) -> Grades:
    events, people = counts.events[judged], counts.denominators[judged]
    rest_events, rest_people = counts.total_events - events, counts.total_denominator - people
    favourable = measure.better is not Better.LOWER

    def graded(prior: NDArray[np.int64]) -> Grades:
        return grade_groups(
            events,
            people,
            rest_events,
            rest_people,
            favourable=favourable,
            prior_flagged=prior,
            deff=effects[0][judged],
            rest_deff=effects[1][judged],
            minimum=measure.minimum,
            relative=measure.smallest_gap,
            exact_when_few=True,
        )

    first = graded(np.zeros(len(judged), dtype=np.int64))
    if not earlier:
        return first
    pairs = [
        (counts.groups[place].code, way) for place, way in zip(judged, first.direction, strict=True)
    ]
    return graded(np.array([sum(pair in one for one in earlier) for pair in pairs], dtype=np.int64))


def _ratio(counts: Counts, judged: list[int], effects: tuple[FloatArray, FloatArray]) -> Estimate:
    """Give the ratio to everybody else, on effective numbers where units of a person are alike."""
    events, people = counts.events[judged], counts.denominators[judged]
    rest = counts.total_events - events, counts.total_denominator - people
    own, other = (effect[judged] for effect in effects)
    return katz(events / own, people / own, rest[0] / other, rest[1] / other)


def _design_effects(counts: Counts) -> tuple[FloatArray, FloatArray, FloatArray]:
    if counts.clusters is None or counts.total_clusters is None:
        ones = np.ones(len(counts.groups))
        return ones, ones, np.ones(1)
    rest = counts.total_clusters - counts.clusters
    return _effect(counts.clusters), _effect(rest), _effect(counts.total_clusters.reshape(1, 6))


def _effect(sums: NDArray[np.int64]) -> FloatArray:
    persons, units, events, squared, product, had_squared = sums.T
    return design_effect(
        persons,
        units,
        events,
        units_squared=squared,
        units_events=product,
        events_squared=had_squared,
    )


class _Spread:
    """Put the answers for the judged groups back in the places of all groups."""

    def __init__(self, size: int, judged: list[int]) -> None:
        self.size = size
        self.judged = judged

    def numbers(self, values: FloatArray) -> FloatArray:
        spread = np.full(self.size, np.nan)
        spread[self.judged] = values
        return spread

    def words(self, values: tuple[str, ...]) -> tuple[str, ...]:
        spread = [""] * self.size
        for place, value in zip(self.judged, values, strict=True):
            spread[place] = value
        return tuple(spread)
