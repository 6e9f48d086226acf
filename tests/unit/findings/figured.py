"""Made-up figures of a method other than a proportion, through the real judge and the real door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from tests.unit.engine.made import of_rows
from tests.unit.findings.made import counted, set_for

from commonweal.disclosure import Judged, Policy, Released, release
from commonweal.findings.audit import care_for
from commonweal.findings.compose import compose
from commonweal.findings.finding import Finding
from commonweal.findings.judge_rows import Flagged, judge_rows
from commonweal.kinds import Counts, Estimate, Estimated, Rows
from commonweal.measures.criteria import Known
from commonweal.measures.measure import Measure, Role
from commonweal.tables.clinical import Encounter

CODES = ("female", "male", "other", "declined")


def declared(**changes: Any) -> Measure:
    """Declare a mean wait in minutes: less is better, five minutes matter."""
    usual: dict[str, Any] = {
        "unit": "minutes", "people": "visits", "smallest_difference": 5.0,
        "met": "waited {value} on average", "roles": (Role("value", Encounter.los_min),),
    }  # fmt: skip
    return of_rows(Encounter, Known(Encounter.los_min), **usual | changes)


def sizes(*many: int, codes: Sequence[str] = CODES) -> Counts:
    """Count groups of which everybody is in the last column."""
    return counted([[0, one] for one in many], codes)


def rows_of(counts: Counts) -> Rows:
    """Give the groups of counts, with no unit in them: the answer is made up."""
    groups = len(counts.groups)
    nothing = np.zeros(0, dtype=bool)
    return Rows(counts.groups, np.zeros((0, groups), bool), np.arange(0), nothing, {})


def estimate(
    value: Sequence[float], reach: Sequence[float], level: float = 0.95, **more: Any
) -> Estimate:
    """Give numbers with limits so far on both sides."""
    middle, far = np.array(value, dtype=np.float64), np.array(reach, dtype=np.float64)
    return Estimate(middle, middle - far, middle + far, level, "made", **more)


def answer(
    gap: Sequence[float],
    reach: Sequence[float] | None = None,
    p: Sequence[float] | None = None,
    rest: float = 30.0,
    people: Sequence[int] | None = None,
    *,
    ratio: bool = False,
    **more: Any,
) -> Estimated:
    """Give what a method might answer: gaps to 30 minutes, sure to within two minutes."""
    apart = np.array(gap, dtype=np.float64)
    far = np.full(len(apart), 2.0) if reach is None else np.array(reach)
    value = apart * rest if ratio else apart + rest
    chance = np.where(np.abs(apart) > far, 0.001, 0.5) if p is None else np.array(p)
    made = Estimated(
        value=estimate(list(value), [3.0] * len(apart)),
        rest=np.full(len(apart), rest),
        gap=estimate(list(apart), list(far)),
        narrow=estimate(list(apart), list(far * 0.84), 0.90),
        p=np.where(np.isnan(apart), np.nan, chance),
        total=estimate([rest], [1.0]),
        people=np.array([500] * len(apart) if people is None else people),
    )
    return replace(made, **more)


def judged(
    measure: Measure, counts: Counts, found: Estimated, earlier: tuple[Flagged, ...] = ()
) -> Judged:
    """Judge made-up answers."""
    return judge_rows(measure, counts, rows_of(counts), earlier, found)


def released(
    measure: Measure, counts: Counts, found: Estimated, earlier: tuple[Flagged, ...] = ()
) -> Released:
    """Let made-up answers through the door."""
    return release(counts, judged(measure, counts, found, earlier), care_for(measure, Policy()))


def said(
    measure: Measure,
    found: Estimated,
    counts: Counts | None = None,
    before: Estimated | None = None,
) -> Finding:
    """Say what made-up answers mean, beside those of the year before."""
    seen = sizes(*[500] * len(found.people)) if counts is None else counts
    earlier = None
    if before is not None:
        last = replace(seen, period=seen.period.previous(1))
        earlier = released(measure, last, before)
    return compose(set_for(measure), released(measure, seen, found), earlier)
