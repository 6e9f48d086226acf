"""Read lists of what is to go, and remember people who were erased: they never come in again.

What is remembered of an erased person is the key alone, in a file that only its owner may open.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commonweal.intake.context import Context
from commonweal.intake.fhir.bulk import tomb
from commonweal.intake.fhir.clinical import ALSO, ROWS
from commonweal.intake.keys import PatientKeys
from commonweal.kinds import Problem
from commonweal.tables.columns import Person
from commonweal.tables.registry import BY_NAME, ROSTERS

PERSON = "person"
FILE = "erased.txt"


def read_list(
    path: Path, keys: PatientKeys, source: str, alone: Mapping[str, bool]
) -> tuple[frozenset[str], list[list[Any]]]:
    """Read a list of what is to go.

    path: CSV with the columns what and id, and source and people where they are not the usual ones
    keys: makes the keys of people
    source: which feed is meant where the list does not say
    alone: sources that are the record of one patient
    Gives the keys of people to erase, and the staged rows of things to delete.
    Fails with Problem "erase-malformed".
    """
    people: set[str] = set()
    gone: list[list[Any]] = []
    for number, row in _rows(path):
        what, identity = row["what"], row["id"]
        feed, whom = row.get("source") or source, row.get("people") or "patient"
        context = Context(feed, keys, alone.get(feed, False))
        if what.casefold() == PERSON and whom in ROSTERS:
            people.add(context.person(identity, whom))
        elif what in ROWS or what in ALSO:
            gone += tomb(context, what, identity, None)
        elif what in BY_NAME:
            gone.append([feed, what, _key(what, identity, context), None, None])
        else:
            raise _odd(path, f"line {number} names neither a person, nor a table, nor a type of "
                             "FHIR resource that is read")  # fmt: skip
    return frozenset(people), gone


def erased(store: Path) -> frozenset[str]:
    """Give the keys of people who were erased from a store.

    store: folder of the store
    """
    path = _file(store)
    return frozenset(path.read_text().split()) if path.is_file() else frozenset()


def remember(store: Path, people: frozenset[str]) -> None:
    """Remember who was erased, whole or not at all.

    store: folder of the store
    people: keys of all who were erased, now and before
    """
    path = _file(store)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write("".join(f"{who}\n" for who in sorted(people)))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _file(store: Path) -> Path:
    return store / "keys" / FILE


def _key(table: str, identity: str, context: Context) -> str:
    """Give the key of a row as the reader of tables makes it."""
    name = BY_NAME[table].key
    column = next(one for one in BY_NAME[table].declared() if one.name == name)
    if isinstance(column, Person):
        return context.person(identity, column.people)
    return context.key(identity) if name.endswith("_key") else identity


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            found = [(number, {(name or "").strip(): (cell or "").strip()
                               for name, cell in row.items() if isinstance(cell, str)})
                     for number, row in enumerate(csv.DictReader(text), 2)]  # fmt: skip
    except OSError:
        raise _odd(path, "it can not be opened") from None
    except (UnicodeDecodeError, csv.Error):
        raise _odd(path, "it is no CSV in UTF-8") from None
    for number, row in found:
        if not row.get("what") or not row.get("id"):
            raise _odd(path, f"line {number} has no value for what or for id")
    if not found:
        raise _odd(path, "it names nothing")
    return found


def _odd(path: Path, why: str) -> Problem:
    return Problem(
        "erase-malformed",
        f"The list {path.name} of what is to be erased can not be used: {why}.",
        "Give a CSV with the columns what and id, such as: person,12345 or Encounter,e7.",
    )
