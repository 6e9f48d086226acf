"""Counts of both OMOP folders, against the counts of a script that shares no code with us."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.reference import vectors

from commonweal.intake.load import LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.vault import vault

TODAY = date(2026, 11, 22)
GENDERS = {"male": "8507", "female": "8532"}
# Tables that rows of one table of the model may become, beside what is left out.
BECOMES = {
    "rows_condition_occurrence": (("condition", ""),),
    "rows_drug_exposure": (("medication_request", ""), ("immunization", "")),
    "rows_measurement": (("observation", "measurement/"),),
    "rows_observation": (("observation", "observation/"),),
    "rows_procedure_occurrence": (("procedure", ""),),
    "rows_visit_occurrence": (("encounter", ""),),
}


class Loaded:
    """A loaded folder, open for counting."""

    def __init__(self, folder: Path, report: LoadReport) -> None:
        assert report.dataset is not None
        self.folder, self.report, self.dataset = folder, report, report.dataset
        self.connection = duckdb.connect()
        for table in self.dataset.tables:
            self.connection.from_parquet(self.dataset.parts(table)).create_view(table)
        vault.attach(self.connection, self.dataset)

    def displayed(self, attribute: str) -> dict[str, str]:
        return dict(
            self.connection.execute(
                "SELECT patient_key, CASE WHEN count(value) > 1 THEN 'multiple' "
                "ELSE coalesce(any_value(value), any_value(status)) END FROM vault_attribute "
                "WHERE attribute = $1 GROUP BY patient_key",
                [attribute],
            ).fetchall()
        )

    def by(self, attribute: str) -> dict[str, int]:
        return dict(Counter(self.displayed(attribute).values()))

    def with_condition(self, concept: str) -> dict[str, int]:
        shown = self.displayed("raceeth_2024")
        people = self.connection.execute(
            "SELECT DISTINCT patient_key FROM condition WHERE list_contains(code, $1)",
            [_token(self.folder, concept)],
        ).fetchall()
        return dict(Counter(shown[person] for (person,) in people))

    def rows(self, key: str) -> int:
        """Rows that became rows of ours; told apart by the tables they came from."""
        found = 0
        for table, prefix in BECOMES[key]:
            if table in self.dataset.tables:
                keys = f"starts_with(observation_key, 'main/{prefix}')" if prefix else "TRUE"
                # a reading that joins two sides of a blood pressure is ours, and no row of theirs
                made = "NOT ends_with(observation_key, '/reading')" if prefix else "TRUE"
                query = f"SELECT count(*) FROM {table} WHERE {keys} AND {made}"
                found += int(self.connection.execute(query).fetchall()[0][0])
        return found

    def received(self, key: str) -> int:
        name = key.removeprefix("rows_")
        return sum(one.accepted for one in self.report.files if one.name.startswith(f"{name}.csv"))


COUNTS: dict[str, Callable[[Loaded], Any]] = {
    "persons": lambda found: found.report.rows["patient"],
    "persons_by_comb": lambda found: found.by("raceeth_2024"),
    "persons_by_eth": lambda found: found.by("ethnicity_1997"),
    "persons_by_race": lambda found: found.by("race_1997"),
    "persons_by_gender_concept": lambda found: {
        GENDERS[gender]: many for gender, many in found.by("admin_gender").items()
    },
}


@cache
def _concepts(folder: Path) -> dict[str, str]:
    (path,) = folder.glob("concept.csv*")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [{key.lower(): cell for key, cell in row.items()} for row in csv.DictReader(file)]
    urls = {"SNOMED": "http://snomed.info/sct"}
    return {
        row["concept_id"]: f"{urls[row['vocabulary_id']]}|{row['concept_code']}"
        for row in rows
        if row["vocabulary_id"] in urls
    }


def _token(folder: Path, concept: str) -> str:
    return _concepts(folder)[concept]


def _expected() -> dict[str, Any]:
    path = vectors.find("clinical", "expected.json")
    found = vectors.read(path) if path else {}
    return {name: counts for name, counts in found.items() if name.startswith("omop")}


def _cases() -> list[Any]:
    found = [pytest.param(name, counts, id=name) for name, counts in _expected().items()]
    absent = pytest.mark.skip(reason="no counts of OMOP folders in clinical/expected.json")
    return found or [pytest.param("", {}, marks=absent, id="absent")]


@pytest.fixture(scope="module")
def loads(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    @cache
    def load(name: str) -> Loaded:
        folder = _folder(name)
        store = tmp_path_factory.mktemp(name)
        return Loaded(folder, ingest(store, [Source(folder, "omop")], today=TODAY))

    return load


def _folder(name: str) -> Path:
    folder = vectors.find("clinical", name)
    if folder is None:
        pytest.skip(f"no sample folder clinical/{name}")
    return folder


@pytest.mark.parametrize(("name", "expected"), _cases())
def test_every_count_equals_that_of_the_plain_script(
    name: str, expected: dict[str, Any], loads: Callable[[str], Loaded]
) -> None:
    found = loads(name)
    counted: dict[str, Any] = {}
    for key, said in expected.items():
        if key in COUNTS:
            counted[key] = COUNTS[key](found)
        elif key == "persons_with_condition_by_comb":
            counted[key] = {one: found.with_condition(one) for one in said}
        else:
            counted[key] = found.rows(key)
    assert counted == expected


@pytest.mark.parametrize(("name", "expected"), _cases())
def test_every_row_is_accepted_and_nothing_is_lost(
    name: str, expected: dict[str, Any], loads: Callable[[str], Loaded]
) -> None:
    found = loads(name)
    keys = [key for key in expected if key.startswith("rows_")]
    assert {key: found.received(key) for key in keys} == {key: expected[key] for key in keys}
    for record in found.report.files:
        assert record.received == record.accepted + record.quarantined + record.left_out
