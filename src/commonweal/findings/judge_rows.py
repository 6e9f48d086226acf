"""From an estimator's answer to verdicts: the same six grades for every method."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure import Judged
from commonweal.kinds import Counts, Estimate, Estimated, Rows
from commonweal.measures.measure import Better, Measure
from commonweal.stats.decision.grade import Grades
from commonweal.stats.decision.interval_grade import grade_by_interval
from commonweal.stats.estimators import estimator

FloatArray = NDArray[np.float64]
Flagged = frozenset[tuple[str, str]]


def judge_rows(
    measure: Measure,
    counts: Counts,
    rows: Rows,
    earlier: tuple[Flagged, ...] = (),
    found: Estimated | None = None,
) -> Judged:
    """Judge every group by the method that the measure names.

    measure: the declaration
    counts:  its cells
    rows:    its units
    earlier: of each earlier period, the (group, direction) pairs that had a likely gap
    found:   what the method answered, where it was asked before
    Gives Judged. A ledger is counted: its limits are bounds, and what lies outside them is sure.
    A group that the method only describes has the grade "".
    Fails with Problem "estimator-unknown".
    Source: decisions.md, "Verdicts beyond proportions" and "Figures without sampling"

    >>> from commonweal.kinds import Group, Period
    >>> from commonweal.measures.registry import find
    >>> groups = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
    >>> member = np.arange(200)[:, None] % 2 == np.arange(2)
    >>> waits = 30 + 10.0 * member[:, 0] + np.arange(200) % 7
    >>> rows = Rows(groups, member, np.arange(200), np.ones(200, bool), {"value": waits})
    >>> cells = np.array([[0, 100], [0, 100]])
    >>> counts = Counts("m", "1", Period.parse("2020"), "", groups, ("not_met", "met"), cells,
    ...     cells, cells.sum(0), cells.sum(0), cells.sum(1), 200, False)
    >>> judge_rows(find("care.wait_to_provider"), counts, rows).direction
    ('worse', 'better')
    """
    found = found or estimator(measure.estimator)(rows, measure.asked)
    if not rows.groups:
        return _judged(measure, found, None)
    groups = counts.groups
    stated = np.array([group.stated for group in groups])
    grades = _grade(measure, found, stated, np.zeros(len(groups)))
    if earlier:
        pairs = [(group.code, way) for group, way in zip(groups, grades.direction, strict=True)]
        again = np.array([sum(pair in one for one in earlier) for pair in pairs], dtype=np.float64)
        grades = _grade(measure, found, stated, again)
    return _judged(measure, found, _of_judged(measure, grades, found, stated))


@dataclass(frozen=True, eq=False)
class _Verdicts:
    q: FloatArray
    mdd: FloatArray
    grade: tuple[str, ...]
    direction: tuple[str, ...]


def _grade(
    measure: Measure, found: Estimated, stated: NDArray[np.bool_], again: FloatArray
) -> Grades:
    """Grade all groups at once; those that said nothing of themselves are no part of the family."""
    gap, narrow = found.gap, found.narrow
    smallest = measure.smallest_difference
    value, rest = found.value.value, found.rest
    if measure.gap == "ratio":
        gap, narrow = _log(gap), _log(narrow)
        limit = 1 - measure.smallest_gap if smallest is None else smallest
        smallest = abs(float(np.log(limit)))
    return grade_by_interval(
        np.nan_to_num(value),
        np.nan_to_num(rest),
        gap,
        narrow,
        p=np.where(stated, _p_values(found, gap), np.nan),
        people=found.people,
        favourable=measure.better is not Better.LOWER,
        prior_flagged=again,
        smallest=None if smallest is None else np.array([smallest]),
        relative=measure.smallest_gap,
        minimum=measure.minimum,
    )


def _p_values(found: Estimated, gap: Estimate) -> FloatArray:
    """Give p-values; of what was counted, 0 where the bounds exclude equality and 1 else."""
    if not found.counted:
        return found.p
    apart = (gap.low > 0) | (gap.high < 0)
    return np.where(np.isnan(gap.value), np.nan, np.where(apart, 0.0, 1.0))


def _log(one: Estimate) -> Estimate:
    """Put ratios on the scale on which twice and half are as far; 0 is further than all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        value, low, high = (np.log(part) for part in (one.value, one.low, one.high))
    far = 700.0  # the log of the largest number there is
    return replace(
        one,
        value=np.clip(value, -far, far),
        low=np.clip(low, -far, far),
        high=np.clip(high, -far, far),
    )


def _of_judged(
    measure: Measure, grades: Grades, found: Estimated, stated: NDArray[np.bool_]
) -> _Verdicts:
    """Take the verdict from the silent, and from all where the method only describes.

    A method that compares, but found too few everywhere, does not describe: that is grade S.
    """
    compared = found.gap.value if found.counted else found.p
    described = bool(np.isnan(compared).all()) and "insufficient" not in found.gap.status
    judged = stated & (not described)
    mdd = grades.mdd.value
    return _Verdicts(
        q=grades.q,
        mdd=np.exp(np.minimum(mdd, 700.0)) if measure.gap == "ratio" else mdd,
        grade=tuple(
            grade.value if yes else "" for grade, yes in zip(grades.grade, judged, strict=True)
        ),
        direction=tuple(
            way if yes else "" for way, yes in zip(grades.direction, judged, strict=True)
        ),
    )


def _judged(measure: Measure, found: Estimated, verdicts: _Verdicts | None) -> Judged:
    total = found.total
    size = len(found.value.value)
    nothing = np.full(size, np.nan)
    return Judged(
        rate=found.value.value,
        low=found.value.low,
        high=found.value.high,
        diff=found.gap.value,
        diff_low=found.gap.low,
        diff_high=found.gap.high,
        rest_rate=found.rest,
        p=found.p,
        q=verdicts.q if verdicts else nothing,
        mdd=verdicts.mdd if verdicts else nothing,
        grade=verdicts.grade if verdicts else ("",) * size,
        direction=verdicts.direction if verdicts else ("",) * size,
        total_rate=float(total.value[0]),
        total_low=float(total.low[0]),
        total_high=float(total.high[0]),
        measured=True,
        ratio=measure.gap == "ratio",
        reason=found.value.reason,
        heaviest=found.heaviest,
        heaviest_of_all=found.heaviest_of_all,
        figures=found.figures,
        counted=found.counted,
        people=found.people,
    )
