"""commonweal backup: a copy of a house that was read back before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import serve, shared
from commonweal.cli.doctor import need_state


def backup(
    state: Annotated[Path, typer.Argument(help="Folder of the house.")],
    out: Annotated[Path, typer.Option(help="Folder under which the copy is put.")],
    store: Annotated[Path, typer.Option(help="The store of the house.")] = Path("store"),
) -> None:
    """Copy database, files and secret while people work, and read the copy back."""
    need_state(state)
    serve.ready(store, state)
    from commonweal.offices.house import backups  # noqa: PLC0415  needs Django

    made = backups.make(out / f"commonweal-{shared.now():%Y%m%dT%H%M%SZ}")
    typer.echo(f"The copy is in {made.folder}.")
    typer.echo(f"It was read back: {made.tables} tables, {made.entries:,} entries of the trail.")
    typer.echo("It holds the secret and the people of the house: keep it encrypted, and apart.")
