"""Emergency visits that ended because the person left before anybody saw them."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.units.care import EdVisit

MEASURE = Measure(
    key="care.left_without_being_seen",
    version="1.0.0",
    title="Emergency visits left without being seen",
    commitments=("C2",),
    better=Better.LOWER,
    unit_of_analysis=EdVisit,
    people="emergency visits",
    population=(Step("with a recorded end", Known(EdVisit.left_unseen)),),
    event=Step("left without being seen", IsTrue(EdVisit.left_unseen)),
    met="ended with the person leaving unseen",
    smallest_gap=0.25,
    fidelity=Fidelity.LOCAL,
    needs=("patient", "encounter"),
    why=(
        "Who leaves before being seen came with a need and goes away with it. People leave when "
        "they wait too long, do not understand what happens, or do not feel welcome."
    ),
    limits=(
        "It rests on what the tracking board or the disposition says; a visit without either is "
        "not counted and stands in the funnel. How urgent the visit was is not allowed for. Some "
        "who leave are seen elsewhere on the same day."
    ),
    levers=(
        "Waits at the door, a provider at triage, words in one's own language while waiting, and "
        "a call on the day after: emergency department and patient access can change these."
    ),
    sources=(
        "care-measures.md 2.3 and 3 of this project, step 4 (typically 1 to 5 percent)",
        "eCQM CMS1244 (Emergency Care Access and Timeliness) for the code of the disposition",
    ),
)
