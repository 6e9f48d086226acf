"""Triggers by which the database itself refuses to change or delete an entry of the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default

REFUSES = "an entry of the trail never changes and never goes"
PUT: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER entry_never_changes BEFORE UPDATE ON desk_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END",
        "CREATE TRIGGER entry_never_goes BEFORE DELETE ON desk_entry "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSES}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE ON desk_entry "
        "FOR EACH ROW EXECUTE FUNCTION entry_stays()",
        "CREATE TRIGGER entry_never_goes BEFORE TRUNCATE ON desk_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION entry_stays()",
    ),
}
LIFT: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TRIGGER entry_never_changes", "DROP TRIGGER entry_never_goes"),
    "postgresql": (
        "DROP TRIGGER entry_never_changes ON desk_entry",
        "DROP TRIGGER entry_never_goes ON desk_entry",
    ),
}


def put(connection: Any = default) -> None:
    """Set the triggers up; `connection` is one of Django's."""
    _run(connection, PUT)


def lift(connection: Any = default) -> None:
    """Take the triggers away: for a migration back, and for nothing else in a running house."""
    _run(connection, LIFT)


@contextmanager
def lifted(connection: Any = default) -> Iterator[None]:
    """Take the triggers away for a moment: a throw-away database of tests is emptied so."""
    lift(connection)
    try:
        yield
    finally:
        put(connection)


def _run(connection: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
