"""commonweal reconcile: submitted figures beside the rows they were made from, to the row."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from commonweal import trail
from commonweal.cli import shared
from commonweal.disclosure import Policy
from commonweal.engine import reported
from commonweal.engine.reconciling import Compared, compare
from commonweal.findings.reconciled import reconciled
from commonweal.intake import versions
from commonweal.kinds import Problem, Purpose
from commonweal.tables.dataset import Dataset

COLUMNS = ("measure_id", "measure_version", "period", "site", "reason", "in_difference",
           "source", "file", "line", "row_key")  # fmt: skip


def reconcile(
    store: Annotated[Path, typer.Argument(help="The store.")],
    measure: Annotated[
        list[str] | None,
        typer.Option(help="Id of a measure, or its key in audits; all when left out."),
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(help="CSV to write: each row that is not counted, with file and line."),
    ] = None,
    smallest: Annotated[int, typer.Option(help="Fewest persons shown; 11 or more.")] = 11,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a figure is not the same.")
    ] = False,
) -> None:
    """Hold submitted figures against the rows they were made from."""
    dataset = versions.open_current(store)
    ids = _ids(dataset, tuple(measure or ()))
    compared = compare(dataset, tuple(ids.values()))
    _check(dataset, ids, compared)
    told = reconciled(compared, Policy(threshold=smallest))
    for one in told:
        typer.echo(one.title)
        for line in (one.sentence, *one.lines):
            typer.echo(f"  {line}")
    for line in _unsubmitted(dataset, compared, ids):
        typer.echo(line)
    if rows is not None:
        _write(rows, dataset, compared)
        _enter(store, dataset)
        typer.echo(f"Each row that is not counted stands in {rows}.")
    if strict and any(one.same != "yes" for one in told):
        raise typer.Exit(1)


def _ids(dataset: Dataset, asked: tuple[str, ...]) -> dict[str, str]:
    """Give the id of each measure that was asked for, by the name it was asked by."""
    known = {measure.key: one.measure_id for one, measure in reported.reported(dataset)}
    return {name: known.get(name, name) for name in asked}


def _check(dataset: Dataset, ids: dict[str, str], compared: Sequence[Compared]) -> None:
    held = {one.measure_id for one, _ in reported.reported(dataset)}
    held |= {one.figure.measure_id for one in compared}
    if not held:
        raise Problem(
            "results-missing",
            "The store holds no results that were computed elsewhere, and no submitted figure.",
            "Take them in: commonweal ingest EXPORT --results FILE --to STORE",
        )
    for name, measure_id in ids.items():
        if measure_id not in held:
            raise Problem(
                "measure-unknown",
                f"The store holds no result and no submitted figure of '{name}'.",
                f"There are some of: {', '.join(sorted(held))}.",
            )


def _unsubmitted(dataset: Dataset, compared: Sequence[Compared], ids: dict[str, str]) -> list[str]:
    """Name the measures without a submitted figure."""
    figures = {one.figure.measure_id for one in compared}
    wanted = set(ids.values())
    return [
        f"{measure.title} ({one.measure_id}): no figure was submitted to hold it against."
        for one, measure in reported.reported(dataset)
        if one.measure_id not in figures and (not wanted or one.measure_id in wanted)
    ]


def _write(path: Path, dataset: Dataset, compared: Sequence[Compared]) -> None:
    """Write the rows for the engineer's eyes only: keys and places, and nothing of any person."""
    files = [str(one["name"]) for one in versions.manifest(dataset.store, dataset.version)["files"]]
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for one in compared:
        sheet.writerows(_rows(one, files))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text.getvalue())


def _rows(one: Compared, files: list[str]) -> list[list[Any]]:
    used = {part.lot.reason for part in one.explained.parts if part.used}
    figure, period = one.figure, one.period.key if one.period else ""
    head = [figure.measure_id, figure.measure_version, period, figure.site]
    return [
        [*head, row.reason, "yes" if row.reason in used else "no", row.source,
         "" if row.file is None else files[row.file], row.line, row.key]
        for row in one.left
    ]  # fmt: skip


def _enter(store: Path, dataset: Dataset) -> None:
    entry = trail.Entry(
        actor="command-line", role="equity analyst", purpose=Purpose.EQUITY_MONITORING,
        action="reconcile", object_id=dataset.version,
    )  # fmt: skip
    trail.write(store / trail.FILE, entry, shared.now())
