"""CMS130: screened for colorectal cancer; higher is better."""

from commonweal.measures.criteria import (
    END,
    START,
    Age,
    Has,
    Lies,
    Present,
    ValueSet,
    Window,
    either,
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
    STUDIES,
    UP_TO_END,
    conditions,
    observations,
    procedures,
)
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.clinical import Condition, Observation, Procedure


def _back(years: int) -> Window:
    return Window(START.shifted(years=-years), END)


OCCULT_BLOOD = observations(
    LABS, ValueSet(f"{NCQA}.198.12.1011", "Fecal Occult Blood Test (FOBT)")
).that(Present(Observation.value_type), Lies(LATEST_EFFECTIVE))
STOOL_DNA = observations(LABS, ValueSet(f"{NCQA}.108.12.1039", "sDNA FIT Test")).that(
    Present(Observation.value_type), Lies(LATEST_EFFECTIVE, _back(2))
)
SIGMOIDOSCOPY = procedures(ValueSet(f"{NCQA}.198.12.1010", "Flexible Sigmoidoscopy")).that(
    Lies(Procedure.end, _back(4))
)
COLONOGRAPHY = observations(STUDIES, ValueSet(f"{NCQA}.108.12.1038", "CT Colonography")).that(
    Lies(Observation.end, _back(4))
)
COLONOSCOPY = procedures(ValueSet(f"{NCQA}.108.12.1020", "Colonoscopy")).that(
    Lies(Procedure.end, _back(9))
)

MEASURE = Measure(
    key="care.colorectal",
    version="1.0.0",
    title="Screened for colorectal cancer",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    fidelity=Fidelity.EXACT,
    population=(Step("46 to 75 years old at the end of the period", Age(END, 46, 75)), SEEN),
    exclusions=(
        HOSPICE,
        PALLIATIVE,
        FRAIL_66,
        NURSING_66,
        Step(
            "ever diagnosed with colorectal cancer",
            Has(
                conditions(ValueSet(f"{NCQA}.108.12.1001", "Malignant Neoplasm of Colon")).that(
                    Lies(Condition.prevalence_start, UP_TO_END)
                )
            ),
        ),
        Step(
            "with the colon removed",
            Has(
                procedures(ValueSet(f"{NCQA}.198.12.1019", "Total Colectomy")).that(
                    Lies(Procedure.end, UP_TO_END)
                )
            ),
        ),
    ),
    event=Step(
        "screened in time by one of five tests",
        either(
            Has(OCCULT_BLOOD),
            Has(STOOL_DNA),
            Has(SIGMOIDOSCOPY),
            Has(COLONOGRAPHY),
            Has(COLONOSCOPY),
        ),
    ),
    met="were screened for colorectal cancer in time",
    needs=("patient", "encounter", "observation", "procedure"),
    why=(
        "Screening finds colorectal cancer early, or stops it before it begins. Groups that are "
        "offered it less die of it more."
    ),
    limits=(
        "A colonoscopy looks back nine years: if the record is shorter, people who were screened "
        "look unscreened. Tests made elsewhere count only when they were written down here."
    ),
    levers=(
        "Mailed stool tests, reminders in the reader's language and open endoscopy hours raise "
        "screening. Primary care owns the offer; the council can set the aim."
    ),
    sources=(
        "CMS130, Colorectal Cancer Screening, 2025, steward NCQA; ColonCancerScreeningFHIR 0.1.000",
    ),
)
