"""The words in which a table says where its columns stand in a FHIR resource.

Each function here makes a reader: (resource, context) to the value of one column, or to the values
of several. Only what a reader names is ever looked at, so names, street lines, phones, record
numbers and free text never enter. A value of the wrong JSON type raises TypeError, and the line is
then quarantined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from commonweal.intake.context import Context, word
from commonweal.intake.points import NOTHING, PointValue, just_before, point

Resource = dict[str, Any]
UCUM = "http://unitsofmeasure.org"


Reader = Callable[[Resource, Context], Any]
Readers = tuple[tuple[bool, Reader], ...]


@dataclass(frozen=True)
class Field:
    """Join a reader to the physical columns that it fills.

    columns: names, in the order of the reader's values
    read: gives one value, or as many as there are columns when there are several
    """

    columns: tuple[str, ...]
    read: Reader


def readers(fields: Iterable[Field]) -> Readers:
    """Give the readers of fields, each with whether it fills one column.

    fields: of a table
    """
    return tuple((len(part.columns) == 1, part.read) for part in fields)


def one(column: str, read: Reader) -> Field:
    """Declare one column.

    column: name of the column
    read: gives its value from a resource
    """
    return Field((column,), read)


def at(column: str, read: Reader) -> Field:
    """Declare a point: three columns.

    column: name of the column
    read: gives its value from a resource
    """
    return Field(triple(column), read)


def span(start: str, end: str, read: Reader) -> Field:
    """Declare two points: six columns.

    start: name of the first point
    end: name of the second point
    read: gives its value from a resource
    """
    return Field(triple(start) + triple(end), read)


def triple(column: str) -> tuple[str, str, str]:
    """Name the three physical columns of a point.

    column: name of the column
    """
    return (f"{column}_ts", f"{column}_day", f"{column}_prec")


def number(value: object) -> float | None:
    """Insist on a number.

    value: as found in the JSON
    Fails with TypeError where it is anything else.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a number was expected")
    return float(value)


def flag(value: object) -> bool | None:
    """Insist on true or false.

    value: as found in the JSON
    Fails with TypeError where it is anything else.
    """
    if value is None or isinstance(value, bool):
        return value
    raise TypeError("true or false was expected")


def moment(value: object, context: Context) -> PointValue:
    """Read a point, and note a date that can not be.

    value: as found in the JSON
    context: where a date that can not be is noted
    """
    if value is None:
        return NOTHING
    text = value if type(value) is str else word(value)
    found = point(text) if text else NOTHING
    if found is None:
        context.problems.append("date_unreadable")
        return NOTHING
    return found


def moment_before(value: object, context: Context) -> PointValue:
    """Read an exclusive end, and note a date that can not be.

    value: as found in the JSON
    context: where a date that can not be is noted
    """
    text = word(value)
    if text is None:
        return NOTHING
    found = just_before(text)
    if found is None:
        context.problems.append("date_unreadable")
        return NOTHING
    return found


def codings(concepts: Iterable[Any] | None) -> list[str]:
    """Write the codings of several concepts as "system|code", each once, in order.

    concepts: CodeableConcepts, or None
    """
    found: list[str] = []
    for concept in concepts or ():
        for coding in concept.get("coding") or ():
            system, code = coding.get("system"), coding.get("code")
            if type(system) is not str or type(code) is not str:
                system, code = word(system), word(code)
            if system and code:
                found.append(f"{system}|{code}")
    return found if len(found) < 2 else sorted(set(found))


def codings_of(concept: Any) -> list[str]:
    """Write the codings of one concept, as `codings` does; most have one.

    concept: a CodeableConcept
    """
    sent = concept.get("coding")
    if not sent:
        return []
    if len(sent) == 1:
        coding = sent[0]
        system, code = coding.get("system"), coding.get("code")
        if type(system) is str and type(code) is str:
            return [f"{system}|{code}"] if system and code else []
    return codings((concept,))


def quantity(value: Any) -> tuple[float | None, str | None]:
    """Give value and unit of a quantity (measure-logic, common 1.6).

    value: a Quantity, or None
    """
    if value is None:
        return None, None
    amount, system = value.get("value"), value.get("system")
    if type(amount) is not float or system != UCUM:
        amount, system = number(amount), word(system)
    if amount is None or value.get("comparator") is not None or system not in (None, UCUM):
        return None, None
    return amount, word(value.get("code")) or word(value.get("unit")) or "1"


def identity(kind: str) -> Reader:
    """Read the key of the resource itself.

    kind: resource type that is meant
    """
    if kind == "Patient":
        return lambda resource, context: context.meet(resource["id"])
    return lambda resource, context: context.key(resource["id"])


def text(element: str) -> Reader:
    """Read an element of text.

    element: name of the element
    """

    def read(resource: Resource, context: Context) -> str | None:
        value = resource.get(element)
        return value if value and type(value) is str else word(value)

    return read


def truth(element: str) -> Reader:
    """Read an element that is true or false.

    element: name of the element
    """
    return lambda resource, context: flag(resource.get(element))


def amount(element: str) -> Reader:
    """Read an element that is a number.

    element: name of the element
    """
    return lambda resource, context: number(resource.get(element))


def concept(element: str) -> Reader:
    """Read the codings of a single concept.

    element: name of the element
    """

    def read(resource: Resource, context: Context) -> list[str]:
        value = resource.get(element)
        return codings_of(value) if value is not None else []

    return read


def concepts(element: str) -> Reader:
    """Read the codings of a repeated concept.

    element: name of the element
    """

    def read(resource: Resource, context: Context) -> list[str]:
        value = resource.get(element)
        if not value:
            return []
        return codings_of(value[0]) if len(value) == 1 else codings(value)

    return read


def reference(element: str, kind: str) -> Reader:
    """Read the key that an element points at.

    element: name of the element
    kind: resource type that is meant
    """

    def read(resource: Resource, context: Context) -> str | None:
        value = resource.get(element)
        return None if value is None else context.target(value, kind)

    return read


def time(element: str) -> Reader:
    """Read one point.

    element: name of the element
    """

    def read(resource: Resource, context: Context) -> PointValue:
        value = resource.get(element)
        return NOTHING if value is None else moment(value, context)

    return read


def period(element: str) -> Reader:
    """Read both ends of a period.

    element: name of the element
    """

    def read(resource: Resource, context: Context) -> tuple[Any, ...]:
        value = resource.get(element) or {}
        return moment(value.get("start"), context) + moment(value.get("end"), context)

    return read


def interval(base: str) -> Reader:
    """Read a time that is a moment or a period; a moment is its own start and end.

    base: name of the element without its type
    """
    whole, single, instant = f"{base}Period", f"{base}DateTime", f"{base}Instant"

    def read(resource: Resource, context: Context) -> tuple[Any, ...]:
        value = resource.get(whole)
        if value is not None:
            return moment(value.get("start"), context) + moment(value.get("end"), context)
        found = moment(resource.get(single) or resource.get(instant), context)
        return found + found

    return read


def first_coding(value: Any, system: str) -> str | None:
    """Give the code of one concept in one system, or None.

    value: a CodeableConcept, or None
    system: code system
    """
    for coding in (value or {}).get("coding") or ():
        if coding.get("system") == system:
            return word(coding.get("code"))
    return None


def extensions(element: Resource, url: str) -> list[Resource]:
    """Give the extensions of an element that bear a URL.

    element: a resource, or a part of one
    url: address of the extension
    """
    return [found for found in element.get("extension") or () if found.get("url") == url]
