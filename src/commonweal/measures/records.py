"""Rows of declared tables that pass tests, and how two of them are linked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commonweal.measures.codes import AnyCode
from commonweal.measures.windows import PERIOD, Window
from commonweal.tables.columns import Column, Flag, Point, Span, Table, Text, Tokens


@dataclass(frozen=True)
class Latest:
    """Name the end of a span if it is present and not running on, else its start.

    span: of a declared table

    >>> from commonweal.tables.clinical import Observation
    >>> Latest(Observation.effective).span.start
    observation.start
    """

    span: Span


When = Point | Latest


@dataclass(frozen=True)
class OneOf:
    """Test that a text column holds one of these values.

    column: of the record
    values: any of them

    >>> from commonweal.tables.clinical import Encounter
    >>> OneOf(Encounter.visit_class, ("EMER",)).column
    encounter.visit_class
    """

    column: Text
    values: tuple[str, ...]


@dataclass(frozen=True)
class Present:
    """Test that a column is not missing.

    column: of the record

    >>> from commonweal.tables.clinical import Observation
    >>> Present(Observation.value_type).column
    observation.value_type
    """

    column: Column


@dataclass(frozen=True)
class NotTrue:
    """Test that a flag is false or missing.

    column: of the record

    >>> from commonweal.tables.clinical import ServiceRequest
    >>> NotTrue(ServiceRequest.do_not_perform).column
    service_request.do_not_perform
    """

    column: Flag


@dataclass(frozen=True)
class Coded:
    """Test that at least one coding of a column is one of these codes or in one of these sets.

    column: codings of the record
    any_of: codes and value sets

    >>> from commonweal.tables.clinical import Condition
    >>> from commonweal.measures.codes import SNOMED, Code
    >>> Coded(Condition.code, (Code(SNOMED, "44054006"),)).column
    condition.code
    """

    column: Tokens
    any_of: tuple[AnyCode, ...]


@dataclass(frozen=True)
class Overlaps:
    """Test that a span shares a moment with a window (common 1.4).

    span:   of the record
    window: the measurement period unless given

    >>> from commonweal.tables.clinical import Encounter
    >>> Overlaps(Encounter.period).window == PERIOD
    True
    """

    span: Span
    window: Window = PERIOD


@dataclass(frozen=True)
class During:
    """Test that a span begins and ends in a window.

    span:   of the record
    window: the measurement period unless given

    >>> from commonweal.tables.clinical import Encounter
    >>> During(Encounter.period).window == PERIOD
    True
    """

    span: Span
    window: Window = PERIOD


@dataclass(frozen=True)
class Lies:
    """Test that a point lies in a window.

    point:      of the record
    window:     the measurement period unless given
    or_missing: whether a missing point passes

    >>> from commonweal.tables.clinical import Encounter
    >>> Lies(Encounter.start).or_missing
    False
    """

    point: When
    window: Window = PERIOD
    or_missing: bool = False


@dataclass(frozen=True)
class AgeAt:
    """Test the completed years of the patient at a point of the record.

    point: of the record
    least: years, reached on the birthday

    >>> from commonweal.tables.clinical import Encounter
    >>> AgeAt(Encounter.start, 18).least
    18
    """

    point: When
    least: int


@dataclass(frozen=True)
class Within:
    """Link two records by days: `this` from `before` days before `that` to `after` days after.

    this, that: points, each of its own record
    before, after: whole days, both included

    >>> from commonweal.tables.clinical import Encounter, Observation
    >>> Within(Observation.end, Encounter.start, before=14).after
    0
    """

    this: When
    that: When
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class Inside:
    """Link two records: the instant `this` lies in the span `that`, both ends included.

    this: point of one record
    that: span of the other

    >>> from commonweal.tables.clinical import Encounter, Procedure
    >>> Inside(Procedure.start, Encounter.period).this
    procedure.start
    """

    this: When
    that: Span


@dataclass(frozen=True)
class Earlier:
    """Link two records: the instant `this` is strictly before the instant `that`.

    this, that: points, each of its own record

    >>> from commonweal.tables.clinical import Condition, Encounter
    >>> Earlier(Condition.onset, Encounter.start).that
    encounter.start
    """

    this: When
    that: When


@dataclass(frozen=True)
class SameKey:
    """Link two records that hold the same key.

    this, that: columns, each of its own record

    >>> from commonweal.tables.clinical import Encounter, Observation
    >>> SameKey(Observation.encounter_key, Encounter.encounter_key).that
    encounter.encounter_key
    """

    this: Text
    that: Text


Link = Within | Inside | Earlier | SameKey


@dataclass(frozen=True)
class Beside:
    """Test that some other record of the same patient is linked to this one (or that none is).

    records: the other records
    links:   all must hold; each column is read from the record whose table it is of, and where
             both are of one table, `this` is the record tested and `that` the other
    none:    whether there must be none

    >>> from commonweal.tables.clinical import Encounter, Observation
    >>> link = SameKey(Observation.encounter_key, Encounter.encounter_key)
    >>> Beside(Records(Encounter), (link,), none=True).none
    True
    """

    records: Relation
    links: tuple[Link, ...]
    none: bool = False


Test = OneOf | Present | NotTrue | Coded | Overlaps | During | Lies | AgeAt | Beside


@dataclass(frozen=True)
class Records:
    """Name the rows of a table that pass every test.

    table: declared table
    tests: every one must be true

    >>> from commonweal.tables.clinical import Encounter
    >>> Records(Encounter).that(Lies(Encounter.start)).table.name
    'encounter'
    """

    table: type[Table]
    tests: tuple[Test, ...] = ()

    def that(self, *tests: Test) -> Records:
        """Give the rows that pass further tests too."""
        return replace(self, tests=self.tests + tests)


@dataclass(frozen=True)
class LastOf:
    """Name, for each patient, the one row with the latest instant; then test that row.

    records: where to choose from
    by:      the instant that decides; a missing one sorts first, equal ones by the greater key
    tests:   asked of the chosen row only

    >>> from commonweal.tables.clinical import Observation
    >>> LastOf(Records(Observation), by=Observation.end).table.name
    'observation'
    """

    records: Records
    by: Point
    tests: tuple[Test, ...] = ()

    @property
    def table(self) -> type[Table]:
        """Give the table of the rows."""
        return self.records.table

    def that(self, *tests: Test) -> LastOf:
        """Give the chosen row if it passes further tests too."""
        return replace(self, tests=self.tests + tests)


Relation = Records | LastOf
