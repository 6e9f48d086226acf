"""commonweal purge: remove the rows of old versions of a store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.intake.renew import purge as old
from commonweal.intake.renew.telling import purge_lines


def purge(
    store: Annotated[Path, typer.Argument(help="The store.")],
    keep: Annotated[
        int, typer.Option(help="How many of the latest old versions keep their rows.")
    ] = 0,
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only versions loaded before this day."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, and remove nothing.")] = False,
) -> None:
    """Remove the rows of old versions; what is known about them, and what was found, stays."""
    found = old.old_versions(store, keep, before.date() if before else None)
    if found and not dry_run:
        old.purge(store, [one.version for one in found], shared.now())
    for line in purge_lines(found, done=not dry_run):
        typer.echo(line)
