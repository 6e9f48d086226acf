"""The words in which a plain shape says how the columns of a table are filled, many rows at once.

Concepts, references and dates are the same bytes again and again. Each is read once, by the same
readers as elsewhere, and kept. Where anything is odd, `ODD` stands instead of a value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import orjson
import pyarrow as pa
from msgspec import UNSET

from commonweal.intake.context import Context
from commonweal.intake.fhir.levels import brackets
from commonweal.intake.fhir.reading import UCUM, Reader
from commonweal.intake.points import NOTHING, point
from commonweal.intake.staging import array

ODD: Any = object()
NONE = msgspec.Raw()
_MOST = 8192  # values that are kept of each element
_LONGEST = 1024  # bytes of a value that is kept
Values = list[Any]
Column = Callable[[Values], Values]


class Period(msgspec.Struct, frozen=True):
    """Hold both ends of a time."""

    start: str = ""
    end: str = ""


class Quantity(msgspec.Struct, forbid_unknown_fields=True):
    """Hold a quantity that is not compared."""

    value: float
    unit: str = ""
    system: str = ""
    code: str = ""


class Reference(msgspec.Struct, frozen=True):
    """Hold what an element points at."""

    reference: str = ""


class Meta(msgspec.Struct, frozen=True):
    """Hold when a resource was last updated."""

    lastUpdated: str = ""


class Known:
    """Hold what was read before.

    context: source and keys
    odd: whether anything odd was met since it was last said that nothing was
    points: moments, by how they are written
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.odd = False
        self.points = Kept(self, _moment, {"": NOTHING})


class Kept(dict[Any, Any]):
    """Give the value of what is written, which is read when it is first asked for.

    known: is told of what is odd
    read: gives the value, or `ODD`; an error says the same
    begin: what is known from the start
    """

    def __init__(
        self, known: Known, read: Callable[[Any], Any], begin: dict[Any, Any] | None = None
    ) -> None:
        super().__init__(begin or {})
        self._known, self._read, self._begin = known, read, begin or {}

    def __missing__(self, written: Any) -> Any:
        try:
            value = self._read(written)
        except (ValueError, TypeError, AttributeError, LookupError, OverflowError,
                RecursionError):  # fmt: skip
            value = ODD
        if value is ODD:  # read anew each time, so that it is told each time
            self._known.odd = True
            return ODD
        if len(self) >= _MOST:
            self.clear()
            self.update(self._begin)
        if len(written) <= _LONGEST:
            self[written] = value
        return value


@dataclass(frozen=True)
class Element:
    """Say how a field of a table is filled from resources of a plain shape.

    fill: gives the function from resources to their values, one each; None where all are the same
    wide: whether a value fills several columns
    times: how often these columns follow each other
    same: what all rows have in the columns that come after, one for each column
    """

    fill: Callable[[Known], Column] | None
    wide: bool = False
    times: int = 1
    same: tuple[Any, ...] = ()

    def column(self, known: Known) -> Column:
        """Give the function that reads; it gives nothing where all rows have the same.

        known: what was read before
        """
        return self.fill(known) if self.fill else lambda found: []

    def arrays(self, values: Values, kinds: Sequence[pa.DataType], many: int) -> list[pa.Array]:
        """Give the columns of a table.

        values: one for each row; not looked at where all are the same
        kinds: types of the columns
        many: rows, at least one
        """
        made: list[pa.Array] = []
        if self.fill is not None:
            columns = zip(*values, strict=True) if self.wide else (values,)
            # there are more kinds than columns: of those that come again, and of the same
            made = [array(column, kind) for column, kind in zip(columns, kinds, strict=False)]
            made *= self.times
        left = zip(self.same, kinds[len(made) :], strict=True)
        return made + [_repeated(one, kind, many) for one, kind in left]


def own() -> Element:
    """Give the key of the resource itself."""

    def fill(known: Known) -> Column:
        key = known.context.key
        return lambda found: [key(one.id) for one in found]

    return Element(fill)


def kept(
    name: str,
    read: Reader,
    *,
    member: str = "",
    wide: bool = False,
    fits: Callable[[Any], bool] = lambda value: True,
) -> Element:
    """Read an element by the reader that reads every shape, once for all that write it alike.

    name: of the element
    read: gives one value, or as many as there are columns
    member: its name in the struct, where that is another one
    wide: whether it gives several
    fits: says whether a value may stand in a plain row
    """
    get = attrgetter(member or name)

    def fill(known: Known) -> Column:
        values = reader_of(known, name, read, fits)
        return lambda found: [values[bytes(raw)] for raw in map(get, found)]

    return Element(fill, wide)


def target_of(name: str, kind: str, *, needed: bool = False) -> Element:
    """Read the key that an element points at.

    name: of the element, a `Reference`
    kind: resource type that is meant
    needed: whether a plain row has one
    """
    get = attrgetter(f"{name}.reference")

    def fill(known: Known) -> Column:
        def target(sent: str) -> Any:
            found = known.context.target({"reference": sent}, kind)
            return ODD if needed and found is None else found

        targets = Kept(known, target, {} if needed else {"": None})
        return lambda found: [targets[sent] for sent in map(get, found)]

    return Element(fill)


def reader_of(
    known: Known, name: str, read: Reader, fits: Callable[[Any], bool] = lambda value: True
) -> Kept:
    """Give the values of an element, by the bytes in which it is written.

    known: what was read before
    name: of the element
    read: gives its value from a resource
    fits: says whether a value may stand in a plain row
    """
    context = known.context

    def value(written: bytes) -> Any:
        if brackets(written):
            return ODD
        context.start()
        found = read({name: orjson.loads(written)} if written else {}, context)
        return ODD if context.problems or not fits(found) else found

    return Kept(known, value)


def written(name: str) -> Element:
    """Take an element of text as it is; empty is missing.

    name: of the element
    """
    get = attrgetter(name)
    return Element(lambda known: lambda found: [text or None for text in map(get, found)])


def truth_of(name: str) -> Element:
    """Take an element that is true or false.

    name: of the element
    """
    get = attrgetter(name)
    return Element(
        lambda known: lambda found: [None if one is UNSET else one for one in map(get, found)]
    )


def moment_of(name: str, *same: Any, times: int = 1) -> Element:
    """Read a moment.

    name: of the element, which holds text
    same: what all rows have in the columns after it
    times: 2 where it is its own end
    """
    get = attrgetter(name)

    def fill(known: Known) -> Column:
        points = known.points
        return lambda found: [points[text] for text in map(get, found)]

    return Element(fill, True, times, same)


def ends_of(name: str, *same: Any) -> Element:
    """Read both ends of a time.

    name: of the element, a `Period`
    same: what all rows have in the columns after it
    """
    get = attrgetter(name)

    def fill(known: Known) -> Column:
        points = known.points

        def both(found: Values) -> Values:
            pairs = [(points[one.start], points[one.end]) for one in map(get, found)]
            if known.odd:
                return [ODD if ODD in pair else pair[0] + pair[1] for pair in pairs]
            return [start + end for start, end in pairs]

        return both

    return Element(fill, True, same=same)


def value_of(read: Reader) -> Element:
    """Read the value of an observation, or of a part of one: a quantity, a concept or a text.

    read: gives value, unit, codes and kind of an observation
    """

    def fill(known: Known) -> Column:
        concepts = reader_of(known, "valueCodeableConcept", read)

        def value(one: Any) -> Any:
            sent = one.valueQuantity
            many = (sent is not UNSET) + (one.valueString is not NONE) \
                + (one.valueCodeableConcept is not NONE)  # fmt: skip
            if many != 1:
                known.odd |= many > 1
                return ODD if many else (None, None, [], None)
            if sent is UNSET:
                return concepts[bytes(one.valueCodeableConcept)] if one.valueString is NONE \
                    else (None, None, [], "String")  # fmt: skip
            if sent.system == UCUM or not sent.system:
                return sent.value, sent.code or sent.unit or "1", [], "Quantity"
            return None, None, [], "Quantity"

        return lambda found: [value(one) for one in found]

    return Element(fill, True)


def as_is(*, wide: bool = False) -> Element:
    """Take values that are known before anything is read.

    wide: whether each fills several columns
    """
    return Element(lambda known: lambda found: [], wide)


def always(*same: Any) -> Element:
    """Give what all resources of a shape have in common.

    same: one value for each column; of a list, an empty one
    """
    return Element(None, same=same)


def _repeated(value: Any, kind: pa.DataType, many: int) -> pa.Array:
    """Give one value many times; a list is empty."""
    if pa.types.is_list(kind):  # to repeat one takes longer than to read as many
        return pa.ListArray.from_arrays(
            pa.array(np.zeros(many + 1, np.int32)), pa.array([], kind.value_type)
        )
    return pa.repeat(pa.scalar(value, kind), many)


def _moment(text: str) -> Any:
    found = point(text)
    return ODD if found is None else found
