"""Open a published dataset version. Readers ask once and then see that version to the end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from commonweal.intake.publish import PURGED
from commonweal.kinds import Problem
from commonweal.tables.dataset import Dataset


def open_current(store: Path) -> Dataset:
    """Open the version that is current.

    store: folder of the store
    Fails with Problem "store-missing" or "version-missing".
    """
    current = store / "CURRENT"
    if not current.is_file():
        raise Problem(
            "store-missing",
            f"There is no loaded data at {store}.",
            "Run commonweal ingest first, or name the folder that it wrote.",
        )
    return open_version(store, current.read_text().strip())


def open_version(store: Path, version: str) -> Dataset:
    """Open one version by its name.

    store: folder of the store
    version: 16 hexadecimal digits
    Fails with Problem "version-missing" or "version-purged".
    """
    written = manifest(store, version)
    if PURGED in written:
        raise Problem(
            "version-purged",
            f"The rows of version {version} were purged on {written[PURGED]}. What is written "
            "about it is still here.",
            "Use a version that has its rows, such as the current one.",
        )
    return Dataset(
        store, version, frozenset(written["tables"]), written["first_day"], written["last_day"]
    )


def manifest(store: Path, version: str) -> dict[str, Any]:
    """Read what is written about a version: tables, rows, sources, problems.

    store: folder of the store
    version: its name
    Fails with Problem "version-missing".
    """
    path = store / "versions" / version / "manifest.json"
    if not re.fullmatch(r"[0-9a-f]{16,64}", version) or not path.is_file():
        raise Problem(
            "version-missing",
            f"The store at {store} has no version of that name.",
            "Name a version that stands in its folder 'versions'.",
        )
    content: dict[str, Any] = json.loads(path.read_text())
    return content
