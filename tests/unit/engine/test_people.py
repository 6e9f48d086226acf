"""One line a person: the group of every view, in every state that the record may be in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.engine.made import YEAR, Row, dataset

from commonweal.engine import people
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.kinds import Period
from commonweal.tables.views import VIEWS, View, by_name

BESIDE_PEOPLE = tuple(view for view in VIEWS if not view.column and view.key != "whole")

PEOPLE: list[Row] = [{"patient_key": f"p{n}", "source_id": "north"} for n in range(12)]
BORN = {
    "p0": "2025-12-31", "p1": "2007-12-31", "p2": "2008-01-01", "p3": "1981-01-01",
    "p4": "1980-12-31", "p5": "1960-12-31", "p6": "1945-12-31", "p7": "1905-01-01",
    "p8": "2026-01-01", "p10": "1946-01-01", "p11": "1961-01-01",
}  # fmt: skip
for _row in PEOPLE:
    _row["birth"] = BORN.get(_row["patient_key"])
STATED = "stated"
ANSWERS = [
    ("p0", "raceeth_2024", "asian", STATED),
    ("p1", "raceeth_2024", "white", STATED),
    ("p1", "raceeth_2024", "black", STATED),
    ("p2", "raceeth_2024", None, "declined"),
    ("p3", "raceeth_2024", None, "not_asked"),
    ("p4", "raceeth_2024", "asian", STATED),
    ("p4", "raceeth_2024", "asian", STATED),
    ("p5", "raceeth_2024", "nhpi", STATED),
    ("p5", "raceeth_2024", None, "invalid"),
    ("p6", "raceeth_2024", None, "unknown"),
    ("p0", "lang_group", "es", STATED),
    ("p1", "lang_group", "xx-quote'd", STATED),
    ("p0", "admin_gender", "female", STATED),
    ("p0", "interpreter_needed", "yes", STATED),
    ("p0", "legacy_re", "hispanic", STATED),
]
ORGANIZATIONS: list[Row] = [
    {"org_key": "o1", "label": "North"}, {"org_key": "o2", "label": "South"},
    {"org_key": "o3", "label": "North"}, {"org_key": "o4"},
]  # fmt: skip


def visit(key: str, patient: str, org: str | None, day: str | None) -> Row:
    return {"encounter_key": key, "patient_key": patient, "org_key": org, "start": day}


VISITS: list[Row] = [
    visit("a0", "p0", "o1", "2025-01-05"),
    visit("a1", "p0", "o2", "2025-02-05"),
    visit("a2", "p0", "o3", "2025-01-06"),  # of one name with o1: two visits to North
    visit("b0", "p1", "o1", "2025-01-05T09:00:00"),
    visit("b1", "p1", "o2", "2025-01-05T10:00:00"),  # a tie: the later
    visit("c0", "p2", "o2", "2025-01-05"),
    visit("c1", "p2", "o1", "2025-01-05"),  # a tie to the instant: by name
    visit("d0", "p3", "o1", "2025-01-05"),
    visit("d1", "p3", "o2", "2024-12-31"),
    visit("d2", "p3", "o2", "2026-01-01"),  # outside the period
    visit("e0", "p4", None, "2025-01-05"),
    visit("f0", "p5", "o4", "2025-01-05"),  # a place without a name
    visit("g0", "p6", "o9", "2025-01-05"),  # a place that is in no table
    visit("h0", "p7", "o1", None),
]
COVERAGES: list[Row] = [
    {"coverage_key": "k0", "patient_key": "p0", "payer_group": "medicaid", "start": "2024-01-01"},
    {"coverage_key": "k1", "patient_key": "p0", "payer_group": "commercial", "start": "2025-06-01"},
    {"coverage_key": "k2", "patient_key": "p0", "payer_group": "medicare", "start": "2026-01-01"},
    {"coverage_key": "k3", "patient_key": "p1", "payer_group": "dual", "start": "2025-01-01"},
    {"coverage_key": "k4", "patient_key": "p1", "payer_group": "self_pay", "start": "2025-01-01"},
    {"coverage_key": "k5", "patient_key": "p2", "payer_group": "medicare"},
    {"coverage_key": "k6", "patient_key": "p3", "payer_group": "medicaid"},
    {"coverage_key": "k7", "patient_key": "p3", "payer_group": "medicare", "start": "2025-12-31"},
    {"coverage_key": "k8", "patient_key": "p4", "payer_group": "medicaid", "start": "2025-01-01"},
    {"coverage_key": "k9", "patient_key": "p4", "start": "2025-02-01"},  # payer not understood
    {"coverage_key": "l0", "patient_key": "p5", "payer_group": "medicaid", "start": "2026-01-01"},
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    tables = {"patient": PEOPLE, "encounter": VISITS, "organization": ORGANIZATIONS,
              "coverage": COVERAGES}  # fmt: skip
    made = dataset(tmp_path_factory.mktemp("people"), tables, ANSWERS)
    with Session(made, None) as opened:
        yield opened


def shown(session: Session, view: View, period: Period = YEAR) -> dict[str, object]:
    people.build(session, "shown", (view,), period)
    query = fill(f"SELECT patient_key, v_{view.key} FROM shown")
    return {str(who): value for who, value in session.run(query)}


RECORDED = {f"p{n}": "not_recorded" for n in range(12)}


@pytest.mark.parametrize(("name", "wanted"), [
    ("race_ethnicity", {
        "p0": "asian", "p1": "multiple", "p2": "declined", "p3": "not_asked", "p4": "asian",
        "p5": "nhpi", "p6": "unknown"}),
    ("language", {"p0": "es", "p1": "xx-quote'd"}),
    ("sex", {"p0": "female"}),
    ("interpreter_needed", {"p0": "yes"}),
    ("legacy_re", {"p0": "hispanic"}),
    ("age", {
        "p0": "00-17", "p1": "18-44", "p2": "00-17", "p3": "18-44", "p4": "45-64", "p5": "65-79",
        "p6": "80+", "p7": "80+", "p8": "not_recorded", "p10": "65-79", "p11": "45-64"}),
    ("payer", {
        "p0": "medicaid", "p1": "dual", "p2": "medicare", "p3": "dual",
        "p4": "medicaid"}),
    ("site", {
        "p0": "North", "p1": "South", "p2": "North", "p3": "North", "p5": "o4", "p6": "o9"}),
])  # fmt: skip
def test_a_view_shows_each_person_once(session: Session, name: str, wanted: dict[str, str]) -> None:
    assert shown(session, by_name(name)) == RECORDED | wanted


def test_an_overlapping_view_shows_every_answer_once(session: Session) -> None:
    wanted = {who: ["not_recorded"] for who in RECORDED} | {
        "p0": ["asian"], "p1": ["black", "white"], "p2": ["declined"], "p3": ["not_asked"],
        "p4": ["asian"], "p5": ["nhpi"], "p6": ["unknown"],
    }  # fmt: skip
    assert shown(session, by_name("race_any")) == wanted


def test_sites_payers_and_ages_are_those_of_the_period(session: Session) -> None:
    before = Period.parse("2024")
    assert shown(session, by_name("site"), before) == RECORDED | {"p3": "South"}
    assert shown(session, by_name("payer"), before) == RECORDED | {
        "p0": "medicaid", "p2": "medicare", "p3": "medicaid",
    }  # fmt: skip
    ages = shown(session, by_name("age"), before)
    assert (ages["p0"], ages["p1"], ages["p3"], ages["p4"]) == (
        "not_recorded", "00-17", "18-44", "18-44",
    )  # fmt: skip


def test_all_views_stand_beside_one_another(session: Session) -> None:
    people.build(session, "all_views", BESIDE_PEOPLE, YEAR)
    found = session.run(fill("SELECT * FROM all_views WHERE patient_key = 'p0'"))
    assert found == [(
        "p0", "north", "North", "asian", ["asian"], "hispanic", "not_recorded", "not_recorded",
        "es", "female", "yes", "00-17", "medicaid", "North",
    )]  # fmt: skip
    assert session.run(fill("SELECT count(*) FROM all_views")) == [(12,)]


def spans(*held: tuple[str, str | None, str | None]) -> list[Row]:
    """Coverages of one person: (payer, first day, last day)."""
    return [
        {"coverage_key": f"k{n}", "patient_key": "p0", "payer_group": payer, "start": start,
         "end": end}
        for n, (payer, start, end) in enumerate(held)
    ]  # fmt: skip


CARE, CAID, OWN = "medicare", "medicaid", "commercial"


COVERED: list[tuple[list[tuple[str, str | None, str | None]], str]] = [
    # A coverage counts when it shares a day with the period.
    ([(OWN, "2024-01-01", "2024-12-31")], "not_recorded"),
    ([(OWN, "2024-01-01", "2025-01-01")], OWN),
    ([(OWN, "2025-12-31", "2026-12-31")], OWN),
    ([(OWN, "2026-01-01", "2026-12-31")], "not_recorded"),
    ([(OWN, "2025-03-03T10:00:00", "2025-03-03T11:00:00")], OWN),
    # Where an end or a start is missing it runs on.
    ([(OWN, "2019-01-01", None)], OWN),
    ([(OWN, None, "2025-01-01")], OWN),
    ([(OWN, None, "2024-12-31")], "not_recorded"),
    ([(OWN, None, None)], OWN),
    # A partial end is as late as it may be.
    ([(OWN, "2024-01-01", "2025")], OWN),
    ([(OWN, "2024-01-01", "2024")], "not_recorded"),
    ([(OWN, "2024-01-01", "2025-01")], OWN),
    ([(OWN, "2024-01-01", "2024-12")], "not_recorded"),
    ([(CARE, "2024-01-01", "2025-03"), (CAID, "2025-03-31", None)], "dual"),
    # One that has ended is not taken for one that runs, however late it began.
    ([(CAID, "2020-01-01", None), (OWN, "2024-06-01", "2024-12-31")], CAID),
    # Both on one day of the period: dual.
    ([(CARE, "2025-01-01", "2025-06-30"), (CAID, "2025-06-30", "2025-12-31")], "dual"),
    ([(CAID, "2025-01-01", "2025-06-30"), (CARE, "2025-06-30", "2025-12-31")], "dual"),
    ([(CARE, "2025-01-01", "2025-12-31"), (CAID, "2025-03-01", "2025-03-02")], "dual"),
    ([(CARE, "2020-01-01", None), (CAID, "2021-01-01", None)], "dual"),
    ([(CARE, None, None), (OWN, "2025-02-01", None), (CAID, "2025-03-01", None)], "dual"),
    ([(CARE, "2025-01-01", "2025-06-30"), (CAID, "2025-07-01", "2025-12-31")], CARE),
    ([(CAID, "2025-01-01", "2025-06-30"), (CARE, "2025-07-01", "2025-12-31")], CARE),
    ([(CARE, "2024-01-01", "2025-01-31"), (CAID, "2024-01-01", "2024-12-31")], CARE),
    ([(CARE, "2025-12-01", None), (CAID, "2026-01-01", None)], CARE),
    # A span that ends before it begins shares no day with another.
    ([(CARE, "2025-01-01", None), (CAID, "2025-06-01", "2025-03-01")], CARE),
    ([(CARE, "2025-06-01", "2025-03-01"), (CAID, "2025-01-01", None)], CARE),
    # Else the order of the groups, whichever is the latest.
    ([("dual", "2025-01-01", "2025-01-02"), (CARE, "2025-02-01", None)], "dual"),
    ([(CAID, "2025-01-01", "2025-01-02"), (CARE, "2025-02-01", None)], CARE),
    ([("other_public", "2025-02-01", None), (CAID, "2025-01-01", "2025-01-02")], CAID),
    ([(OWN, "2025-02-01", None), ("other_public", "2025-01-01", None)], "other_public"),
    ([("self_pay", "2025-02-01", None), (OWN, "2025-01-01", None)], OWN),
    ([("none", "2025-02-01", None), ("self_pay", "2025-01-01", None)], "self_pay"),
    ([("another", "2025-02-01", None), ("none", "2025-01-01", None)], "none"),
    ([("b", "2025-02-01", None), ("a", "2025-01-01", None)], "a"),
]  # fmt: skip


@pytest.mark.parametrize("step", [1, -1], ids=["forth", "back"])
def test_who_pays_follows_from_the_coverages_of_the_period(tmp_path: Path, step: int) -> None:
    people: list[Row] = [{"patient_key": f"q{n}", "birth": None} for n in range(len(COVERED))]
    held = [
        {**row, "patient_key": who["patient_key"], "coverage_key": f"{who['patient_key']} {n}"}
        for who, (given, _) in zip(people, COVERED, strict=True)
        for n, row in enumerate(spans(*given[::step]))
    ]
    made = dataset(tmp_path, {"patient": people, "coverage": held})
    with Session(made, None) as opened:
        found = shown(opened, by_name("payer"))
    wanted = {f"q{n}": payer for n, (_, payer) in enumerate(COVERED)}
    assert found == wanted


def test_each_person_has_payers_of_their_own(tmp_path: Path) -> None:
    held = spans((CARE, "2025-01-01", None), (CAID, "2025-01-01", None))
    held[1]["patient_key"] = "p1"
    made = dataset(tmp_path, {"patient": PEOPLE[:2], "coverage": held})
    with Session(made, None) as opened:
        assert shown(opened, by_name("payer")) == {"p0": CARE, "p1": CAID}


CROSSED = (("race_detail", "2034-7", "chinese"), ("raceeth_2024", "asian", "asian"),
           ("raceeth_2024", "white", "pale"), ("raceeth_2024", "black", "dark"))  # fmt: skip
DETAILED = [("p0", "race_detail", "2034-7", STATED), ("p4", "race_detail", "9999-9", STATED)]


@pytest.fixture(scope="module")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    made = dataset(tmp_path_factory.mktemp("detailed"), {"patient": PEOPLE}, ANSWERS + DETAILED)
    with Session(made, None) as opened:
        yield opened


def test_a_list_of_values_takes_the_finest_answer_and_keeps_every_reason(
    detailed: Session,
) -> None:
    view = View("state", "race of the state", (), crosswalk=CROSSED, multiple="several")
    wanted = {
        "p0": "chinese", "p1": "several", "p2": "declined", "p3": "not_asked", "p4": "asian",
        "p5": "unplaced", "p6": "unknown",
    }  # fmt: skip
    assert shown(detailed, view) == RECORDED | wanted


def test_a_list_of_values_that_overlaps_shows_every_value_of_a_person(detailed: Session) -> None:
    view = View("state", "race of the state", (), True, crosswalk=CROSSED)
    found = shown(detailed, view)
    assert (found["p1"], found["p5"], found["p2"], found["p9"]) == (
        ["dark", "pale"], ["unplaced"], ["declined"], ["not_recorded"],
    )  # fmt: skip


def test_answers_without_a_place_in_a_list_are_named_with_their_people(detailed: Session) -> None:
    view = View("state", "race of the state", (), crosswalk=CROSSED)
    assert people.unplaced(detailed, view) == (
        ("race_detail", "9999-9", 1), ("raceeth_2024", "nhpi", 1),
    )  # fmt: skip


def test_race_and_ethnicity_are_asked_apart(tmp_path: Path) -> None:
    said = [("p0", "race_1997", "black", STATED), ("p0", "race_1997", "white", STATED),
            ("p0", "ethnicity_1997", "hispanic", STATED),
            ("p1", "race_1997", None, "not_recorded"),
            ("p1", "ethnicity_1997", "not_hispanic", STATED)]  # fmt: skip
    with Session(dataset(tmp_path, {"patient": PEOPLE}, said), None) as opened:
        race, ethnicity = by_name("race"), by_name("ethnicity")
        assert shown(opened, race) == RECORDED | {"p0": "multiple"}
        assert shown(opened, ethnicity) == RECORDED | {"p0": "hispanic", "p1": "not_hispanic"}
