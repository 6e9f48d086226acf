"""Rows made by hand for the estimators of research."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.reference.vectors import files, find, read

from commonweal.kinds import Beside, Figure, Group, Rows


def rows(member: Any, view: str = "sex", codes: Sequence[str] = "", **columns: Any) -> Rows:
    """Make rows: words in a column become numbers of their place; `met` and `beside` are so."""
    table = np.asarray(member, dtype=bool)
    names = list(codes) or [f"g{at}" for at in range(table.shape[1])]
    groups = tuple(Group(view, one, one, one != "unknown") for one in names)
    met = np.asarray(columns.pop("met", np.ones(len(table))), dtype=bool)
    beside = columns.pop("beside", {})
    person = np.asarray(columns.pop("person", np.arange(len(table))))
    values, labels = split(columns)
    return Rows(groups, table, person, met, values, labels, beside)


def split(columns: dict[str, Any]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Part words from numbers; None is an unknown word."""
    values: dict[str, Any] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name, column in columns.items():
        if any(isinstance(one, str) for one in column):
            labels[name] = tuple(sorted({one for one in column if one is not None}))
            values[name] = np.array(
                [-1.0 if one is None else labels[name].index(one) for one in column]
            )
        else:
            values[name] = np.asarray(column, dtype=float)
    return values, labels


def table(**columns: Any) -> Beside:
    """Make a table beside the rows."""
    return Beside(*split(columns))


def each(size: Sequence[int]) -> np.ndarray:
    """Make members of groups of these sizes, one after the other."""
    return np.repeat(np.eye(len(size), dtype=bool), size, axis=0)


def keyed(figures: Sequence[Figure]) -> dict[tuple[str, str], Figure]:
    """Give figures by key and what they are about."""
    return {(one.key, one.about): one for one in figures}


def vectors(family: str) -> list[Any]:
    """Give the cases of a family of research vectors, or one that is skipped."""
    found = [read(path) for path in files("research", family)]
    listed = [one for content in found for one in (content if isinstance(content, list)
                                                   else [content])]  # fmt: skip
    return listed or [absent(f"research/{family}.json")]


def absent(name: str) -> Any:
    """Give the parameter of vectors that are not there."""
    reason = f"no vectors {name}: keep shared/ beside the checkout"
    return pytest.param(None, marks=pytest.mark.skip(reason=reason), id="absent")


def csv_of(name: str) -> Path | None:
    """Find a table of research vectors."""
    return find("research", name)
