"""What may be told: a table in which nothing small is shown or can be worked out.

Nothing in here holds, or is made from, a number that is hidden.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from commonweal.disclosure.hidden import Hidden
from commonweal.kinds import Figure, Group, Period, Problem, Purpose

MAKER = object()  # only `release` hands this on; a house test sees to it that no other room does

Number = int | Hidden


@dataclass(frozen=True)
class Rate:
    """Hold a rate that may be shown.

    value:     numerator by denominator, between 0 and 1
    low, high: limits of its interval, or None where no interval was computed

    >>> Rate(0.5, 0.4, 0.6).value
    0.5
    """

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Gap:
    """Hold the distance between a group and everybody else, where both may be shown.

    difference: the group's rate minus the rate of everybody else
    low, high:  limits of its interval
    ratio:      the group's rate by the rate of everybody else; None where that is 0
    rest_rate:  the rate of everybody else
    p:          p-value
    q:          p-value adjusted for the number of groups, or None where it could tell about a
                group that is hidden
    mdd:        smallest difference that could have been seen
    direction:  "worse", "better" or ""
    ratio_low, ratio_high: limits of the interval of the ratio, or None where there is none
    as_ratio:   whether difference, low, high and mdd are ratios to the other number

    >>> Gap(-0.1, -0.2, 0.0, 0.8, 0.5, 0.04, None, 0.09, "worse").direction
    'worse'
    """

    difference: float
    low: float
    high: float
    ratio: float | None
    rest_rate: float
    p: float
    q: float | None
    mdd: float
    direction: str
    ratio_low: float | None = None
    ratio_high: float | None = None
    as_ratio: bool = False


@dataclass(frozen=True)
class ReleasedRow:
    """Hold one row of a released table.

    group:       whom the row is about; None means everybody
    entered:     units that entered the funnel
    steps:       units that left at each step of `Released.steps`
    denominator: units in the denominator
    rest:        units in the denominator that did not meet the measure
    numerator:   units that met it
    rate:        the rate; Hidden when a count of it is hidden; None when the denominator is 0
    gap:         distance to everybody else; Hidden when the rate or everybody's rate is hidden;
                 None when nobody computed one
    grade:       verdict letter; "S" when the rate is hidden, "" when nobody judged
    reason:      why there is no rate although people were counted, or ""

    >>> ReleasedRow(None, 50, (5,), 45, 20, 25, Rate(25 / 45), None, "").numerator
    25
    """

    group: Group | None
    entered: Number
    steps: tuple[Number, ...]
    denominator: Number
    rest: Number
    numerator: Number
    rate: Rate | Hidden | None
    gap: Gap | Hidden | None
    grade: str
    reason: str = ""


@dataclass(frozen=True)
class Released:
    """Hold one table that may be told. Only `release` can make one.

    measure, version: key and version of the measure
    period, site:     when and where; site "" means all sites together
    purpose:          why it was released
    threshold, level: the policy it was made under
    overlapping:      whether one person may stand in several groups
    steps:            the steps of the funnel in order; several names in one place were merged
    rows:             one for each group, in their natural order
    everybody:        the row of everybody
    figures:          further numbers that may be told, in their order
    counted:          whether it was counted, not sampled: limits are bounds for the unknown
    maker:            proof that `release` is the maker

    Fails with Problem "released-elsewhere" when anything but `release` tries to make one.
    >>> everybody = ReleasedRow(None, 50, (), 50, 20, 30, Rate(0.6), None, "")
    >>> try:
    ...     Released("m", "1", Period.parse("2020"), "", Purpose.EQUITY_MONITORING, 11, "internal",
    ...              False, (), (), everybody, "somebody else")
    ... except Problem as problem:
    ...     print(problem.says)
    A released table can be made only by release().
    """

    measure: str
    version: str
    period: Period
    site: str
    purpose: Purpose
    threshold: int
    level: str
    overlapping: bool
    steps: tuple[tuple[str, ...], ...]
    rows: tuple[ReleasedRow, ...]
    everybody: ReleasedRow
    maker: InitVar[object]
    figures: tuple[Figure, ...] = ()
    counted: bool = False

    def __post_init__(self, maker: object) -> None:
        if maker is not MAKER:
            raise Problem(
                "released-elsewhere",
                "A released table can be made only by release().",
                "Hand Counts to commonweal.disclosure.release.",
            )
