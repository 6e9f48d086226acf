"""commonweal account: an account with a password, for the day on which the directory is broken."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import serve
from commonweal.cli.doctor import need_state


def account(
    email: Annotated[str, typer.Argument(help="E-mail address of the person.")],
    role: Annotated[str, typer.Option(help="Role that the account holds.")],
    name: Annotated[str, typer.Option(help="Name of the person, as they write it.")],
    days: Annotated[int, typer.Option(help="After how many days the role ends.")] = 7,
    state: Annotated[Path, typer.Option(help="Folder of the house.")] = Path("state"),
    store: Annotated[Path, typer.Option(help="The store of the house.")] = Path("store"),
) -> None:
    """Make an account with a password, and a role that ends by itself; the trail says so."""
    need_state(state)
    serve.ready(store, state)
    from commonweal.offices.people import jobs  # noqa: PLC0415  needs Django

    if sys.stdin.isatty():
        password = getpass.getpass("Password, at least 14 characters: ")
    else:
        password = sys.stdin.readline().rstrip("\n")
    ends = jobs.account(email, name, role, password, days)
    typer.echo(f"The account is made. Its role ends on {ends:%d %B %Y}.")
    if not jobs.opens():
        typer.echo("It opens nothing until COMMONWEAL_LOCAL_ACCOUNTS=1 is set.")
