"""commonweal serve: the web house on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

SETTINGS = "commonweal.offices.house.settings"


def serve(
    store: Annotated[Path, typer.Argument(help="The store whose findings are shown.")],
    state: Annotated[
        Path, typer.Option(help="Folder of the house: its database, files and secret.")
    ] = Path("state"),
    host: Annotated[str, typer.Option(help="Address that is listened at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port that is listened at.")] = 8642,
    threads: Annotated[int, typer.Option(help="Requests that are answered at once.")] = 8,
) -> None:
    """Bring the database up to date, read in the last audit, and serve."""
    begin(store, state)
    run(host, port, threads)


def begin(store: Path, state: Path, *, demo: bool = False) -> None:
    """Set the house up in its state folder: settings, database, static files, findings."""
    os.environ["COMMONWEAL_STORE"] = str(store)
    os.environ["COMMONWEAL_STATE"] = str(state)
    if demo:
        os.environ["COMMONWEAL_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django  # noqa: PLC0415  the plain install has no Django
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from commonweal.offices.house.policy import SYSTEM  # noqa: PLC0415
    from commonweal.offices.scorecard import jobs  # noqa: PLC0415

    jobs.load(store, SYSTEM)


def run(host: str, port: int, threads: int) -> None:
    """Answer requests until interrupted."""
    import waitress  # noqa: PLC0415  the plain install has no server

    from commonweal.offices.house.wsgi import application  # noqa: PLC0415

    typer.echo(f"Open http://{host}:{port}/ ; press Ctrl+C to stop.")
    waitress.serve(application, host=host, port=port, threads=threads, ident=None)
