"""Read lines of a plain shape quickly: many at a time, column by column.

Nearly all lines of an export have one of few shapes (`shapes.py`). A line of another shape, or with
anything odd, is left to whoever reads every shape, so what becomes of a bad line is decided in one
place. What is passed over must be JSON too; one thing is not seen there: a number that is larger
than any that a computer holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from commonweal.intake.context import Context, word
from commonweal.intake.fhir.clinical import COMPONENT, Rows
from commonweal.intake.fhir.elements import (
    ODD,
    Element,
    Kept,
    Known,
    Values,
    always,
    as_is,
)
from commonweal.intake.fhir.levels import crowded, deep
from commonweal.intake.fhir.shapes import SHAPES, Shape
from commonweal.intake.lines import Block, line_hash
from commonweal.intake.points import point
from commonweal.intake.staging import BATCH, Staging, array, schema_of

_BEGINS = (b'{"resourceType":"', b'{"resourceType": "')
_NEAR = 1024  # rows whose values are still near at hand, so that Arrow takes them in quickly


class PlainReader:
    """Read lines of plain shapes of one source.

    staging: where rows go
    context: source and keys
    """

    def __init__(self, staging: Staging, context: Context) -> None:
        known = Known(context)
        self._all = [_Gathered(shape, known, staging) for shape in SHAPES]
        self._open: dict[bytes, _Gathered] = {}
        self._place = 0
        self.begin("", 0)

    def begin(self, allowed: str, place: int) -> None:
        """Begin a file.

        allowed: the type that its resources must have, or "" when they may be mixed
        place: of the file among all files
        """
        self._open = {begins + one.kind.encode() + b'"': one for begins in _BEGINS
                      for one in self._all if allowed in ("", one.kind)}  # fmt: skip
        self._place = place

    def take(self, block: Block) -> tuple[dict[str, int], list[int]]:
        """Take in the plain ones of some lines.

        block: lines of JSON, perhaps bad
        Gives how many of each resource type, and the places of the others, in order.
        """
        others, many = self._part(block), {}
        for gathered in self._all:
            if gathered.places:
                many[gathered.kind], odd = gathered.settle(block, self._place)
                others += odd
                if gathered.full:
                    gathered.write(self._place)
        return many, sorted(others)

    def write(self) -> None:
        """Hand all rows of the file at hand to the staging."""
        for gathered in self._all:
            gathered.write(self._place)

    def _part(self, block: Block) -> list[int]:
        """Give each line to those of its shape; give the places of the others."""
        many, ascii_only, others = crowded(block), block.whole.isascii(), []
        begins, gathered = b"\n", None
        for place, text in enumerate(block.texts):
            if not text.startswith(begins):
                type_at = len(_BEGINS[not text.startswith(_BEGINS[0])])
                begins = text[: text.find(b'"', type_at) + 1] or b"\n"
                gathered = self._open.get(begins)
            if gathered is None:
                others.append(place)
                continue
            try:
                # as text: bytes that are no UTF-8 would not be seen where they are passed over
                found = gathered.decode(text if ascii_only else text.decode())
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                others.append(place)
                continue
            if place in many and deep(text):
                others.append(place)
                continue
            gathered.found.append(found)
            gathered.places.append(place)
        return others


class _Gathered:
    """Gather lines of one shape.

    shape: theirs
    known: what was read before
    staging: where rows go
    """

    def __init__(self, shape: Shape, known: Known, staging: Staging) -> None:
        self.kind = shape.kind
        self.decode = msgspec.json.Decoder(shape.resource).decode
        self.found: Values = []
        self.places: list[int] = []
        self._known = known
        self._stamps = Kept(known, _stamp, {"": None})
        self._rows = _Columns(shape.rows, shape.elements, shape.kind, known, staging)
        self._parts = _Columns(COMPONENT, (as_is(wide=True), *shape.parts), shape.kind, known,
                               staging) if shape.parts else None  # fmt: skip

    @property
    def full(self) -> bool:
        """Say whether there are as many rows as are written at once."""
        return len(self._rows) >= BATCH

    def settle(self, block: Block, file: int) -> tuple[int, list[int]]:
        """Read what was found in a block; give how many rows, and the places of other lines.

        block: lines
        file: place of their file among all files
        """
        found, places, texts, stamps = self.found, self.places, block.texts, self._stamps
        self.found, self.places = [], []
        self._known.odd = False
        columns = [*self._rows.read(found), [stamps[one.meta.lastUpdated] for one in found],
                   list(map(line_hash, map(texts.__getitem__, places))),
                   [block.number + place for place in places]]  # fmt: skip
        inner, whose = self._inner(found, columns)
        odd: set[int] = set()
        if self._known.odd:
            odd = _odd(columns) | {whose[place] for place in _odd(inner)}
            inner = _without(inner, {at for at, place in enumerate(whose) if place in odd})
        self._rows.keep(_without(columns, odd), file)
        if inner and self._parts is not None:
            self._parts.keep(inner, file)
        return len(places) - len(odd), [places[place] for place in odd]

    def write(self, place: int) -> None:
        """Hand the rows to the staging.

        place: of their file among all files
        """
        self._rows.write(place)
        if self._parts is not None:
            self._parts.write(place)

    def _inner(self, found: Values, columns: list[Values]) -> tuple[list[Values], list[int]]:
        """Read the parts of what was found; give columns, and the place of what each is part of."""
        if self._parts is None:
            return [], []
        whose = [place for place, one in enumerate(found) for _ in one.component]
        if not whose:
            return [], []
        keys, people, *_, stamps, hashes, numbers = columns
        named = [
            (f"{keys[place]}#{index:03d}", keys[place], people[place])
            for place, one in enumerate(found)
            for index in range(len(one.component))
        ]
        parts = self._parts.read([part for one in found for part in one.component])
        tail = [[column[place] for place in whose] for column in (stamps, hashes, numbers)]
        return [named, *parts[1:], *tail], whose


class _Columns:
    """Hold rows of a table, column by column, until they are written.

    rows: the table
    elements: how its fields are filled
    kind: resource type of the rows
    known: what was read before
    staging: where rows go
    """

    def __init__(
        self, rows: Rows, elements: Sequence[Element], kind: str, known: Known, staging: Staging
    ) -> None:
        self._rows, self._elements, self._kind, self._staging = rows, elements, kind, staging
        self._source = known.context.source_id
        self._read = [element.column(known) for element in elements]
        self._values: list[Values] = []
        self._parts: list[pa.Table] = []
        self._clear()

    def __len__(self) -> int:
        return sum(map(len, self._parts)) + len(self._values[-1])

    def read(self, found: Values) -> list[Values]:
        """Give a list of values for each field, empty where all rows have the same."""
        return [read(found) for read in self._read]

    def keep(self, columns: list[Values], place: int) -> None:
        """Take in what was read, then stamps, hashes and numbers of lines.

        columns: all of it
        place: of their file among all files
        """
        for values, column in zip(self._values, columns, strict=True):
            values.extend(column)
        if len(self._values[-1]) >= _NEAR:
            self._turn(place)

    def write(self, place: int) -> None:
        """Hand the rows to the staging.

        place: of their file among all files
        """
        if self._values[-1]:
            self._turn(place)
        if self._parts:
            self._staging.put(self._rows.table, pa.concat_tables(self._parts))
            self._parts = []

    def _turn(self, place: int) -> None:
        """Turn values into columns of Arrow."""
        schema, many, made = schema_of(self._rows.table), len(self._values[-1]), list[pa.Array]()
        *values, stamps, hashes, numbers = self._values
        for element, field, column in zip(self._elements, self._rows.fields, values, strict=True):
            own = schema.types[len(made) : len(made) + len(field.columns)]
            made += element.arrays(column, own, many)
        source, problem, kind, stamp, digest, file, line = schema.types[len(made) :]
        made += always(self._source, [], self._kind).arrays([], (source, problem, kind), many)
        made += array(stamps, stamp), array(hashes, digest)
        made += *always(place).arrays([], (file,), many), array(numbers, line)
        self._parts.append(pa.table(made, schema=schema))
        self._clear()

    def _clear(self) -> None:
        self._values = [[] for _ in range(len(self._elements) + 3)]


def _odd(columns: list[Values]) -> set[int]:
    return {place for column in columns for place, one in enumerate(column) if one is ODD}


def _without(columns: list[Values], odd: set[int]) -> list[Values]:
    if not odd:
        return columns
    return [[one for place, one in enumerate(column) if place not in odd] for column in columns]


def _stamp(sent: str) -> int | None:
    return updated({"meta": {"lastUpdated": sent}})


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
