"""One deliberately bad export: what is written, and what must come of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Stands where a person's name, number or answer would stand; no command may ever say it.
MARK = "zzsecret"
Write = Callable[[Path], None]
Count = tuple[int, int, int, int]
DONE, PROBLEM = 0, 2


@dataclass(frozen=True)
class Case:
    """Hold one bad export.

    name:    what is bad about it
    kind:    as --kind says
    write:   writes it into an empty folder
    refused: code of the problem that refuses it, or "" when it is taken in
    files:   by file: lines received, accepted, set aside, left out
    aside:   reason: lines set aside for it
    marks:   "table code": rows so marked
    broken:  files that break off
    says:    words that the refusal must hold
    """

    name: str
    kind: str
    write: Write
    refused: str = ""
    files: Mapping[str, Count] = field(default_factory=dict)
    aside: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    says: str = ""


def files(**content: bytes | str | None) -> Write:
    """Give a writer of files by name, where __ stands for a dot; None makes a folder."""

    def write(folder: Path) -> None:
        for name, text in content.items():
            path = folder / name.replace("__", ".")
            if text is None:
                path.mkdir()
            else:
                path.write_bytes(text.encode() if isinstance(text, str) else text)

    return write


def line(**elements: Any) -> str:
    """Write one resource as a line."""
    return json.dumps(elements) + "\n"


def person(identity: str = "a", **elements: Any) -> str:
    """Write a patient as a line, with a name that may never be said."""
    given = {"birthDate": "1980-02-03", "name": [{"family": MARK}]} | elements
    return line(resourceType="Patient", id=f"{MARK}-{identity}", **given)


def visit(identity: str = "v", whose: str = "a", **elements: Any) -> str:
    """Write a visit as a line."""
    when = {"start": "2020-03-01T10:00:00Z", "end": "2020-03-01T10:30:00Z"}
    given = {"status": "finished", "class": {"code": "AMB"}, "period": when,
             "subject": {"reference": f"Patient/{MARK}-{whose}"}}  # fmt: skip
    return line(resourceType="Encounter", id=f"{MARK}-{identity}", **(given | elements))


def zipped(content: bytes | str) -> bytes:
    """Pack content as gz."""
    return gzip.compress(content.encode() if isinstance(content, str) else content, mtime=0)
