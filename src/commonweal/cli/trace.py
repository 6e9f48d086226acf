"""commonweal trace: where a number came from, and whether it comes out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.findings import kept, recount
from commonweal.intake import publish, versions


def trace(
    trace_id: Annotated[str, typer.Argument(metavar="ID", help="Such as cw-0123456789ab.")],
    store: Annotated[Path | None, typer.Option(help="The store.")] = None,
) -> None:
    """Show the data, the measure and the query of a number, and compute it again."""
    place = shared.store_of(store)
    found = kept.find(place, trace_id)
    written = versions.manifest(place, found[0].dataset)
    if publish.PURGED in written:
        for line in recount.known(found, written):
            typer.echo(line)
        return
    dataset = versions.open_version(place, found[0].dataset)
    again = recount.recount(place, dataset, found)
    for line in recount.told(found, written, again):
        typer.echo(line)
    if not again.same:
        raise typer.Exit(3)
