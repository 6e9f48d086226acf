"""On PostgreSQL the tests work as a house does: as a role that owns no table and passes no wall."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from commonweal.offices.house import rows

# Roles are of the whole server, so that each process of the tests needs one of its own.
ROLE = "house_serves" + os.environ.get("PYTEST_XDIST_WORKER", "")


@contextmanager
def served() -> Iterator[None]:
    """Connect as a role of its own; it may become the owner again, to empty the tables."""
    if connection.vendor != "postgresql":
        yield
        return
    owner, word = connection.settings_dict, secrets.token_hex(16)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(
            f"CREATE ROLE {ROLE} LOGIN NOINHERIT IN ROLE {owner['USER']} PASSWORD '{word}'"
        )
    rows.admit(ROLE)
    connection.close()
    connection.settings_dict = {**owner, "USER": ROLE, "PASSWORD": word}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = owner


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the owner of the tables for a moment, inside a transaction or not."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles JOIN pg_class ON relowner = pg_roles.oid "
                       "WHERE relname = 'desk_entry'")  # fmt: skip
        cursor.execute(f"SET ROLE {connection.ops.quote_name(cursor.fetchone()[0])}")
        yield
        rows.admit(ROLE)
        cursor.execute("RESET ROLE")
