"""commonweal extracts: what to deliver, whether a delivered file fits, a mapping to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from commonweal.cli import shared
from commonweal.intake.extracts import check as checking
from commonweal.intake.extracts import spec, telling
from commonweal.kinds import Period, Problem

app = typer.Typer(help="Say what to extract for us, and check what was extracted.")
Name = Annotated[str, typer.Argument(metavar="NAME", help="The extract, such as encounters.")]


@app.callback(invoke_without_command=True)
def extracts(context: typer.Context) -> None:
    """List the ten extracts, with no further word."""
    if context.invoked_subcommand is None:
        _say(telling.list_lines(spec.extracts()))


@app.command("show")
def show(name: Name) -> None:
    """Tell one extract whole: columns, grain, keys, expected counts, known traps."""
    _say(telling.show_lines(spec.find(name)))


@app.command("check")
def check(
    name: Name,
    file: Annotated[Path, typer.Argument(help="The delivered file: text or Parquet.")],
    mapping: Annotated[
        Path | None, typer.Option(help="What its columns mean, when they bear other names.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(help="Its rows belong to this period, such as 2025.")
    ] = None,
) -> None:
    """Check a delivered file; end with 1 when something is to be mended."""
    asked = Period.parse(period) if period else None
    found = checking.check(spec.find(name), file, mapping, today=shared.today(), period=asked)
    _say(telling.check_lines(found))
    if found.problems:
        raise typer.Exit(1)


@app.command("mapping")
def mapping(
    name: Name,
    system: Annotated[
        Literal["epic", "oracle"] | None,
        typer.Option("--from", help="The public names of its tables; untested on a real one."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write; never one that is there.")
    ] = None,
) -> None:
    """Write a mapping to begin with, for the columns of the extract or of a known system."""
    text = spec.starter(name, system or spec.PLAIN)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        raise Problem(
            "starter-unwritable",
            f"The mapping can not be written to {out}: it is there already, or its folder is not.",
            "Name a file that does not exist, in a folder that does.",
        ) from None
    typer.echo(f"Written: {out}. Fill what is marked, then try it with ingest --dry-run.")


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
