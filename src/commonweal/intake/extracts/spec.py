"""Read the specifications of the extracts, and the mappings to begin with, from the package."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from commonweal.kinds import Problem

PLAIN = "plain"
SYSTEMS = {"epic": "Epic", "oracle": "Oracle Health"}
_FOLDER = resources.files(__package__)


@dataclass(frozen=True)
class Column:
    """Say what one column of an extract holds.

    name: how it is called
    kind: id, text, code, day, moment, number or flag
    says: what stands in it
    needed: whether the extract is of no use without it
    values: words that it takes, or none where any will do
    form: regular expression of its codes, or ""
    may_lack: share of rows in which it may be empty
    """

    name: str
    kind: str
    says: str
    needed: bool = False
    values: tuple[str, ...] = ()
    form: str = ""
    may_lack: float = 0.0


@dataclass(frozen=True)
class Expected:
    """Say how many rows there should be.

    says: what is counted, such as "visits a person and year"
    per: "person" or "person_year"
    low, high: a plain range, wide enough for any health system that we know of
    """

    says: str
    per: str
    low: float
    high: float


@dataclass(frozen=True)
class ExtractFile:
    """Say what one file of an extract holds.

    name: how it is called, without ending
    grain: what one row is
    key: columns that tell rows apart
    columns: in their order
    person: column of the person, or ""
    when: column of the time of a row, or ""
    future: whether that time may lie ahead
    expects: how many rows there should be
    traps: what goes wrong with such files
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    person: str = ""
    when: str = ""
    future: bool = False
    expects: tuple[Expected, ...] = ()
    traps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extract:
    """Say what one extract is.

    key: how it is called on the command line
    title: in words
    why: what it is needed for
    files: of which it is made
    """

    key: str
    title: str
    why: str
    files: tuple[ExtractFile, ...]


@cache
def extracts() -> tuple[Extract, ...]:
    """Give all extracts, in the order in which they are best delivered.

    >>> [one.key for one in extracts()][:2]
    ['patients', 'encounters']
    """
    found = sorted((_FOLDER / "specs").iterdir(), key=lambda path: path.name)
    return tuple(_extract(path) for path in found if path.name.endswith(".toml"))


def find(key: str) -> Extract:
    """Give one extract.

    key: such as "encounters"
    Fails with Problem "extract-unknown".
    """
    for one in extracts():
        if one.key == key:
            return one
    known = ", ".join(one.key for one in extracts())
    raise Problem("extract-unknown", f"There is no extract '{key}'.", f"Use one of: {known}.")


def starter(key: str, system: str = PLAIN) -> str:
    """Give a mapping to begin with, as text.

    key: of the extract
    system: "epic", "oracle", or "plain" for a file that follows the extract
    Fails with Problem "extract-unknown" or "starter-unknown".
    """
    find(key)
    path = _starter(key, system)
    if not path.is_file():
        offered = ", ".join(system_starters(system)) or "none"
        raise Problem(
            "starter-unknown",
            f"For {SYSTEMS.get(system, system)} there is no mapping of '{key}' to begin with: its "
            "public documentation does not name the tables and columns.",
            "Leave out --from for one with the columns of the extract. "
            f"For {SYSTEMS.get(system, system)} there are: {offered}.",
        )
    return path.read_text(encoding="utf-8")


def system_starters(system: str) -> tuple[str, ...]:
    """Name the extracts for which a system has a mapping to begin with.

    system: "epic", "oracle" or "plain"
    """
    return tuple(one.key for one in extracts() if _starter(one.key, system).is_file())


def _starter(key: str, system: str) -> Traversable:
    return _FOLDER / "starters" / system / f"{key}.toml"


def _extract(path: Traversable) -> Extract:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    key = re.sub(r"^\d+_|\.toml$", "", path.name)
    return Extract(key, content["title"], content["why"], tuple(map(_file, content["file"])))


def _file(entry: dict[str, Any]) -> ExtractFile:
    return ExtractFile(
        entry["name"], entry["grain"], tuple(entry["key"]),
        tuple(Column(**{**one, "values": tuple(one.get("values", ()))})
              for one in entry["columns"]),
        entry.get("person", ""), entry.get("when", ""), entry.get("future", False),
        tuple(Expected(**one) for one in entry.get("expect", ())),
        tuple(entry.get("traps", ())),
    )  # fmt: skip
