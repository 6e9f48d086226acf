"""What a measure reads, and why it can not be computed, in whole sentences."""

from __future__ import annotations

from pathlib import Path

from tests.unit.engine.made import measure

from commonweal.engine import needs
from commonweal.measures.criteria import (
    LOINC,
    Beside,
    Code,
    Coded,
    Has,
    LastOf,
    LastValue,
    Not,
    Records,
    Sex,
    ValueSet,
    either,
)
from commonweal.measures.measure import Step
from commonweal.measures.registry import find
from commonweal.tables.clinical import Component, Condition, Encounter, Observation, Procedure
from commonweal.tables.dataset import Dataset

ONE, TWO = ValueSet("1.1", "Zebra visits"), ValueSet("1.2", "Acute visits")
CODE, PART = Code(LOINC, "1-1"), Code(LOINC, "2-2")


def held(*tables: str) -> Dataset:
    return Dataset(Path("nowhere"), "0" * 16, frozenset(tables))


def test_a_declaration_is_walked_to_its_last_corner() -> None:
    inner = Records(Procedure, (Coded(Procedure.code, (TWO,)),))
    declared = measure(
        Not(either(Sex("male"), Has(LastOf(Records(Condition), by=Condition.onset)))),
        event=Has(Records(Encounter, (Coded(Encounter.type, (ONE, CODE)), Beside(inner, ())))),
    )
    found = needs.of(declared)
    assert found.tables == {"patient", "condition", "encounter", "procedure"}
    assert found.value_sets == {ONE, TWO}
    assert found.codes == {CODE}
    assert found.tokens == {Encounter.type, Procedure.code}


def test_a_value_reads_observations_and_only_a_part_reads_components() -> None:
    by, records = Observation.start, Records(Observation)
    whole = needs.of(measure(LastValue(records, by, above=1)))
    assert whole.tables == {"patient", "observation"}
    assert whole.tokens == frozenset()
    part = needs.of(measure(LastValue(records, by, component=PART, above=1)))
    assert part.tables == {"patient", "observation", "component"}
    assert part.tokens == {Component.code}
    assert part.codes == {PART}


def test_exclusions_exceptions_and_denominator_are_walked_too() -> None:
    declared = measure(
        Sex("male"),
        denominator=(Step("b", Has(Records(Condition))),),
        exclusions=(Step("c", Has(Records(Procedure))),),
        exceptions=(Step("d", Has(Records(Observation))),),
    )
    assert needs.of(declared).tables == {"patient", "condition", "procedure", "observation"}


def test_nothing_stands_in_the_way() -> None:
    declared = measure(Has(Records(Encounter, (Coded(Encounter.type, (ONE,)),))))
    assert needs.why_not(declared, held("patient"), frozenset({ONE.url})) == ()


def test_missing_tables_are_named_as_their_engineer_knows_them() -> None:
    declared = measure(Sex("male"), needs=("patient", "encounter", "service_request"))
    assert needs.why_not(declared, held("patient"), frozenset()) == (
        "The export holds no Encounter, ServiceRequest.",
    )


def test_missing_value_sets_are_counted_and_one_is_named() -> None:
    declared = measure(
        Has(Records(Encounter, (Coded(Encounter.type, (ONE, TWO)),))), needs=("appointment",)
    )
    assert needs.why_not(declared, held("patient"), frozenset()) == (
        "The export holds no Appointment.",
        "2 value sets are not loaded, such as Acute visits.",
    )


def test_tables_looked_at_but_not_needed_are_told_when_absent() -> None:
    declared = measure(Has(Records(Procedure)), event=Has(Records(Condition)))
    assert needs.unseen(declared, held("patient")) == ("Condition", "Procedure")
    assert needs.unseen(declared, held("patient", "condition", "procedure")) == ()
    # What is needed and absent is a reason not to compute, and is not told twice.
    assert needs.unseen(find("care.ed_visits_simple"), held()) == ()


def test_a_table_made_from_no_resource_is_called_by_its_name() -> None:
    assert needs.described_source("interpreter_use") == "interpreter_use"
    assert needs.described_source("coverage") == "Coverage"
