"""A work list holds everybody who missed a control, whatever their group, and opens no vault."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.unit.engine.made import YEAR, Row, dataset, measure, of_rows

from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.engine.worklist import missed, why_none
from commonweal.kinds import Problem
from commonweal.measures.criteria import All, Has, IsTrue, Known, OneOf, Records, Sex
from commonweal.measures.measure import Better, Measure, Role, Unit
from commonweal.measures.registry import find
from commonweal.tables.clinical import Encounter
from commonweal.tables.dataset import Dataset
from commonweal.tables.units.care import EdVisit, InterpretedVisit
from commonweal.tables.workforce import Staff

PATIENTS = [f"p{number:02d}" for number in range(40)]
VISITS: list[Row] = [
    {"encounter_key": f"{key}/{kind}", "patient_key": key, "visit_class": kind,
     "start": "2025-02-01"}
    for number, key in enumerate(PATIENTS)
    for kind in (["AMB"] if number % 2 else []) + (["VR"] if number % 3 == 0 else [])
]  # fmt: skip
GROUPS = ["asian", "white", "black", "nhpi"]


def seen(kind: str) -> Has:
    return Has(Records(Encounter, (OneOf(Encounter.visit_class, (kind,)),)))


def store(folder: Path, groups: Sequence[str]) -> Dataset:
    said = [(key, "raceeth_2024", group, "stated")
            for key, group in zip(PATIENTS, groups, strict=True)]  # fmt: skip
    said += [(key, "admin_gender", "female", "stated") for key in PATIENTS]
    patients = [{"patient_key": key, "birth": "1980-01-01"} for key in reversed(PATIENTS)]
    return dataset(folder, {"patient": patients, "encounter": VISITS}, said)


CONTROL = measure(seen("AMB"), event=seen("VR"))


@pytest.fixture
def held(tmp_path: Path) -> Dataset:
    return store(tmp_path, GROUPS * 10)


def test_everybody_counted_without_the_event_is_listed_in_the_order_of_keys(held: Dataset) -> None:
    expected = [key for n, key in enumerate(PATIENTS) if n % 2 and n % 3]
    found = missed(held, CONTROL, YEAR)
    assert list(found.keys) == expected
    assert (found.measure, found.period, found.version) == ("made.up", YEAR.key, held.version)


def test_where_lower_is_better_those_with_the_event_are_listed(held: Dataset) -> None:
    harmed = Measure(**{**vars(CONTROL), "better": Better.LOWER})
    expected = [key for n, key in enumerate(PATIENTS) if n % 2 and n % 3 == 0]
    assert list(missed(held, harmed, YEAR).keys) == expected


def test_it_is_made_with_the_vault_gone_altogether(held: Dataset) -> None:
    before = missed(held, CONTROL, YEAR)
    shutil.rmtree(held.store / "vault")
    assert missed(held, CONTROL, YEAR) == before


def test_it_is_the_same_to_the_byte_when_what_people_said_is_shuffled(
    held: Dataset, tmp_path: Path
) -> None:
    first = missed(held, CONTROL, YEAR)
    shuffled = sorted(GROUPS * 10, reverse=True)
    second = missed(store(tmp_path / "again", shuffled), CONTROL, YEAR)
    assert "\n".join(first.keys).encode() == "\n".join(second.keys).encode()
    assert first.digest == second.digest


def test_a_blind_look_holds_nothing_that_people_said(held: Dataset) -> None:
    with Session(held, None, blind=True) as look:
        assert look.run(fill("SELECT count(*) FROM vault_attribute")) == [(0,)]


def test_visits_are_listed_by_their_own_key(held: Dataset) -> None:
    visits = measure(seen("AMB"), event=seen("VR"), unit=Unit.ENCOUNTER)
    found = missed(held, visits, YEAR).keys
    assert all("/" in key for key in found)
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (measure(All((seen("AMB"), Sex("female"))), event=seen("VR")), "what people say"),
        (of_rows(InterpretedVisit, Known(InterpretedVisit.encounter_key),
                 event=IsTrue(InterpretedVisit.provided),
                 better=Better.HIGHER), "what people say"),
        (of_rows(EdVisit, Known(EdVisit.encounter_key),
                 roles=(Role("value", EdVisit.wait),)), "nothing that a patient could miss"),
        (measure(seen("AMB"), event=seen("VR"), key="made.up"), ""),
        (of_rows(Staff, Known(Staff.person_key), event=Known(Staff.first_hire)), "no patients"),
    ],
)  # fmt: skip
def test_a_measure_that_gives_no_list_says_why(declared: Measure, says: str) -> None:
    reason = why_none(declared, YEAR)
    assert says in reason
    assert bool(says) == bool(reason)


def test_a_measure_where_neither_way_is_better_gives_none(held: Dataset) -> None:
    neither = Measure(**{**vars(CONTROL), "better": Better.NEITHER})
    with pytest.raises(Problem) as raised:
        missed(held, neither, YEAR)
    assert raised.value.code == "worklist-none"


def test_emergency_visits_give_a_list_without_the_vault() -> None:
    assert why_none(find("care.left_without_being_seen"), YEAR) == ""


def test_a_missing_value_set_is_named_before_anything_is_listed(held: Dataset) -> None:
    with pytest.raises(Problem) as raised:
        missed(held, find("care.bp_control"), YEAR)
    assert raised.value.code == "worklist-not-computable"
