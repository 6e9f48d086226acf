"""How the house is doing: what a monitor asks every minute, and `commonweal doctor` in words.

Rooms above are met by their names, so that this room imports none of them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min

from commonweal.offices.house import clock, rows, wall

MEGA = 1024 * 1024
DISK_STOP, DISK_LOOK = 200 * MEGA, 2000 * MEGA
LOAD_LOOK = timedelta(days=100)  # a quarter, and some days
BACKUP_LOOK = timedelta(hours=26)
WAIT_LOOK = timedelta(minutes=15)
AHEAD = timedelta(minutes=2)
BACKUPS = "backups.json"  # in the state folder: when the last backup was made, and what it holds


class State(Enum):
    """Say how a part is."""

    FINE = "fine"
    LOOK = "look at it"
    STOP = "stop"


@dataclass(frozen=True)
class Part:
    """Say how one part of the house is.

    name:  of the part
    state: fine, to be looked at, or a reason not to serve
    says:  what was found, one sentence without a value of a person
    do:    the next step where it is not fine
    """

    name: str
    state: State
    says: str
    do: str = ""


def parts() -> list[Part]:
    """Look at every part. Without a database the others can not be asked."""
    first = database()
    if first.state is State.STOP:
        return [first, disk()]
    with wall.house():  # counts and times of everything, whoever asks
        return [first, disk(), *(_asked(part) for part in (second_wall, load, backup, trail, jobs))]


def _asked(part: Callable[[], Part]) -> Part:
    try:
        return part()
    except DatabaseError:
        return Part(
            part.__name__, State.STOP, "The database did not answer.", "Look at the database."
        )


def database() -> Part:
    """Say whether the database answers and has the shape that this version needs."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Part(
            "database", State.STOP, "The database does not answer.",
            "Start it, or correct COMMONWEAL_DATABASE.",
        )  # fmt: skip
    if missing:
        return Part(
            "database", State.STOP, f"{len(missing)} changes of the database are not made.",
            "Run: commonweal serve STORE --prepare.",
        )  # fmt: skip
    return Part("database", State.FINE, f"{connection.vendor} answers and is up to date.")


def second_wall() -> Part:
    """Say whether the database keeps rows apart by itself, or Django's checks stand alone."""
    found = rows.stand()
    if found is None:
        says = "The first wall only: this database keeps no rows apart behind Django's checks."
        return Part("rows", State.FINE, says)
    if found.passes:
        return Part(
            "rows", State.STOP, f"No wall stops the role {found.role}: it may pass every one.",
            "Let the house connect as a role that is no superuser and has no BYPASSRLS.",
        )  # fmt: skip
    if found.without:
        return Part(
            "rows", State.STOP, f"Tables without their wall: {', '.join(found.without)}.",
            "Run: commonweal serve STORE --prepare.",
        )  # fmt: skip
    if found.owns:
        return Part(
            "rows", State.LOOK, f"The role {found.role} owns the tables: it could take the second "
            "wall down.", "Name another owner in COMMONWEAL_DATABASE_OWNER.",
        )  # fmt: skip
    return Part("rows", State.FINE, "The second wall stands: the database keeps rows apart too.")


def disk() -> Part:
    """Say how much room is left where the house keeps what it is told."""
    free = shutil.disk_usage(_nearest(settings.STATE)).free
    says = f"{free // MEGA:,} MB are free."
    if free < DISK_STOP:
        return Part("disk", State.STOP, says, f"Make room: at least {DISK_LOOK // MEGA:,} MB.")
    if free < DISK_LOOK:
        return Part("disk", State.LOOK, says, "Make room soon.")
    return Part("disk", State.FINE, says)


def _nearest(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())


def load() -> Part:
    """Say when findings were last read in."""
    editions = apps.get_model("scorecard", "Edition")._default_manager
    last = editions.aggregate(last=Max("loaded"))["last"]
    do = "Run an audit, then: commonweal serve STORE --prepare."
    if last is None:
        return Part("load", State.LOOK, "No findings were read in yet.", do)
    age = clock.now() - last
    state = State.LOOK if age > LOAD_LOOK else State.FINE
    return Part("load", state, f"Findings were last read in {_ago(age)}.",
                do if state is State.LOOK else "")  # fmt: skip


def backup() -> Part:
    """Say when the last backup was made that could be read back."""
    do = "Run: commonweal backup STATE --out FOLDER, every night."
    try:
        told = json.loads((settings.STATE / BACKUPS).read_text(encoding="utf-8"))
        age = clock.now() - datetime.fromisoformat(told["made"])
    except (OSError, ValueError, KeyError, TypeError):
        return Part("backup", State.LOOK, "No backup was made yet.", do)
    if age > BACKUP_LOOK:
        return Part("backup", State.LOOK, f"The last backup was made {_ago(age)}.", do)
    return Part("backup", State.FINE, f"The last backup was made {_ago(age)} and read back.")


def trail() -> Part:
    """Say how old the head of the chain is; one of the future means that the clock is wrong."""
    last = apps.get_model("desk", "Entry")._default_manager.order_by("-seq").first()
    if last is None:
        return Part("trail", State.LOOK, "The trail holds nothing yet.", "Read findings in first.")
    at = datetime.fromisoformat(str(last.time).replace("Z", "+00:00"))
    if at > clock.now() + AHEAD:
        return Part(
            "trail", State.STOP, "The newest entry of the trail lies in the future.",
            "Set the clock of this machine right.",
        )  # fmt: skip
    return Part("trail", State.FINE, f"The newest of {last.seq:,} entries was made "
                f"{_ago(clock.now() - at)}.")  # fmt: skip


def jobs() -> Part:
    """Say whether work waits that nobody takes up."""
    waiting = apps.get_model("django_tasks_database", "DBTaskResult")._default_manager.filter(
        status="READY"
    )
    oldest = waiting.aggregate(oldest=Min("enqueued_at"))["oldest"]
    if oldest is None or clock.now() - oldest < WAIT_LOOK:
        return Part("jobs", State.FINE, "No work waits for long.")
    return Part(
        "jobs", State.LOOK, f"Work has waited since {_ago(clock.now() - oldest)}.",
        "Start a worker: python -m django desk_worker.",
    )  # fmt: skip


def _ago(age: timedelta) -> str:
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            many = seconds // size
            return f"{many} {unit}{'s' if many > 1 else ''} ago"
    return "just now"
