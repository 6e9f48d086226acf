"""Each word a measure is declared in, on rows made up to be true, false or unknown for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.engine.made import Row, dataset, passing, value_sets

from commonweal.engine.session import Session
from commonweal.measures.criteria import (
    END,
    LOINC,
    START,
    Age,
    AgeAt,
    All,
    Any,
    Beside,
    Code,
    Coded,
    Criterion,
    During,
    Earlier,
    Has,
    Here,
    Inside,
    LastOf,
    LastValue,
    Latest,
    Lies,
    Missing,
    Not,
    NotTrue,
    OneOf,
    Overlaps,
    Present,
    Records,
    SameKey,
    Sex,
    ValueSet,
    Window,
    Within,
    either,
    every,
)
from commonweal.measures.measure import Unit
from commonweal.tables.clinical import Encounter, Observation, Patient, Procedure, ServiceRequest

A, B, C = Code("urn:s", "a"), Code("urn:s", "b"), Code("urn:s", "c")
SET, OTHER, HOLLOW = ValueSet("1.1", "one"), ValueSet("1.2", "two"), ValueSet("1.3", "none")
A1C, PANEL = Code(LOINC, "4548-4"), Code(LOINC, "85354-9")
SYSTOLIC, DIASTOLIC = Code(LOINC, "8480-6"), Code(LOINC, "8462-4")
EVERYBODY = {f"p{n}" for n in range(10)}

PEOPLE: list[Row] = [
    {"patient_key": "p0", "birth": "2000-12-31"},
    {"patient_key": "p1", "birth": "2001-01-01"},
    {"patient_key": "p2", "birth": "1960-02-29", "death": "2025-09-01"},
    *({"patient_key": f"p{n}"} for n in range(3, 10)),
]
VISITS: list[Row] = [
    {"encounter_key": "e0", "patient_key": "p0", "visit_class": "AMB", "type": [A.token],
     "start": "2025-02-01T09:00:00", "end": "2025-02-01T10:00:00", "status": "finished"},
    {"encounter_key": "e1", "patient_key": "p0", "visit_class": "IMP", "type": [B.token, C.token],
     "start": "2025-02-20T09:00:00", "end": "2025-03-03T10:00:00", "status": "finished"},
    {"encounter_key": "e2", "patient_key": "p1", "visit_class": "IMP", "type": [],
     "start": "2025-12-30", "end": "2026-01-02", "status": "planned"},
    {"encounter_key": "e3", "patient_key": "p2", "visit_class": "IMP", "type": [B.token],
     "start": "2024-11-01", "end": "2024-11-05"},
    {"encounter_key": "e4", "patient_key": "p2", "visit_class": "AMB", "start": "2025-03-01"},
    {"encounter_key": "e5", "patient_key": "p3", "visit_class": "AMB"},
    {"encounter_key": "e6", "patient_key": "nobody", "visit_class": "AMB", "type": [A.token],
     "start": "2025-02-01", "end": "2025-02-01"},
]  # fmt: skip
PROCEDURES: list[Row] = [
    {"procedure_key": "x0", "patient_key": "p0", "encounter_key": "e0", "code": [A.token],
     "start": "2025-02-01T09:30:00", "end": "2025-02-01T09:30:00"},
    {"procedure_key": "x1", "patient_key": "p0", "encounter_key": "e1", "code": [C.token],
     "start": "2025-01-29", "end": "2025-01-29"},
    {"procedure_key": "x2", "patient_key": "p1", "encounter_key": "e0", "code": [C.token],
     "start": "2025-06-01", "end": "2025-06-01"},
]  # fmt: skip
ORDERS: list[Row] = [
    {"service_request_key": "s0", "patient_key": "p0", "do_not_perform": True},
    {"service_request_key": "s1", "patient_key": "p1", "do_not_perform": False},
    {"service_request_key": "s2", "patient_key": "p2"},
]


def reading(key: str, patient: str, day: str, value: float | None, **more: object) -> Row:
    kind = None if value is None else "Quantity"
    return {"observation_key": key, "patient_key": patient, "code": [A1C.token], "start": day,
            "end": day, "value_num": value, "value_type": kind, "unit": "%"} | more  # fmt: skip


READINGS: list[Row] = [
    reading("o00", "p0", "2025-02-01T08:00:00", 9.5),
    reading("o01", "p0", "2025-02-01T12:00:00", 8.0),  # the lower of the last day counts
    reading("o02", "p0", "2025-01-01", 7.0),
    reading("o10", "p1", "2025-02-01", 9.5),
    reading("o11", "p1", "2024-02-01", 7.0),
    reading("o20", "p2", "2025-02-01", 9.0),
    reading("o30", "p3", "2025-02-01", None),
    reading("o31", "p3", "2025-02-01", 8.0),
    reading("o40", "p4", "2025-02-01", None, value_type="string"),
    reading("o50", "p5", "2025-02-01", 95.0, unit="mmol/mol"),
    reading("o60", "p6", "2024-02-01", 12.0),
]
PRESSURES: list[tuple[str, str, float | None, float | None]] = [
    ("p0", "2025-05-01T08:00:00", 150.0, 95.0),
    ("p0", "2025-05-01T12:00:00", 139.0, 89.0),
    ("p1", "2025-05-01", 140.0, 80.0),
    ("p2", "2025-05-01", 130.0, None),
    ("p3", "2025-04-01", 150.0, 95.0),
    ("p3", "2025-05-01", 130.0, 80.0),
]
PANELS = [
    reading(f"b{n}", who, day, None, code=[PANEL.token], value_type=None)
    for n, (who, day, _, _) in enumerate(PRESSURES)
]
PARTS: list[Row] = [
    {"component_key": f"b{n}/{place}", "observation_key": f"b{n}", "patient_key": who,
     "code": [code.token], "value_num": value, "unit": "mm[Hg]"}
    for n, (who, _, *pair) in enumerate(PRESSURES)
    for place, (code, value) in enumerate(zip((SYSTOLIC, DIASTOLIC), pair, strict=True))
]  # fmt: skip
PARTS += [
    {"component_key": "b5/2", "observation_key": "b5", "patient_key": "p3",
     "code": [DIASTOLIC.token], "value_num": 79.0, "unit": "mm[Hg]"},
]  # fmt: skip
SEXES = [
    ("p0", "admin_gender", "female", "stated"),
    ("p1", "admin_gender", "male", "stated"),
    ("p2", "admin_gender", None, "not_recorded"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("compile")
    made = dataset(
        home,
        {"patient": PEOPLE, "encounter": VISITS, "procedure": PROCEDURES, "service_request": ORDERS,
         "observation": READINGS + PANELS, "component": PARTS},
        SEXES,
    )  # fmt: skip
    sets = {SET.url: [A.token], OTHER.url: [B.token, "urn:s|z"], HOLLOW.url: []}
    with Session(made, value_sets(home / "sets.parquet", sets)) as opened:
        yield opened


def visits(*tests: object) -> Records:
    return Records(Encounter, tests)  # type: ignore[arg-type] # a list of any tests


VISIT = Records(Encounter)
CASES: dict[str, tuple[Criterion, set[str]]] = {
    "a patient has a record": (Has(VISIT), {"p0", "p1", "p2", "p3"}),
    "a patient has two": (Has(VISIT, at_least=2), {"p0", "p2"}),
    "a patient has three": (Has(VISIT, at_least=3), set()),
    "a text is one of some": (Has(visits(OneOf(Encounter.visit_class, ("EMER", "IMP")))),
                              {"p0", "p1", "p2"}),
    "a missing text is none of them": (Has(visits(OneOf(Encounter.status, ("finished",)))),
                                       {"p0"}),
    "a text is there": (Has(visits(Present(Encounter.status))), {"p0", "p1"}),
    "a point is there": (Has(visits(Present(Encounter.end))), {"p0", "p1", "p2"}),
    "a flag is false or missing": (Has(Records(ServiceRequest,
                                               (NotTrue(ServiceRequest.do_not_perform),))),
                                   {"p1", "p2"}),
    "coded by a code": (Has(visits(Coded(Encounter.type, (A,)))), {"p0"}),
    "any of its codings": (Has(visits(Coded(Encounter.type, (C,)))), {"p0"}),
    "coded by a set": (Has(visits(Coded(Encounter.type, (OTHER,)))), {"p0", "p2"}),
    "coded by a code or a set": (Has(visits(Coded(Encounter.type, (SET, B)))), {"p0", "p2"}),
    "an empty set holds nobody": (Has(visits(Coded(Encounter.type, (HOLLOW,)))), set()),
    "no codes hold nobody": (Has(visits(Coded(Encounter.type, ()))), set()),
    "a span overlaps the period": (Has(visits(Overlaps(Encounter.period))), {"p0", "p1", "p2"}),
    "a span is within the period": (Has(visits(During(Encounter.period))), {"p0"}),
    "a point lies in the period": (Has(visits(Lies(Encounter.start))), {"p0", "p1", "p2"}),
    "a point lies or is missing": (Has(visits(Lies(Encounter.start, or_missing=True))),
                                   {"p0", "p1", "p2", "p3"}),
    "an end lies in the period": (Has(visits(Lies(Encounter.end))), {"p0"}),
    "latest lies in the period": (Has(visits(Lies(Latest(Encounter.period)))), {"p0", "p2"}),
    "all tests of a record": (Has(visits(OneOf(Encounter.visit_class, ("IMP",)),
                                         Coded(Encounter.type, (A,)))), set()),
    "age at a visit": (Has(visits(AgeAt(Encounter.start, 24))), {"p0", "p1", "p2"}),
    "age at a visit, one more": (Has(visits(AgeAt(Encounter.start, 25))), {"p2"}),
    "age at the end of the period": (Age(END, least=25), {"p0", "p2"}),
    "age at most": (Age(END, most=25), {"p0", "p1"}),
    "age between": (Age(END, 24, 24), {"p1"}),
    "age at the start": (Age(START, 24, 24), {"p0", "p1"}),
    "an age without bounds is anybody's": (Age(END), EVERYBODY),
    "sex on record": (Sex("female"), {"p0"}),
    "all of": (every(Sex("female"), Has(VISIT)), {"p0"}),
    "all of nothing": (All(()), EVERYBODY),
    "any of": (either(Sex("male"), Age(END, least=60)), {"p1", "p2"}),
    "any of nothing": (Any(()), set()),
    "any inside all": (every(Has(VISIT), either(Sex("male"), Sex("female"))), {"p0", "p1"}),
    "not, and unknown is not true": (Not(Sex("female")), EVERYBODY - {"p0"}),
    "not of an age that is unknown": (Not(Age(END, least=18)), EVERYBODY - {"p0", "p1", "p2"}),
    "not of any": (Not(either(Sex("female"), Has(VISIT))), EVERYBODY - {"p0", "p1", "p2", "p3"}),
    "not of all": (Not(every(Sex("female"), Has(VISIT))), EVERYBODY - {"p0"}),
    "not not": (Not(Not(Sex("female"))), {"p0"}),
}  # fmt: skip


@pytest.mark.parametrize(("criterion", "wanted"), CASES.values(), ids=CASES)
def test_of_patients(session: Session, criterion: Criterion, wanted: set[str]) -> None:
    assert passing(session, criterion) == wanted


STAYS = visits(OneOf(Encounter.visit_class, ("IMP",)))
DONE = Records(Procedure)
LINKED: dict[str, tuple[Criterion, set[str]]] = {
    "the visit itself": (Here(STAYS), {"e1", "e2", "e3"}),
    "the visit's patient": (Has(STAYS), {"e0", "e1", "e2", "e3", "e4"}),
    "the visit's patient by sex": (Sex("male"), {"e2"}),
    "the visit's patient by age": (Age(END, least=60), {"e3", "e4"}),
    "by days, before and after": (
        Here(visits(Beside(DONE, (Within(Procedure.start, Encounter.start, before=3),)))), {"e0"}),
    "by days, wider": (
        Here(visits(Beside(DONE, (Within(Procedure.start, Encounter.start, before=22),)))),
        {"e0", "e1"}),
    "by days, after": (
        Here(visits(Beside(DONE, (Within(Procedure.start, Encounter.start, after=0),)))), {"e0"}),
    "by days, the other way round": (
        Here(visits(Beside(DONE, (Within(Encounter.start, Procedure.start, after=3),)))), {"e0"}),
    "inside the visit": (
        Here(visits(Beside(DONE, (Inside(Procedure.start, Encounter.period),)))), {"e0"}),
    "the same key": (
        Here(visits(Beside(DONE, (SameKey(Procedure.encounter_key, Encounter.encounter_key),)))),
        {"e0", "e1"}),
    "earlier": (Here(visits(Beside(DONE, (Earlier(Procedure.start, Encounter.start),)))), {"e0",
                                                                                         "e1",
                                                                                         "e2"}),
    "two links at once": (
        Here(visits(Beside(DONE, (SameKey(Encounter.encounter_key, Procedure.encounter_key),
                                  Earlier(Procedure.start, Encounter.start))))), {"e1"}),
    "none such": (Here(visits(Beside(DONE, (), none=True))), {"e3", "e4", "e5"}),
    "of one table, this is the one tested": (
        Here(visits(Beside(VISIT, (Earlier(Encounter.start, Encounter.start),)))), {"e0", "e3"}),
    "of one table, by days": (
        Here(visits(Beside(VISIT, (Within(Encounter.end, Encounter.start, before=30),
                                   Earlier(Encounter.start, Encounter.start))))), {"e0"}),
    "latest in a link": (
        Here(visits(Beside(DONE, (Within(Latest(Procedure.performed), Encounter.start),)))),
        {"e0"}),
    "of the patient": (
        Here(visits(Beside(Records(Patient), (Within(Encounter.start, Patient.death,
                                                     before=36525),)))), {"e3", "e4"}),
}  # fmt: skip


@pytest.mark.parametrize(("criterion", "wanted"), LINKED.values(), ids=LINKED)
def test_of_visits(session: Session, criterion: Criterion, wanted: set[str]) -> None:
    assert passing(session, criterion, Unit.ENCOUNTER) == wanted


LAST = LastOf(VISIT, by=Encounter.start)


@pytest.mark.parametrize(("criterion", "wanted"), [
    (Has(LAST), {"p0", "p1", "p2", "p3"}),
    (Has(LAST.that(OneOf(Encounter.visit_class, ("IMP",)))), {"p0", "p1"}),
    (Has(LAST.that(Coded(Encounter.type, (A,)))), set()),
    (Has(LastOf(visits(OneOf(Encounter.visit_class, ("AMB",))), by=Encounter.start).that(
        Coded(Encounter.type, (A,)))), {"p0"}),
    # A missing instant sorts first, so the visit that has one is the last.
    (Has(LastOf(VISIT, by=Encounter.end).that(OneOf(Encounter.visit_class, ("IMP",)))),
     {"p0", "p1", "p2"}),
])  # fmt: skip
def test_only_the_last_record_is_tested(
    session: Session, criterion: Criterion, wanted: set[str]
) -> None:
    assert passing(session, criterion) == wanted


READ = Records(Observation, (Coded(Observation.code, (A1C,)), Lies(Observation.start)))
EARLIER = Window(START.shifted(years=-1), START.shifted(days=-1))
BY = Latest(Observation.effective)
MEASURED = {f"p{n}" for n in range(6)}
PRESSED = Records(Observation, (Coded(Observation.code, (PANEL,)),))


def last(records: Records, **more: object) -> LastValue:
    return LastValue(records, BY, **more)  # type: ignore[arg-type] # passed on as they are


VALUES: dict[str, tuple[Criterion, set[str]]] = {
    "above, a missing number decides": (
        last(READ, above=9.0, missing=Missing.DECIDES), {"p1", "p3", "p5"}),
    "above, in one unit": (
        last(READ, above=9.0, unit="%", missing=Missing.DECIDES), {"p1", "p3"}),
    "above, or no reading at all": (
        last(READ, above=9.0, missing=Missing.DECIDES, no_reading=True),
        EVERYBODY - {"p0", "p2", "p4"}),
    "above, a missing number spoils": (last(READ, above=9.0), {"p1", "p5"}),
    "above, in one unit, spoils": (last(READ, above=9.0, unit="%"), {"p1"}),
    "below is strict": (last(READ, below=9.0), {"p0"}),
    "below zero is a limit too": (last(READ, below=0.0), set()),
    "of another window": (
        last(Records(Observation, (Coded(Observation.code, (A1C,)),
                                   Lies(Observation.start, EARLIER))), above=9.0), {"p6"}),
    "a part, the lowest of the last day": (
        last(PRESSED, component=SYSTOLIC, below=140.0), {"p0", "p2", "p3"}),
    "a part without number spoils": (last(PRESSED, component=DIASTOLIC, below=90.0), {"p0", "p1"}),
    "a part in another unit": (last(PRESSED, component=SYSTOLIC, below=140.0, unit="kPa"), set()),
    "a part in its unit": (
        last(PRESSED, component=SYSTOLIC, below=140.0, unit="mm[Hg]"), {"p0", "p2", "p3"}),
    "a part, or no reading": (
        last(PRESSED, component=DIASTOLIC, below=90.0, no_reading=True),
        EVERYBODY - {"p2", "p3"}),
}  # fmt: skip


@pytest.mark.parametrize(("criterion", "wanted"), VALUES.values(), ids=VALUES)
def test_last_values(session: Session, criterion: Criterion, wanted: set[str]) -> None:
    assert passing(session, criterion) == wanted


def test_an_orphan_row_is_of_nobody(session: Session) -> None:
    assert "e6" not in passing(session, Has(VISIT), Unit.ENCOUNTER)
    assert passing(session, Here(visits(Coded(Encounter.type, (A,)))), Unit.ENCOUNTER) == {"e0"}


def test_nothing_is_said_of_a_folder(tmp_path: Path) -> None:
    """An export of people only: every criterion over records is simply not met."""
    with Session(dataset(tmp_path, {"patient": PEOPLE}), None) as session:
        assert passing(session, Has(VISIT)) == set()
        assert passing(session, Not(Has(VISIT))) == EVERYBODY
        assert passing(session, last(READ, above=9.0, no_reading=True)) == EVERYBODY
