"""CMS122: glycemic status above 9 % in people with diabetes; lower is better."""

from commonweal.measures.criteria import (
    END,
    LOINC,
    Age,
    Code,
    Has,
    LastValue,
    Lies,
    Missing,
    Overlaps,
    ValueSet,
)
from commonweal.measures.ecqm_common import (
    FRAIL_66,
    HOSPICE,
    LABS,
    LATEST_EFFECTIVE,
    NCQA,
    NURSING_66,
    PALLIATIVE,
    SEEN,
    conditions,
    observations,
)
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.clinical import Condition

DIABETES = ValueSet(f"{NCQA}.103.12.1001", "Diabetes")
A1C = ValueSet(f"{NCQA}.198.12.1013", "HbA1c Laboratory Test")
GLUCOSE_MANAGEMENT_INDICATOR = Code(LOINC, "97506-0")
READINGS = observations(LABS, A1C, GLUCOSE_MANAGEMENT_INDICATOR).that(Lies(LATEST_EFFECTIVE))

MEASURE = Measure(
    key="care.a1c_poor",
    version="1.0.0",
    title="Blood sugar not under control",
    commitments=("C1", "C2"),
    better=Better.LOWER,
    fidelity=Fidelity.EXACT,
    population=(
        Step("18 to 75 years old at the end of the period", Age(END, 18, 75)),
        SEEN,
        Step(
            "living with diabetes", Has(conditions(DIABETES).that(Overlaps(Condition.prevalence)))
        ),
    ),
    exclusions=(HOSPICE, PALLIATIVE, FRAIL_66, NURSING_66),
    event=Step(
        "last blood sugar over 9 percent, or never measured",
        LastValue(
            READINGS,
            LATEST_EFFECTIVE,
            above=9,
            unit="%",
            missing=Missing.DECIDES,
            no_reading=True,
        ),
    ),
    met="had blood sugar over 9 percent at the last test, or no test",
    needs=("patient", "encounter", "condition", "observation"),
    why=(
        "High blood sugar over years harms eyes, kidneys, nerves and heart. Good care brings it "
        "down. When one group is tested or treated less, its members lose sight and limbs more."
    ),
    limits=(
        "A missing test counts like a high one, as the source asks. So a gap can mean fewer "
        "tests, or higher results: look at both. Tests made elsewhere are not seen here."
    ),
    levers=(
        "Primary care and diabetes education reach people between visits. Interpreters and "
        "community health workers help where language or cost stands in the way."
    ),
    sources=(
        "CMS122, Diabetes: Glycemic Status Assessment Greater Than 9%, 2025, steward NCQA; "
        "DiabetesGlycemicStatusAssessmentGreaterThan9PercentFHIR 0.1.002",
    ),
)
