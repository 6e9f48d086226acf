"""Read a FHIR R4 source line by line into the staging. A bad line is set aside, never fatal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from commonweal.intake.answers import answer
from commonweal.intake.clinical import ALSO, HELD, ROWS, values
from commonweal.intake.demographics import describe
from commonweal.intake.files import (
    FHIR_NAME,
    FileRecord,
    Line,
    digest,
    lines,
    listed,
    resource_type,
)
from commonweal.intake.points import point
from commonweal.intake.reading import Context, Resource, word
from commonweal.intake.saying import Said
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

KNOWN = frozenset(ROWS) | frozenset(ALSO)
_ALIASED = {"Patient", "Encounter", "Organization", "Medication"}
_KEPT_TEXT = 1 << 20
Progress = Callable[[str, int, int], None]


class FhirReader:
    """Read one source.

    staging: where rows go
    context: source and keys
    files: records of the files read so far, of all sources; a row names its file by its place here
    """

    def __init__(self, staging: Staging, context: Context, files: list[FileRecord]) -> None:
        self._staging = staging
        self._context = context
        self._files = files
        self._allowed = ""
        self.tables: set[str] = set()

    def read(self, path: Path, progress: Progress | None = None) -> None:
        """Read every file of a folder, or one file. Fails as `listed` does, or "fhir-stu3"."""
        found = listed(path, FHIR_NAME)
        for index, file in enumerate(found):
            if progress is not None:
                progress(file.name, index, len(found))
            self._file(file)

    def _file(self, path: Path) -> None:
        named = resource_type(path.name, KNOWN)
        record = FileRecord(self._context.source_id, path.name, digest(path))
        self._files.append(record)
        if named is not None and named not in KNOWN:
            record.skipped = named
            return
        self._allowed = named or ""
        if named is not None:
            record.tables.update(HELD.get(named, ()))
        for line in lines(path, record):
            record.received += 1
            self._line(line, record)
        self.tables |= record.tables

    def _line(self, line: Line, record: FileRecord) -> None:
        reason, resource = _parse(line, self._allowed)
        if reason or resource is None:
            self._set_aside(line, record, reason)
            return
        kind = resource["resourceType"]
        if kind not in KNOWN:
            record.left_out += 1
            return
        _refuse_old(resource, kind)
        try:
            rows = self._rows(resource, kind, line.number)
        except (TypeError, AttributeError, ValueError, OverflowError, IndexError):
            self._set_aside(line, record, "wrong_shape")
            return
        record.accepted += 1
        record.tables.update(HELD.get(kind, ()))
        for table, row in rows:
            self._staging.add(table, row)

    def _rows(self, resource: Resource, kind: str, place: int) -> list[tuple[str, list[Any]]]:
        context = self._context
        context.start()
        rows: list[tuple[str, list[Any]]] = []
        if kind in ROWS:
            rows.append((ROWS[kind].table, values(ROWS[kind].fields, resource, context)))
        own = context.problems
        if kind in ALSO:
            context.start()
            rows += ALSO[kind](resource, context)
            own = own if kind in ROWS else context.problems
        said = self._said(resource, kind)
        tail = self._tail(resource, kind, own, place)
        for _, row in rows:
            row.extend(tail)
        rows += [("_person", row + tail) for row in said]
        return rows + self._aliases(resource, kind)

    def _tail(self, resource: Resource, kind: str, problems: list[str], place: int) -> list[Any]:
        updated = word((resource.get("meta") or {}).get("lastUpdated"))
        stamp = point(updated) if updated else None
        canonical = hashlib.sha256(orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)).digest()
        return [self._context.source_id, sorted(set(problems)), kind,
                stamp[0] if stamp else None, canonical, len(self._files) - 1, place]  # fmt: skip

    def _said(self, resource: Resource, kind: str) -> list[list[Any]]:
        if kind == "Patient":
            found, marks = describe(resource)
            person = self._context.person(resource["id"])
            rows = [_row(person, attribute, said, ordinal, "Patient", None, 1)
                    for attribute, many in found.items()
                    for ordinal, said in enumerate(many)]  # fmt: skip
            return rows + [_row(person, "_mark", Said(mark), ordinal, "Patient", None, 1)
                           for ordinal, mark in enumerate(marks)]  # fmt: skip
        if kind != "Observation":
            return []
        spoken = answer(resource, self._context)
        who = self._context.target(resource.get("subject"), "Patient")
        if spoken is None or who is None or resource.get("status") == "entered-in-error":
            return []
        when = word(resource.get("effectiveDateTime")) or word(resource.get("issued"))
        stamp = point(when) if when else None
        parent = self._context.key(resource["id"])
        return [_row(who, spoken[0], said, ordinal, parent, stamp[0] if stamp else None, 0)
                for ordinal, said in enumerate(spoken[1])]  # fmt: skip

    def _aliases(self, resource: Resource, kind: str) -> list[tuple[str, list[Any]]]:
        if kind not in _ALIASED:
            return []
        own = self._context.person if kind == "Patient" else self._context.key
        found = []
        for part in resource.get("identifier") or ():
            value = word(part.get("value"))
            if value:
                sent = f"{word(part.get('system')) or ''}|{value}"
                alias = self._context.alias(kind, sent)
                found.append(("_alias", [alias, own(resource["id"]), kind]))
        return found

    def _set_aside(self, line: Line, record: FileRecord, reason: str) -> None:
        record.quarantined += 1
        self._staging.add("_quarantine", [
            self._context.source_id, len(self._files) - 1, line.number, line.byte, reason,
            hashlib.sha256(line.content).hexdigest(), line.content[:_KEPT_TEXT],
        ])  # fmt: skip


def _row(
    person: str,
    attribute: str,
    said: Said,
    ordinal: int,
    parent: str,
    stamp: int | None,
    trust: int,
) -> list[Any]:
    element = "Patient" if parent == "Patient" else "Observation"
    return [person, attribute, said.value, said.system, said.status, "self" if said.status in
            ("stated", "declined", "unknown") else "unknown", stamp, element, ordinal, trust,
            parent]  # fmt: skip


def _parse(line: Line, allowed: str) -> tuple[str, Resource | None]:
    if line.too_long:
        return "line_too_long", None
    try:
        resource = orjson.loads(line.content)
    except orjson.JSONDecodeError:
        return "malformed", None
    if not isinstance(resource, dict):
        return "not_a_resource", None
    kind, identity = resource.get("resourceType"), resource.get("id")
    if not isinstance(kind, str) or not kind:
        return "no_resource_type", None
    if not isinstance(identity, str) or not identity:
        return "no_id", None
    if allowed and kind != allowed:
        return "wrong_type_for_file", None
    return "", resource


def _refuse_old(resource: Resource, kind: str) -> None:
    """Refuse FHIR STU3: its race extensions and references differ, so figures would be wrong."""
    reasons = resource.get("reason") if kind == "Encounter" else None
    old_reason = isinstance(reasons, list) and any(
        isinstance(part, dict) and ("coding" in part or "text" in part) for part in reasons
    )
    old_status = kind == "Condition" and isinstance(resource.get("clinicalStatus"), str)
    old_context = kind in ("Condition", "Observation", "Procedure") and "context" in resource
    if old_reason or old_status or old_context:
        raise Problem(
            "fhir-stu3",
            "This export is FHIR STU3, an older version whose references and race extensions "
            "differ. Only R4 and R4B can be read.",
            "Ask for an export in FHIR R4.",
        )
