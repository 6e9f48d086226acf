"""commonweal demo: a made-up health system, measured, reported and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import loading, serve, shared
from commonweal.cli.audit import audited, made_on
from commonweal.disclosure import Policy
from commonweal.intake import load
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.kinds import Period
from commonweal.report import folder
from commonweal.report.build import terminal_document
from commonweal.report.writers.text import write_text
from commonweal.sample import promises, system

YEAR = 2025
RESULTS = ("results.csv", "submitted.csv", "about.toml")  # of another engine
HOST, THREADS = "localhost", 8  # no passkey can be made for an address in digits


def demo(
    out: Annotated[Path, typer.Option(help="Folder for everything that is made.")] = Path(
        "out/demo"
    ),
    patients: Annotated[int, typer.Option(help="How many people are made up.")] = 5000,
    seed: Annotated[int, typer.Option(help="Another seed, another system.")] = 1,
    port: Annotated[int, typer.Option(help="Local port that serves the pages.")] = 8642,
    care_only: Annotated[
        bool, typer.Option("--care-only", help="Patients only: no staff, suppliers, studies ...")
    ] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop before serving.")] = False,
) -> None:
    """Make up a health system, take it in, measure it, and show its pages."""
    if not no_serve:  # said at once, and not after a minute of work
        serve.need_web()
        serve.need_port(HOST, port)
    progress = shared.Progress()
    exports, store, pages = out / "exports", out / "store", out / "report"
    made = system.write(
        exports,
        patients=patients,
        seed=seed,
        last_year=YEAR,
        beside_care=not care_only,
        results=exports / "results",
        progress=lambda name: progress(f"Writing {name}", 0, 1),
    )
    sources = [
        Source(made.fhir, "fhir"),
        Source(made.tables, "csv", "main", made.mapping),
        *(Source(area.folder, "csv", "main", area.mapping) for area in made.areas),
        *(Source(exports / "results" / name, "results") for name in RESULTS),
    ]
    progress.end()
    told = loading.Loading()
    done = load.ingest(store, sources, today=shared.today(), progress=told)
    told.end()
    for line in load_lines(done):
        typer.echo(line)
    vision = promises.write(exports).resolve()
    answer = audited(
        store, Period.parse(str(YEAR)), (), (), str(vision), exports / "valuesets.ndjson", Policy()
    )
    opening = terminal_document(answer.audit, whole=False)
    typer.echo(write_text(opening, shared.width()))
    folder.write(answer.audit, pages, folder.FORMATS, made_on(store, answer))
    typer.echo(f"The whole report: {pages / 'index.html'} and {pages / 'report.pdf'}")
    typer.echo(f"What was planted: {exports / 'truth.json'}")
    typer.echo(f"{len(_planted(exports))} gaps were planted; nobody in this system is real.")
    if not no_serve:
        _shown(store, out / "state", vision, port)


def _planted(exports: Path) -> list[object]:
    truth = json.loads((exports / "truth.json").read_text(encoding="utf-8"))
    planted: list[object] = truth["planted"]
    return planted + [gap for area in truth["areas"].values() for gap in area["planted"]]


def _shown(store: Path, state: Path, vision: Path, port: int) -> None:
    """Say who can sign in, and serve the pages on this machine until interrupted."""
    typer.echo("")
    typer.echo("Setting the pages up.")
    serve.begin(store, state, demo=True, vision=vision)
    from commonweal.offices.people import jobs  # noqa: PLC0415  the plain install has no Django

    accounts = jobs.demo_accounts()
    typer.echo(f"Sign in as anybody of these; the password of all is: {jobs.PASSWORD}")
    for role, email in accounts:
        typer.echo(f"  {email:<28} {role}")
    typer.echo("Without an account you see what the public sees.")
    serve.run(HOST, port, THREADS)
    typer.echo("Stopped. The same command shows it again.")
