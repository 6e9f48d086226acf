"""CMS124: screened for cervical cancer; higher is better."""

from commonweal.measures.criteria import (
    END,
    START,
    Age,
    AgeAt,
    Has,
    Lies,
    Present,
    Sex,
    ValueSet,
    Window,
    either,
)
from commonweal.measures.ecqm_common import (
    HOME_HEALTH,
    HOSPICE,
    LABS,
    LATEST_EFFECTIVE,
    NCQA,
    OFFICE_VISIT,
    PALLIATIVE,
    PREVENTIVE_ESTABLISHED,
    PREVENTIVE_INITIAL,
    TELEPHONE,
    UP_TO_END_INSTANT,
    VIRTUAL,
    conditions,
    observations,
    procedures,
    visits,
)
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.clinical import Condition, Observation, Procedure

VISIT = Has(
    visits(
        OFFICE_VISIT, PREVENTIVE_ESTABLISHED, PREVENTIVE_INITIAL, HOME_HEALTH, TELEPHONE, VIRTUAL
    )
)
NO_CERVIX = either(
    Has(
        procedures(ValueSet(f"{NCQA}.198.12.1014", "Hysterectomy with No Residual Cervix")).that(
            Lies(Procedure.end, UP_TO_END_INSTANT)
        )
    ),
    Has(
        conditions(
            ValueSet(f"{NCQA}.111.12.1016", "Congenital or Acquired Absence of Cervix")
        ).that(Lies(Condition.prevalence_start, UP_TO_END_INSTANT))
    ),
)
CYTOLOGY = observations(LABS, ValueSet(f"{NCQA}.108.12.1017", "Pap Test")).that(
    Present(Observation.value_type),
    Lies(LATEST_EFFECTIVE, Window(START.shifted(years=-2), END)),
)
HPV = observations(LABS, ValueSet(f"{NCQA}.110.12.1059", "HPV Test")).that(
    Present(Observation.value_type),
    Lies(LATEST_EFFECTIVE, Window(START.shifted(years=-4), END)),
    AgeAt(LATEST_EFFECTIVE, 30),
)

MEASURE = Measure(
    key="care.cervical",
    version="1.0.0",
    title="Screened for cervical cancer",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    fidelity=Fidelity.EXACT,
    population=(
        Step("24 to 64 years old at the end of the period", Age(END, 24, 64)),
        Step("recorded as female", Sex("female")),
        Step("seen at an outpatient visit in the period", VISIT),
    ),
    exclusions=(HOSPICE, PALLIATIVE, Step("without a cervix", NO_CERVIX)),
    event=Step("a Pap or HPV test in time", either(Has(CYTOLOGY), Has(HPV))),
    met="had a Pap or HPV test in time",
    stratify_by=("race_ethnicity", "language"),
    needs=("patient", "encounter", "observation"),
    why=(
        "Cervical cancer is almost wholly preventable by screening. Most of those who get it "
        "were screened late or never."
    ),
    limits=(
        "It follows the sex on record, so transgender men may be missed. HPV tests look back "
        "four years: a shorter record makes people look unscreened."
    ),
    levers=(
        "Self-collection, same-day tests and staff who know trauma-informed care help. Primary "
        "care and gynecology own it together."
    ),
    sources=(
        "CMS124, Cervical Cancer Screening, 2025, steward NCQA; "
        "CervicalCancerScreeningFHIR 0.0.001",
    ),
)
