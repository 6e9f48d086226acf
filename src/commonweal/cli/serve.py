"""commonweal serve: the web house on this machine."""

from __future__ import annotations

import errno
import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import processes
from commonweal.kinds import Problem

SETTINGS = "commonweal.offices.house.settings"
# What only the web house needs; it comes with commonweal[web].
WEB = ("django", "allauth", "waitress")


def serve(
    store: Annotated[Path, typer.Argument(help="The store whose findings are shown.")],
    state: Annotated[
        Path, typer.Option(help="Folder of the house: its database, files and secret.")
    ] = Path("state"),
    host: Annotated[str, typer.Option(help="Address that is listened at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port that is listened at.")] = 8642,
    threads: Annotated[
        int, typer.Option(min=1, help="Requests that each process answers at once.")
    ] = 4,
    several: Annotated[
        int | None,
        typer.Option(
            "--processes", min=1, help="Processes that answer; unless said, one a core, at most 4."
        ),
    ] = None,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Stop before serving: another server does it.")
    ] = False,
) -> None:
    """Bring the database up to date, read in the last audit, and serve."""
    need_web()
    if not prepare:
        need_port(host, port)
    begin(store, state)
    if prepare:
        typer.echo("The house is ready. Start the server that your guide names.")
        return
    run(host, port, threads, several)


def need_web() -> None:
    """Fail with Problem "web-missing" where the plain install has no web house."""
    if any(find_spec(name) is None for name in WEB):
        raise Problem(
            "web-missing",
            "The pages need packages that are not installed here.",
            "Install them with: pip install 'commonweal[web]'.",
        )


def need_port(host: str, port: int) -> None:
    """Fail with Problem "port-taken" where somebody else listens at a port of this machine."""
    listening(host, port).close()


def listening(host: str, port: int) -> socket.socket:
    """Take a port of this machine, or fail with Problem "port-taken"."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as refused:
        taken.close()
        why = "is in use" if refused.errno == errno.EADDRINUSE else "can not be listened at"
        raise Problem(
            "port-taken", f"Port {port} of {host} {why}.", "Name another with --port."
        ) from None
    return taken


def ready(store: Path, state: Path, *, demo: bool = False, vision: Path | None = None) -> None:
    """Say to the settings where everything lies, and start Django."""
    need_web()
    os.environ["COMMONWEAL_STORE"] = str(store)
    os.environ["COMMONWEAL_STATE"] = str(state)
    if demo:
        os.environ["COMMONWEAL_DEMO"] = "1"
    if vision:
        os.environ["COMMONWEAL_VISION"] = str(vision)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    import django  # noqa: PLC0415  the plain install has no Django

    django.setup()
    from commonweal.offices.house import wall  # noqa: PLC0415  needs Django
    from commonweal.offices.house.policy import SYSTEM  # noqa: PLC0415  needs Django

    wall.ask_as(SYSTEM)  # commands act for the house; requests run in threads that know nothing yet


def begin(store: Path, state: Path, *, demo: bool = False, vision: Path | None = None) -> None:
    """Set the house up in its state folder: settings, database, static files, findings."""
    ready(store, state, demo=demo, vision=vision)
    from django.core.management import call_command  # noqa: PLC0415  needs Django

    from commonweal.offices.house import rows  # noqa: PLC0415  needs Django

    with rows.as_owner():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from commonweal.offices.house.policy import SYSTEM  # noqa: PLC0415  needs Django
    from commonweal.offices.scorecard import jobs  # noqa: PLC0415  needs Django

    edition = jobs.load(store, SYSTEM)
    if demo:
        jobs.demo(edition)
    warm()


def warm() -> None:
    """Read the newest findings in before the first reader asks."""
    from commonweal.offices.scorecard.models import Edition, promised  # noqa: PLC0415  needs Django

    newest = Edition.objects.first()
    if newest:
        promised.warm(newest)


def run(host: str, port: int, threads: int, several: int | None = None) -> None:
    """Answer requests until interrupted, with one process a core unless a number is given."""
    from django.conf import settings  # noqa: PLC0415  needs Django

    with listening(host, port) as place:
        if settings.PLAIN_HTTP:
            typer.echo(f"Open http://{host}:{port}/ ; press Ctrl+C to stop.")
        else:
            typer.echo(f"Listening at {host}:{port} for a server that brings https; Ctrl+C stops.")
            typer.echo("To look at it on this machine alone, set COMMONWEAL_PLAIN_HTTP=1.")
        more = processes.fitting(several) - 1
        with processes.worker(), processes.others(more, place, threads):
            processes.answer(place, threads)
