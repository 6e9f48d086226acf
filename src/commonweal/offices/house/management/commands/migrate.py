"""Django's own command, run by the owner of the tables and in the name of the house."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from commonweal.offices.house import rows


class Command(migrate.Command):
    """Bring the database up to date, and let the role that serves work with its rows."""

    def handle(self, *words: Any, **options: Any) -> None:
        """Change the shape of the database as the role that owns it."""
        with rows.as_owner():
            super().handle(*words, **options)
