"""Hospital stays followed by another within 30 days, all causes, simplified; lower is better."""

from commonweal.measures.criteria import (
    AgeAt,
    Beside,
    Earlier,
    Here,
    Lies,
    OneOf,
    Records,
    Within,
)
from commonweal.measures.measure import Better, Measure, Step, Unit
from commonweal.measures.simple_common import NOT_CERTIFIED
from commonweal.tables.clinical import Encounter, Patient

A_LIFETIME = 36_525
STAYS = Records(Encounter, (OneOf(Encounter.visit_class, ("IMP",)), Lies(Encounter.end)))
LEFT_ALIVE = STAYS.that(
    Beside(Records(Patient), (Within(Encounter.end, Patient.death, after=A_LIFETIME),), none=True)
)
FOLLOWED = STAYS.that(
    Beside(
        Records(Encounter, (OneOf(Encounter.visit_class, ("IMP",)),)),
        (
            Within(Encounter.end, Encounter.start, before=30),
            Earlier(Encounter.start, Encounter.start),
        ),
    )
)

MEASURE = Measure(
    key="care.readmit30_simple",
    version="1.0.0",
    title="Back in hospital within 30 days",
    commitments=("C1", "C2"),
    better=Better.LOWER,
    unit_of_analysis=Unit.ENCOUNTER,
    people="stays",
    population=(
        Step("a hospital stay that ended in the period", Here(STAYS)),
        Step("of a person 18 or older", Here(STAYS.that(AgeAt(Encounter.start, 18)))),
        Step("left alive", Here(LEFT_ALIVE)),
    ),
    event=Step("another stay within 30 days", Here(FOLLOWED)),
    met="were followed by another stay within 30 days",
    needs=("patient", "encounter"),
    why=(
        "A return soon after leaving often means that the way home was not made: papers in the "
        "wrong language, no visit booked, no one to ask."
    ),
    limits=(
        "All causes count, planned ones too. Stays in other hospitals are not seen. Stays of one "
        "person are alike, and the interval allows for that."
    ),
    levers="Discharge papers in the reader's language, calls within two days, visits within seven.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project",),
)
