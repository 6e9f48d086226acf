"""Minutes from arrival in the emergency department until a provider sees the person."""

from commonweal.measures.criteria import IsTrue, Known, Not
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.care import EdVisit

MEASURE = Measure(
    key="care.wait_to_provider",
    version="1.0.0",
    title="Wait for a provider in the emergency department",
    commitments=("C2",),
    better=Better.LOWER,
    unit_of_analysis=EdVisit,
    people="emergency visits",
    unit="minutes",
    population=(
        Step("stayed until seen", Not(IsTrue(EdVisit.left_unseen))),
        Step("with a time of arrival and of being seen", Known(EdVisit.wait)),
    ),
    event=None,
    met="waited {value} for a provider on average",
    estimator="mean",
    roles=(Role("value", EdVisit.wait),),
    figures=(FigureWords("median", "wait of the middle visit", "minutes"),),
    smallest_difference=5.0,
    needs=("patient", "encounter", "ed_track"),
    why=(
        "A wait is pain, fear and risk. Where people of one language or color wait longer for the "
        "same department, the door is not the same for everybody."
    ),
    limits=(
        "Those who left unseen have no wait and are not in it, so a long wait may look shorter; "
        "read it beside those who left. How urgent visits are is not allowed for. Waits below "
        "nothing or above a day are taken for slips of the clock and left out."
    ),
    levers=(
        "Triage by the same words for the same complaint, interpreters from the first minute, and "
        "beds upstairs for those who wait to be admitted: emergency department and operations."
    ),
    sources=(
        "care-measures.md 2.3 and 3 of this project, step 3 (typically 20 to 30 minutes)",
        "Welch 1947, Biometrika 34:28-35",
    ),
)
