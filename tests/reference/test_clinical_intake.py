"""Counts of every FHIR sample folder, against the counts of a script that shares no code with us.

Where a folder lacks a table, the figure in the file is only what a plain count gives; the product
says that the table is missing, and that is what is tested then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.reference import vectors

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.tables.dataset import Dataset
from commonweal.vault import vault

TODAY = date(2026, 11, 21)
ROWS = {
    "rows_Condition": ("condition", ""),
    "rows_Encounter": ("encounter", ""),
    "rows_ExplanationOfBenefit": ("coverage", "WHERE origin = 'ExplanationOfBenefit'"),
    "rows_Immunization": ("immunization", ""),
    "rows_MedicationRequest": ("medication_request", ""),
    "rows_Observation": ("observation", ""),
    "rows_Procedure": ("procedure", ""),
}
CONDITIONS = {
    "patients_with_diabetes": ("44054006",),
    "patients_with_hypertension": ("38341003", "59621000"),
}
PANELS = ("http://loinc.org|85354-9", "http://loinc.org|55284-4")
SYSTOLIC, DIASTOLIC = "http://loinc.org|8480-6", "http://loinc.org|8462-4"


class Loaded:
    """A loaded sample folder, open for counting."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.connection = duckdb.connect()
        for table in dataset.tables:
            self.connection.from_parquet(dataset.parts(table)).create_view(table)
        vault.attach(self.connection, dataset)
        marks = dataset.store / "vault" / dataset.version / "problem.parquet"
        self.connection.from_parquet(str(marks)).create_view("marks")

    def count(self, query: str, values: list[Any] | None = None) -> int:
        return int(self.connection.execute(query, values or []).fetchall()[0][0])

    def tally(self, query: str, values: list[Any] | None = None) -> dict[str, int]:
        return dict(self.connection.execute(query, values or []).fetchall())

    def by(self, attribute: str) -> dict[str, int]:
        """People by one attribute, each once: two or more values are `multiple`."""
        return dict(Counter(self.displayed(attribute).values()))

    def displayed(self, attribute: str) -> dict[str, str]:
        return self.tally(
            "SELECT patient_key, CASE WHEN count(value) > 1 THEN 'multiple' "
            "ELSE coalesce(any_value(value), any_value(status)) END FROM vault_attribute "
            "WHERE attribute = $1 GROUP BY patient_key",
            [attribute],
        )

    def with_comb(self, query: str, *, by_class: bool, values: list[Any] | None = None) -> Any:
        """Rows (person, class) counted by `raceeth_2024:alone`."""
        shown = self.displayed("raceeth_2024")
        rows = self.connection.execute(query, values or []).fetchall()
        return dict(
            Counter(f"{kind}|{shown[who]}" if by_class else shown[who] for who, kind in rows)
        )


def _rows(key: str) -> tuple[str, Callable[[Loaded], Any]]:
    table, where = ROWS[key]
    return table, lambda found: found.count(f"SELECT count(*) FROM {table} {where}")


def _conditions(key: str) -> tuple[str, Callable[[Loaded], Any]]:
    tokens = [f"http://snomed.info/sct|{code}" for code in CONDITIONS[key]]
    return "condition", lambda found: found.count(
        "SELECT count(DISTINCT patient_key) FROM condition WHERE list_has_any(code, $1)", [tokens]
    )


def _visits(year: str) -> tuple[str, Callable[[Loaded], Any]]:
    return "encounter", lambda found: found.with_comb(
        "SELECT patient_key, visit_class FROM encounter WHERE visit_class = 'EMER' "
        "AND year(start_day) = $1 AND NOT list_contains(problem, 'orphan')",
        by_class=False,
        values=[int(year)],
    )


def _people(attribute: str) -> tuple[str, Callable[[Loaded], Any]]:
    return "patient", lambda found: found.by(attribute)


COUNTS: dict[str, tuple[str, Callable[[Loaded], Any]]] = {
    "patients": ("patient", lambda found: found.count("SELECT count(*) FROM patient")),
    "patients_by_race": _people("race_1997"),
    "patients_by_eth": _people("ethnicity_1997"),
    "patients_by_comb": _people("raceeth_2024"),
    "patients_by_lang": _people("lang_group"),
    "patients_by_gender": _people("admin_gender"),
    "patients_deceased": (
        "patient",
        lambda found: found.count("SELECT count(*) FROM patient WHERE deceased"),
    ),
    "patients_flagged": (
        "patient",
        lambda found: found.tally(
            "SELECT code, count(*) FROM marks WHERE code LIKE 'ethnicity%' GROUP BY code"
        ),
    ),
    "patients_by_latest_payer": (
        "coverage",
        lambda found: found.tally(
            "SELECT payer_text, count(*) FROM (SELECT patient_key, "
            "arg_max(payer_text, (start_ts, coverage_key)) AS payer_text FROM coverage "
            "WHERE origin = 'ExplanationOfBenefit' GROUP BY patient_key) GROUP BY payer_text"
        ),
    ),
    "a1c_results": (
        "observation",
        lambda found: found.count(
            "SELECT count(*) FROM observation WHERE list_contains(code, "
            "'http://loinc.org|4548-4') AND value_num IS NOT NULL"
        ),
    ),
    "bp_panels": (
        "component",
        lambda found: found.count(
            "SELECT count(*) FROM observation AS o WHERE list_has_any(o.code, $1) AND EXISTS "
            "(SELECT 1 FROM component AS c WHERE c.observation_key = o.observation_key AND "
            "list_contains(c.code, $2)) AND EXISTS (SELECT 1 FROM component AS c WHERE "
            "c.observation_key = o.observation_key AND list_contains(c.code, $3))",
            [list(PANELS), SYSTOLIC, DIASTOLIC],
        ),
    ),
    "encounters_by_class": (
        "encounter",
        lambda found: found.tally(
            "SELECT visit_class, count(*) FROM encounter GROUP BY visit_class"
        ),
    ),
    "encounters_by_class_and_comb": (
        "encounter",
        lambda found: found.with_comb(
            "SELECT patient_key, visit_class FROM encounter "
            "WHERE NOT list_contains(problem, 'orphan')",
            by_class=True,
        ),
    ),
    "encounters_orphan": (
        "encounter",
        lambda found: found.count(
            "SELECT count(*) FROM encounter WHERE list_contains(problem, 'orphan')"
        ),
    ),
    **{key: _rows(key) for key in ROWS},
    **{key: _conditions(key) for key in CONDITIONS},
}


def _count(key: str) -> tuple[str, Callable[[Loaded], Any]] | None:
    if key.startswith("ed_visits_"):
        return _visits(key.removeprefix("ed_visits_"))
    return COUNTS.get(key)


def _cases() -> list[Any]:
    path = vectors.find("clinical", "expected.json")
    if path is None:
        reason = "no vectors clinical/expected.json: set COMMONWEAL_VECTORS or keep shared/ beside"
        return [pytest.param("", "", None, marks=pytest.mark.skip(reason=reason), id="absent")]
    return [
        pytest.param(folder, key, expected, id=f"{folder}-{key}")
        for folder, counts in vectors.read(path).items()
        if folder.startswith("fhir")
        for key, expected in counts.items()
        if _count(key) is not None
    ]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    known: dict[str, Loaded] = {}

    def load(folder: str) -> Loaded:
        if folder not in known:
            path = vectors.find("clinical", folder)
            if path is None:
                pytest.skip(f"no sample folder clinical/{folder}")
            store: Path = tmp_path_factory.mktemp("store") / folder
            report = ingest(store, [Source(path, "fhir")], today=TODAY)
            assert report.dataset is not None
            known[folder] = Loaded(report.dataset)
        return known[folder]

    return load


@pytest.mark.parametrize(("folder", "key", "expected"), _cases())
def test_count(loaded: Callable[[str], Loaded], folder: str, key: str, expected: Any) -> None:
    found = loaded(folder)
    entry = _count(key)
    assert entry is not None
    table, count = entry
    if table not in found.dataset.tables:
        assert not expected, f"{table} is missing, and yet something was counted"
    else:
        assert count(found) == expected
