"""Read an observation of the plainest shape quickly: a quantity, and no element that needs thought.

Half of the lines of an export are such observations. Their concepts, references and marks are the
same bytes again and again, so each is read once, by the same readers as elsewhere, and kept. A line
with any other element, or with anything odd, is left to whoever reads every shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import orjson

from commonweal.intake.context import Context, word
from commonweal.intake.fhir.answers import PROTECTED
from commonweal.intake.fhir.reading import UCUM, concept, concepts, reference
from commonweal.intake.points import NOTHING, point

_BEGINS = b'{"resourceType":"Observation"'
_MOST = 8192  # pieces that are kept of each element
_LONGEST = 1024  # bytes of a piece that is kept
_NONE = msgspec.Raw()


class _Quantity(msgspec.Struct, forbid_unknown_fields=True):
    """Hold a quantity that is not compared."""

    value: float
    unit: str = ""
    system: str = ""
    code: str = ""


class _Plain(msgspec.Struct, forbid_unknown_fields=True):
    """Hold an observation of the plainest shape; what is `Any` makes no row."""

    resourceType: str
    id: str
    valueQuantity: _Quantity
    status: str = ""
    effectiveDateTime: str = ""
    issued: str = ""
    category: msgspec.Raw = _NONE
    code: msgspec.Raw = _NONE
    subject: msgspec.Raw = _NONE
    encounter: msgspec.Raw = _NONE
    meta: msgspec.Raw = _NONE
    identifier: Any = None
    interpretation: Any = None
    note: Any = None
    performer: Any = None
    referenceRange: Any = None
    text: Any = None


_DECODER = msgspec.json.Decoder(_Plain)


class PlainReader:
    """Read plain observations of one source.

    context: source and keys
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._category = self._kept("category", concepts("category"))
        self._code = self._kept("code", concept("code"))
        self._subject = self._kept("subject", reference("subject", "Patient"))
        self._encounter = self._kept("encounter", reference("encounter", "Encounter"))
        self._stamp = self._kept("meta", lambda resource, context: updated(resource))

    def read(self, line: bytes) -> tuple[list[Any], int | None] | None:
        """Give a row without its tail, and when the resource was last updated.

        line: JSON, perhaps bad; of no more levels than may be compared
        Gives None where the line is of another shape.
        """
        if not line.startswith(_BEGINS):
            return None
        try:
            found = _DECODER.decode(line.decode())  # of an element said twice one is passed over
            code = self._code(found.code)
            if (
                found.resourceType != "Observation"
                or not found.id
                or not PROTECTED.isdisjoint(code)
            ):
                return None
            when = point(found.effectiveDateTime) if found.effectiveDateTime else NOTHING
            issued = point(found.issued) if found.issued else NOTHING
            if when is None or issued is None:
                return None
            sent = found.valueQuantity
            known = sent.system == UCUM or not sent.system
            row = [
                self._context.key(found.id), self._subject(found.subject),
                self._encounter(found.encounter), self._category(found.category), code,
                found.status or None, *when, *when, *issued,
                sent.value if known else None,
                (sent.code or sent.unit or "1") if known else None, [], "Quantity", [],
            ]  # fmt: skip
            return row, self._stamp(found.meta)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return None

    def _kept(
        self, element: str, read: Callable[[dict[str, Any], Context], Any]
    ) -> Callable[[msgspec.Raw], Any]:
        """Give a reader of the bytes of an element, which keeps what it has read."""
        context, kept = self._context, {b"": read({}, self._context)}

        def found(raw: msgspec.Raw) -> Any:
            written = bytes(raw)
            if written in kept:
                return kept[written]
            value = read({element: orjson.loads(written)}, context)
            if len(kept) >= _MOST:
                kept.clear()
                kept[b""] = read({}, context)
            if len(written) <= _LONGEST:
                kept[written] = value
            return value

        return found


def updated(resource: dict[str, Any]) -> int | None:
    """Give when a resource was last updated, microseconds, or None.

    resource: of any type

    >>> updated({"meta": {"lastUpdated": "1970-01-01T00:00:01Z"}})
    1000000
    """
    meta = resource.get("meta")
    sent = word(meta.get("lastUpdated")) if meta else None
    stamp = point(sent) if sent else None
    return stamp[0] if stamp else None
