"""The words of the worked examples and what each stands for: a closed list, the same everywhere.

A code is written as the name of a value set, or as one code. No licensed code stands here: in the
examples every value set holds one made-up code, which is its own name.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.measures.criteria import CVX, LOINC, SNOMED, Code


@dataclass(frozen=True)
class Word:
    """Say what a word of the examples stands for.

    kind:        type of the FHIR resource
    code:        name of a value set, or one code; "" for a visit of no special type
    category:    category of an observation
    visit_class: class of a visit
    """

    kind: str
    code: str | Code
    category: str = ""
    visit_class: str = "AMB"


def _visit(kind: str, visit_class: str = "AMB") -> Word:
    return Word("Encounter", kind, visit_class=visit_class)


def _condition(code: str | Code) -> Word:
    return Word("Condition", code)


def _test(code: str | Code) -> Word:
    return Word("Observation", code, "laboratory")


def _survey(code: str | Code) -> Word:
    return Word("Observation", code, "survey")


def _procedure(code: str) -> Word:
    return Word("Procedure", code)


WORDS: dict[str, Word] = {
    # Visits.
    "office visit": _visit("Office Visit"),
    "wellness visit": _visit("Annual Wellness Visit"),
    "checkup": _visit("Preventive Care Services Established Office Visit, 18 and Up"),
    "first checkup": _visit("Preventive Care Services Initial Office Visit, 18 and Up"),
    "home care visit": _visit("Home Healthcare Services", "HH"),
    "video visit": _visit("Virtual Encounter", "VR"),
    "phone visit": _visit("Telephone Visits", "VR"),
    "screening visit": _visit("Encounter to Screen for Depression"),
    "physical therapy visit": _visit("Physical Therapy Evaluation"),
    "hospital stay": _visit("Encounter Inpatient", "IMP"),
    "hospice visit": _visit("Hospice Encounter"),
    "palliative visit": _visit("Palliative Care Encounter"),
    "frailty visit": _visit("Frailty Encounter"),
    "kidney failure visit": _visit("ESRD Monthly Outpatient Services"),
    "clinic visit": _visit(""),
    "visit from afar": _visit("", "VR"),
    "visit at home": _visit("", "HH"),
    "emergency visit": _visit("", "EMER"),
    "stay under observation": _visit("", "OBSENC"),
    "stay": _visit("", "IMP"),
    # Conditions.
    "diabetes": _condition("Diabetes"),
    "hypertension": _condition("Essential Hypertension"),
    "frailty": _condition("Frailty Diagnosis"),
    "advanced illness": _condition("Advanced Illness"),
    "hospice diagnosis": _condition("Hospice Diagnosis"),
    "palliative diagnosis": _condition("Palliative Care Diagnosis"),
    "pregnancy": _condition("Pregnancy"),
    "kidney failure": _condition("End Stage Renal Disease"),
    "transplanted kidney": _condition("Kidney Transplant Recipient"),
    "kidney disease stage 5": _condition("Chronic Kidney Disease, Stage 5"),
    "colon cancer": _condition("Malignant Neoplasm of Colon"),
    "both breasts gone": _condition("History of bilateral mastectomy"),
    "right breast gone": _condition("Status Post Right Mastectomy"),
    "left breast gone": _condition("Status Post Left Mastectomy"),
    "one breast gone": _condition("Unilateral Mastectomy, Unspecified Laterality"),
    "no cervix": _condition("Congenital or Acquired Absence of Cervix"),
    "bipolar disorder": _condition("Bipolar Disorder"),
    "type 2 diabetes": _condition(Code(SNOMED, "44054006")),
    "essential hypertension": _condition(Code(SNOMED, "59621000")),
    "high blood pressure": _condition(Code(SNOMED, "38341003")),
    # Tests, readings, answers.
    "a1c": _test("HbA1c Laboratory Test"),
    "glucose indicator": _test(Code(LOINC, "97506-0")),
    "plain a1c": _test(Code(LOINC, "4548-4")),
    "stool blood test": _test("Fecal Occult Blood Test (FOBT)"),
    "stool dna test": _test("sDNA FIT Test"),
    "pap test": _test("Pap Test"),
    "hpv test": _test("HPV Test"),
    "ct colonography": Word("Observation", "CT Colonography", "imaging"),
    "mammogram": Word("Observation", "Mammography", "imaging"),
    "bp": Word("Observation", Code(LOINC, "85354-9"), "vital-signs"),
    "older bp panel": Word("Observation", Code(LOINC, "55284-4"), "vital-signs"),
    "lone systolic": Word("Observation", Code(LOINC, "8480-6"), "vital-signs"),
    "lone diastolic": Word("Observation", Code(LOINC, "8462-4"), "vital-signs"),
    "in hospice?": _survey(Code(LOINC, "45755-6")),
    "palliative survey": _survey(Code(LOINC, "71007-9")),
    "device used?": _survey(Code(LOINC, "98181-1")),
    "housing": _survey(Code(LOINC, "71802-3")),
    "frailty symptom": Word("Observation", "Frailty Symptom", "exam"),
    "teen screen": _survey(Code(LOINC, "73831-0")),
    "adult screen": _survey(Code(LOINC, "73832-8")),
    # Procedures.
    "hospice care": _procedure("Hospice Care Ambulatory"),
    "palliative care": _procedure("Palliative Care Intervention"),
    "kidney transplant": _procedure("Kidney Transplant"),
    "dialysis": _procedure("Dialysis Services"),
    "colonoscopy": _procedure("Colonoscopy"),
    "sigmoidoscopy": _procedure("Flexible Sigmoidoscopy"),
    "removal of the colon": _procedure("Total Colectomy"),
    "removal of both breasts": _procedure("Bilateral Mastectomy"),
    "removal of the right breast": _procedure("Unilateral Mastectomy Right"),
    "removal of the left breast": _procedure("Unilateral Mastectomy Left"),
    "hysterectomy": _procedure("Hysterectomy with No Residual Cervix"),
    "mammogram procedure": _procedure("Mammography"),
    "pap procedure": _procedure("Pap Test"),
    "teen follow-up": _procedure("Follow Up for Adolescent Depression"),
    "adult follow-up": _procedure("Follow Up for Adult Depression"),
    # Orders.
    "hospice order": Word("ServiceRequest", "Hospice Care Ambulatory"),
    "teen referral": Word("ServiceRequest", "Referral for Adolescent Depression"),
    "adult referral": Word("ServiceRequest", "Referral for Adult Depression"),
    "walking aid ordered": Word("DeviceRequest", "Frailty Device"),
    "dementia drug": Word("MedicationRequest", "Dementia Medications"),
    "teen drug": Word("MedicationRequest", "Adolescent Depression Medications"),
    "adult drug": Word("MedicationRequest", "Adult Depression Medications"),
    "flu vaccine": Word("Immunization", Code(CVX, "140")),
    "other vaccine": Word("Immunization", Code(CVX, "115")),
}

ANSWERS: dict[str, str | Code] = {
    "positive": Code(SNOMED, "428181000124104"),
    "negative": Code(SNOMED, "428171000124102"),
    "unclear": Code(SNOMED, "261665006"),
    "yes": Code(SNOMED, "373066001"),
    "no": Code(SNOMED, "373067005"),
    "nursing home": Code(SNOMED, "160734000"),
    "own home": Code(SNOMED, "160724009"),
    "walking aid": "Frailty Device",
    "declined": Code(SNOMED, "720834000"),
    "medical reason": "Medical Reason",
    "no time": Code(SNOMED, "281399006"),
}

PLACES = {
    "to hospice at home": Code(SNOMED, "428361000124107"),
    "to a hospice": Code(SNOMED, "428371000124100"),
    "to own home": Code(SNOMED, "306689006"),
}

SIDES = {
    "right side": Code(SNOMED, "24028007"),
    "left side": Code(SNOMED, "7771000"),
}

STATUSES = {
    "finished", "arrived", "triaged", "in-progress", "onleave", "planned", "cancelled",
    "entered-in-error", "unknown", "preliminary", "final", "amended", "corrected", "registered",
    "completed", "active", "draft", "on-hold", "revoked", "stopped", "not-done", "recurrence",
    "relapse", "inactive", "remission", "resolved",
}  # fmt: skip

CATEGORIES = {
    "laboratory": "http://terminology.hl7.org/CodeSystem/observation-category",
    "survey": "http://terminology.hl7.org/CodeSystem/observation-category",
    "exam": "http://terminology.hl7.org/CodeSystem/observation-category",
    "imaging": "http://terminology.hl7.org/CodeSystem/observation-category",
    "vital-signs": "http://terminology.hl7.org/CodeSystem/observation-category",
    "problem-list-item": "http://terminology.hl7.org/CodeSystem/condition-category",
    "encounter-diagnosis": "http://terminology.hl7.org/CodeSystem/condition-category",
    "health-concern": "http://hl7.org/fhir/us/core/CodeSystem/condition-category",
}
