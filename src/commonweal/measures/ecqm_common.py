"""Rules that the published quality measures share: statuses, visits, exclusions.

Logic: cqframework/ecqm-content-qicore-2024 (CC0-1.0), written out in measure-logic, common. Each
name below is the name the measure pages use.
"""

from __future__ import annotations

from commonweal.measures.criteria import (
    CONDITION_CATEGORY,
    END,
    LOINC,
    OBSERVATION_CATEGORY,
    SNOMED,
    START,
    Age,
    AnyCode,
    Code,
    Coded,
    Criterion,
    During,
    Has,
    LastOf,
    Latest,
    Lies,
    NotTrue,
    OneOf,
    Overlaps,
    Precision,
    Records,
    ValueSet,
    Window,
    either,
    every,
)
from commonweal.measures.measure import Step
from commonweal.tables.clinical import (
    Condition,
    DeviceRequest,
    Encounter,
    MedicationRequest,
    Observation,
    Procedure,
    ServiceRequest,
)

NCQA = "2.16.840.1.113883.3.464.1003"
UP_TO_END = Window(None, END)
UP_TO_END_INSTANT = Window(None, END, Precision.INSTANT)
LATEST_EFFECTIVE = Latest(Observation.effective)

# Status filters (common, section 2).
FINAL = ("final", "amended", "corrected")
OK_ENCOUNTER = OneOf(Encounter.status, ("finished", "arrived", "triaged", "in-progress", "onleave"))
ENCOUNTERS = Records(Encounter, (OK_ENCOUNTER,))
STUDIES = Records(Observation, (OneOf(Observation.status, FINAL),))
PROCEDURES = Records(Procedure, (OneOf(Procedure.status, ("completed",)),))
CONDITIONS = Records(Condition)
# An order not to perform is never evidence of one: the ruling at the end of common.md holds over
# its section 1.6 and over the pages that say the flag is not looked at.
ORDERS = Records(
    ServiceRequest,
    (
        OneOf(ServiceRequest.status, ("active", "completed")),
        OneOf(ServiceRequest.intent, ("order",)),
        NotTrue(ServiceRequest.do_not_perform),
    ),
)
DEVICE_ORDERS = Records(
    DeviceRequest,
    (
        OneOf(DeviceRequest.status, ("active", "completed")),
        OneOf(DeviceRequest.intent, ("order",)),
        NotTrue(DeviceRequest.do_not_perform),
    ),
)
ACTIVE_MEDICATION = Records(
    MedicationRequest,
    (
        OneOf(MedicationRequest.status, ("active",)),
        OneOf(MedicationRequest.intent, ("order",)),
        NotTrue(MedicationRequest.do_not_perform),
    ),
)


def _in_category(category: str) -> Records:
    return STUDIES.that(Coded(Observation.category, (Code(OBSERVATION_CATEGORY, category),)))


LABS = _in_category("laboratory")
ASSESSMENTS = _in_category("survey")


def visits(*sets: AnyCode) -> Records:
    """Name visits of these kinds that lie whole in the period, by day.

    sets: value sets or codes of Encounter.type
    >>> visits(ValueSet("1.2", "Office Visit")).table.name
    'encounter'
    """
    return ENCOUNTERS.that(Coded(Encounter.type, sets), During(Encounter.period))


def conditions(*sets: AnyCode) -> Records:
    """Name conditions coded so.

    sets: value sets or codes of Condition.code
    >>> conditions(ValueSet("1.2", "Diabetes")).table.name
    'condition'
    """
    return CONDITIONS.that(Coded(Condition.code, sets))


def procedures(*sets: AnyCode) -> Records:
    """Name completed procedures coded so.

    sets: value sets or codes of Procedure.code
    >>> procedures(ValueSet("1.2", "Colonoscopy")).table.name
    'procedure'
    """
    return PROCEDURES.that(Coded(Procedure.code, sets))


def observations(base: Records, *sets: AnyCode) -> Records:
    """Name observations of a kind coded so.

    base: LABS, ASSESSMENTS or STUDIES
    sets: value sets or codes of Observation.code
    >>> len(observations(LABS, Code(LOINC, "4548-4")).tests)
    3
    """
    return base.that(Coded(Observation.code, sets))


# Section 3: qualifying visits.
OFFICE_VISIT = ValueSet(f"{NCQA}.101.12.1001", "Office Visit")
WELLNESS_VISIT = ValueSet("2.16.840.1.113883.3.526.3.1240", "Annual Wellness Visit")
PREVENTIVE_ESTABLISHED = ValueSet(
    f"{NCQA}.101.12.1025", "Preventive Care Services Established Office Visit, 18 and Up"
)
PREVENTIVE_INITIAL = ValueSet(
    f"{NCQA}.101.12.1023", "Preventive Care Services Initial Office Visit, 18 and Up"
)
HOME_HEALTH = ValueSet(f"{NCQA}.101.12.1016", "Home Healthcare Services")
VIRTUAL = ValueSet(f"{NCQA}.101.12.1089", "Virtual Encounter")
TELEPHONE = ValueSet(f"{NCQA}.101.12.1080", "Telephone Visits")
OUTPATIENT_VISIT = Has(
    visits(
        OFFICE_VISIT, WELLNESS_VISIT, PREVENTIVE_ESTABLISHED, PREVENTIVE_INITIAL,
        HOME_HEALTH, VIRTUAL, TELEPHONE,
    )
)  # fmt: skip
SEEN = Step("seen at an outpatient visit in the period", OUTPATIENT_VISIT)

# Section 4: hospice.
INPATIENT = ValueSet("2.16.840.1.113883.3.666.5.307", "Encounter Inpatient")
HOSPICE_ENCOUNTER = ValueSet(f"{NCQA}.1003", "Hospice Encounter")
HOSPICE_CARE = ValueSet("2.16.840.1.113883.3.526.3.1584", "Hospice Care Ambulatory")
HOSPICE_DIAGNOSIS = ValueSet(f"{NCQA}.1165", "Hospice Diagnosis")
TO_HOSPICE = (Code(SNOMED, "428361000124107"), Code(SNOMED, "428371000124100"))
YES = Code(SNOMED, "373066001", "yes")
IN_HOSPICE = either(
    Has(
        ENCOUNTERS.that(
            Coded(Encounter.type, (INPATIENT,)),
            Coded(Encounter.disposition, TO_HOSPICE),
            Lies(Encounter.end),
        )
    ),
    Has(ENCOUNTERS.that(Coded(Encounter.type, (HOSPICE_ENCOUNTER,)), Overlaps(Encounter.period))),
    Has(
        observations(ASSESSMENTS, Code(LOINC, "45755-6")).that(
            Coded(Observation.value_code, (YES,)), Overlaps(Observation.effective)
        )
    ),
    Has(ORDERS.that(Coded(ServiceRequest.code, (HOSPICE_CARE,)), Lies(ServiceRequest.authored))),
    Has(procedures(HOSPICE_CARE).that(Overlaps(Procedure.performed))),
    Has(conditions(HOSPICE_DIAGNOSIS).that(Overlaps(Condition.prevalence))),
)
HOSPICE = Step("in hospice care", IN_HOSPICE)

# Section 5: palliative care.
IN_PALLIATIVE_CARE = either(
    Has(observations(ASSESSMENTS, Code(LOINC, "71007-9")).that(Overlaps(Observation.effective))),
    Has(
        conditions(ValueSet(f"{NCQA}.1167", "Palliative Care Diagnosis")).that(
            Overlaps(Condition.prevalence)
        )
    ),
    Has(
        ENCOUNTERS.that(
            Coded(Encounter.type, (ValueSet(f"{NCQA}.101.12.1090", "Palliative Care Encounter"),)),
            Overlaps(Encounter.period),
        )
    ),
    Has(
        procedures(ValueSet(f"{NCQA}.198.12.1135", "Palliative Care Intervention")).that(
            Overlaps(Procedure.performed)
        )
    ),
)
PALLIATIVE = Step("in palliative care", IN_PALLIATIVE_CARE)

# Section 6: frailty, advanced illness, nursing home.
FRAILTY_DEVICE = ValueSet(f"{NCQA}.118.12.1300", "Frailty Device")
FRAILTY_SIGN = either(
    Has(
        DEVICE_ORDERS.that(
            Coded(DeviceRequest.code, (FRAILTY_DEVICE,)), Lies(DeviceRequest.authored)
        )
    ),
    Has(
        observations(ASSESSMENTS, Code(LOINC, "98181-1")).that(
            Coded(Observation.value_code, (FRAILTY_DEVICE,)), Lies(Observation.end)
        )
    ),
    Has(
        conditions(ValueSet(f"{NCQA}.113.12.1074", "Frailty Diagnosis")).that(
            Overlaps(Condition.prevalence)
        )
    ),
    Has(
        ENCOUNTERS.that(
            Coded(Encounter.type, (ValueSet(f"{NCQA}.101.12.1088", "Frailty Encounter"),)),
            Overlaps(Encounter.period),
        )
    ),
    Has(
        Records(Observation, (OneOf(Observation.status, ("preliminary", *FINAL)),)).that(
            Coded(Observation.code, (ValueSet(f"{NCQA}.113.12.1075", "Frailty Symptom"),)),
            Overlaps(Observation.effective),
        )
    ),
)
LOOK_BACK = Window(START.shifted(years=-1), END)
ADVANCED_ILLNESS = either(
    Has(
        conditions(ValueSet(f"{NCQA}.110.12.1082", "Advanced Illness")).that(
            Lies(Condition.prevalence_start, LOOK_BACK)
        )
    ),
    Has(
        ACTIVE_MEDICATION.that(
            Coded(
                MedicationRequest.code, (ValueSet(f"{NCQA}.196.12.1510", "Dementia Medications"),)
            ),
            Overlaps(MedicationRequest.supply, LOOK_BACK),
        )
    ),
)
FRAIL_FROM_66: Criterion = every(Age(END, least=66), FRAILTY_SIGN, ADVANCED_ILLNESS)
FRAIL_66 = Step("66 or older with frailty and advanced illness", FRAIL_FROM_66)
FRAIL_66_81 = Step(
    "66 to 80 with frailty and advanced illness, or 81 or older with frailty",
    either(
        every(Age(END, 66, 80), FRAILTY_SIGN, ADVANCED_ILLNESS),
        every(Age(END, least=81), FRAILTY_SIGN),
    ),
)
IN_NURSING_HOME = every(
    Age(END, least=66),
    Has(
        LastOf(
            observations(ASSESSMENTS, Code(LOINC, "71802-3")).that(
                Lies(Observation.end, UP_TO_END)
            ),
            by=Observation.end,
        ).that(Coded(Observation.value_code, (Code(SNOMED, "160734000", "nursing home"),)))
    ),
)
NURSING_66 = Step("66 or older and living in a nursing home", IN_NURSING_HOME)

PROBLEM_LIST = Code(CONDITION_CATEGORY, "problem-list-item")
HEALTH_CONCERN = Code("http://hl7.org/fhir/us/core/CodeSystem/condition-category", "health-concern")
