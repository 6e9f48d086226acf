"""Small made-up FHIR resources, and one call that loads them and opens what was published."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from commonweal.intake.load import Limits, LoadReport, ingest
from commonweal.intake.sources import Source
from commonweal.tables.dataset import Dataset
from commonweal.vault import vault

TODAY = date(2026, 1, 1)
SCT, LOINC = "http://snomed.info/sct", "http://loinc.org"
CDC = "urn:oid:2.16.840.1.113883.6.238"
UC = "http://hl7.org/fhir/us/core/StructureDefinition/"
Resource = dict[str, Any]


def coding(code: str, system: str = SCT) -> Resource:
    return {"system": system, "code": code}


def concept(*codes: str, system: str = SCT) -> Resource:
    return {"coding": [coding(code, system) for code in codes]}


def resource(kind: str, identity: str, **elements: Any) -> Resource:
    return {"resourceType": kind, "id": identity, **elements}


def patient(identity: str = "p1", **elements: Any) -> Resource:
    return resource("Patient", identity, **({"birthDate": "1980-02-03"} | elements))


def visit(identity: str = "e1", person: str = "p1", **elements: Any) -> Resource:
    when = {"start": "2020-03-01T10:00:00Z", "end": "2020-03-01T10:30:00Z"}
    given = {"status": "finished", "class": {"code": "AMB"}, "period": when, "subject": to(person)}
    return resource("Encounter", identity, **(given | elements))


def about(kind: str, identity: str, person: str = "p1", **elements: Any) -> Resource:
    who = "patient" if kind in ("Immunization", "ExplanationOfBenefit") else "subject"
    return resource(kind, identity, **{who: to(person)}, **elements)


def to(identity: str, kind: str = "Patient") -> Resource:
    return {"reference": f"{kind}/{identity}"}


def race(*codes: str, url: str = f"{UC}us-core-race", **detail: str) -> Resource:
    inner = [{"url": "ombCategory", "valueCoding": coding(code, CDC)} for code in codes]
    inner += [{"url": "detailed", "valueCoding": coding(code, CDC)} for code in detail.values()]
    return {"url": url, "extension": inner}


def ethnicity(*codes: str) -> Resource:
    return race(*codes, url=f"{UC}us-core-ethnicity")


def write(path: Path, resources: list[Resource]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(entry) + "\n" for entry in resources)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text)
    return path


class Store:
    """What a load published, open for looking."""

    def __init__(self, store: Path, report: LoadReport) -> None:
        self.path = store
        self.report = report
        assert report.dataset is not None
        self.dataset: Dataset = report.dataset

    def rows(self, table: str) -> list[Resource]:
        """Rows by key order, as dictionaries."""
        return self.select("SELECT * FROM shown ORDER BY ALL", table)

    def row(self, table: str) -> Resource:
        (only,) = self.rows(table)
        return only

    def select(self, query: str, table: str) -> list[Resource]:
        with duckdb.connect() as connection:
            connection.from_parquet(self.dataset.parts(table)).create_view("shown")
            result = connection.execute(query)
            names = [column[0] for column in result.description or []]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def said(self, attribute: str) -> list[tuple[str | None, str]]:
        """(value, status) of one attribute, everybody's."""
        with duckdb.connect() as connection:
            vault.attach(connection, self.dataset)
            return connection.execute(
                "SELECT value, status FROM vault_attribute WHERE attribute = $1 "
                "ORDER BY patient_key, ordinal",
                [attribute],
            ).fetchall()

    def problems(self) -> dict[tuple[str, str], int]:
        return {(table, code): n for table, code, n, *_ in self.report.problems}


LENIENT = Limits(bad_share=1.0, orphan_share=1.0)


def load(
    folder: Path, resources: list[Resource], accept: Limits = LENIENT, **options: Any
) -> Store:
    """Write resources of mixed types into one file and load it."""
    source = write(folder / "export" / "all.ndjson", resources)
    report = ingest(
        folder / "store", [Source(source, "fhir")], accept=accept, today=TODAY, **options
    )
    return Store(folder / "store", report)
