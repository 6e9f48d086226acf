"""Write a small made-up dataset straight to Parquet, and ask the engine about it.

A point in time is written as FHIR writes it: "2025", "2025-03", "2025-03-01" or with a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from commonweal.engine import rows
from commonweal.engine.session import Session
from commonweal.engine.sql import fill
from commonweal.kinds import Period
from commonweal.measures.criteria import Criterion, Sex
from commonweal.measures.measure import Better, Measure, Step, Unit
from commonweal.tables.columns import Point, Table
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import BY_NAME
from commonweal.vault import vault

YEAR = Period.parse("2025")
VERSION = "0" * 16
TYPES = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
Row = dict[str, Any]


def point(text: str) -> tuple[datetime, date, str]:
    """Read a point: its instant, its day, its precision."""
    precision = {4: "Y", 7: "M", 10: "D"}.get(len(text), "T")
    whole = text + {"Y": "-01-01", "M": "-01"}.get(precision, "")
    instant = datetime.fromisoformat(whole)
    return instant, instant.date(), precision


def dataset(
    store: Path,
    tables: Mapping[str, Sequence[Row]],
    answers: Iterable[tuple[str, str, str | None, str]] = (),
) -> Dataset:
    """Write tables and answers as one version of a store.

    store:   an empty folder
    tables:  rows of each table; the columns not named are missing
    answers: (patient_key, attribute, value, status)
    """
    for name, given in tables.items():
        folder = store / "versions" / VERSION / "tables" / name
        folder.mkdir(parents=True)
        pq.write_table(_table(BY_NAME[name], given), folder / "part-0.parquet")
    folder = store / "vault" / VERSION
    folder.mkdir(parents=True)
    told = list(answers)
    columns: dict[str, list[Any]] = {name: [None] * len(told) for name in vault.COLUMNS}
    for name, values in zip(
        ("patient_key", "attribute", "value", "status"), zip(*told, strict=True), strict=False
    ):
        columns[name] = list(values)
    pq.write_table(
        pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}),
        folder / vault.FILE,
    )
    return Dataset(store, VERSION, frozenset(tables))


def value_sets(path: Path, sets: dict[str, list[str]]) -> Path:
    """Write value sets: codes by address; an empty list is a set known to be empty."""
    lines: list[tuple[str, str | None]] = [
        (url, code) for url, codes in sets.items() for code in codes
    ]
    lines += [(url, None) for url, codes in sets.items() if not codes]
    columns = {
        "url": [url for url, _ in lines],
        "name": ["" for _ in lines],
        "version": ["" for _ in lines],
        "token": [code for _, code in lines],
    }
    pq.write_table(pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}), path)
    return path


def measure(
    *population: Criterion,
    event: Criterion | None = None,
    unit: Unit = Unit.PATIENT,
    key: str = "made.up",
    **more: Any,
) -> Measure:
    """Declare a measure of these criteria, one a step; nobody meets an event that is not given."""
    return Measure(
        key=key,
        version="1.0.0",
        title="Made up",
        commitments=("C1",),
        better=Better.HIGHER,
        unit_of_analysis=unit,
        population=tuple(Step(f"step {n}", test) for n, test in enumerate(population)),
        event=Step("met", event or Sex("nobody")),
        met="met it",
        needs=more.pop("needs", ("patient",)),
        why="",
        limits="",
        levers="",
        sources=(),
        **more,
    )


def of_rows(
    table: type[Table], *population: Criterion, event: Criterion | None = None, **more: Any
) -> Measure:
    """Declare a measure of the rows of a table: a mean, or a proportion where there is an event."""
    method: Row = {"estimator": "proportion", "met": "met it"}
    if event is None:
        method = {"estimator": "mean", "met": "had {value} on average"}
    declared: Row = {
        "key": "made.rows",
        "version": "1.0.0",
        "title": "Made up",
        "commitments": ("C1",),
        "better": Better.LOWER,
        "unit_of_analysis": table,
        "population": tuple(Step(f"step {n}", test) for n, test in enumerate(population)),
        "event": None if event is None else Step("met", event),
        "needs": (table.name,),
        "people": "rows",
        "why": "",
        "limits": "",
        "levers": "",
        "sources": (),
    }
    return Measure(**declared | method | more)


def steps(session: Session, declared: Measure, period: Period = YEAR) -> dict[str, int]:
    """Give the step at which each unit leaves."""
    session.prepare((declared,))
    rows.build(session, "rows", (declared,), (period,), ())
    found = session.run(fill("SELECT unit_key, step FROM rows"))
    return {str(unit): int(str(step)) for unit, step in found}


def passing(
    session: Session, criterion: Criterion, unit: Unit = Unit.PATIENT, period: Period = YEAR
) -> set[str]:
    """Name the units of which a criterion is true."""
    found = steps(session, measure(criterion, unit=unit), period)
    return {name for name, step in found.items() if step > 0}


def _table(table: type[Table], given: Sequence[Row]) -> pa.Table:
    physical = [name for name, _, _ in table.physical()]
    columns: dict[str, list[Any]] = {name: [] for name in physical}
    for row in given:
        told: Row = {"source_id": "main", "valid": True, "problem": []} | row
        for column in table.declared():
            if isinstance(column, Point) and (said := told.pop(column.name, None)) is not None:
                parts = point(said)
                told |= dict(zip((name for name, _, _ in column.columns()), parts, strict=True))
        unknown = set(told) - set(physical)
        assert not unknown, f"{table.name} has no column {unknown}"
        for name in physical:
            columns[name].append(told.get(name))
    return pa.table(
        {name: pa.array(columns[name], TYPES[kind]) for name, kind, _ in table.physical()}
    )
