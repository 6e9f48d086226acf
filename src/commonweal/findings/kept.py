"""Audits are kept in the store, so that a report can be written again and a number traced.

Only what may be told is kept here: findings and traces, never counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import types
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from commonweal.findings.audit import Answer
from commonweal.findings.finding import Audit, Finding, Row
from commonweal.findings.trace import Trace
from commonweal.kinds import Problem
from commonweal.kinds.said import as_data, from_data

FOLDER = "audits"
LAST = "LAST"


@dataclass(frozen=True)
class Kept:
    """Hold one audit as it was kept.

    audit:  what was found
    traces: one a number shown

    >>> empty = Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")
    >>> Kept(empty, ()).find("cw-0") is None
    True
    """

    audit: Audit
    traces: tuple[Trace, ...]

    def find(self, trace_id: str) -> tuple[Trace, Finding, Row | None] | None:
        """Find a number by its id: its trace, its finding and its row (None: the whole table)."""
        trace = next((one for one in self.traces if one.id == trace_id), None)
        for finding in self.audit.findings if trace else ():
            rows = (*finding.rows, finding.everybody)
            row = next((one for one in rows if one and one.trace == trace_id), None)
            if trace and (row is not None or finding.trace == trace_id):
                return trace, finding, row
        return None


def keep(store: Path, answer: Answer) -> str:
    """Keep an audit beside the data, whole or not at all.

    store:  folder of the store
    answer: the audit and its traces
    Gives the id of the audit: the hash of what it says.

    >>> from tempfile import TemporaryDirectory
    >>> empty = Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")
    >>> with TemporaryDirectory() as folder:
    ...     len(keep(Path(folder), Answer(empty, ())))
    16
    """
    text = encode(answer)
    audit_id = hashlib.sha256(text.encode()).hexdigest()[:16]
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    _put(folder / f"{audit_id}.json", text)
    _put(folder / LAST, audit_id)
    return audit_id


def encode(answer: Answer | Kept) -> str:
    """Write an audit and its traces as canonical JSON.

    answer: the audit and its traces

    >>> empty = Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")
    >>> json.loads(encode(Answer(empty, ())))["traces"]
    []
    """
    content = {"audit": data(answer.audit), "traces": [data(one) for one in answer.traces]}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1)


def data(thing: Any) -> Any:
    """Turn a dataclass into plain lists and mappings, in which each text keeps its message.

    thing: an instance of a dataclass, or a part of one
    Gives what `decode` reads back.

    >>> from commonweal.kinds import message
    >>> data((message("Everybody"), "East Hospital", 3))
    [{'says': 'Everybody'}, 'East Hospital', 3]
    """
    if isinstance(thing, str):
        return as_data(thing)
    if isinstance(thing, tuple | list):
        return [data(one) for one in thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        return {one.name: data(getattr(thing, one.name)) for one in fields(thing)}
    return thing


def last(store: Path) -> Kept:
    """Give the audit that was kept last.

    store: folder of the store
    Fails with Problem "audit-missing".

    >>> from tempfile import TemporaryDirectory
    >>> empty = Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")
    >>> with TemporaryDirectory() as folder:
    ...     _ = keep(Path(folder), Answer(empty, ()))
    ...     last(Path(folder)).audit == empty
    True
    """
    pointer = store / FOLDER / LAST
    if not pointer.is_file():
        raise Problem(
            "audit-missing",
            f"No audit has been made of {store.name} yet.",
            "Run: commonweal audit STORE --period YEAR",
        )
    return _read(store / FOLDER / f"{pointer.read_text().strip()}.json")


def find(store: Path, trace_id: str) -> tuple[Trace, Finding, Row | None]:
    """Find a number among all audits kept, the last one first.

    store:    folder of the store
    trace_id: such as "cw-0123456789ab"
    Fails with Problem "trace-unknown".

    >>> try:
    ...     find(Path("no store"), "cw-0")
    ... except Problem as problem:
    ...     print(problem.code)
    trace-unknown
    """
    folder = store / FOLDER
    pointer = folder / LAST
    newest = pointer.read_text().strip() if pointer.is_file() else ""
    paths = sorted(folder.glob("*.json"), key=lambda path: (path.stem != newest, path.name))
    for path in paths:
        found = _read(path).find(trace_id)
        if found:
            return found
    raise Problem(
        "trace-unknown",
        f"No audit kept in {store.name} holds the id {trace_id}.",
        "Copy the id as it stands beside the number, and name the store with --store.",
    )


def _read(path: Path) -> Kept:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Kept(
        decode(Audit, content["audit"]),
        tuple(decode(Trace, one) for one in content["traces"]),
    )


def decode(kind: Any, value: Any) -> Any:
    """Read a value of a declared kind back from JSON.

    kind:  a dataclass, a tuple type, a union or a plain type
    value: what json.loads gave
    >>> decode(tuple[int, ...], [1, 2])
    (1, 2)
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return decode(next(part for part in get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        parts = get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(decode(parts[0], item) for item in value)
        return tuple(decode(part, item) for part, item in zip(parts, value, strict=True))
    if is_dataclass(kind):
        made: Any = kind
        # What a later version added has a default, so that an older audit is still read.
        known = [(name, hint) for name, hint in _hints(made) if name in value]
        return made(**{name: decode(hint, value[name]) for name, hint in known})
    return from_data(value) if kind is str else value


@lru_cache(maxsize=64)
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Give the fields of a dataclass with their kinds: asked for thousands of times an audit."""
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name]) for one in fields(kind))


def _put(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one, never half."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
