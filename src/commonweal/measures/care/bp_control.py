"""CMS165: blood pressure under 140/90 in people with hypertension; higher is better."""

from commonweal.measures.criteria import (
    END,
    LOINC,
    START,
    Age,
    Beside,
    Code,
    Coded,
    Criterion,
    Has,
    LastValue,
    Lies,
    OneOf,
    Overlaps,
    Precision,
    Records,
    SameKey,
    ValueSet,
    Window,
    every,
)
from commonweal.measures.ecqm_common import (
    ENCOUNTERS,
    FRAIL_66_81,
    HOSPICE,
    LATEST_EFFECTIVE,
    NCQA,
    NURSING_66,
    PALLIATIVE,
    SEEN,
    STUDIES,
    UP_TO_END_INSTANT,
    conditions,
    observations,
    procedures,
)
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.clinical import Condition, Encounter, Observation, Procedure

FIRST_HALF = Window(START, START.shifted(months=6), Precision.INSTANT, end_open=True)
PERIOD_INSTANT = Window(START, END, Precision.INSTANT)
HYPERTENSION = ValueSet(f"{NCQA}.104.12.1011", "Essential Hypertension")
RENAL_OR_PREGNANT = conditions(
    ValueSet("2.16.840.1.113883.3.526.3.378", "Pregnancy"),
    ValueSet("2.16.840.1.113883.3.526.3.353", "End Stage Renal Disease"),
    ValueSet(f"{NCQA}.109.12.1029", "Kidney Transplant Recipient"),
    ValueSet("2.16.840.1.113883.3.526.3.1002", "Chronic Kidney Disease, Stage 5"),
).that(Overlaps(Condition.prevalence, PERIOD_INSTANT))
KIDNEY_PROCEDURE = procedures(
    ValueSet(f"{NCQA}.109.12.1012", "Kidney Transplant"),
    ValueSet(f"{NCQA}.109.12.1013", "Dialysis Services"),
).that(Lies(Procedure.end, UP_TO_END_INSTANT))
ESRD_VISIT = ENCOUNTERS.that(
    Coded(Encounter.type, (ValueSet(f"{NCQA}.109.12.1014", "ESRD Monthly Outpatient Services"),)),
    Lies(Encounter.start, UP_TO_END_INSTANT),
)
ACUTE_VISITS = Records(
    Encounter,
    (OneOf(Encounter.visit_class, ("EMER", "IMP", "ACUTE", "NONAC", "PRENC", "SS")),),
)
READINGS = observations(STUDIES, Code(LOINC, "85354-9", "blood pressure panel")).that(
    Lies(LATEST_EFFECTIVE),
    Beside(ACUTE_VISITS, (SameKey(Observation.encounter_key, Encounter.encounter_key),), none=True),
)


def lowest_of_last_day(component: str, below: float) -> Criterion:
    """Require the lowest number of one side of the pressure, on the last day, under a limit.

    component: LOINC code of the side
    below:     limit in mm[Hg], not reached
    >>> lowest_of_last_day("8480-6", 140).below
    140
    """
    return LastValue(
        READINGS,
        LATEST_EFFECTIVE,
        component=Code(LOINC, component),
        below=below,
        unit="mm[Hg]",
    )


MEASURE = Measure(
    key="care.bp_control",
    version="1.0.0",
    title="Blood pressure controlled",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    fidelity=Fidelity.EXACT,
    population=(
        Step("18 to 85 years old at the end of the period", Age(END, 18, 85)),
        SEEN,
        Step(
            "living with high blood pressure in the first half of the period",
            Has(conditions(HYPERTENSION).that(Overlaps(Condition.prevalence, FIRST_HALF))),
        ),
    ),
    exclusions=(
        HOSPICE,
        PALLIATIVE,
        FRAIL_66_81,
        NURSING_66,
        Step("pregnant or with late kidney disease", Has(RENAL_OR_PREGNANT)),
        Step("with a kidney transplant or dialysis", Has(KIDNEY_PROCEDURE)),
        Step("in monthly care for kidney failure", Has(ESRD_VISIT)),
    ),
    event=Step(
        "last reading under 140/90",
        every(lowest_of_last_day("8480-6", 140), lowest_of_last_day("8462-4", 90)),
    ),
    met="had a last reading under 140/90",
    needs=("patient", "encounter", "condition", "observation"),
    why=(
        "High blood pressure is a leading cause of stroke, heart attack and kidney failure, and "
        "it can be treated. A gap here becomes a gap in years of life."
    ),
    limits=(
        "Readings at home or in another system are not seen unless they are in the record. "
        "No reading counts as not controlled. One last reading can be high by chance."
    ),
    levers=(
        "Clinics can offer home cuffs, nurse visits and pharmacist follow-up. The center for "
        "cross-cultural education and interpreters help where advice does not arrive."
    ),
    sources=(
        "CMS165, Controlling High Blood Pressure, 2025, steward NCQA; "
        "ControllingHighBloodPressureFHIR 0.1.000",
    ),
)
