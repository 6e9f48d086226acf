"""An audit of the rows of a table: read, judged, guarded and said like any other measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from tests.unit.engine.made import Row, dataset, of_rows

from commonweal.disclosure import Policy
from commonweal.findings.audit import Answer, Question, audit, care_for
from commonweal.findings.finding import Finding
from commonweal.kinds import Period
from commonweal.measures.criteria import Here, IsTrue, Lies, Not, Records
from commonweal.measures.measure import FigureWords, Measure, Privacy, Role
from commonweal.tables.clinical import Encounter, InterpreterUse
from commonweal.tables.dataset import Dataset
from commonweal.tables.research import Study
from commonweal.vision.vision import Vision

NOBODY = Vision("", "en", ())
YEAR = Period.parse("2025")
BEGUN = Here(Records(Encounter, (Lies(Encounter.start),)))


def visits(year: int) -> Iterator[Row]:
    for place in range(80):
        stay = (20.0 if place < 40 else 40.0) + (-3.0 if place % 2 else 3.0)
        yield {"encounter_key": f"{year}/{place}", "patient_key": f"p{place}",
               "start": f"{year}-03-01", "los_min": stay}  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    tables: dict[str, list[Row]] = {
        "patient": [{"patient_key": f"p{place}"} for place in range(80)],
        "encounter": [*visits(2025), *visits(2024)],
        "study": [{"study_key": f"s{place}", "sponsor": "federal" if place else "industry",
                   "nih_phase3": bool(place)} for place in range(12)],
    }  # fmt: skip
    answers = [
        (f"p{place}", "admin_gender", "female" if place < 40 else "male", "stated")
        for place in range(80)
    ]
    return dataset(tmp_path_factory.mktemp("audit"), tables, answers)


def stays(**changes: Any) -> Measure:
    usual: dict[str, Any] = {
        "unit": "minutes", "people": "visits", "smallest_difference": 5.0,
        "roles": (Role("value", Encounter.los_min),), "stratify_by": ("sex",),
        "met": "stayed {value} on average",
        "figures": (FigureWords("median", "median stay", "minutes"),),
    }  # fmt: skip
    return of_rows(Encounter, BEGUN, **usual | changes)


@cache
def asked(held: Dataset, *measures: Measure, views: tuple[str, ...] = ()) -> Answer:
    return audit(Question(held, YEAR, measures, views), NOBODY)


def one(held: Dataset, measure: Measure, *views: str) -> Finding:
    (finding,) = asked(held, measure, views=views).audit.findings
    return finding


def test_a_gap_that_was_there_the_year_before_repeats(held: Dataset) -> None:
    finding = one(held, stays())
    assert finding.grade == "A"
    assert [row.rate.text for row in finding.rows] == ["20.0 minutes", "40.0 minutes"]
    assert finding.everybody is not None
    assert finding.everybody.rate.text == "30.0 minutes"
    assert finding.over_time.startswith("The difference is steady:")
    assert [line.cell.text for line in finding.figures] == ["30.0 minutes"]


def test_every_number_shown_has_its_trace(held: Dataset) -> None:
    answer = asked(held, stays())
    (finding,) = answer.audit.findings
    assert finding.everybody is not None
    shown = {finding.trace, finding.everybody.trace, *(row.trace for row in finding.rows)}
    assert {trace.id for trace in answer.traces} == shown


def test_a_measure_that_bears_none_of_the_views_asked_for_keeps_its_own(held: Dataset) -> None:
    assert one(held, stays(), "department").view_key == "sex"
    answer = asked(held, stays(), views=("language", "department", "language"))
    assert [finding.view_key for finding in answer.audit.findings] == ["language"]


def test_without_its_table_a_measure_says_what_is_missing(held: Dataset) -> None:
    declined = of_rows(InterpreterUse, IsTrue(InterpreterUse.declined), roles=(),
                       stratify_by=("sex",))  # fmt: skip
    finding = one(held, declined)
    assert not finding.computable
    assert finding.headline.startswith("Not computable because: The export holds no")


def test_things_are_shown_however_few_and_however_certain(held: Dataset) -> None:
    studies = of_rows(
        Study,
        Not(IsTrue(Study.english_required)),
        event=IsTrue(Study.nih_phase3),
        stratify_by=("sponsor",),
        people="studies",
        privacy=Privacy(1, "things"),
    )
    kept_back = replace(studies, privacy=Privacy())
    finding, people = asked(held, studies, kept_back).audit.findings
    assert [row.rate.text for row in finding.rows] == ["100.0%", "0.0%"]
    assert [row.denominator.text for row in finding.rows] == ["11", "1"]
    assert not any(row.rate.shown for row in people.rows)


def test_a_period_without_any_unit_is_shown_as_such(held: Dataset) -> None:
    question = Question(held, Period.parse("2020"), (stays(),))
    (finding,) = audit(question, NOBODY).audit.findings
    assert finding.computable
    assert finding.everybody is not None
    assert not finding.everybody.rate.shown
    assert finding.grade == "" or finding.grade == "S"


def test_care_is_never_less_than_what_the_measure_or_the_audit_asks() -> None:
    careful = Policy(threshold=20)
    assert care_for(stays(), careful).threshold == 20
    assert care_for(stays(privacy=Privacy(30)), careful).threshold == 30
    vendors = care_for(stays(privacy=Privacy(5, "vendors")), careful)
    assert (vendors.threshold, vendors.about) == (5, "vendors")


def test_certainty_is_told_only_where_it_betrays_nobody() -> None:
    rate = of_rows(Encounter, BEGUN, event=BEGUN)
    assert not care_for(rate, Policy()).certainty_approved
    assert care_for(rate, Policy(certainty_approved=True)).certainty_approved
    assert care_for(stays(), Policy()).certainty_approved
    assert care_for(replace(rate, privacy=Privacy(1, "things")), Policy()).certainty_approved


def test_no_key_of_a_person_or_visit_stands_in_an_audit(held: Dataset) -> None:
    assert "2025/1" not in str(asked(held, stays()).audit)
