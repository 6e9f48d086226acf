"""Race and ethnicity as US Core sends them, in the sets of 1997 and of 2024.

Nobody is guessed: a person stands in a group only when the record says so. A Hispanic code found
among the races counts as ethnicity. Detailed codes roll up by the hierarchy of the CDC Race and
Ethnicity code set, whose numbers follow its branches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from commonweal.intake.context import word
from commonweal.intake.fhir.reading import Resource
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish

_UC = "http://hl7.org/fhir/us/core/StructureDefinition/"
RACE_URLS = (
    f"{_UC}us-core-race",
    "http://hl7.org/fhir/StructureDefinition/us-core-race",
    "http://hl7.org/fhir/Profile/us-core#race",
)
ETHNICITY_URLS = (
    f"{_UC}us-core-ethnicity",
    "http://hl7.org/fhir/StructureDefinition/us-core-ethnicity",
    "http://hl7.org/fhir/Profile/us-core#ethnicity",
)
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
CDC = "urn:oid:2.16.840.1.113883.6.238"
_SYSTEMS = (
    CDC,
    "2.16.840.1.113883.6.238",
    "http://hl7.org/fhir/v3/Race",
    "http://hl7.org/fhir/v3/Ethnicity",
    "http://terminology.hl7.org/CodeSystem/v3-Race",
    "http://terminology.hl7.org/CodeSystem/v3-Ethnicity",
    "http://terminology.hl7.org/CodeSystem/CDCREC",
)
_BRANCHES = (
    (1002, 1999, "aian"), (2028, 2053, "asian"), (2054, 2075, "black"), (2076, 2105, "nhpi"),
    (2106, 2129, "white"), (2131, 2131, "other"), (2135, 2185, "hispanic"),
    (2186, 2186, "not_hispanic"), (2500, 2500, "nhpi"),
)  # fmt: skip
_MENA = (2118, 2129)
_ROOTS = {"1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2131-1", "2135-2", "2186-5"}
_WORDS = ("aian", "asian", "black", "nhpi", "white", "other", "hispanic", "not_hispanic")


@dataclass
class Heard:
    """Hold what one record says of race or ethnicity.

    groups: branches named: aian, asian, black, nhpi, white, other, mena, hispanic, not_hispanic
    detail: codes below the categories, and codes that we can not place, as sent
    reason: why there is no category, or None
    present: whether the question is in the record at all
    bridged: whether "mena" comes from a detailed code under White
    """

    groups: set[str] = field(default_factory=set)
    detail: list[Said] = field(default_factory=list)
    reason: Said | None = None
    present: bool = False
    bridged: bool = False


def hear(resource: Resource, urls: tuple[str, ...]) -> Heard:
    """Read the extensions of one question.

    resource: a Patient
    urls: addresses under which the question is asked, new and old
    """
    heard = Heard()
    for extension in resource.get("extension") or ():
        if extension.get("url") in urls:
            heard.present = True
            _hear_one(extension, heard)
    return heard


def answers(race: Heard, ethnicity: Heard) -> tuple[dict[str, list[Said]], list[str]]:
    """Give the answer to each question on race and ethnicity, and what is odd about the record.

    race, ethnicity: as heard
    """
    marks = _marks(race, ethnicity)
    moved = "hispanic" in race.groups
    races = race.groups & {"aian", "asian", "black", "nhpi", "white", "other", "mena"}
    old = (races - {"mena"}) | ({"white"} if "mena" in races else set())
    ethnic = "hispanic" if moved else _ethnic(ethnicity)
    race_why = _why(race, moved)
    ethnic_said = _ethnicity(ethnic, ethnicity)
    found = {
        "race_1997": _said(old) or [race_why],
        "ethnicity_1997": [ethnic_said],
        "raceeth_2024": _said(_set_2024(race, races, ethnic)) or [race_why],
        "race_detail": race.detail + ethnicity.detail or [NOT_RECORDED],
        "legacy_re": [_legacy(old, ethnic, race_why)],
    }
    return found, marks


def from_words(race: list[Said], ethnicity: list[Said]) -> tuple[dict[str, list[Said]], list[str]]:
    """Give the same answers and marks from the words or codes of a table.

    race: answers to the question of race: our words, CDC codes, or states
    ethnicity: answers to the question of ethnicity
    """
    return answers(_heard_words(race), _heard_words(ethnicity))


def _heard_words(said: list[Said]) -> Heard:
    heard = Heard(present=bool(said))
    for answer in said:
        word_of_ours = (answer.value or "").casefold()
        if word_of_ours in _WORDS or word_of_ours == "mena":
            heard.groups.add(word_of_ours)
        elif answer.value is not None:
            _code(answer.value, CDC, heard, detailed=False)
        else:
            heard.reason = heard.reason or answer
    return heard


def _hear_one(extension: Any, heard: Heard) -> None:
    _direct(extension, heard, detailed=False)
    for inner in extension.get("extension") or ():
        if inner.get("url") == ABSENT:
            found = nullish(word(inner.get("valueCode")) or "")
            heard.reason = heard.reason or found
        elif inner.get("url") != "text":
            _direct(inner, heard, detailed=inner.get("url") == "detailed")


def _direct(element: Any, heard: Heard, detailed: bool) -> None:
    coding = element.get("valueCoding")
    concept = element.get("valueCodeableConcept") or {}
    for found in ([coding] if coding else []) + (concept.get("coding") or []):
        code = word(found.get("code"))
        if code:
            _code(code, word(found.get("system")), heard, detailed)


def _code(code: str, system: str | None, heard: Heard, detailed: bool) -> None:
    state = nullish(code)
    if state is not None:
        heard.reason = heard.reason or state
        return
    if code == "OTH":
        heard.groups.add("other")
        return
    branch = _branch(code) if system is None or system in _SYSTEMS else None
    if branch is None:
        heard.reason = heard.reason or INVALID
        heard.detail.append(Said(code, system))
        return
    middle_east = _MENA[0] <= int(code[:4]) <= _MENA[1]
    if middle_east:
        heard.groups.add("mena")
        heard.bridged = heard.bridged or detailed or code != "2118-8"
    if not middle_east or heard.bridged:
        heard.groups.add(branch)
    if detailed or code not in _ROOTS:
        heard.detail.append(Said(code, system))


def _branch(code: str) -> str | None:
    head, dash, check = code.partition("-")
    if not (dash and len(head) == 4 and head.isascii() and head.isdigit() and check.isdigit()):
        return None
    place = int(head)
    return next((name for first, last, name in _BRANCHES if first <= place <= last), None)


def _marks(race: Heard, ethnicity: Heard) -> list[str]:
    marks = []
    both = {"hispanic", "not_hispanic"} <= ethnicity.groups
    if "hispanic" in race.groups:
        marks.append("ethnicity_code_in_race")
    if both or ("hispanic" in race.groups and "not_hispanic" in ethnicity.groups):
        marks.append("ethnicity_conflict")
    for heard in (race, ethnicity):
        if heard.groups and heard.reason is not None and heard.reason.status != "invalid":
            marks.append("null_flavour_with_value")
        if heard.reason is INVALID:
            marks.append("code_unknown")
    if race.bridged:
        marks.append("bridged")
    return sorted(set(marks))


def _ethnic(ethnicity: Heard) -> str | None:
    stated = ethnicity.groups & {"hispanic", "not_hispanic"}
    if len(stated) == 2:
        return "conflict"
    return next(iter(stated), None)


def _ethnicity(ethnic: str | None, heard: Heard) -> Said:
    if ethnic == "conflict":
        return Said(None, None, "conflict")
    return Said(ethnic) if ethnic else _why(heard, False)


def _why(heard: Heard, moved: bool) -> Said:
    """Say why there is no category; words alone can not be mapped."""
    if heard.reason is not None:
        return heard.reason
    return NOT_RECORDED if moved or not heard.present else INVALID


def _set_2024(race: Heard, races: set[str], ethnic: str | None) -> set[str]:
    found = races - {"other"}
    if ethnic == "hispanic":
        found.add("hispanic")
    return found or (races & {"other"})


def _legacy(races: set[str], ethnic: str | None, why: Said) -> Said:
    if ethnic == "hispanic":
        return Said("hispanic")
    if len(races) > 1:
        return Said("multiple")
    return Said(next(iter(races))) if races else why


def _said(groups: set[str]) -> list[Said]:
    return [Said(group) for group in sorted(groups)]
