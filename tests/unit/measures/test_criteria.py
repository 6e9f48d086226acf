"""The words of a declaration: what they hold, and what a misspelling does."""

from __future__ import annotations

import importlib.util
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from commonweal.measures.criteria import (
    END,
    LOINC,
    PERIOD,
    START,
    Age,
    All,
    Any,
    Code,
    Edge,
    Has,
    LastOf,
    LastValue,
    Missing,
    Moment,
    OneOf,
    Precision,
    Present,
    Records,
    Sex,
    ValueSet,
    Window,
    either,
    every,
)
from commonweal.tables.clinical import Encounter, Observation

ROOT = Path(__file__).resolve().parents[3]


def test_a_code_is_told_by_system_and_code_only() -> None:
    assert Code(LOINC, "1-1", "one way").token == Code(LOINC, "1-1", "another").token
    assert Code(LOINC, "1-1").token == f"{LOINC}|1-1"


def test_a_value_set_has_one_address() -> None:
    assert ValueSet("1.2", "a").url == "http://cts.nlm.nih.gov/fhir/ValueSet/1.2"


def test_moments_move_and_the_first_stays() -> None:
    moved = START.shifted(years=-1, months=2).shifted(years=-1, days=3).set_to(10, 1)
    assert moved == Moment(Edge.START, -2, 2, 3, (10, 1))
    assert Moment(Edge.START) == START
    assert END.shifted() == END


def test_a_window_is_by_day_and_closed_unless_told() -> None:
    assert Window(START, END) == PERIOD
    assert PERIOD.precision is Precision.DAY
    assert not PERIOD.end_open


def test_records_narrow_and_the_wider_stay() -> None:
    visits = Records(Encounter)
    narrowed = visits.that(Present(Encounter.end)).that(OneOf(Encounter.status, ("finished",)))
    assert visits.tests == ()
    assert narrowed.tests == (Present(Encounter.end), OneOf(Encounter.status, ("finished",)))
    assert narrowed.table is Encounter


def test_the_last_is_chosen_before_it_is_tested() -> None:
    last = LastOf(Records(Encounter), by=Encounter.start)
    tested = last.that(Present(Encounter.end))
    assert last.tests == ()
    assert tested.tests == (Present(Encounter.end),)
    assert tested.records == Records(Encounter)
    assert tested.table is Encounter


def test_criteria_are_joined() -> None:
    old, female = Age(END, least=65), Sex("female")
    assert every(old, female) == All((old, female))
    assert either(old, female) == Any((old, female))


def test_defaults_say_what_the_reference_says() -> None:
    assert Has(Records(Encounter)).at_least == 1
    value = LastValue(Records(Observation), Observation.start, above=9)
    assert value.missing is Missing.SPOILS
    assert not value.no_reading
    assert value.unit is None


def test_equal_declarations_are_one_and_can_not_be_changed() -> None:
    first = Has(Records(Encounter, (OneOf(Encounter.status, ("finished",)),)))
    second = Has(Records(Encounter, (OneOf(Encounter.status, ("finished",)),)))
    assert first == second
    assert hash(first) == hash(second)
    with pytest.raises(FrozenInstanceError):
        first.at_least = 2  # type: ignore[misc] # the point of the test


@pytest.mark.parametrize(("table", "column"), [
    ("Encounter", "stat"), ("Encounter", "visitclass"), ("Observation", "value"),
    ("Patient", "race"),
])  # fmt: skip
def test_a_misspelt_column_fails_when_the_file_is_loaded(
    tmp_path: Path, table: str, column: str
) -> None:
    """Protected attributes are no columns either: a measure can not read them but by Sex."""
    path = tmp_path / "misspelt.py"
    path.write_text(
        "from commonweal.measures.criteria import Present, Records\n"
        f"from commonweal.tables.clinical import {table}\n"
        f"RECORDS = Records({table}, (Present({table}.{column}),))\n"
    )
    spec = importlib.util.spec_from_file_location("misspelt", path)
    assert spec is not None
    assert spec.loader is not None
    with pytest.raises(AttributeError, match=column):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def test_a_misspelt_field_fails_when_the_file_is_loaded() -> None:
    with pytest.raises(TypeError, match="atleast"):
        Has(Records(Encounter), atleast=2)  # type: ignore[call-arg] # the point of the test
