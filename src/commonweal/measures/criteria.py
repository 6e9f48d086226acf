"""The words a measure is declared in: criteria, over codes, windows and records.

A closed list. Each has one meaning and one SQL shape, in `engine`. The words for codes, windows
and records stand in modules of their own and are handed on here. A criterion is true or not of
one unit (a patient, a visit); what is unknown is not true (measure-logic, common 1.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from commonweal.measures.codes import (
    CONDITION_CATEGORY,
    CVX,
    LOINC,
    OBSERVATION_CATEGORY,
    SNOMED,
    AnyCode,
    Code,
    ValueSet,
)
from commonweal.measures.records import (
    AgeAt,
    Beside,
    Coded,
    During,
    Earlier,
    Inside,
    LastOf,
    Latest,
    Lies,
    Link,
    NotTrue,
    OneOf,
    Overlaps,
    Present,
    Records,
    Relation,
    SameKey,
    Test,
    When,
    Within,
)
from commonweal.measures.windows import (
    END,
    PERIOD,
    START,
    Edge,
    Moment,
    Precision,
    Window,
)
from commonweal.tables.columns import Column, Flag, Money, Number


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
class Is:
    """Be true of a unit whose own row says one of these words.

    column: of the unit's table
    values: the words

    >>> from commonweal.tables.clinical import Appointment
    >>> Is(Appointment.status, ("booked", "arrived")).values
    ('booked', 'arrived')
    """

    column: Column
    values: tuple[str, ...]


@dataclass(frozen=True)
class IsTrue:
    """Be true of a unit whose own row says yes.

    column: a flag of the unit's table

    >>> from commonweal.tables.clinical import InterpreterUse
    >>> IsTrue(InterpreterUse.declined).column
    interpreter_use.declined
    """

    column: Flag


@dataclass(frozen=True)
class Between:
    """Be true of a unit whose own number lies between these bounds, both included.

    column: a number or an amount of the unit's table
    least, most: bounds, or None for none

    >>> from commonweal.tables.clinical import Encounter
    >>> Between(Encounter.los_min, least=0).most is None
    True
    """

    column: Number | Money
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Known:
    """Be true of a unit whose own row holds a value here.

    column: of the unit's table

    >>> from commonweal.tables.clinical import Encounter
    >>> Known(Encounter.los_min).column
    encounter.los_min
    """

    column: Column


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


Criterion = Has | Here | Age | Sex | LastValue | Is | IsTrue | Between | Known | All | Any | Not


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


__all__ = [
    "CONDITION_CATEGORY", "CVX", "END", "LOINC", "OBSERVATION_CATEGORY", "PERIOD", "SNOMED",
    "START", "Age", "AgeAt", "All", "Any", "AnyCode", "Beside", "Between", "Code", "Coded",
    "Criterion", "During", "Earlier", "Edge", "Has", "Here", "Inside", "Is", "IsTrue", "Known",
    "LastOf", "LastValue", "Latest", "Lies", "Link", "Missing", "Moment", "Not", "NotTrue",
    "OneOf", "Overlaps", "Precision", "Present", "Records", "Relation", "SameKey", "Sex",
    "Test", "ValueSet", "When", "Window", "Within", "either", "every",
]  # fmt: skip
