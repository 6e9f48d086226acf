"""Read pieces of FHIR R4 files line by line. A bad line is set aside, never fatal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from commonweal.intake.context import Context, word
from commonweal.intake.demographics import describe
from commonweal.intake.fhir.answers import answer
from commonweal.intake.fhir.bulk import tombs
from commonweal.intake.fhir.clinical import ALSO, HELD, KNOWN, ROWS, values
from commonweal.intake.fhir.levels import brackets
from commonweal.intake.fhir.plain import PlainReader, updated
from commonweal.intake.fhir.reading import Resource
from commonweal.intake.files import FileRecord
from commonweal.intake.lines import AT_ONCE, Block, Line, blocks_of, line_hash, open_text, reached
from commonweal.intake.parts import PIECE, Answer, Task
from commonweal.intake.points import point
from commonweal.intake.saying import Said
from commonweal.intake.staging import Staging, answer_row
from commonweal.kinds import Problem

_SPOKEN = {"Patient", "Observation"}
_HAD_CONTEXT = {"Condition", "Observation", "Procedure"}
_ALIASED = {"Patient", "Encounter", "Organization", "Medication"}
_KEPT_TEXT = 1 << 20
_MOVED = {
    "Encounter": {"actualPeriod"}, "MedicationRequest": {"medication"},
    "Procedure": {"occurrenceDateTime", "occurrencePeriod"},
}  # fmt: skip


class PieceReader:
    """Read pieces of the files of one source.

    staging: where rows go
    context: source and keys
    """

    def __init__(self, staging: Staging, context: Context) -> None:
        self._staging = staging
        self._context = context
        self._allowed = ""
        self._made = ""
        self._place = 0
        self._held: set[str] = set()
        self._plain = PlainReader(staging, context)

    def take(self, task: Task, step: int = PIECE) -> Iterator[Answer]:
        """Read a piece of a file, and say what became of each slice of it.

        task: the piece
        step: bytes of text in a slice
        """
        self._allowed, self._made, self._place = task.allowed, task.made, task.place
        self._held.clear()
        self._plain.begin(task.allowed, task.place)
        record = FileRecord(self._context.source_id, "", "")
        begun = at = task.part.start
        with open_text(task.path) as handle:
            for block in blocks_of(handle, record, task.part, min(step, AT_ONCE)):
                if block.byte >= begun + step:
                    left = block.byte, block.number - 1
                    yield self._answer(record, left, reached(handle), block.byte - begun)
                    begun = block.byte
                at = self._block(block, record)
        end = min(task.part.end, task.path.stat().st_size)
        yield self._answer(record, None, end, at - begun)

    def _answer(
        self, record: FileRecord, left: tuple[int, int] | None, place: int, text: int
    ) -> Answer:
        """Say what was counted, and count anew."""
        self._plain.write()
        answer = Answer(record.received, record.accepted, record.quarantined, record.left_out,
                        record.broken, tuple(sorted(record.tables)), self._context.asked, left,
                        place, text)  # fmt: skip
        record.received = record.accepted = record.quarantined = record.left_out = 0
        record.tables = set()
        self._held.clear()
        return answer

    def _block(self, block: Block, record: FileRecord) -> int:
        """Read lines: plain ones together, each other one by itself; give where they end."""
        plain, others = ({}, [0]) if block.too_long else self._plain.take(block)
        for kind, many in plain.items():
            record.received += many
            self._keep(kind, record, many)
        texts = block.texts
        for line in block.lines(place for place in others
                                if texts[place] and not texts[place].isspace()):  # fmt: skip
            record.received += 1
            self._line(line, record)
        return block.byte + len(block.whole) + 1

    def _line(self, line: Line, record: FileRecord) -> None:
        many = brackets(line.content)
        reason, resource = _parse(line, self._allowed)
        if reason or resource is None:
            self._set_aside(line, record, reason)
            return
        kind = resource["resourceType"]
        if kind not in KNOWN:
            self._unknown(resource, line, record)
            return
        _refuse_old(resource, kind)
        _refuse_new(resource, kind)
        try:
            if many:
                orjson.dumps(resource)  # fails with TypeError where it is too deep
            rows = self._rows(resource, kind, line)
        except (TypeError, AttributeError, ValueError, OverflowError, LookupError):
            self._set_aside(line, record, "wrong_shape")
            return
        self._keep(kind, record)
        for table, row in rows:
            self._staging.add(table, row)

    def _keep(self, kind: str, record: FileRecord, many: int = 1) -> None:
        record.accepted += many
        if many and kind not in self._held:
            self._held.add(kind)
            record.tables.update(HELD.get(kind, ()))

    def _unknown(self, resource: Resource, line: Line, record: FileRecord) -> None:
        """Take in what is said to be deleted; leave out all else that no table is made from.

        A Bundle of resources is neither: they are what was asked for, one a line.
        """
        bundle = resource["resourceType"] == "Bundle"
        gone = tombs(resource, self._context, self._made) if bundle else None
        if gone is None and bundle and _holds(resource):
            self._set_aside(line, record, "bundle")
            return
        if gone is None:
            record.left_out += 1
            return
        record.accepted += 1
        for row in gone:
            self._staging.add("_gone", row)

    def _rows(self, resource: Resource, kind: str, line: Line) -> list[tuple[str, list[Any]]]:
        context, rows = self._context, []
        tail = self._tail(kind, updated(resource), line)
        if kind in ALSO:
            context.start()
            own = ALSO[kind](resource, context)
            tail[1] = context.told()
            rows += [(table, row + tail) for table, row in own]
        if kind in ROWS:
            context.start()
            row = values(ROWS[kind].readers, resource, context)
            tail[1] = context.told()
            rows.append((ROWS[kind].table, row + tail))
        tail[1] = []
        if kind in _SPOKEN:
            rows += [("_person", row + tail) for row in self._said(resource, kind)]
        if kind in _ALIASED:
            rows += self._aliases(resource, kind)
        return rows

    def _tail(self, kind: str, stamp: int | None, line: Line) -> list[Any]:
        return [self._context.source_id, [], kind, stamp,
                line_hash(line.content), self._place, line.number]  # fmt: skip

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


def _holds(bundle: Resource) -> bool:
    entries = bundle.get("entry")
    return isinstance(entries, list) and any(
        isinstance(entry, dict) and "resource" in entry for entry in entries
    )


def _refuse_new(resource: Resource, kind: str) -> None:
    """Refuse FHIR R5 where what it moved would be lost: times of visits and procedures, drugs."""
    if kind in _MOVED and not _MOVED[kind].isdisjoint(resource):
        raise Problem(
            "fhir-r5",
            "This export is FHIR R5, a newer version that keeps dates and drugs elsewhere. Only R4 "
            "and R4B can be read.",
            "Ask for an export in FHIR R4.",
        )


def _refuse_old(resource: Resource, kind: str) -> None:
    """Refuse FHIR STU3: its race extensions and references differ, so figures would be wrong."""
    if kind == "Encounter":
        reasons = resource.get("reason")
        old = isinstance(reasons, list) and any(
            isinstance(part, dict) and ("coding" in part or "text" in part) for part in reasons
        )
    else:
        old = kind in _HAD_CONTEXT and (
            "context" in resource
            or (kind == "Condition" and isinstance(resource.get("clinicalStatus"), str))
        )
    if old:
        raise Problem(
            "fhir-stu3",
            "This export is FHIR STU3, an older version whose references and race extensions "
            "differ. Only R4 and R4B can be read.",
            "Ask for an export in FHIR R4.",
        )
