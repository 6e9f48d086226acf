"""CMS2: screened for depression, with a plan when positive; higher is better."""

from commonweal.measures.criteria import (
    LOINC,
    SNOMED,
    START,
    Age,
    Beside,
    Code,
    Coded,
    Criterion,
    During,
    Earlier,
    Has,
    Inside,
    LastOf,
    Lies,
    Not,
    NotTrue,
    OneOf,
    Present,
    Records,
    Test,
    ValueSet,
    Within,
    either,
    every,
)
from commonweal.measures.ecqm_common import (
    HEALTH_CONCERN,
    PROBLEM_LIST,
    TELEPHONE,
    conditions,
    procedures,
)
from commonweal.measures.measure import Better, Fidelity, Measure, Step
from commonweal.tables.clinical import (
    Condition,
    Encounter,
    MedicationRequest,
    Observation,
    Procedure,
    ServiceRequest,
)

AMA = "2.16.840.1.113883.3.526.3"
POSITIVE = Code(SNOMED, "428181000124104", "positive screen")
NEGATIVE = Code(SNOMED, "428171000124102", "negative screen")
DECLINED = Code(SNOMED, "720834000", "declined")
MEDICAL_REASON = ValueSet(f"{AMA}.1007", "Medical Reason")
QUALIFYING = Records(
    Encounter,
    (
        OneOf(Encounter.status, ("finished",)),
        Coded(
            Encounter.type,
            (
                ValueSet("2.16.840.1.113883.3.600.1916", "Encounter to Screen for Depression"),
                ValueSet(f"{AMA}.1022", "Physical Therapy Evaluation"),
                TELEPHONE,
            ),
        ),
        During(Encounter.period),
    ),
)
BIPOLAR = Has(
    conditions(ValueSet("2.16.840.1.113883.3.67.1.101.1.128", "Bipolar Disorder")).that(
        Coded(Condition.category, (PROBLEM_LIST, HEALTH_CONCERN)),
        Beside(QUALIFYING, (Earlier(Condition.prevalence_start, Encounter.start),)),
    )
)


class Tool:
    """Write the criteria of one screening tool, for its band of ages.

    code:         LOINC code of the tool
    who:          "Adolescent" or "Adult", as the value sets call them
    medications, referrals, interventions: value sets of the follow-up plan
    """

    def __init__(
        self, code: str, who: str, medications: str, referrals: str, interventions: str
    ) -> None:
        asked = Records(Observation, (Coded(Observation.code, (Code(LOINC, code),)),))
        screens = asked.that(
            OneOf(Observation.status, ("final",)),
            Present(Observation.value_type),
            Beside(QUALIFYING, (Within(Observation.end, Encounter.start, before=14),)),
        )
        last = LastOf(screens, by=Observation.start)
        followed_up = tuple(
            Has(
                last.that(
                    Coded(Observation.value_code, (POSITIVE,)),
                    Beside(
                        QUALIFYING.that(plan),
                        (Within(Observation.start, Encounter.start, before=14),),
                    ),
                )
            )
            for plan in _plans(who, medications, referrals, interventions)
        )
        self.met: Criterion = either(
            Has(last.that(Coded(Observation.value_code, (NEGATIVE,)))), *followed_up
        )
        self.excused: Criterion = every(
            Has(
                asked.that(
                    OneOf(Observation.status, ("cancelled",)),
                    Coded(Observation.not_done_reason, (DECLINED, MEDICAL_REASON)),
                    Beside(QUALIFYING, (Inside(Observation.issued, Encounter.period),)),
                )
            ),
            Not(Has(screens)),
        )


def _plans(who: str, medications: str, referrals: str, interventions: str) -> tuple[Test, ...]:
    drugs = Records(
        MedicationRequest,
        (
            OneOf(MedicationRequest.status, ("active", "completed")),
            OneOf(MedicationRequest.intent, ("order",)),
            NotTrue(MedicationRequest.do_not_perform),
            Coded(
                MedicationRequest.code, (ValueSet(medications, f"{who} Depression Medications"),)
            ),
            Lies(MedicationRequest.authored),
        ),
    )
    sent_on = Records(
        ServiceRequest,
        (
            OneOf(ServiceRequest.status, ("active", "completed")),
            NotTrue(ServiceRequest.do_not_perform),
            Coded(ServiceRequest.code, (ValueSet(referrals, f"Referral for {who} Depression"),)),
            Lies(ServiceRequest.authored),
        ),
    )
    treated = procedures(ValueSet(interventions, f"Follow Up for {who} Depression")).that(
        Lies(Procedure.start)
    )
    return (
        Beside(drugs, (Within(MedicationRequest.authored, Encounter.end, after=2),)),
        Beside(sent_on, (Within(ServiceRequest.authored, Encounter.end, after=2),)),
        Beside(treated, (Inside(Procedure.start, Encounter.period),)),
    )


TEEN = Tool("73831-0", "Adolescent", f"{AMA}.1567", f"{AMA}.1570", f"{AMA}.1569")
ADULT = Tool("73832-8", "Adult", f"{AMA}.1566", f"{AMA}.1571", f"{AMA}.1568")

MEASURE = Measure(
    key="care.depression",
    version="1.0.0",
    title="Screened for depression and followed up",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    fidelity=Fidelity.EXACT,
    population=(
        Step("12 years or older at the start of the period", Age(START, least=12)),
        Step("seen at a visit that calls for a screen", Has(QUALIFYING)),
    ),
    exclusions=(Step("with bipolar disorder before the visit", BIPOLAR),),
    exceptions=(
        Step(
            "not screened because the person declined or for a medical reason",
            either(TEEN.excused, ADULT.excused),
        ),
    ),
    event=Step(
        "screened, and with a plan when the screen was positive",
        either(
            every(Age(START, 12, 16), TEEN.met),
            every(Age(START, 17, 17), either(TEEN.met, ADULT.met)),
            every(Age(START, least=18), ADULT.met),
        ),
    ),
    met="were screened, and had a plan when the screen was positive",
    needs=("patient", "encounter", "observation"),
    why=(
        "Depression is common, hidden and treatable. Who is asked, in which language and by "
        "whom, decides who is helped."
    ),
    limits=(
        "It shows that a screen was recorded, not that it was done well or in the person's own "
        "language. A plan is counted, not its result."
    ),
    levers=(
        "Screening in the waiting room, validated forms in each language and same-day behavioral "
        "health visits raise it. Primary care and behavioral health own it together."
    ),
    sources=(
        "CMS2, Screening for Depression and Follow-Up Plan, 2025, steward CMS; "
        "PCSDepressionScreenAndFollowUpFHIR 0.2.000",
    ),
)
