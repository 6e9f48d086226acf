"""Blood pressure under 140/90 in any adult who was measured; higher is better."""

from commonweal.measures.criteria import END, Age, Has
from commonweal.measures.measure import Better, Measure, Step
from commonweal.measures.simple_common import NOT_CERTIFIED, PANELS, UNDER_140_90

MEASURE = Measure(
    key="care.bp_any_simple",
    version="1.0.0",
    title="Blood pressure under 140/90, any adult",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    population=(
        Step("18 to 85 years old at the end of the period", Age(END, 18, 85)),
        Step("with a blood pressure reading in the period", Has(PANELS)),
    ),
    event=Step("last reading under 140/90", UNDER_140_90),
    met="had a last reading under 140/90",
    needs=("patient", "observation"),
    why="Blood pressure over all adults shows who reaches care before harm is done.",
    limits="It mixes people with and without hypertension, and sees only those measured.",
    levers="Outreach, community screening and primary care bring readings down.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project",),
)
