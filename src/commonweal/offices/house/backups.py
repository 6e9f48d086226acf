"""Backups of the house: the database as it stands at one moment, the files, the secret.

A backup counts only when it was read back: the copy is opened, checked and its trail is walked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

from commonweal import trail
from commonweal.kinds import Problem
from commonweal.offices.house import clock, environment, health
from commonweal.offices.house.policy import SYSTEM

COPY = "house.sqlite3"
DUMP = "house.dump"
ENTRIES = (
    "SELECT seq, time, actor, role, purpose, action, object_id, plan_hash, result_hash, previous, "
    "hash FROM backup.desk_entry ORDER BY seq"
)


@dataclass(frozen=True)
class Made:
    """Say what a backup holds.

    folder:  where it lies
    tables:  that were read back
    entries: of the trail that were walked in the copy
    """

    folder: Path
    tables: int
    entries: int


def make(folder: Path) -> Made:
    """Copy the house into a new folder, read the copy back, and note when.

    Fails with Problem "backup-exists", "backup-not-whole" or "backup-needs-pg-dump".
    """
    if folder.exists():
        raise Problem("backup-exists", f"There is something at {folder}.", "Name another folder.")
    folder.mkdir(mode=0o700, parents=True)
    made = _of_sqlite(folder) if connection.vendor == "sqlite" else _of_postgresql(folder)
    shutil.copy2(settings.STATE / "secret.key", folder / "secret.key")
    if (older := settings.STATE / "secret.key.old").is_file():
        shutil.copy2(older, folder / older.name)
    if settings.MEDIA_ROOT.is_dir():
        shutil.copytree(settings.MEDIA_ROOT, folder / "files")
    told = {"made": clock.now().isoformat(), "tables": made.tables, "entries": made.entries}
    (settings.STATE / health.BACKUPS).write_text(json.dumps(told), encoding="utf-8")
    return made


def _of_sqlite(folder: Path) -> Made:
    copy = folder / COPY
    copy.touch(mode=0o600)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    try:
        return _read_back(folder, copy)
    except DatabaseError:
        raise _not_whole(folder) from None


def _read_back(folder: Path, copy: Path) -> Made:
    """Open the copy beside the house, check every page of it, and walk its trail."""
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS backup", [str(copy)])
        try:
            cursor.execute("PRAGMA backup.integrity_check")
            whole = cursor.fetchone() == ("ok",)
            cursor.execute("SELECT count(*) FROM backup.sqlite_master WHERE type = 'table'")
            tables = int(cursor.fetchone()[0])
            cursor.execute(ENTRIES)
            verdict = trail.walked(iter(cursor.fetchone, None))
        finally:
            cursor.execute("DETACH DATABASE backup")
    if not whole or verdict.first_bad is not None:
        raise _not_whole(folder)
    return Made(folder, tables, verdict.count)


def _of_postgresql(folder: Path) -> Made:
    """Have pg_dump copy the database, and pg_restore read the whole copy back."""
    dump = folder / DUMP
    # The house asks, so the wall shows it every row; without the word it would refuse the dump.
    _called(folder, "pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}")
    _called(folder, "pg_restore", f"--file={os.devnull}", str(dump))
    listed = _called(folder, "pg_restore", "--list", str(dump))
    tables = sum(" TABLE DATA " in line for line in listed.splitlines())
    return Made(folder, tables, apps.get_model("desk", "Entry")._default_manager.count())


def _called(folder: Path, program: str, *words: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise Problem(
            "backup-needs-pg-dump",
            f"{program} is not on the path of this account.",
            "Install the client programs of PostgreSQL.",
        )
    told = connection.settings_dict
    named = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"],
             "PGPASSWORD": told["PASSWORD"], "PGDATABASE": told["NAME"],
             "PGOPTIONS": f"-c commonweal.person={SYSTEM.id}"}  # fmt: skip
    asked = subprocess.run(  # noqa: S603  a program of PostgreSQL, and paths of ours
        [found, *words], env=environment.child(named), capture_output=True, text=True, check=False
    )
    if asked.returncode:
        raise _not_whole(folder)
    return asked.stdout


def _not_whole(folder: Path) -> Problem:
    return Problem(
        "backup-not-whole",
        f"The copy in {folder} could not be read back.",
        "Do not rely on it: look at the disk, then run this again.",
        "The house itself was not touched.",
    )
