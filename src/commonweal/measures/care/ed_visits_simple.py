"""Share of visits that were to the emergency department; neither way is plainly better."""

from commonweal.measures.criteria import Here, Lies, OneOf, Records
from commonweal.measures.measure import Better, Measure, Step, Unit
from commonweal.measures.simple_common import NOT_CERTIFIED
from commonweal.tables.clinical import Encounter

VISITS = Records(Encounter, (Lies(Encounter.start),))

MEASURE = Measure(
    key="care.ed_visits_simple",
    version="1.0.0",
    title="Visits made to the emergency department",
    commitments=("C2",),
    better=Better.NEITHER,
    unit_of_analysis=Unit.ENCOUNTER,
    people="visits",
    population=(Step("begun in the period", Here(VISITS)),),
    event=Step(
        "an emergency visit",
        Here(VISITS.that(OneOf(Encounter.visit_class, ("EMER",)))),
    ),
    met="were made to the emergency department",
    needs=("patient", "encounter"),
    why=(
        "Where clinics are closed, far or unwelcoming, people go to the emergency department. "
        "A group that leans on it more may be asking for another door."
    ),
    limits=(
        "More is not plainly worse: need differs. Visits of one person are alike, and the "
        "interval allows for that. Visits elsewhere are not seen."
    ),
    levers="Same-day clinics, evening hours and phone advice offer another door.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project",),
)
