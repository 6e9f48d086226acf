"""commonweal report: write what the last audit found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.findings import kept
from commonweal.report import folder


def report(
    store: Annotated[Path, typer.Argument(help="The store.")],
    out: Annotated[Path, typer.Option(help="Folder to write; an older report there is replaced.")],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="html, pdf, json, text or csv; all when left out."),
    ] = None,
) -> None:
    """Write the last audit as pages, a PDF, text, tables and JSON."""
    found = kept.last(store)
    day = shared.loaded_on(store, found.audit.version)
    paths = folder.write(found.audit, out, formats or folder.FORMATS, day)
    typer.echo(f"{len(paths)} files written to {out}")
    for name in ("index.html", "report.pdf", "report.txt", "report.json"):
        if out.absolute() / name in paths:
            typer.echo(f"  {out / name}")
