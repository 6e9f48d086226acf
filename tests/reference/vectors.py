"""Find reference vectors by area and family, so that a new file is a new test without new code.

With COMMONWEAL_VECTORS set only that folder is read; else tests/vectors, then ../shared/data
beside the checkout. A family that is absent is a skip that says so.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]


def folders() -> list[Path]:
    """Give the folders that may hold vectors, first the one that counts most."""
    named = os.environ.get("COMMONWEAL_VECTORS")
    if named:
        return [Path(named)]
    return [CHECKOUT / "tests" / "vectors", CHECKOUT.parent / "shared" / "data"]


def find(area: str, name: str) -> Path | None:
    """Give the path of a vector file or folder of an area, or None."""
    for folder in folders():
        for candidate in (folder / area / name, folder / area / f"{name}.gz"):
            if candidate.exists():
                return candidate
    return None


def read(path: Path) -> Any:
    """Read JSON, plain or gz."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return json.loads(data)


def families(area: str) -> set[str]:
    """Give the families of an area that have a test file of their own."""
    prefix = f"test_{area}_"
    return {path.stem.removeprefix(prefix) for path in HERE.glob(f"{prefix}*.py")}


def files(area: str, family: str) -> list[Path]:
    """Give the files of a family: its own, and each `<family>_<data set>` of no other family."""
    others = {name for name in families(area) if len(name) > len(family)}
    for folder in folders():
        found = {}
        for path in sorted((folder / area).glob(f"{family}*.json*")):
            name = path.name.removesuffix(".gz").removesuffix(".json")
            longer = any(name == other or name.startswith(f"{other}_") for other in others)
            if not longer and (name == family or name.startswith(f"{family}_")):
                found.setdefault(name, path)
        if found:
            return list(found.values())
    return []


def cases(area: str, family: str) -> list[Any]:
    """Give one pytest parameter for each case of a family, or one skipped parameter."""
    paths = files(area, family)
    if not paths:
        reason = f"no vectors {area}/{family}.json: set COMMONWEAL_VECTORS or keep shared/ beside"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")]
    found = []
    for path in paths:
        content = read(path)
        listed = content["cases"] if isinstance(content, dict) and "cases" in content else content
        name = "" if path.name.startswith(f"{family}.") else f"{path.name.split('.')[0]}-"
        found += [pytest.param(one, id=f"{name}{_name(at, one)}") for at, one in enumerate(listed)]
    return found


def _name(index: int, case: Any) -> str:
    if isinstance(case, dict):
        for key in ("id", "name", "case"):
            if isinstance(case.get(key), str):
                return f"{index}-{case[key]}"
    return str(index)


def lines(path: Path) -> Iterator[Any]:
    """Read NDJSON, plain or gz."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in text.splitlines():
        if line.strip():
            yield json.loads(line)
