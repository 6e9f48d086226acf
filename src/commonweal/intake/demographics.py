"""What a Patient resource says of the person: every attribute, every state, kept apart.

It goes to the vault and nowhere else. No attribute is derived from another one.
"""

from __future__ import annotations

from typing import Any

from commonweal.intake.context import word
from commonweal.intake.fhir.reading import Resource, extensions, flag
from commonweal.intake.language import languages
from commonweal.intake.race import ABSENT, ETHNICITY_URLS, RACE_URLS, answers, hear
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish

_UC = "http://hl7.org/fhir/us/core/StructureDefinition/"
_F = "http://hl7.org/fhir/StructureDefinition/"
_YES = {"yes", "y", "true", "373066001", "la33-6"}
_NO = {"no", "n", "false", "373067005", "la32-8"}
_GENDERS = {"male", "female", "other"}
_CHOICES = {
    "us_core_sex": (f"{_UC}us-core-individual-sex", f"{_UC}us-core-sex"),
    "birth_sex": (f"{_UC}us-core-birthsex",),
    "religion": (f"{_F}patient-religion",),
    "gender_identity": (f"{_F}individual-genderIdentity", f"{_UC}us-core-genderIdentity"),
    "pronouns": (f"{_F}individual-pronouns",),
    "tribal_affiliation": (f"{_UC}us-core-tribal-affiliation",),
}
_REPEATED = {"gender_identity", "pronouns", "tribal_affiliation", "religion"}
_INTERPRETER = (f"{_UC}us-core-interpreter-needed", f"{_F}patient-interpreterRequired")


def describe(resource: Resource) -> tuple[dict[str, list[Said]], list[str]]:
    """Read every attribute of a person, and what is odd about the record.

    resource: a Patient
    """
    found, marks = answers(hear(resource, RACE_URLS), hear(resource, ETHNICITY_URLS))
    for attribute, urls in _CHOICES.items():
        found[attribute] = _chosen(attribute, resource, urls)
    found["admin_gender"] = [gender(word(resource.get("gender")))]
    found["marital"] = _marital(resource)
    found["interpreter_needed"] = _interpreter(resource)
    sent, group = languages(resource)
    found["pref_lang"], found["lang_group"] = [sent], [group]
    return found, marks


def gender(code: str | None) -> Said:
    """Read the administrative gender.

    code: as sent, or None
    """
    if code is None:
        return NOT_RECORDED
    if code in _GENDERS:
        return Said(code)
    return nullish(code) or INVALID


def yes_or_no(code: str) -> Said:
    """Read an answer that is yes, no or a reason why there is none.

    code: as sent
    """
    folded = code.casefold()
    if folded in _YES:
        return Said("yes")
    if folded in _NO:
        return Said("no")
    return nullish({"261665006": "UNK"}.get(code, code)) or INVALID


def _chosen(attribute: str, resource: Resource, urls: tuple[str, ...]) -> list[Said]:
    for url in urls:
        said = [found for part in extensions(resource, url) for found in _values(part)]
        if said:
            return _settled(attribute, said)
    return [NOT_RECORDED]


def _settled(attribute: str, said: list[Said]) -> list[Said]:
    stated = sorted({entry for entry in said if entry.value}, key=_order)
    if not stated:
        return said[:1]
    if len(stated) > 1 and attribute not in _REPEATED:
        return [Said(None, None, "conflict")]
    return stated


def _order(said: Said) -> tuple[str, str]:
    return said.value or "", said.system or ""


def _values(extension: Any) -> list[Said]:
    """Read the value of an extension, or those of its inner "value" or "tribalAffiliation"."""
    found = _coded(extension)
    for inner in extension.get("extension") or ():
        if inner.get("url") in ("value", "tribalAffiliation"):
            found += _coded(inner)
        elif inner.get("url") == ABSENT:
            found.append(nullish(word(inner.get("valueCode")) or "") or NOT_RECORDED)
    return found or [INVALID]


def _coded(element: Any) -> list[Said]:
    concept = element.get("valueCodeableConcept") or {}
    coding = element.get("valueCoding")
    codings = ([coding] if coding else []) + (concept.get("coding") or [])
    plain = word(element.get("valueCode"))
    found = [Said(plain)] if plain else []
    for entry in codings[:1]:
        code = word(entry.get("code"))
        if code:
            found.append(Said(code, word(entry.get("system"))))
    return [nullish(said.value or "") or said for said in found]


def _marital(resource: Resource) -> list[Said]:
    concept = resource.get("maritalStatus")
    if concept is None:
        return [NOT_RECORDED]
    for coding in concept.get("coding") or ():
        code = word(coding.get("code"))
        if code:
            return [nullish(code) or Said(code, word(coding.get("system")))]
    return [INVALID]


def _interpreter(resource: Resource) -> list[Said]:
    for part in extensions(resource, _INTERPRETER[0]):
        coding = part.get("valueCoding") or {}
        code = word(coding.get("code")) or word(part.get("valueCode"))
        return [yes_or_no(code) if code else INVALID]
    for part in extensions(resource, _INTERPRETER[1]):
        value = flag(part.get("valueBoolean"))
        return [NOT_RECORDED if value is None else Said("yes" if value else "no")]
    return [NOT_RECORDED]
