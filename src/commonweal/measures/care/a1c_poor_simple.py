"""Blood sugar over 9 or unmeasured, simplified; lower is better."""

from commonweal.measures.criteria import (
    END,
    LOINC,
    Age,
    Code,
    Coded,
    LastValue,
    Lies,
    Missing,
    Records,
)
from commonweal.measures.measure import Better, Measure, Step
from commonweal.measures.simple_common import LATEST, NOT_CERTIFIED, SEEN, standing
from commonweal.tables.clinical import Observation

READINGS = Records(Observation, (Coded(Observation.code, (Code(LOINC, "4548-4"),)), Lies(LATEST)))

MEASURE = Measure(
    key="care.a1c_poor_simple",
    version="1.0.0",
    title="Blood sugar not under control, simplified",
    commitments=("C1", "C2"),
    better=Better.LOWER,
    population=(
        Step("18 to 75 years old at the end of the period", Age(END, 18, 75)),
        SEEN,
        Step("living with type 2 diabetes", standing("44054006")),
    ),
    event=Step(
        "last blood sugar over 9 percent, or never measured",
        LastValue(READINGS, LATEST, above=9, missing=Missing.DECIDES, no_reading=True),
    ),
    met="had blood sugar over 9 percent at the last test, or no test",
    needs=("patient", "encounter", "condition", "observation"),
    why=(
        "High blood sugar over years harms eyes, kidneys, nerves and heart. Good care brings it "
        "down."
    ),
    limits=(
        "No exclusions are applied, so people in hospice count too. A missing test counts like a "
        "high one."
    ),
    levers="Primary care and diabetes education reach people between visits.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project, after CMS122 (NCQA)",),
)
