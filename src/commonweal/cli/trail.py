"""commonweal audit-log: walk the trail and say whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal import trail
from commonweal.cli import shared

app = typer.Typer(help="The record of reads and releases.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Look after the record of reads and releases."""


@app.command("verify")
def verify(
    store: Annotated[Path | None, typer.Option(help="The store.")] = None,
    anchored: Annotated[str, typer.Option(help="A head of the chain that was kept apart.")] = "",
) -> None:
    """Walk the whole chain and name the first entry that does not hold."""
    path = shared.store_of(store) / trail.FILE
    verdict = trail.verify(path, anchored)
    if verdict.first_bad is not None:
        typer.echo(
            f"The record is not whole: entry {verdict.first_bad} is changed, missing or moved."
        )
        raise typer.Exit(1)
    typer.echo(f"The record is whole: {verdict.count} entries. Its head is {trail.anchor(path)}.")
