"""At which step each unit leaves: the order of the ways out, people beside rows, stable text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.engine.made import YEAR, Row, dataset, measure, steps

from commonweal.engine import rows
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.kinds import Period
from commonweal.measures.criteria import Code as TheCode
from commonweal.measures.criteria import Coded, Criterion, Has, Lies, OneOf, Records
from commonweal.measures.measure import Measure, Step, Unit
from commonweal.measures.registry import find
from commonweal.tables.clinical import Encounter
from commonweal.tables.views import by_name

GOLDEN = Path(__file__).parent / "golden"
MARKS = ("in", "also", "out", "out2", "excused", "excused2", "met")
PEOPLE: list[Row] = [
    {"patient_key": f"p{number}", "source_id": "north" if number % 2 else "south"}
    for number in range(2 ** len(MARKS))
]
VISITS: list[Row] = [
    {"encounter_key": f"p{number}/{mark}", "patient_key": f"p{number}", "visit_class": "AMB",
     "type": [f"urn:s|{mark}"], "start": "2025-02-01", "org_key": "o1"}
    for number in range(2 ** len(MARKS))
    for place, mark in enumerate(MARKS)
    if number >> place & 1
]  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    tables = {"patient": PEOPLE, "encounter": VISITS,
              "organization": [{"org_key": "o1", "label": "North's \"best\""}]}  # fmt: skip
    made = dataset(tmp_path_factory.mktemp("rows"), tables)
    with Session(made, None) as opened:
        yield opened


def marked(mark: str) -> Criterion:
    return Has(Records(Encounter, (Coded(Encounter.type, (TheCode("urn:s", mark),)),)))


WHOLE = measure(
    marked("in"),
    event=marked("met"),
    denominator=(Step("also", marked("also")),),
    exclusions=(Step("out", marked("out")), Step("out2", marked("out2"))),
    exceptions=(Step("excused", marked("excused")), Step("excused2", marked("excused2"))),
)


def way_out(marks: set[str]) -> str:
    """Say by measure-logic, common 1.1, where somebody with these marks must leave."""
    if "in" not in marks:
        return "not step 0"
    if "also" not in marks:
        return "not also"
    for mark in ("out", "out2"):
        if mark in marks:
            return f"excluded: {mark}"
    if "met" in marks:
        return "met"
    for mark in ("excused", "excused2"):
        if mark in marks:
            return f"exception: {mark}"
    return "not_met"


def test_every_mix_of_marks_leaves_by_the_right_way(session: Session) -> None:
    found = {who: WHOLE.steps[step] for who, step in steps(session, WHOLE).items()}
    assert found == {
        f"p{number}": way_out({m for place, m in enumerate(MARKS) if number >> place & 1})
        for number in range(2 ** len(MARKS))
    }


def test_rows_of_measures_and_periods_stand_in_one_table(session: Session) -> None:
    visits = measure(marked("in"), unit=Unit.ENCOUNTER, key="made.visits")
    periods = (YEAR, Period.parse("2024"))
    session.prepare((WHOLE, visits))
    rows.build(session, "both", (WHOLE, visits), periods, (by_name("sex"), by_name("site")))
    found = session.run(
        fill("SELECT measure, period, count(*) FROM both GROUP BY ALL ORDER BY ALL")
    )
    assert found == [
        (key, period.key, count)
        for key, count in (("made.up", len(PEOPLE)), ("made.visits", len(VISITS)))
        for period in reversed(periods)
    ]


def test_a_visit_stands_at_its_own_place_and_a_person_at_home(session: Session) -> None:
    visits = measure(marked("in"), unit=Unit.ENCOUNTER, key="made.visits")
    session.prepare((WHOLE, visits))
    rows.build(session, "placed", (WHOLE, visits), (YEAR,), (by_name("site"),))
    found = session.run(
        fill(
            "SELECT measure, unit_key, site, v_site, source FROM placed "
            "WHERE patient_key IN ('p0', 'p1') ORDER BY measure, unit_key"
        )
    )
    assert found == [
        ("made.up", "p0", "not_recorded", "not_recorded", "south"),
        ("made.up", "p1", 'North\'s "best"', 'North\'s "best"', "north"),
        ("made.visits", "p1/in", 'North\'s "best"', 'North\'s "best"', "north"),
    ]


def test_visits_outside_the_period_are_units_too_and_leave_at_the_first_step(
    session: Session,
) -> None:
    begun = Records(Encounter, (Lies(Encounter.start),))
    declared = measure(Has(begun), unit=Unit.ENCOUNTER)
    assert set(steps(session, declared, Period.parse("2024")).values()) == {0}
    assert set(steps(session, declared).values()) == {1}


SMALL = measure(
    Has(
        Records(
            Encounter,
            (OneOf(Encounter.visit_class, ("AMB", "it's")), Lies(Encounter.start)),
        )
    ),
    event=marked("met"),
    exclusions=(Step("out", marked("out")),),
    key="made.small",
)


@pytest.mark.parametrize(
    "declared", [SMALL, find("care.ed_visits_simple")], ids=lambda declared: declared.key
)
def test_the_text_of_a_query_is_stable(declared: Measure) -> None:
    """Somebody who meant to change the text copies it to the golden file and reads the change."""
    golden = GOLDEN / f"{declared.key}.sql"
    assert rows.sql_of(declared, YEAR) + "\n" == golden.read_text()


def test_the_text_is_the_same_however_often_it_is_written() -> None:
    assert rows.sql_of(SMALL, YEAR) == rows.sql_of(SMALL, YEAR)
    assert rows.sql_of(SMALL, Period.parse("2024")) != rows.sql_of(SMALL, YEAR)


def test_counting_does_not_change_the_text(session: Session) -> None:
    before = rows.sql_of(SMALL, YEAR)
    steps(session, SMALL)
    assert rows.sql_of(SMALL, YEAR) == before
