"""The words a measure is declared in: codes, windows, records, and criteria over them.

A closed list. Each has one meaning and one SQL shape, in `engine`. Records are rows of a declared
table that pass tests; a criterion is true or not of one unit (a patient, a visit). Only true
counts: what is unknown is not true (measure-logic, common 1.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from commonweal.tables.columns import Column, Flag, Point, Span, Table, Text, Tokens

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"


@dataclass(frozen=True)
class Code:
    """Name one code of one system; display words and versions never matter.

    system: address of the code system
    code:   the code
    says:   what it means, for the reader of the declaration

    >>> Code(LOINC, "4548-4").token
    'http://loinc.org|4548-4'
    """

    system: str
    code: str
    says: str = ""

    @property
    def token(self) -> str:
        """Write the code as it stands in the tables."""
        return f"{self.system}|{self.code}"


@dataclass(frozen=True)
class ValueSet:
    """Name a value set by its OID; its codes come from the institution's own file.

    oid:  object identifier
    name: name in the terminology service

    >>> ValueSet("1.2.3", "Diabetes").url
    'http://cts.nlm.nih.gov/fhir/ValueSet/1.2.3'
    """

    oid: str
    name: str

    @property
    def url(self) -> str:
        """Give the canonical address of the set, without a version."""
        return f"http://cts.nlm.nih.gov/fhir/ValueSet/{self.oid}"


AnyCode = Code | ValueSet


class Precision(Enum):
    """Say how two times are compared: by the day as written, or by the instant.

    >>> Precision("day")
    <Precision.DAY: 'day'>
    """

    DAY = "day"
    INSTANT = "instant"


class Edge(Enum):
    """Name the two ends of the measurement period.

    >>> Edge("start")
    <Edge.START: 'start'>
    """

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Moment:
    """Name a day by its distance from an end of the measurement period.

    edge:          which end
    years, months, days: calendar distance, negative before
    on:            (month, day) put in place after the years are counted, or None

    >>> END.shifted(days=-14)
    Moment(edge=<Edge.END: 'end'>, years=0, months=0, days=-14, on=None)
    """

    edge: Edge
    years: int = 0
    months: int = 0
    days: int = 0
    on: tuple[int, int] | None = None

    def shifted(self, years: int = 0, months: int = 0, days: int = 0) -> Moment:
        """Give the moment that lies this far away."""
        return replace(
            self, years=self.years + years, months=self.months + months, days=self.days + days
        )

    def set_to(self, month: int, day: int) -> Moment:
        """Give the moment moved to a month and day of its year."""
        return replace(self, on=(month, day))


START = Moment(Edge.START)
END = Moment(Edge.END)


@dataclass(frozen=True)
class Window:
    """Name a stretch of time, both ends included unless `end_open`.

    first, last: days; `first` None means any time before
    precision:   how times are compared with it
    end_open:    whether the instant at which `last` begins is already outside

    >>> Window(None, END).precision
    <Precision.DAY: 'day'>
    """

    first: Moment | None
    last: Moment
    precision: Precision = Precision.DAY
    end_open: bool = False


PERIOD = Window(START, END)


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


@dataclass(frozen=True)
class Has:
    """Be true of a unit whose patient has at least so many such records.

    records:  which
    at_least: how many

    >>> from commonweal.tables.clinical import Encounter
    >>> Has(Records(Encounter)).at_least
    1
    """

    records: Relation
    at_least: int = 1


@dataclass(frozen=True)
class Here:
    """Be true of a unit that is itself one of these records (for visits as the unit).

    records: which

    >>> from commonweal.tables.clinical import Encounter
    >>> Here(Records(Encounter)).records.table.name
    'encounter'
    """

    records: Relation


@dataclass(frozen=True)
class Age:
    """Be true of a patient of so many completed years at a moment, both bounds included.

    at:    the moment
    least, most: years, or None for no bound

    >>> Age(END, 18, 75).most
    75
    """

    at: Moment
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Sex:
    """Be true of a patient whose sex on record is this one.

    code: male, female or other

    >>> Sex("female").code
    'female'
    """

    code: str


class Missing(Enum):
    """Say what a reading without a number does to the day it stands on.

    DECIDES: it sorts below every number, and it meets the criterion if it has no value at all
    SPOILS:  it makes the whole day unknown, so the criterion is not met

    >>> Missing("spoils")
    <Missing.SPOILS: 'spoils'>
    """

    DECIDES = "decides"
    SPOILS = "spoils"


@dataclass(frozen=True)
class LastValue:
    """Judge the lowest number of the last day that has a reading.

    records:    the readings
    day:        the point whose day counts
    component:  part of the reading that holds the number, or None for its own value
    above, below: strict limit; exactly one is given
    unit:       unit the number must have, or None to take it as sent
    missing:    what a reading of that day without a number does
    no_reading: whether no reading at all meets the criterion

    >>> from commonweal.tables.clinical import Observation
    >>> reading = Records(Observation)
    >>> LastValue(reading, Latest(Observation.effective), above=9, unit="%").no_reading
    False
    """

    records: Records
    day: When
    component: Code | None = None
    above: float | None = None
    below: float | None = None
    unit: str | None = None
    missing: Missing = Missing.SPOILS
    no_reading: bool = False


@dataclass(frozen=True)
class All:
    """Be true when every criterion is.

    of: the criteria

    >>> len(All((Sex("female"), Age(END, 18))).of)
    2
    """

    of: tuple[Criterion, ...]


@dataclass(frozen=True)
class Any:
    """Be true when at least one criterion is.

    of: the criteria

    >>> len(Any((Sex("female"), Sex("male"))).of)
    2
    """

    of: tuple[Criterion, ...]


@dataclass(frozen=True)
class Not:
    """Be true when the criterion is not true: false or unknown.

    criterion: the one denied

    >>> Not(Sex("female")).criterion
    Sex(code='female')
    """

    criterion: Criterion


Criterion = Has | Here | Age | Sex | LastValue | All | Any | Not


def every(*criteria: Criterion) -> All:
    """Join criteria that must all be true.

    criteria: two or more
    >>> every(Sex("female"), Age(END, 24, 64)).of[0]
    Sex(code='female')
    """
    return All(criteria)


def either(*criteria: Criterion) -> Any:
    """Join criteria of which one is enough.

    criteria: two or more
    >>> len(either(Sex("female"), Sex("male")).of)
    2
    """
    return Any(criteria)
