"""Blood pressure under 140/90 in hypertension, simplified; higher is better."""

from commonweal.measures.criteria import END, Age
from commonweal.measures.measure import Better, Measure, Step
from commonweal.measures.simple_common import NOT_CERTIFIED, SEEN, UNDER_140_90, standing

MEASURE = Measure(
    key="care.bp_control_simple",
    version="1.0.0",
    title="Blood pressure controlled, simplified",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    population=(
        Step("18 to 85 years old at the end of the period", Age(END, 18, 85)),
        SEEN,
        Step("living with high blood pressure", standing("38341003", "59621000")),
    ),
    event=Step("last reading under 140/90", UNDER_140_90),
    met="had a last reading under 140/90",
    needs=("patient", "encounter", "condition", "observation"),
    why=(
        "High blood pressure is a leading cause of stroke, heart attack and kidney failure, and "
        "it can be treated."
    ),
    limits="No exclusions are applied. No reading counts as not controlled.",
    levers="Clinics can offer home cuffs, nurse visits and pharmacist follow-up.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project, after CMS165 (NCQA)",),
)
