"""Which part of a frame of competencies is both taught and tested, domain by domain."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Asked, Estimate, Estimated, Figure, Rows
from commonweal.stats.curriculum.coverage import FrameCoverage, frame_coverage
from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import answer

NOTHING = float("nan")
EVENTS = "node_event"


def estimate(rows: Rows, asked: Asked) -> Estimated:
    """Count the competencies of each domain that are taught and tested.

    rows:  one unit a competency, in the numerator where it is taught and tested, with the role
           node; beside it `node_event`, one row for each competency that an event carries
    asked: the target
    Gives Estimated, counted: shares of competencies, with the target as comparison. Figures of the
    whole frame: "taught", "assessed", "spiral", "evenness" and "hours_unknown", rows without hours;
    "hours" of each domain; and "open", the competencies of each domain that are not both.
    Source: teaching.md section 4.1, counted by `curriculum`; checked in
    tests/unit/stats/estimators/test_frame_coverage.py
    >>> from commonweal.kinds import Beside, Group
    >>> links = Beside({"node": np.array([0.0]), "event": np.array([0.0]), "hours": np.array([2.0]),
    ...                 "level": np.array([1.0]), "term": np.array([1.0]),
    ...                 "teaches": np.array([1.0]), "assesses": np.array([0.0])},
    ...                {"node": ("a",), "event": ("e",)})
    >>> rows = Rows((Group("domain", "d", "D"),), np.ones((2, 1), bool), np.arange(2),
    ...             np.zeros(2, bool), {"node": np.array([0.0, 1.0])}, {"node": ("a", "b")},
    ...             {"node_event": links})
    >>> found = estimate(rows, Asked(reference="target", target=1.0))
    >>> found.gap.value, {one.key: one.value for one in found.figures}["taught"]
    (array([-1.]), 0.5)
    """
    size = rows.member.sum(axis=0)
    closed = (rows.member & rows.met[:, None]).sum(axis=0)
    value = _counted(closed / np.maximum(size, 1), size == 0, asked.level)
    target = NOTHING if asked.target is None else asked.target
    apart = value.value - target
    return Estimated(
        value=value,
        rest=np.full(len(size), target),
        gap=_counted(apart, np.isnan(apart), asked.level),
        narrow=_counted(apart, np.isnan(apart), 2 * asked.level - 1),
        p=np.full(len(size), NOTHING),
        total=_counted(
            np.array([rows.met.mean() if rows.size else 0.0]),
            np.array([not rows.size]),
            asked.level,
        ),
        people=size.astype(np.int64),
        counted=True,
        figures=(*_of_frame(rows), *_of_domains(rows)),
    )


def _counted(value: FloatArray, nobody: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
             level: float) -> Estimate:  # fmt: skip
    reasons = {"zero_denominator": nobody}
    return answer(value, value, value, level=level, method="count", reasons=reasons)


def _laid(rows: Rows) -> FrameCoverage:
    """Lay the events over the frame; what events carry beside it is left out."""
    held = rows.beside[EVENTS]
    nodes = {word: place for place, word in enumerate(rows.words("node"))}
    events = held.words("event")
    first = {word: at for at, word in reversed(list(enumerate(events)))}
    order = {word: place for place, word in enumerate(first)}
    tags = np.zeros((len(first), rows.size), dtype=np.int8)
    for event, node in zip(events, held.words("node"), strict=True):
        if node in nodes:
            tags[order[event], nodes[node]] = 1
    at = list(first.values())
    yes = {name: held.columns[name][at] == 1 for name in ("teaches", "assesses")}
    when = {name: held.columns[name][at] for name in ("level", "term")}
    # Hours that nobody noted add none, and the figure "hours_unknown" says how often.
    return frame_coverage(tags, np.nan_to_num(held.columns["hours"][at]), **when, **yes)


def _of_frame(rows: Rows) -> list[Figure]:
    found = _laid(rows)
    shares = {
        "taught": found.coverage,
        "assessed": found.assessed_coverage,
        "spiral": found.spiral,
        "evenness": found.evenness,
    }
    figures = [
        Figure(key, float(one.value[0]), NOTHING, NOTHING, 0)
        for key, one in shares.items()
        if one.ok[0]
    ]
    unknown = int(np.isnan(rows.beside[EVENTS].columns["hours"]).sum())
    figures.append(Figure("hours_unknown", float(unknown), NOTHING, NOTHING, 0))
    for place, group in enumerate(rows.groups):
        hours = float(found.hours[rows.member[:, place]].sum())
        figures.append(Figure("hours", hours, NOTHING, NOTHING, 0, group.code))
    return figures


def _of_domains(rows: Rows) -> list[Figure]:
    unmet = (rows.member & ~rows.met[:, None]).sum(axis=0)
    return [
        Figure("open", float(unmet[place]), NOTHING, NOTHING, 0, group.code)
        for place, group in enumerate(rows.groups)
    ]
