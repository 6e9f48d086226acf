"""Audits that an earlier version kept are read: what was added since has its usual value."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.findings.figured import answer, declared, said
from tests.unit.findings.parted import block

from commonweal.findings import kept
from commonweal.findings.audit import Answer
from commonweal.findings.course import Course, Place
from commonweal.findings.course_time import gaps, runs
from commonweal.findings.finding import Audit, Cell, Promise
from commonweal.kinds import Figure
from commonweal.measures.measure import FigureWords

ADDED = ("unit", "as_ratio", "figures", "counted", "course")
ADDED_TO_PROMISES = ("measure", "size", "direction", "certainty", "missing")


def whole() -> Answer:
    measure = declared(figures=(FigureWords("median", "median wait", "minutes"),))
    made = answer([8.0, -8.0], figures=(Figure("median", 28.0, 25.0, 31.0, 500),))
    promise = Promise("C1", "Fair", "Care", "B", "B", 1, "Said.", "Wait", "+8", "worse", "sure", "")
    finding = said(measure, made)
    return Answer(Audit("T", "Ours", "2020", "v1", "", (), (), (finding,), (promise,), (), (), ""),
                  ())  # fmt: skip


def test_figures_and_their_units_are_read_back_as_they_were(tmp_path: Path) -> None:
    kept.keep(tmp_path, whole())
    assert kept.last(tmp_path).audit == whole().audit
    assert kept.last(tmp_path).audit.findings[0].figures[0].cell.text == "28.0 minutes"


def test_what_lies_behind_a_finding_is_read_back_as_it_was(tmp_path: Path) -> None:
    year = block("2025", [[[60, 40], [50, 50]]] * 12)
    course = Course(
        runs=runs((year,), (year,), {"female": "Female"}),
        gaps=gaps(year.whole, (year,), 12),
        places=(Place("East", *[Cell(0.5, "50.0%")] * 4, "above"),),
        parts="months",
    )
    made = whole()
    behind = replace(made.audit.findings[0], course=course)
    kept.keep(tmp_path, replace(made, audit=replace(made.audit, findings=(behind,))))
    assert course.gaps
    assert kept.last(tmp_path).audit.findings[0].course == course


def test_an_older_audit_without_them_is_read(tmp_path: Path) -> None:
    content = json.loads(kept.encode(whole()))
    for finding in content["audit"]["findings"]:
        for name in ADDED:
            del finding[name]
    for promise in content["audit"]["promises"]:
        for name in ADDED_TO_PROMISES:
            del promise[name]
    folder = tmp_path / kept.FOLDER
    folder.mkdir()
    (folder / "old.json").write_text(json.dumps(content))
    (folder / kept.LAST).write_text("old")
    (finding,) = kept.last(tmp_path).audit.findings
    assert (finding.unit, finding.as_ratio, finding.figures, finding.counted) == (
        "", False, (), False,
    )  # fmt: skip
    assert finding.course == Course()
    assert finding.rows == whole().audit.findings[0].rows
    assert kept.last(tmp_path).audit.promises[0].certainty == ""


def test_what_an_older_audit_must_hold_is_not_made_up() -> None:
    with pytest.raises(TypeError):
        kept.decode(Promise, {"key": "C1"})
