"""What the mutants are made of: value sets by kind of record, statuses, answers."""

from __future__ import annotations

from typing import Any

from tests.reference.oracle.records import LNC
from tests.reference.oracle.shared_pages import NUMBERS, TELEPHONE, VISITS, WELLNESS

N = NUMBERS
T = "2.16.840.1.113883.3.526.3"
ANY_VISIT = [("Encounter", oid) for oid in (*VISITS, WELLNESS)]
HOSPICE: list[tuple[str, Any]] = [
    ("Encounter", "2.16.840.1.113883.3.666.5.307"),
    ("Encounter", f"{N}.1003"),
    ("Observation", (LNC, "45755-6")),
    ("ServiceRequest", f"{T}.1584"),
    ("Procedure", f"{T}.1584"),
    ("Condition", f"{N}.1165"),
    ("Observation", (LNC, "71007-9")),
    ("Condition", f"{N}.1167"),
    ("Encounter", f"{N}.101.12.1090"),
    ("Procedure", f"{N}.198.12.1135"),
]
FRAIL: list[tuple[str, Any]] = [
    ("DeviceRequest", f"{N}.118.12.1300"),
    ("Observation", (LNC, "98181-1")),
    ("Condition", f"{N}.113.12.1074"),
    ("Encounter", f"{N}.101.12.1088"),
    ("Observation", f"{N}.113.12.1075"),
    ("Condition", f"{N}.110.12.1082"),
    ("MedicationRequest", f"{N}.196.12.1510"),
    ("MedicationRequest", f"{N}.196.12.1510"),
    ("Observation", (LNC, "71802-3")),
]
OWN: dict[str, list[tuple[str, Any]]] = {
    "CMS122": [
        ("Condition", f"{N}.103.12.1001"),
        ("Observation", f"{N}.198.12.1013"),
        ("Observation", (LNC, "97506-0")),
    ],
    "CMS165": [
        ("Condition", f"{N}.104.12.1011"),
        ("Observation", (LNC, "85354-9")),
        ("Condition", f"{T}.378"),
        ("Condition", f"{T}.353"),
        ("Condition", f"{N}.109.12.1029"),
        ("Condition", f"{T}.1002"),
        ("Procedure", f"{N}.109.12.1012"),
        ("Procedure", f"{N}.109.12.1013"),
        ("Encounter", f"{N}.109.12.1014"),
    ],
    "CMS130": [
        ("Condition", f"{N}.108.12.1001"),
        ("Procedure", f"{N}.198.12.1019"),
        ("Observation", f"{N}.198.12.1011"),
        ("Observation", f"{N}.108.12.1039"),
        ("Procedure", f"{N}.198.12.1010"),
        ("Observation", f"{N}.108.12.1038"),
        ("Procedure", f"{N}.108.12.1020"),
    ],
    "CMS125": [
        *[("Condition", f"{N}.198.12.{n}") for n in (1068, 1070, 1071, 1069)],
        *[("Procedure", f"{N}.198.12.{n}") for n in (1005, 1134, 1133)],
        ("Observation", f"{N}.108.12.1018"),
    ],
    "CMS124": [
        ("Procedure", f"{N}.198.12.1014"),
        ("Condition", f"{N}.111.12.1016"),
        ("Observation", f"{N}.108.12.1017"),
        ("Observation", f"{N}.110.12.1059"),
    ],
    "CMS2": [
        ("Encounter", "2.16.840.1.113883.3.600.1916"),
        ("Encounter", f"{T}.1022"),
        ("Encounter", TELEPHONE),
        ("Condition", "2.16.840.1.113883.3.67.1.101.1.128"),
        *[("Observation", (LNC, code)) for code in ("73831-0", "73832-8") for _ in range(4)],
        *[("MedicationRequest", f"{T}.{n}") for n in (1566, 1567)],
        *[("ServiceRequest", f"{T}.{n}") for n in (1570, 1571)],
        *[("Procedure", f"{T}.{n}") for n in (1568, 1569)],
    ],
}
AGES = {
    "CMS122": (17, 18, 65, 66, 75, 76),
    "CMS165": (17, 18, 65, 66, 80, 81, 85, 86),
    "CMS130": (45, 46, 65, 66, 75, 76),
    "CMS125": (51, 52, 65, 66, 74, 75),
    "CMS124": (23, 24, 30, 32, 33, 34, 64, 65),
    "CMS2": (11, 12, 13, 16, 17, 18, 19),
}
DATED = {
    "Encounter": ("period",),
    "Observation": ("effective", "issued"),
    "Procedure": ("performed",),
    "Condition": ("onset", "abatement"),
    "ServiceRequest": ("authoredOn",),
    "DeviceRequest": ("authoredOn",),
    "MedicationRequest": ("authoredOn",),
}
STATUSES = {
    "Encounter": "finished arrived triaged in-progress onleave planned cancelled unknown",
    "Observation": "final amended corrected preliminary registered cancelled entered-in-error",
    "Procedure": "completed in-progress not-done stopped entered-in-error",
    "ServiceRequest": "active completed draft on-hold revoked entered-in-error",
    "DeviceRequest": "active completed draft on-hold revoked entered-in-error",
    "MedicationRequest": "active completed on-hold stopped cancelled draft",
}
CODED = {
    "Encounter": "type",
    "Observation": "code",
    "Procedure": "code",
    "Condition": "code",
    "ServiceRequest": "code",
    "DeviceRequest": "codeCodeableConcept",
    "MedicationRequest": "medicationCodeableConcept",
}
CATEGORIES = ("laboratory", "survey", "exam", "vital-signs")
ANSWERS = ("373066001", "373067005", "160734000", "428181000124104", "428171000124102")
REASONS = ("720834000", "183932001", "182856006")
