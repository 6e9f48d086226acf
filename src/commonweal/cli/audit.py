"""commonweal audit: findings from a store, in words and guarded numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal import trail
from commonweal.cli import shared
from commonweal.disclosure import Policy
from commonweal.engine import reported
from commonweal.findings import audit as conductor
from commonweal.findings import kept
from commonweal.findings.audit import Answer, Question
from commonweal.intake import targets, versions
from commonweal.kinds import Period, Purpose
from commonweal.report import folder
from commonweal.report.build import audit_document, terminal_document
from commonweal.report.writers.json import write_json
from commonweal.report.writers.text import write_text

GRAVE = ("A", "B")


def audit(
    store: Annotated[Path, typer.Argument(help="The store.")],
    period: Annotated[str, typer.Option(help="2020, 2020-Q3, 2020-07 or 2019-07/2020-06.")],
    measure: Annotated[
        list[str] | None, typer.Option(help="Key of a measure; all when left out.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="How people are grouped: race_ethnicity, language, sex, age, payer ..."),
    ] = None,
    vision: Annotated[
        str, typer.Option(help="promises, outcomes, or your own TOML file.")
    ] = "promises",
    value_sets: Annotated[
        Path | None, typer.Option("--valuesets", help="Value sets to load first.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the report into this folder.")] = None,
    smallest: Annotated[int, typer.Option(help="Fewest persons shown; 11 or more.")] = 11,
    public: Annotated[bool, typer.Option("--public", help="One mark for hidden numbers.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a gap is likely.")
    ] = False,
) -> None:
    """Measure, judge, protect, and say what was found."""
    answer = audited(
        store,
        Period.parse(period),
        tuple(measure or ()),
        tuple(dict.fromkeys(targets.find(store, name).key for name in by or ())),
        vision,
        value_sets,
        Policy(threshold=smallest, level="public" if public else "internal"),
    )
    if as_json:
        typer.echo(write_json(answer.audit, audit_document(answer.audit)), nl=False)
    else:
        typer.echo(write_text(terminal_document(answer.audit), shared.width()), nl=False)
    if out is not None:
        folder.write(answer.audit, out, folder.FORMATS, made_on(store, answer))
        typer.echo(f"Written to {out}", err=True)
    if strict and any(finding.grade in GRAVE for finding in answer.audit.findings):
        raise typer.Exit(1)


def audited(
    store: Path,
    period: Period,
    measures: tuple[str, ...],
    views: tuple[str, ...],
    vision: str,
    value_sets: Path | None,
    policy: Policy,
) -> Answer:
    """Make an audit, keep it in the store and write it into the trail."""
    dataset = versions.open_current(store)
    written = versions.manifest(store, dataset.version)
    progress = shared.Progress()
    question = Question(
        dataset=dataset,
        period=period,
        measures=tuple(reported.find(dataset, key) for key in dict.fromkeys(measures))
        or reported.every(dataset),
        views=views,
        value_sets=shared.sets_of(store, value_sets),
        policy=policy,
        loaded=shared.loaded_on(store, dataset.version),
        marked=bool(written["problems"]),
    )
    answer = conductor.audit(question, shared.vision_of(vision), progress)
    audit_id = kept.keep(store, answer)
    entry = trail.Entry(
        actor="command-line",
        role="equity analyst",
        purpose=Purpose.EQUITY_MONITORING,
        action="audit",
        object_id=dataset.version,
        plan_hash=answer.traces[0].plan if answer.traces else "",
        result_hash=audit_id,
    )
    trail.write(store / trail.FILE, entry, shared.now())
    return answer


def made_on(store: Path, answer: Answer) -> date:
    """Give the day written into a report: that of the load, so that bytes repeat."""
    return shared.loaded_on(store, answer.audit.version)
