"""Rules that the simplified measures share (care-measures.md 2.2). Dates are those written.

They need no value sets, so they run on the barest export. They do not look at the status of a
record; their results are ours and not the certified measure's.
"""

from __future__ import annotations

from commonweal.measures.criteria import (
    END,
    LOINC,
    SNOMED,
    START,
    Code,
    Coded,
    Has,
    LastValue,
    Latest,
    Lies,
    OneOf,
    Records,
    Window,
    every,
)
from commonweal.measures.measure import Step
from commonweal.tables.clinical import Condition, Encounter, Observation

LATEST = Latest(Observation.effective)
SEEN = Step(
    "seen in the period",
    Has(
        Records(
            Encounter,
            (OneOf(Encounter.visit_class, ("AMB", "VR", "HH")), Lies(Encounter.start)),
        )
    ),
)
PANELS = Records(
    Observation,
    (
        Coded(Observation.code, (Code(LOINC, "85354-9"), Code(LOINC, "55284-4"))),
        Lies(LATEST),
    ),
)
UNDER_140_90 = every(
    LastValue(PANELS, LATEST, component=Code(LOINC, "8480-6"), below=140),
    LastValue(PANELS, LATEST, component=Code(LOINC, "8462-4"), below=90),
)
NOT_CERTIFIED = (
    "A simplified form for plain exports: not the certified measure, and not to be reported as it."
)


def standing(*codes: str) -> Has:
    """Say that a condition began by the end of the period and had not ended before it.

    codes: SNOMED CT codes
    >>> standing("44054006").at_least
    1
    """
    return Has(
        Records(
            Condition,
            (
                Coded(Condition.code, tuple(Code(SNOMED, code) for code in codes)),
                Lies(Condition.onset, Window(None, END)),
                Lies(Condition.abate, Window(START, START.shifted(years=7900)), or_missing=True),
            ),
        )
    )
