"""The codes the sample uses, and the value sets they stand in.

SNOMED CT, LOINC, CVX and RxNorm codes only, without their words; CPT is never shipped. A value set
that the sample needs nothing of is written as known and empty.
"""

from __future__ import annotations

Coding = tuple[str, str]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
CVX = "http://hl7.org/fhir/sid/cvx"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CDC_RACE = "urn:oid:2.16.840.1.113883.6.238"
NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
NOT_DONE_REASON = "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason"

OFFICE: Coding = (SNOMED, "185463005")
ANNUAL: Coding = (SNOMED, "86013001")
HOME: Coding = (SNOMED, "185460008")
TELEPHONE: Coding = (SNOMED, "185317003")
EMERGENCY: Coding = (SNOMED, "4525004")
INPATIENT: Coding = (SNOMED, "32485007")

DIABETES: Coding = (SNOMED, "44054006")
HYPERTENSION: Coding = (SNOMED, "59621000")
BIPOLAR: Coding = (SNOMED, "13746004")
COLON_CANCER: Coding = (SNOMED, "363406005")
NO_BREASTS: Coding = (SNOMED, "428529004")
RENAL_DISEASE: Coding = (SNOMED, "46177005")
PREGNANCY: Coding = (SNOMED, "77386006")
ADVANCED_ILLNESS: Coding = (SNOMED, "84114007")

HOSPICE: Coding = (SNOMED, "385763009")
PALLIATIVE: Coding = (SNOMED, "103735009")
COLECTOMY: Coding = (SNOMED, "26390003")
HYSTERECTOMY: Coding = (SNOMED, "116140006")
COLONOSCOPY: Coding = (SNOMED, "73761001")
REFERRAL: Coding = (SNOMED, "183524004")
DEMENTIA_DRUG: Coding = (RXNORM, "997223")
INFLUENZA_VACCINE: Coding = (CVX, "140")

A1C: Coding = (LOINC, "4548-4")
PRESSURE: Coding = (LOINC, "85354-9")
SYSTOLIC: Coding = (LOINC, "8480-6")
DIASTOLIC: Coding = (LOINC, "8462-4")
STOOL_TEST: Coding = (LOINC, "29771-3")
MAMMOGRAM: Coding = (LOINC, "24606-6")
CYTOLOGY: Coding = (LOINC, "10524-7")
HPV_TEST: Coding = (LOINC, "21440-3")
HOUSING: Coding = (LOINC, "71802-3")
TEEN_SCREEN: Coding = (LOINC, "73831-0")
ADULT_SCREEN: Coding = (LOINC, "73832-8")
FRAILTY_SIGN: Coding = (SNOMED, "248279007")

NEGATIVE_RESULT: Coding = (SNOMED, "260385009")
NEGATIVE_SCREEN: Coding = (SNOMED, "428171000124102")
POSITIVE_SCREEN: Coding = (SNOMED, "428181000124104")
DECLINED: Coding = (SNOMED, "720834000")
NURSING_HOME: Coding = (SNOMED, "160734000")
YES: Coding = (SNOMED, "373066001")
NO: Coding = (SNOMED, "373067005")

VERSION = "sample-1"
_N = "2.16.840.1.113883.3.464.1003."
_A = "2.16.840.1.113883.3.526.3."
VALUE_SETS: tuple[tuple[str, str, tuple[Coding, ...]], ...] = (
    # all six measures (measure-logic, common 3 to 6)
    (f"{_N}101.12.1001", "Office Visit", (OFFICE,)),
    (f"{_A}1240", "Annual Wellness Visit", (ANNUAL,)),
    (f"{_N}101.12.1025", "Preventive Care Services Established Office Visit, 18 and Up", ()),
    (f"{_N}101.12.1023", "Preventive Care Services Initial Office Visit, 18 and Up", ()),
    (f"{_N}101.12.1016", "Home Healthcare Services", (HOME,)),
    (f"{_N}101.12.1089", "Virtual Encounter", ()),
    (f"{_N}101.12.1080", "Telephone Visits", (TELEPHONE,)),
    ("2.16.840.1.113883.3.666.5.307", "Encounter Inpatient", (INPATIENT,)),
    (f"{_N}1003", "Hospice Encounter", ()),
    (f"{_A}1584", "Hospice Care Ambulatory", (HOSPICE,)),
    (f"{_N}1165", "Hospice Diagnosis", ()),
    (f"{_N}1167", "Palliative Care Diagnosis", ()),
    (f"{_N}101.12.1090", "Palliative Care Encounter", ()),
    (f"{_N}198.12.1135", "Palliative Care Intervention", (PALLIATIVE,)),
    (f"{_N}118.12.1300", "Frailty Device", ()),
    (f"{_N}113.12.1074", "Frailty Diagnosis", ()),
    (f"{_N}101.12.1088", "Frailty Encounter", ()),
    (f"{_N}113.12.1075", "Frailty Symptom", (FRAILTY_SIGN,)),
    (f"{_N}110.12.1082", "Advanced Illness", (ADVANCED_ILLNESS,)),
    (f"{_N}196.12.1510", "Dementia Medications", (DEMENTIA_DRUG,)),
    # CMS122
    (f"{_N}103.12.1001", "Diabetes", (DIABETES,)),
    (f"{_N}198.12.1013", "HbA1c Laboratory Test", (A1C,)),
    # CMS165
    (f"{_N}104.12.1011", "Essential Hypertension", (HYPERTENSION,)),
    (f"{_A}378", "Pregnancy", (PREGNANCY,)),
    (f"{_A}353", "End Stage Renal Disease", (RENAL_DISEASE,)),
    (f"{_N}109.12.1029", "Kidney Transplant Recipient", ()),
    (f"{_A}1002", "Chronic Kidney Disease, Stage 5", ()),
    (f"{_N}109.12.1012", "Kidney Transplant", ()),
    (f"{_N}109.12.1013", "Dialysis Services", ()),
    (f"{_N}109.12.1014", "ESRD Monthly Outpatient Services", ()),
    # CMS130
    (f"{_N}108.12.1001", "Malignant Neoplasm of Colon", (COLON_CANCER,)),
    (f"{_N}198.12.1019", "Total Colectomy", (COLECTOMY,)),
    (f"{_N}198.12.1011", "Fecal Occult Blood Test (FOBT)", (STOOL_TEST,)),
    (f"{_N}108.12.1039", "sDNA FIT Test", ()),
    (f"{_N}198.12.1010", "Flexible Sigmoidoscopy", ()),
    (f"{_N}108.12.1038", "CT Colonography", ()),
    (f"{_N}108.12.1020", "Colonoscopy", (COLONOSCOPY,)),
    # CMS125
    (f"{_N}198.12.1068", "History of bilateral mastectomy", (NO_BREASTS,)),
    (f"{_N}198.12.1005", "Bilateral Mastectomy", ()),
    (f"{_N}198.12.1070", "Status Post Right Mastectomy", ()),
    (f"{_N}198.12.1071", "Unilateral Mastectomy, Unspecified Laterality", ()),
    (f"{_N}198.12.1134", "Unilateral Mastectomy Right", ()),
    (f"{_N}198.12.1069", "Status Post Left Mastectomy", ()),
    (f"{_N}198.12.1133", "Unilateral Mastectomy Left", ()),
    (f"{_N}108.12.1018", "Mammography", (MAMMOGRAM,)),
    # CMS124
    (f"{_N}198.12.1014", "Hysterectomy with No Residual Cervix", (HYSTERECTOMY,)),
    (f"{_N}111.12.1016", "Congenital or Acquired Absence of Cervix", ()),
    (f"{_N}108.12.1017", "Pap Test", (CYTOLOGY,)),
    (f"{_N}110.12.1059", "HPV Test", (HPV_TEST,)),
    # CMS2
    ("2.16.840.1.113883.3.600.1916", "Encounter to Screen for Depression", (OFFICE, ANNUAL)),
    (f"{_A}1022", "Physical Therapy Evaluation", ()),
    ("2.16.840.1.113883.3.67.1.101.1.128", "Bipolar Disorder", (BIPOLAR,)),
    (f"{_A}1007", "Medical Reason", ()),
    (f"{_A}1567", "Adolescent Depression Medications", ()),
    (f"{_A}1566", "Adult Depression Medications", ()),
    (f"{_A}1570", "Referral for Adolescent Depression", (REFERRAL,)),
    (f"{_A}1571", "Referral for Adult Depression", (REFERRAL,)),
    (f"{_A}1569", "Follow Up for Adolescent Depression", ()),
    (f"{_A}1568", "Follow Up for Adult Depression", ()),
)
