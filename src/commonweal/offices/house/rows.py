"""Builds the wall of rows on PostgreSQL, changes shapes as the owner, and looks whether it stands.

The role that serves owns no table: else it could take the wall down. What who asks may see is told
by house/wall.py, with every statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from commonweal.offices.house import wall

TRAIL = "desk_entry"  # the role that serves adds to it and reads it, and nothing else
HOUSE = "(SELECT current_setting('commonweal.person', true)) = 'system'"
_ROLE = """
SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user
"""
_TABLES = """
SELECT relname, relrowsecurity AND relforcerowsecurity,
    pg_has_role(current_user, relowner, 'MEMBER')
FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
"""


@dataclass(frozen=True)
class Stand:
    """Say how the wall of rows stands for the role that is connected.

    role:    its name
    passes:  whether every wall lets it through, as that of a superuser
    owns:    tables behind the wall whose owner it is, or may become
    without: tables that have no wall
    """

    role: str
    passes: bool
    owns: tuple[str, ...]
    without: tuple[str, ...]


def build(editor: Any, table: str, policies: Mapping[str, str]) -> None:
    """Put a table behind the wall, on PostgreSQL; the house itself sees and does everything.

    editor:   Django's, from a migration
    table:    whose rows are guarded, from their owner too
    policies: what others may do, as SQL by the name of each policy; what none names is refused
    """
    if editor.connection.vendor != "postgresql":
        return
    said = {"the_house": f"FOR ALL USING ({HOUSE}) WITH CHECK ({HOUSE})", **policies}
    for name, rule in said.items():
        editor.execute(f"CREATE POLICY {name} ON {table} {rule}", None)
    for word in ("ENABLE", "FORCE"):
        editor.execute(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY", None)


def take_down(editor: Any, table: str, names: Mapping[str, str]) -> None:
    """Take the wall of a table away: for a migration back, and for nothing else."""
    if editor.connection.vendor != "postgresql":
        return
    for word in ("NO FORCE", "DISABLE"):
        editor.execute(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY", None)
    for name in ("the_house", *names):
        editor.execute(f"DROP POLICY {name} ON {table}", None)


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the role that owns the tables, in the name of the house; then let the other one in.

    Without an owner that the settings name, the role that serves does this too.
    """
    serves, (owner, password) = connection.settings_dict, settings.DATABASE_OWNER
    other = connection.vendor == "postgresql" and owner not in {"", serves["USER"]}
    with wall.house():
        if not other:
            yield
            return
        connection.close()
        connection.settings_dict = {**serves, "USER": owner, "PASSWORD": password}
        try:
            yield
            admit(serves["USER"])
        finally:
            connection.close()
            connection.settings_dict = serves


def admit(role: str) -> None:
    """Let a role read and write rows, and add to the trail; called by the owner of the tables."""
    to = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        where = connection.ops.quote_name(cursor.fetchone()[0])
        for right in (
            f"GRANT USAGE ON SCHEMA {where} TO {to}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {where} TO {to}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {where} TO {to}",
            f"REVOKE UPDATE, DELETE ON {TRAIL} FROM {to}",
        ):
            cursor.execute(right)


def stand() -> Stand | None:
    """Look how the wall stands for the role that serves; None where the database can have none."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        role, passes = cursor.fetchone()
        cursor.execute(_TABLES, [list(wall.TABLES)])
        found = cursor.fetchall()
    walled = {name for name, stands, _owned in found if stands}
    owned = tuple(sorted(name for name, _stands, owned in found if owned))
    return Stand(role, passes, owned, tuple(sorted(set(wall.TABLES) - walled)))
