"""Cursors that say who asks, in the same message and transaction as each statement about rows.

Django looks here for its connection: settings name the package as the ENGINE.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Any

from django.db.backends.postgresql import base

from commonweal.offices.house import wall

# The types of Django do not know its cursors.
_django: Any = base

# Savepoints must run in a transaction that failed, and databases are made outside of one: neither
# touches rows, so nothing is said before them.
ROWS = re.compile(r"[\s(]*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\b", re.IGNORECASE)


class Cursor(_django.Cursor):  # type: ignore[misc]
    """Send who asks and what is asked as one message; outside a transaction it is one by itself."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """Run a statement for whoever asks."""
        if not (isinstance(query, str) and ROWS.match(query)):
            return super().execute(query, params, **more)
        super().execute(wall.said() + query, params, **more)
        self.nextset()  # past the answer to who asks
        return self

    def executemany(self, query: Any, params_seq: Any, **more: Any) -> Any:
        """Run a statement for each of several sets of parameters, for whoever asks."""
        whole = self.connection.transaction() if self.connection.autocommit else nullcontext()
        with whole:
            self.connection.cursor().execute(wall.said())
            return super().executemany(query, params_seq, **more)


class PiecewiseCursor(_django.ServerSideCursor):  # type: ignore[misc]
    """Read a long answer in pieces; who asks is said before the first."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """Have the server begin an answer for whoever asks."""
        whole = self.connection.transaction() if self.connection.autocommit else nullcontext()
        with whole:
            self.connection.cursor().execute(wall.said())
            return super().execute(query, params, **more)


class DatabaseWrapper(base.DatabaseWrapper):
    """Make connections whose cursors say who asks."""

    def get_connection_params(self) -> dict[str, Any]:
        """Give the parameters of a connection, with our cursor."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def create_cursor(self, name: str | None = None) -> Any:
        """Make a cursor; one with a name reads in pieces."""
        if not name:
            return super().create_cursor()
        held = self.connection.autocommit  # then it is read outside of a transaction
        cursor = PiecewiseCursor(self.connection, name=name, scrollable=False, withhold=held)
        _django.register_tzloader(self.timezone, cursor)
        return cursor
