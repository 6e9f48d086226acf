"""commonweal leavers: end the access of everybody whom the directory does not list any more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import serve
from commonweal.cli.doctor import need_state


def leavers(
    listed: Annotated[Path, typer.Argument(help="CSV with a column id: who belongs now.")],
    state: Annotated[Path, typer.Option(help="Folder of the house.")] = Path("state"),
    store: Annotated[Path, typer.Option(help="The store of the house.")] = Path("store"),
    most: Annotated[
        float, typer.Option(help="Largest share of people that may leave at one time.")
    ] = 0.2,
) -> None:
    """End roles and sessions of whoever left, at once, and let in again who is back."""
    need_state(state)
    serve.ready(store, state)
    from commonweal.offices.people import jobs  # noqa: PLC0415  needs Django

    done = jobs.leavers(listed, most)
    typer.echo(f"The list names {done.listed:,} ids.")
    typer.echo(f"{done.left:,} left: their roles and sessions have ended.")
    typer.echo(f"{done.back:,} came back: they may sign in again.")
