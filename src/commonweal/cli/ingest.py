"""commonweal ingest: take in exports as one new version of a store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from commonweal.cli import loading, shared
from commonweal.intake import load, valuesets
from commonweal.intake.faults import fault_lines
from commonweal.intake.renew.again import How
from commonweal.intake.renew.retention import Retention
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.kinds import Period


def _beside(path: Path) -> Path:
    inside = path / "mapping.toml"
    return inside if inside.is_file() else path.with_suffix(".toml")


def ingest(
    to: Annotated[Path, typer.Option("--to", help="The store; made when it is not there.")],
    sources: Annotated[
        list[Path] | None, typer.Argument(help="Folders or files of exports.")
    ] = None,
    kind: Annotated[
        Literal["fhir", "csv", "results", "omop"],
        typer.Option(
            help="FHIR R4 NDJSON, CSV with a mapping, results computed elsewhere, or the tables of "
            "OMOP 5.3 or 5.4 as CSV or Parquet."
        ),
    ] = "fhir",
    source_id: Annotated[str, typer.Option(help="Name of the feed.")] = "main",
    mapping: Annotated[
        Path | None, typer.Option(help="TOML file that says what the columns of a CSV mean.")
    ] = None,
    csv: Annotated[
        list[Path] | None,
        typer.Option(
            help="CSV to take in beside FHIR. Its mapping is --mapping, else mapping.toml in the "
            "folder, else the .toml of that name."
        ),
    ] = None,
    results: Annotated[
        list[Path] | None,
        typer.Option(help="Results of measures, computed elsewhere, to take in beside the rest."),
    ] = None,
    about: Annotated[
        Path | None,
        typer.Option(help="TOML file on the measures of results: titles, which way is better."),
    ] = None,
    value_sets: Annotated[
        Path | None, typer.Option("--valuesets", help="Value sets to keep in the store.")
    ] = None,
    one_patient: Annotated[
        bool,
        typer.Option("--one-patient", help="Each source is the whole record of one patient."),
    ] = False,
    since: Annotated[
        bool,
        typer.Option("--since", help="The export holds what is new or changed; the rest stays."),
    ] = False,
    beside: Annotated[
        bool,
        typer.Option(
            "--beside", help="Sources and tables that this load does not hold stay as they are."
        ),
    ] = False,
    erase: Annotated[
        Path | None,
        typer.Option(help="CSV with what and id: rows to delete, and people to erase for good."),
    ] = None,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Rows may be gone, however many.")
    ] = False,
    accept_bad: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of a file's lines that may be bad, such as 0.05."),
    ] = load.Limits.bad_share,
    retain: Annotated[
        str | None,
        typer.Option(
            help="The earliest period to be measured: what no measure looks back to is left out."
        ),
    ] = None,
    retain_for: Annotated[
        list[str] | None, typer.Option(help="With --retain: only these measures are in use.")
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on where this load was interrupted; without it, it begins anew."
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try, and publish nothing.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option(help="CSV to write: file, line, column and code of all that can not be read."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 if problems.")] = False,
) -> None:
    """Take in a health system's exports: nothing silent, nothing lost."""
    named = [Source(path, kind, source_id, mapping, one_patient) for path in sources or []]
    named += [Source(path, "csv", source_id, mapping or _beside(path)) for path in csv or []]
    named += [Source(path, "results", source_id) for path in results or []]
    if about is not None:
        named.append(Source(about, "results", source_id))
    kept = Retention(Period.parse(retain), tuple(retain_for or ())) if retain else None
    with loading.told(None if dry_run else to) as progress:
        done = load.ingest(
            to,
            [replace(one, load="since") if since else one for one in named],
            accept=load.Limits(bad_share=accept_bad),
            today=shared.today(),
            progress=progress,
            dry_run=dry_run,
            errors=errors,
            how=How(beside=beside, accept_shrink=accept_shrink, erase=erase, retain=kept),
            resume=resume,
        )
    if dry_run:
        for line in fault_lines(done.faults):
            typer.echo(line)
    for line in load_lines(done):
        typer.echo(line)
    if done.refused is not None:
        raise done.refused
    if value_sets is not None and not dry_run:
        valuesets.load(to, value_sets)
        typer.echo(f"Value sets of {value_sets.name} are kept in the store.")
    if strict and (done.quarantined or done.problems):
        raise typer.Exit(1)
