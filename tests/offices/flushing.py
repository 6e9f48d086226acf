"""Lets the tests empty their database between two of them: the trail refuses that elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from tests.offices import serving

from commonweal.offices.desk import guards

_before = BaseDatabaseOperations.execute_sql_flush


def execute_sql_flush(self: Any, sql_list: Iterable[str]) -> None:
    with serving.as_owner(), guards.lifted(self.connection):
        _before(self, sql_list)


def allow() -> None:
    """Let this run of the tests empty its database."""
    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
