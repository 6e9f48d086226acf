"""Write the made-up health system as OMOP 5.4 too: the same people, the same care, as CSV tables.

What the model has no place for is not there: orders and referrals, why something was not done,
bookings, help with language and the times of the tracking board.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from commonweal.sample import persons, records, writing
from commonweal.sample.codes import CVX, LOINC, RXNORM, SNOMED, Coding
from commonweal.sample.drawn import Drawn
from commonweal.sample.made import Row
from commonweal.sample.people import (
    BIRTH_SEXES,
    DECLINED,
    GENDERS,
    LANGUAGES,
    MISSING,
    NEEDS,
    NOBODY,
    NOT_ASKED,
    ORIGINS,
    STATED,
    UNKNOWN,
    ZIPS,
)
from commonweal.sample.places import HOSPITALS, SCHOOL
from commonweal.sample.shapes import Resource

UCUM, SOPT = "http://unitsofmeasure.org", "https://nahdo.org/sopt"
_VOCABULARIES = {
    SNOMED: "SNOMED", LOINC: "LOINC", CVX: "CVX", RXNORM: "RxNorm", UCUM: "UCUM", SOPT: "SOPT",
}  # fmt: skip
_CLASSES = {"laboratory": "Lab Test", "survey": "Survey"}
_RACES = {"aian": 8657, "asian": 8515, "black": 8516, "nhpi": 8557, "white": 8527}
_ETHNICITIES = {True: 38003563, False: 38003564}
_GENDERS = {"female": 8532, "male": 8507, "other": 8521, "unknown": 8551}
_VISITS = {"AMB": 9202, "VR": 5083, "HH": 581476, "EMER": 9203, "IMP": 9201}
_UNSAID = {DECLINED: "ASKU", UNKNOWN: "UNK", NOT_ASKED: "not-asked", MISSING: ""}
_RACE, _LANGUAGE, _INTERPRETER, _BIRTH_SEX = 3046853, 40758030, 2_000_000_001, 2_000_000_002
_LAST_DAY = "2099-12-31"
# type concepts: problem list, prescription, administration, laboratory, patient filled survey
_PROBLEM, _PRESCRIBED, _GIVEN, _RECORDED = 32840, 32838, 32818, 32817
_FIRST_OWN = 2_000_000_100
_FIXED = (
    (8507, "MALE", "Gender", "Gender", "M"), (8532, "FEMALE", "Gender", "Gender", "F"),
    (8521, "OTHER", "Gender", "Gender", "O"), (8551, "UNKNOWN", "Gender", "Gender", "U"),
    (8657, "American Indian or Alaska Native", "Race", "Race", "1"),
    (8515, "Asian", "Race", "Race", "2"), (8516, "Black or African American", "Race", "Race", "3"),
    (8557, "Native Hawaiian or Other Pacific Islander", "Race", "Race", "4"),
    (8527, "White", "Race", "Race", "5"),
    (38003563, "Hispanic or Latino", "Ethnicity", "Ethnicity", "Hispanic"),
    (38003564, "Not Hispanic or Latino", "Ethnicity", "Ethnicity", "Not Hispanic"),
    (9201, "Inpatient Visit", "Visit", "Visit", "IP"),
    (9202, "Outpatient Visit", "Visit", "Visit", "OP"),
    (9203, "Emergency Room Visit", "Visit", "Visit", "ER"),
    (5083, "Telehealth", "Visit", "Visit", "Telehealth"),
    (581476, "Home Visit", "Visit", "Visit", "Home"),
    (_RACE, "", "LOINC", "Clinical Observation", "32624-9"),
    (_LANGUAGE, "", "LOINC", "Clinical Observation", "54899-0"),
    (_INTERPRETER, "", "LOINC", "Clinical Observation", "54588-9"),
    (_BIRTH_SEX, "", "LOINC", "Clinical Observation", "76689-9"),
)  # fmt: skip
MAPPING = f"""\
# Which questions of this OMOP ask for an attribute of people; answers stand there as words.

[[answer]]
attribute = "pref_lang"
concepts = [{_LANGUAGE}]

[[answer]]
attribute = "interpreter_needed"
concepts = [{_INTERPRETER}]

[[answer]]
attribute = "birth_sex"
concepts = [{_BIRTH_SEX}]
"""
_HEADS = {
    "person": (
        "person_id", "gender_concept_id", "year_of_birth", "month_of_birth", "day_of_birth",
        "birth_datetime", "race_concept_id", "ethnicity_concept_id", "location_id",
        "care_site_id", "race_source_value", "ethnicity_source_value",
    ),
    "death": ("person_id", "death_date"),
    "location": ("location_id", "state", "zip"),
    "care_site": ("care_site_id", "care_site_name"),
    "payer_plan_period": (
        "payer_plan_period_id", "person_id", "payer_plan_period_start_date",
        "payer_plan_period_end_date", "payer_concept_id", "payer_source_value",
    ),
    "visit_occurrence": (
        "visit_occurrence_id", "person_id", "visit_concept_id", "visit_start_date",
        "visit_start_datetime", "visit_end_date", "visit_end_datetime", "visit_type_concept_id",
        "care_site_id", "visit_source_concept_id", "discharged_to_concept_id",
    ),
    "condition_occurrence": (
        "condition_occurrence_id", "person_id", "condition_concept_id", "condition_start_date",
        "condition_end_date", "condition_type_concept_id",
    ),
    "procedure_occurrence": (
        "procedure_occurrence_id", "person_id", "procedure_concept_id", "procedure_date",
        "procedure_datetime", "procedure_end_date", "procedure_end_datetime",
        "procedure_type_concept_id",
    ),
    "drug_exposure": (
        "drug_exposure_id", "person_id", "drug_concept_id", "drug_exposure_start_date",
        "drug_exposure_start_datetime", "drug_exposure_end_date", "drug_type_concept_id",
        "days_supply",
    ),
    "measurement": (
        "measurement_id", "person_id", "measurement_concept_id", "measurement_date",
        "measurement_datetime", "measurement_type_concept_id", "value_as_number",
        "value_as_concept_id", "unit_concept_id", "visit_occurrence_id",
    ),
    "observation": (
        "observation_id", "person_id", "observation_concept_id", "observation_date",
        "observation_datetime", "observation_type_concept_id", "value_as_concept_id",
        "value_as_string", "visit_occurrence_id",
    ),
    "concept": (
        "concept_id", "concept_name", "vocabulary_id", "concept_class_id", "concept_code",
    ),
}  # fmt: skip


class _Concepts:
    """Number the codes that are met; numbers from 2 billion are an institution's own."""

    def __init__(self) -> None:
        self._numbers: dict[Coding, int] = {}
        self._classes: dict[Coding, str] = {}

    def number(self, code: Coding, kind: str = "") -> int:
        """Give the concept of a code."""
        self._classes.setdefault(code, _CLASSES.get(kind, "Undefined"))
        return self._numbers.setdefault(code, _FIRST_OWN + len(self._numbers))

    def of(self, concept: Resource, kind: str = "") -> int:
        """Give the concept of the first coding of a FHIR concept."""
        coding = concept["coding"][0]
        return self.number((coding["system"], coding["code"]), kind)

    def rows(self) -> Iterator[Row]:
        """Give the rows of CONCEPT."""
        yield from _FIXED
        for (system, code), number in self._numbers.items():
            yield number, "", _VOCABULARIES[system], self._classes[system, code], code


def write(folder: Path, drawn: Drawn) -> list[tuple[str, int]]:
    """Write the tables, and give (file, rows) of each.

    folder: made when it is not there
    drawn: the sample
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    concepts = _Concepts()
    makers: dict[str, Callable[[Drawn, _Concepts], Iterator[Row]]] = {
        "person": _persons, "death": _deaths, "location": _locations, "care_site": _care_sites,
        "payer_plan_period": _payers, "visit_occurrence": _visits,
        "condition_occurrence": _conditions, "procedure_occurrence": _procedures,
        "drug_exposure": _drugs, "measurement": _measurements, "observation": _observations,
        "concept": lambda _, known: known.rows(),
    }  # fmt: skip
    return [
        (name, writing.table(folder / f"{name}.csv", _HEADS[name], make(drawn, concepts)))
        for name, make in makers.items()
    ]


def _persons(drawn: Drawn, _concepts: _Concepts) -> Iterator[Row]:
    people = drawn.people
    for place in range(people.size):
        _, races, hispanic, _ = ORIGINS[int(people.origin[place])]
        said, ethnic = int(people.race_said[place]), int(people.ethnicity_said[place])
        first = races[0] if races and said == STATED else ""
        word = first if said == STATED else _UNSAID[said]
        born = drawn.writing.day(int(people.birth[place]))
        year, month, day = born.split("-")
        yield (
            place + 1, _GENDERS[GENDERS[int(people.gender[place])]], int(year), int(month),
            int(day), born, _RACES.get(first, 0), _ETHNICITIES[hispanic] if ethnic == STATED else 0,
            int(people.zip[place]) + 1, int(people.site[place]) + 1, word,
            "" if ethnic == STATED else _UNSAID[ethnic],
        )  # fmt: skip


def _deaths(drawn: Drawn, _concepts: _Concepts) -> Iterator[Row]:
    for place, day in enumerate(drawn.people.death.tolist(), 1):
        if day != NOBODY:
            yield place, drawn.writing.day(day)


def _locations(_drawn: Drawn, _concepts: _Concepts) -> Iterator[Row]:
    for place, code in enumerate((*ZIPS, ""), 1):
        yield place, "MA", code


def _care_sites(_drawn: Drawn, _concepts: _Concepts) -> Iterator[Row]:
    for place, (_number, name) in enumerate((*HOSPITALS, SCHOOL), 1):
        yield place, name


def _payers(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    for one in persons.coverages(drawn.people, drawn.writing, drawn.years):
        period = one["period"]
        yield (
            _number(one["id"]), _person(one["beneficiary"]), period["start"],
            period.get("end", _LAST_DAY), concepts.of(one["type"]), one["payor"][0]["display"],
        )  # fmt: skip


def _visits(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    sites = [f"Organization/{name}" for name, _ in HOSPITALS]
    for one in records.encounters(drawn):
        start, end = one["period"]["start"], one["period"]["end"]
        yield (
            _number(one["id"]), _person(one["subject"]), _VISITS[one["class"]["code"]],
            start[:10], _local(start), end[:10], _local(end), _RECORDED,
            sites.index(one["serviceProvider"]["reference"]) + 1, concepts.of(one["type"][0]), 0,
        )  # fmt: skip


def _conditions(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    for one in records.conditions(drawn):
        yield (
            _number(one["id"]), _person(one["subject"]), concepts.of(one["code"]),
            one["onsetDateTime"], one.get("abatementDateTime", ""), _PROBLEM,
        )  # fmt: skip


def _procedures(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    for one in records.procedures(drawn):
        start, end = one["performedPeriod"]["start"], one["performedPeriod"]["end"]
        yield (
            _number(one["id"]), _person(one["subject"]), concepts.of(one["code"]), start[:10],
            _local(start), end[:10], _local(end), _RECORDED,
        )  # fmt: skip


def _drugs(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    number = 0
    for number, one in enumerate(records.medications(drawn), 1):
        when = one["authoredOn"]
        days = one["dispenseRequest"]["expectedSupplyDuration"]["value"]
        yield (
            number, _person(one["subject"]), concepts.of(one["medicationCodeableConcept"]),
            when[:10], _local(when), "", _PRESCRIBED, days,
        )  # fmt: skip
    for one in records.immunizations(drawn):
        number += 1
        when = one["occurrenceDateTime"]
        yield (
            number, _person(one["patient"]), concepts.of(one["vaccineCode"]), when[:10],
            _local(when), when[:10], _GIVEN, "",
        )  # fmt: skip


def _measurements(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    number = 0
    for one in records.observations(drawn):
        kind = _category(one)
        if kind == "survey":
            continue
        for part in one.get("component", [one]):
            number += 1
            amount = part.get("valueQuantity", {})
            value = part.get("valueCodeableConcept")
            unit = concepts.number((UCUM, amount["code"])) if amount else 0
            yield (
                number, _person(one["subject"]), concepts.of(part["code"], kind),
                one["effectiveDateTime"][:10], _local(one["effectiveDateTime"]), _RECORDED,
                amount.get("value", ""), concepts.of(value) if value else 0, unit, _visit(one),
            )  # fmt: skip


def _observations(drawn: Drawn, concepts: _Concepts) -> Iterator[Row]:
    number = 0
    for one in records.observations(drawn):
        # the model has no place for a question that was declined
        if _category(one) != "survey" or one["status"] == "cancelled":
            continue
        number += 1
        value = one.get("valueCodeableConcept")
        yield (
            number, _person(one["subject"]), concepts.of(one["code"], "survey"),
            one["effectiveDateTime"][:10], _local(one["effectiveDateTime"]), _RECORDED,
            concepts.of(value) if value else 0, "", _visit(one),
        )  # fmt: skip
    for person, concept, value, word in _answers(drawn):
        number += 1
        born = int(drawn.people.birth[person - 1])
        day = drawn.writing.day(max(born, drawn.years.start))
        yield number, person, concept, day, "", _RECORDED, value, word, ""


def _answers(drawn: Drawn) -> Iterator[tuple[int, int, int, str]]:
    """Give what PERSON has no column for: further races, language, interpreter, sex at birth."""
    people = drawn.people
    for place in range(people.size):
        races = ORIGINS[int(people.origin[place])][1]
        if int(people.race_said[place]) == STATED:
            yield from ((place + 1, _RACE, _RACES[race], "") for race in races[1:])
        yield place + 1, _BIRTH_SEX, 0, BIRTH_SEXES[int(people.birth_sex[place])]
        for concept, said, word in (
            (_LANGUAGE, people.language_said, LANGUAGES[int(people.language[place])]),
            (_INTERPRETER, people.interpreter_said, NEEDS[int(people.needs[place])]),
        ):
            answer = int(said[place])
            if answer != MISSING:
                yield place + 1, concept, 0, word if answer == STATED else _UNSAID[answer]


def _category(one: Resource) -> str:
    return str(one["category"][0]["coding"][0]["code"])


def _visit(one: Resource) -> int | str:
    return _number(one["encounter"]["reference"]) if "encounter" in one else ""


def _person(reference: Resource) -> int:
    return _number(reference["reference"])


def _number(name: Any) -> int:
    return int(str(name).rsplit("-", 1)[-1])


def _local(time: str) -> str:
    return time[:19].replace("T", " ")
