"""Write FHIR R4 resources in the shape of US Core. One function a shape; no draws here."""

from __future__ import annotations

from typing import Any

from commonweal.sample.codes import (
    ACT_CODE,
    CDC_RACE,
    DIASTOLIC,
    FHIR,
    NULL_FLAVOR,
    PRESSURE,
    SYSTOLIC,
    TERMINOLOGY,
    US_CORE,
    YES,
    Coding,
)
from commonweal.sample.people import DECLINED, MISSING, NOT_ASKED, STATED

Resource = dict[str, Any]

_RACES = {
    "aian": ("1002-5", "American Indian or Alaska Native"),
    "asian": ("2028-9", "Asian"),
    "black": ("2054-5", "Black or African American"),
    "nhpi": ("2076-8", "Native Hawaiian or Other Pacific Islander"),
    "white": ("2106-3", "White"),
    "other": ("2131-1", "Other Race"),
}
_HISPANIC = ("2135-2", "Hispanic or Latino")
_NOT_HISPANIC = ("2186-5", "Not Hispanic or Latino")
_TONGUES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ht": "Haitian Creole",
    "km": "Khmer", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "so": "Somali",
    "tl": "Tagalog", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_UNSAID = {DECLINED: ("ASKU", "Asked, no answer"), 2: ("UNK", "Unknown")}


def coding(code: Coding) -> Resource:
    """Write a coding.

    code: system and code
    """
    return {"system": code[0], "code": code[1]}


def concept(*codes: Coding, text: str = "") -> Resource:
    """Write a concept.

    codes: its codings
    text: plain words, if any
    """
    found: Resource = {"coding": [coding(code) for code in codes]}
    if text:
        found["text"] = text
    return found


def category(name: str, system: str = "observation-category") -> list[Resource]:
    """Write a category.

    name: such as "laboratory"
    system: last part of its code system
    """
    return [concept((TERMINOLOGY + system, name))]


def quantity(value: float, unit: str) -> Resource:
    """Write a quantity in UCUM.

    value, unit: such as 7.1, "%"
    """
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def race(races: tuple[str, ...], said: int) -> list[Resource]:
    """Write the extension on race, or nothing where it is missing.

    races: as in the vault
    said: how it was answered
    """
    named = [_RACES[name] for name in races]
    return _origin("us-core-race", named, said if named or said != STATED else MISSING)


def ethnicity(hispanic: bool, said: int) -> list[Resource]:
    """Write the extension on ethnicity, or nothing where it is missing.

    hispanic: whether Hispanic or Latino
    said: how it was answered
    """
    return _origin("us-core-ethnicity", [_HISPANIC if hispanic else _NOT_HISPANIC], said)


def _origin(name: str, named: list[tuple[str, str]], said: int) -> list[Resource]:
    if said == MISSING:
        return []
    url = f"{US_CORE}{name}"
    if said == NOT_ASKED:
        absent = {"url": f"{FHIR}data-absent-reason", "valueCode": "not-asked"}
        return [{"url": url, "extension": [absent, _text("Not asked")]}]
    system = CDC_RACE if said == STATED else NULL_FLAVOR
    entries = named if said == STATED else [_UNSAID[said]]
    inner: list[Resource] = [
        {"url": "ombCategory", "valueCoding": {"system": system, "code": code, "display": words}}
        for code, words in entries
    ]
    inner.append(_text(", ".join(words for _, words in entries)))
    return [{"url": url, "extension": inner}]


def _text(words: str) -> Resource:
    return {"url": "text", "valueString": words}


def birth_sex(code: str) -> Resource:
    """Write the extension on sex at birth.

    code: F, M or UNK
    """
    return {"url": f"{US_CORE}us-core-birthsex", "valueCode": code}


def interpreter(needs: Coding, said: int) -> list[Resource]:
    """Write the extension on the need of an interpreter, or nothing where it is missing.

    needs: the answer yes or no
    said: how it was answered
    """
    if said == MISSING:
        return []
    answer = coding(needs) if said == STATED else {"system": NULL_FLAVOR, "code": _UNSAID[said][0]}
    answer["display"] = ("Yes" if needs == YES else "No") if said == STATED else _UNSAID[said][1]
    return [{"url": f"{US_CORE}us-core-interpreter-needed", "valueCoding": answer}]


def communication(tongue: str, said: int) -> list[Resource]:
    """Write the preferred language, or nothing where it is missing.

    tongue: BCP-47
    said: how it was answered
    """
    if said == MISSING:
        return []
    system = "urn:ietf:bcp:47" if said == STATED else NULL_FLAVOR
    code, words = (tongue, _TONGUES[tongue]) if said == STATED else _UNSAID[said]
    language = {"coding": [{"system": system, "code": code, "display": words}], "text": words}
    return [{"language": language, "preferred": True}]


def visit(
    number: str, subject: Resource, visit_class: str, kind: Resource, period: Resource
) -> Resource:
    """Write an Encounter.

    number: id
    subject: reference
    visit_class: such as AMB
    kind: concept of its type
    period: start and end
    """
    return {
        "resourceType": "Encounter",
        "id": number,
        "status": "finished",
        "class": {"system": ACT_CODE, "code": visit_class},
        "type": [kind],
        "subject": subject,
        "period": period,
    }


def observation(
    number: str, subject: Resource, kind: list[Resource], code: Resource, effective: str,
    **value: Any,
) -> Resource:  # fmt: skip
    """Write a final Observation.

    number: id
    subject: reference
    kind: categories
    code: what was observed
    effective: when
    value: value[x] and whatever else
    """
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": kind,
        "code": code,
        "subject": subject,
        "effectiveDateTime": effective,
        **value,
    }


def pressure(systolic: int, diastolic: int) -> list[Resource]:
    """Write the components of a blood pressure.

    systolic, diastolic: in mm[Hg]
    """
    return [
        {"code": _SYSTOLIC, "valueQuantity": quantity(systolic, "mm[Hg]")},
        {"code": _DIASTOLIC, "valueQuantity": quantity(diastolic, "mm[Hg]")},
    ]


_SYSTOLIC = concept(SYSTOLIC)
_DIASTOLIC = concept(DIASTOLIC)
PRESSURE_PANEL = concept(PRESSURE, text="Blood pressure")


def condition(number: str, subject: Resource, code: Resource, onset: str, abate: str) -> Resource:
    """Write a Condition of the problem list.

    number: id
    subject: reference
    code: which
    onset, abate: days; abate "" while it stands
    """
    found: Resource = {
        "resourceType": "Condition",
        "id": number,
        "clinicalStatus": _RESOLVED if abate else _ACTIVE,
        "verificationStatus": _CONFIRMED,
        "category": _PROBLEM,
        "code": code,
        "subject": subject,
        "onsetDateTime": onset,
        "recordedDate": onset,
    }
    if abate:
        found["abatementDateTime"] = abate
    return found


_ACTIVE = concept((f"{TERMINOLOGY}condition-clinical", "active"))
_RESOLVED = concept((f"{TERMINOLOGY}condition-clinical", "resolved"))
_CONFIRMED = concept((f"{TERMINOLOGY}condition-ver-status", "confirmed"))
_PROBLEM = category("problem-list-item", "condition-category")
