"""Observations that hold what a person says of themselves: they belong to the vault.

The row of such an observation is kept in the tables, without its answer, so that counts stay true;
the answer goes to the vault. Questions on immigration are never read at all.
"""

from __future__ import annotations

from typing import Any

from commonweal.intake.context import Context, word
from commonweal.intake.fhir.reading import Resource
from commonweal.intake.saying import Said, nullish

LOINC = "http://loinc.org"
ATTRIBUTES = {
    "76690-7": "sexual_orientation",
    "76691-5": "gender_identity",
    "69856-3": "disability_hearing",
    "69857-1": "disability_seeing",
    "69858-9": "disability_cognition",
    "69859-7": "disability_walking",
    "69860-5": "disability_self_care",
    "69861-3": "disability_errands",
}
_UNREAD = {"32624-9", "56051-6", "54899-0", "93027-1", "93034-7", "93035-4", "46463-6", "54588-9"}
_CODES = _UNREAD | set(ATTRIBUTES)
PROTECTED = frozenset(f"{LOINC}|{code}" for code in _CODES)
_SPOKEN = {
    "heterosexual": "20430005", "straight": "20430005", "homosexual": "38628009",
    "gay": "38628009", "lesbian": "38628009", "bisexual": "42035005",
}  # fmt: skip
_SNOMED = "http://snomed.info/sct"


def protected(part: Resource) -> bool:
    """Say whether a question is one whose answer the tables never hold.

    part: an Observation, or a component of one
    """
    for coding in (part.get("code") or {}).get("coding") or ():
        if coding.get("system") == LOINC and coding.get("code") in _CODES:
            return True
    return False


def answer(resource: Resource, context: Context) -> tuple[str, list[Said]] | None:
    """Read the attribute that an observation answers, or None when it answers none.

    resource: an Observation
    context: source and keys
    """
    for coding in (resource.get("code") or {}).get("coding") or ():
        code = coding.get("code")
        if coding.get("system") == LOINC and isinstance(code, str) and code in ATTRIBUTES:
            return ATTRIBUTES[code], _values(resource)
    return None


def _values(resource: Resource) -> list[Said]:
    said: list[Said] = []
    for coding in (resource.get("valueCodeableConcept") or {}).get("coding") or ():
        code = word(coding.get("code"))
        if code:
            said.append(nullish(code) or Said(code, word(coding.get("system"))))
    if said:
        return said[:1]
    absent: Any = (resource.get("dataAbsentReason") or {}).get("coding") or ()
    for coding in absent:
        found = nullish(word(coding.get("code")) or "")
        if found:
            return [found]
    return _spoken(word(resource.get("valueString")))


def _spoken(text: str | None) -> list[Said]:
    if text is None:
        return []
    folded = text.strip().casefold()
    if folded in _SPOKEN:
        return [Said(_SPOKEN[folded], _SNOMED)]
    return [nullish(folded) or Said(None, None, "invalid")]
