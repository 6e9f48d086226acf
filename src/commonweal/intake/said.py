"""Read what an institution says of the measures whose results it brings: a small TOML file."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from commonweal.intake.context import Context
from commonweal.intake.files import FileRecord, digest
from commonweal.intake.staging import TAIL, Staging, layout
from commonweal.kinds import Problem

TABLE = "reported_measure"
BETTER = ("higher", "lower", "neither")
LONGEST_TITLE = 8
_TEXTS = {"id", "version", "title", "better", "unit", "met"}
_NUMBERS = {"smallest_difference", "smallest_gap"}


def read_about(path: Path, staging: Staging, context: Context, files: list[FileRecord]) -> None:
    """Read the file into the staging, one row a [[measure]].

    path: TOML file
    staging: where rows go
    context: source
    files: records of the files read so far, of all sources
    Fails with Problem "about-missing" or "about-unreadable".
    """
    if not path.is_file():
        raise Problem("about-missing", f"There is no file {path} about the measures.",
                      "Name a file that exists, or leave --about out.")  # fmt: skip
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from None
    entries = content.get("measure")
    if not isinstance(entries, list) or not entries:
        raise _unreadable(path, "it has no [[measure]] part")
    record = FileRecord(context.source_id, path.name, digest(path))
    files.append(record)
    for place, entry in enumerate(entries, 1):
        found = _row(path, entry, context)
        row = [found.get(name) for name, _ in layout(TABLE)[: -len(TAIL)]]
        hashed = hashlib.sha256(repr(sorted(entry.items())).encode()).digest()
        staging.add(TABLE, [*row, context.source_id, [], "toml", None, hashed,
                            len(files) - 1, place])  # fmt: skip
        record.received += 1
        record.accepted += 1


def _row(path: Path, entry: Any, context: Context) -> dict[str, Any]:
    if not isinstance(entry, dict) or not entry.get("id"):
        raise _unreadable(path, "a [[measure]] has no id")
    unknown = sorted(set(entry) - _TEXTS - _NUMBERS - {"promises"})
    if unknown:
        raise _unreadable(path, f"nothing is called '{unknown[0]}'")
    texts = {name: _text(path, name, entry.get(name)) for name in sorted(_TEXTS)}
    numbers = {name: _number(path, name, entry.get(name)) for name in sorted(_NUMBERS)}
    if texts["better"] not in (None, *BETTER):
        raise _unreadable(path, "'better' is higher, lower or neither")
    if set("{}") & set((texts["met"] or "").replace("{value}", "")):
        raise _unreadable(path, "in 'met' only {value} may stand in braces")
    if len((texts["title"] or "").split()) > LONGEST_TITLE:
        raise _unreadable(path, f"a title is longer than {LONGEST_TITLE} words")
    promises = entry.get("promises", [])
    if not isinstance(promises, list) or not all(isinstance(one, str) for one in promises):
        raise _unreadable(path, "'promises' is a list of keys such as \"C1\"")
    return {
        "reported_measure_key": context.key(f"{texts['id']}|{texts['version'] or ''}"),
        "measure_id": texts.pop("id"), "measure_version": texts.pop("version"), **texts, **numbers,
        "promises": " ".join(promises) or None,
    }  # fmt: skip


def _text(path: Path, name: str, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and value.strip()):
        return value.strip() if value else None
    raise _unreadable(path, f"'{name}' is not text")


def _number(path: Path, name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise _unreadable(path, f"'{name}' is not a number above 0")
    return float(value)


def _unreadable(path: Path, why: str) -> Problem:
    return Problem("about-unreadable", f"The file {path.name} can not be read: {why}.",
                   "Correct the file; the how-to page on results shows one.")  # fmt: skip
