"""commonweal retention: how long the rows of each table are kept, and for which measure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.intake.renew.retention import Retention, kept
from commonweal.intake.renew.telling import kept_lines
from commonweal.intake.versions import open_current
from commonweal.kinds import Period


def retention(
    store: Annotated[Path, typer.Argument(help="The store.")],
    period: Annotated[
        str | None,
        typer.Option(help="The earliest period to be measured; the last year when left out."),
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="Only these measures are in use; all when left out.")
    ] = None,
) -> None:
    """Say how long the rows of each table are needed, and which measure needs them."""
    dataset = open_current(store)
    asked = Period.parse(period or str(shared.whole(dataset).last.year))
    found = kept(dataset, Retention(asked, tuple(measure or ())))
    for line in kept_lines(found, asked.label):
        typer.echo(line)
