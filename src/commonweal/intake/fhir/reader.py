"""Read a FHIR R4 source line by line into the staging. A bad line is set aside, never fatal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from commonweal.intake.context import Context, word
from commonweal.intake.demographics import describe
from commonweal.intake.fhir.answers import answer
from commonweal.intake.fhir.bulk import Listing, listing, tombs
from commonweal.intake.fhir.clinical import ALSO, HELD, ROWS, values
from commonweal.intake.fhir.crew import work
from commonweal.intake.fhir.reading import Resource
from commonweal.intake.files import FileRecord, Line, digest, lines, resource_type
from commonweal.intake.parts import Task, cut
from commonweal.intake.points import point
from commonweal.intake.saying import Said
from commonweal.intake.staging import Staging, answer_row
from commonweal.kinds import Problem

KNOWN = frozenset(ROWS) | frozenset(ALSO)
_SPOKEN = {"Patient", "Observation"}
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
        self._made = ""
        self._place = 0
        self.tables: set[str] = set()

    def read(self, path: Path, progress: Progress | None = None) -> None:
        """Read every file of a folder, or one file. Fails as `listing` does, or "fhir-stu3"."""
        found, begun = listing(path), len(self._files)
        work(self._tasks(found, progress), found.read, self._staging, self._context, self.take)
        for record in self._files[begun:]:
            self.tables |= record.tables
        for file, why in found.aside:
            self._files.append(
                FileRecord(self._context.source_id, file.name, digest(file), skipped=why)
            )

    def take(self, task: Task) -> None:
        """Read a piece of a file."""
        self._allowed, self._made, self._place = task.allowed, task.made, task.place
        for line in lines(task.path, task.record, part=task.part):
            task.record.received += 1
            self._line(line, task.record)

    def _tasks(self, found: Listing, progress: Progress | None) -> Iterator[Task]:
        made = found.bulk.made if found.bulk else ""
        for index, file in enumerate(found.read):
            if progress is not None:
                progress(file.name, index, len(found.read))
            named = None if file in found.deletions else resource_type(file.name, KNOWN)
            record, place = FileRecord(self._context.source_id, file.name, ""), len(self._files)
            self._files.append(record)
            if named is not None and named not in KNOWN:
                record.sha256, record.skipped = digest(file), named
                continue
            if named is not None:
                record.tables.update(HELD.get(named, ()))
            for part in cut(file, record):
                yield Task(file, record, place, named or "", made, part)

    def _line(self, line: Line, record: FileRecord) -> None:
        reason, resource = _parse(line, self._allowed)
        if reason or resource is None:
            self._set_aside(line, record, reason)
            return
        kind = resource["resourceType"]
        if kind not in KNOWN:
            self._unknown(resource, record)
            return
        _refuse_old(resource, kind)
        try:
            rows = self._rows(resource, kind, line.number)
        except (TypeError, AttributeError, ValueError, OverflowError, LookupError):
            self._set_aside(line, record, "wrong_shape")
            return
        record.accepted += 1
        record.tables.update(HELD.get(kind, ()))
        for table, row in rows:
            self._staging.add(table, row)

    def _unknown(self, resource: Resource, record: FileRecord) -> None:
        """Take in what is said to be deleted; leave out all else that no table is made from."""
        bundle = resource["resourceType"] == "Bundle"
        gone = tombs(resource, self._context, self._made) if bundle else None
        if gone is None:
            record.left_out += 1
            return
        record.accepted += 1
        for row in gone:
            self._staging.add("_gone", row)

    def _rows(self, resource: Resource, kind: str, place: int) -> list[tuple[str, list[Any]]]:
        context = self._context
        context.start()
        own = ALSO[kind](resource, context) if kind in ALSO else []
        tail = self._tail(resource, kind, context.problems, place)
        rows = [(table, row + tail) for table, row in own]
        if kind in ROWS:
            context.start()
            row = values(ROWS[kind].fields, resource, context)
            tail[1] = sorted(set(context.problems))
            rows.append((ROWS[kind].table, row + tail))
        tail[1] = []
        if kind in _SPOKEN:
            rows += [("_person", row + tail) for row in self._said(resource, kind)]
        if kind in _ALIASED:
            rows += self._aliases(resource, kind)
        return rows

    def _tail(self, resource: Resource, kind: str, problems: list[str], place: int) -> list[Any]:
        updated = word((resource.get("meta") or {}).get("lastUpdated"))
        stamp = point(updated) if updated else None
        canonical = hashlib.sha256(orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)).digest()
        return [self._context.source_id, sorted(set(problems)), kind,
                stamp[0] if stamp else None, canonical, self._place, place]  # fmt: skip

    def _said(self, resource: Resource, kind: str) -> list[list[Any]]:
        if kind == "Patient":
            return self._described(resource)
        spoken = answer(resource, self._context)
        if spoken is None or resource.get("status") == "entered-in-error":
            return []
        who = self._context.target(resource.get("subject"), "Patient")
        when = word(resource.get("effectiveDateTime")) or word(resource.get("issued"))
        stamp = point(when) if when else None
        return [
            answer_row(who, spoken[0], said, ordinal, element="Observation",
                       parent=self._context.key(resource["id"]),
                       stamp=stamp[0] if stamp else None, trust=2, method="self")
            for ordinal, said in enumerate(spoken[1]) if who is not None
        ]  # fmt: skip

    def _described(self, resource: Resource) -> list[list[Any]]:
        found, marks = describe(resource)
        found["_mark"] = [Said(mark) for mark in marks]
        person = self._context.person(resource["id"])
        return [
            answer_row(person, attribute, said, ordinal, element="Patient", parent="Patient",
                       stamp=None, trust=1)
            for attribute, many in found.items() for ordinal, said in enumerate(many)
        ]  # fmt: skip

    def _aliases(self, resource: Resource, kind: str) -> list[tuple[str, list[Any]]]:
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
            self._context.source_id, self._place, line.number, line.byte, reason,
            hashlib.sha256(line.content).hexdigest(), line.content[:_KEPT_TEXT],
        ])  # fmt: skip


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
