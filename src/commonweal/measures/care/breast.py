"""CMS125: screened for breast cancer; higher is better."""

from commonweal.measures.criteria import (
    END,
    SNOMED,
    START,
    Age,
    Code,
    Coded,
    Criterion,
    Has,
    Lies,
    Sex,
    ValueSet,
    Window,
    either,
    every,
)
from commonweal.measures.ecqm_common import (
    FRAIL_66,
    HOSPICE,
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
from commonweal.tables.clinical import Condition, Observation, Procedure

UNSPECIFIED_SIDE = ValueSet(f"{NCQA}.198.12.1071", "Unilateral Mastectomy, Unspecified Laterality")
BEFORE_END = Lies(Condition.prevalence_start, UP_TO_END_INSTANT)
DONE_BEFORE_END = Lies(Procedure.end, UP_TO_END_INSTANT)
BILATERAL = either(
    Has(
        conditions(ValueSet(f"{NCQA}.198.12.1068", "History of bilateral mastectomy")).that(
            BEFORE_END
        )
    ),
    Has(procedures(ValueSet(f"{NCQA}.198.12.1005", "Bilateral Mastectomy")).that(DONE_BEFORE_END)),
)


def one_side(history: ValueSet, body_site: Code, operation: ValueSet) -> Criterion:
    """Say that one breast has been removed, however it was recorded.

    history:   set of diagnoses that name the side
    body_site: code of the side, for diagnoses that do not name it
    operation: set of operations on the side
    >>> side = one_side(ValueSet("1", "r"), Code(SNOMED, "24028007"), ValueSet("2", "op"))
    """
    return either(
        Has(conditions(history).that(BEFORE_END)),
        Has(
            conditions(UNSPECIFIED_SIDE).that(Coded(Condition.body_site, (body_site,)), BEFORE_END)
        ),
        Has(procedures(operation).that(DONE_BEFORE_END)),
    )


RIGHT = one_side(
    ValueSet(f"{NCQA}.198.12.1070", "Status Post Right Mastectomy"),
    Code(SNOMED, "24028007", "right"),
    ValueSet(f"{NCQA}.198.12.1134", "Unilateral Mastectomy Right"),
)
LEFT = one_side(
    ValueSet(f"{NCQA}.198.12.1069", "Status Post Left Mastectomy"),
    Code(SNOMED, "7771000", "left"),
    ValueSet(f"{NCQA}.198.12.1133", "Unilateral Mastectomy Left"),
)
MAMMOGRAM = observations(STUDIES, ValueSet(f"{NCQA}.108.12.1018", "Mammography")).that(
    Lies(Observation.end, Window(START.shifted(years=-2).set_to(10, 1), END))
)

MEASURE = Measure(
    key="care.breast",
    version="1.0.0",
    title="Screened for breast cancer",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    fidelity=Fidelity.EXACT,
    population=(
        Step("52 to 74 years old at the end of the period", Age(END, 52, 74)),
        Step("recorded as female", Sex("female")),
        SEEN,
    ),
    exclusions=(
        HOSPICE,
        PALLIATIVE,
        FRAIL_66,
        NURSING_66,
        Step("with both breasts removed", either(BILATERAL, every(RIGHT, LEFT))),
    ),
    event=Step("a mammogram since October two years before", Has(MAMMOGRAM)),
    met="had a mammogram in time",
    stratify_by=("race_ethnicity", "language"),
    needs=("patient", "encounter", "observation"),
    why=(
        "A mammogram finds breast cancer while it can be cured. Where one group is screened "
        "less, its cancers are found late."
    ),
    limits=(
        "It follows the sex on record, so transgender people may be missed or wrongly counted. "
        "Mammograms made elsewhere count only when they were written down here."
    ),
    levers=(
        "Mobile units, evening hours, and invitations in the reader's language bring people in. "
        "Imaging and primary care own it together."
    ),
    sources=(
        "CMS125, Breast Cancer Screening, 2025, steward NCQA; BreastCancerScreeningFHIR 0.0.001",
    ),
)
