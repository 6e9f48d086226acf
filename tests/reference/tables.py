"""Find the families whose answers stand in JSON and whose data stand in a CSV beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.reference.vectors import files, find, read


def pairs(area: str, family: str, default: str | None = None) -> list[Any]:
    """Give one pytest parameter of (content, table) for each file of a family, or one skipped.

    The table is the CSV that the content names, else the one named like the rest of the file, else
    like the file, else like the family or `default`.
    """
    found = []
    for path in files(area, family):
        content = read(path)
        table = _table(area, family, path, content, default)
        if table is not None:
            found.append(pytest.param((content, table), id=path.name.split(".")[0]))
    if found:
        return found
    reason = f"no vectors {area}/{family}.json: set COMMONWEAL_VECTORS or keep shared/ beside"
    return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]


def _table(
    area: str, family: str, path: Path, content: dict[str, Any], default: str | None
) -> Path | None:
    name = path.name.split(".")[0]
    rest = name.removeprefix(f"{family}_")
    named = [content.get("file"), rest, name, family, default]
    tables = [
        find(area, each if each.endswith(".csv") else f"{each}.csv") for each in named if each
    ]
    return next((table for table in tables if table is not None), None)


def present(one: Any) -> bool:
    """Say whether a parameter holds a case, and no skip."""
    return one.values[0] is not None
