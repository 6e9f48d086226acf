"""Which database the house stands on: SQLite unless PostgreSQL is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Writers take their turn at once instead of failing halfway; what is said to be kept is on disk.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
AGE = 600  # seconds that a thread keeps its connection: to open one costs as much as a small page


def chosen(named: str, state: Path, password: str = "") -> dict[str, Any]:
    """Give the settings of the database that is named, or of an SQLite file in the state folder.

    named:    "" or an address such as postgresql://user:password@host:5432/name
    state:    folder of the file
    password: for the address, where it stands in a file of its own
    """
    if not named:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": state / "house.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": PRAGMAS},
            "CONN_MAX_AGE": AGE,
        }
    parts = urlsplit(named)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "COMMONWEAL_DATABASE names no database that is known. "
            "Write postgresql://USER:PASSWORD@HOST:PORT/NAME, or leave it empty for SQLite."
        )
    return {
        "ENGINE": "commonweal.offices.house.postgres",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": password or unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def cache() -> dict[str, Any]:
    """Give the cache: in the database, so that all processes of a house count in one place."""
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
