"""commonweal nih-table: the layout of the NIH inclusion table, small counts hidden."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.findings.inclusion import inclusion, lines
from commonweal.intake.versions import open_current
from commonweal.kinds import Problem


def nih_table(
    store: Annotated[Path | None, typer.Argument(help="The store; see `audit`.")] = None,
    study: Annotated[
        str,
        typer.Option(help="One study, by its id or number in the register; else all NIH studies."),
    ] = "",
    until: Annotated[
        str | None, typer.Option(help="Last day that counts, YYYY-MM-DD; today when left out.")
    ] = None,
) -> None:
    """Show who is enrolled in the layout of the NIH inclusion table, small counts hidden."""
    found = inclusion(open_current(shared.store_of(store)), _day(until), study)
    typer.echo("\n".join(lines(found)))


def _day(until: str | None) -> date:
    if until is None:
        return shared.today()
    try:
        return date.fromisoformat(until)
    except ValueError:
        raise Problem(
            "until-unreadable",
            f"'{until}' is not a day that can be read.",
            "Write it as 2026-11-21.",
        ) from None
