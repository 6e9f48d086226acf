"""commonweal doctor: what is unsafe or unready in a house, in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import serve
from commonweal.kinds import Problem

MARKS = {"fine": "fine", "look at it": "LOOK", "stop": "STOP"}


def doctor(
    state: Annotated[Path, typer.Option(help="Folder of the house.")] = Path("state"),
    store: Annotated[Path, typer.Option(help="The store whose findings are shown.")] = Path(
        "store"
    ),
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 also where something is to be looked at.")
    ] = False,
) -> None:
    """Examine a house: settings, secrets, database, backups, trail, mail, measures."""
    need_state(state)
    serve.ready(store, state)
    from commonweal.offices.house import doctor as house  # noqa: PLC0415  needs Django
    from commonweal.offices.house.health import State  # noqa: PLC0415  needs Django

    found = house.examined()
    for part in found:
        typer.echo(f"{MARKS[part.state.value]:<5} {part.name:<9} {part.says}")
        if part.do:
            typer.echo(f"{'':<16}{part.do}")
    stops = sum(part.state is State.STOP for part in found)
    looks = sum(part.state is State.LOOK for part in found)
    typer.echo(f"{stops} to stop for, {looks} to look at, {len(found) - stops - looks} fine.")
    if stops or (strict and looks):
        raise typer.Exit(1)


def need_state(state: Path) -> None:
    """Fail with Problem "state-missing" where no house was ever set up."""
    if not (state / "secret.key").is_file():
        raise Problem(
            "state-missing",
            f"There is no house in {state}.",
            "Name its folder, or make one with: commonweal serve STORE --prepare.",
        )
