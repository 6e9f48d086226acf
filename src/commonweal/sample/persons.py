"""Write people as Patient and Coverage resources.

Names, numbers and street lines are there because real exports carry them and intake must drop
them; each says of itself that it is made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from commonweal.sample.codes import NO, TERMINOLOGY, YES
from commonweal.sample.people import (
    BIRTH_SEXES,
    GENDERS,
    LANGUAGES,
    NOBODY,
    ORIGINS,
    PAYERS,
    ZIPS,
    People,
)
from commonweal.sample.places import PROVIDERS
from commonweal.sample.shapes import (
    Resource,
    birth_sex,
    coding,
    communication,
    ethnicity,
    interpreter,
    race,
)
from commonweal.sample.years import Writing, Years, first_day

_TYPICAL = {
    "commercial": ("5", "Private insurance (made up)"),
    "medicaid": ("2", "Medicaid"),
    "medicare": ("1", "Medicare"),
    "dual": ("14", "Medicare and Medicaid, dual eligible"),
    "other_public": ("3", "TRICARE"),
    "self_pay": ("81", "Self pay"),
}
_PAYER_TYPES = "https://nahdo.org/sopt"


def subjects(people: People) -> list[Resource]:
    """Write the reference to each person.

    people: everybody
    """
    return [{"reference": f"Patient/{number_of(place)}"} for place in range(people.size)]


def patients(people: People, writing: Writing, full: bool) -> Iterator[Resource]:
    """Write every Patient.

    people: everybody
    writing: how days are written
    full: whether direct identifiers stand there too
    """
    columns = zip(
        people.birth.tolist(), people.death.tolist(), people.gender.tolist(),
        people.birth_sex.tolist(), people.origin.tolist(), people.language.tolist(),
        people.needs.tolist(), people.site.tolist(), people.zip.tolist(),
        people.race_said.tolist(), people.ethnicity_said.tolist(),
        people.language_said.tolist(), people.interpreter_said.tolist(), strict=True,
    )  # fmt: skip
    for place, column in enumerate(columns):
        (birth, death, gender, at_birth, origin, tongue, needs, site, home,
         race_said, ethnicity_said, language_said, interpreter_said) = column  # fmt: skip
        _, races, hispanic, _ = ORIGINS[origin]
        resource: Resource = {
            "resourceType": "Patient",
            "id": number_of(place),
            "extension": [
                *race(races, race_said),
                *ethnicity(hispanic, ethnicity_said),
                birth_sex(BIRTH_SEXES[at_birth]),
                *interpreter(YES if needs == 0 else NO, interpreter_said),
            ],
            "gender": GENDERS[gender],
            "birthDate": writing.day(birth),
            "communication": communication(LANGUAGES[tongue], language_said),
            "address": _address(home, full),
            "managingOrganization": PROVIDERS[site],
        }
        if not resource["communication"]:
            del resource["communication"]
        if death != NOBODY:
            resource["deceasedDateTime"] = writing.day(death)
        yield resource | _identifiers(place) if full else resource


def coverages(people: People, writing: Writing, years: Years) -> Iterator[Resource]:
    """Write who pays; some change in the middle of the years, and some have nobody.

    people: everybody
    writing, years: how days are written, and which
    """
    middle = first_day(years.first + years.count // 2) + 181
    numbers = count(1)
    for place, (first, later) in enumerate(
        zip(people.payer.tolist(), people.later_payer.tolist(), strict=True)
    ):
        start = writing.day(years.start - 365)
        spans = [(first, {"start": start})]
        if later != first:
            spans = [
                (first, {"start": start, "end": writing.day(middle - 1)}),
                (later, {"start": writing.day(middle)}),
            ]
        for payer, period in spans:
            if PAYERS[payer] != "none":
                yield _coverage(next(numbers), place, PAYERS[payer], period)


def _coverage(number: int, place: int, payer: str, period: dict[str, str]) -> Resource:
    code, words = _TYPICAL[payer]
    return {
        "resourceType": "Coverage",
        "id": f"cov-{number:07d}",
        "status": "active",
        "type": {"coding": [coding((_PAYER_TYPES, code))], "text": words},
        "beneficiary": {"reference": f"Patient/{number_of(place)}"},
        "period": period,
        "payor": [{"display": words}],
    }


def number_of(place: int) -> str:
    """Give the id of a person.

    place: number of the person
    """
    return f"person-{place + 1:06d}"


def _address(home: int, full: bool) -> list[Resource]:
    address: Resource = {"state": "MA", "country": "US"}
    if home < len(ZIPS):
        address["postalCode"] = ZIPS[home]
    if full:
        address["line"] = ["1 Made-Up Street"]
        address["city"] = "Madeuptown"
    return [address]


def _identifiers(place: int) -> Resource:
    return {
        "identifier": [
            {
                "type": {"coding": [coding((f"{TERMINOLOGY}v2-0203", "MR"))]},
                "system": "urn:example:made-up:record-number",
                "value": f"MADE-UP-{place + 1:06d}",
            }
        ],
        "name": [{"use": "official", "family": f"Madeup{place + 1}", "given": ["Sample"]}],
        "telecom": [{"system": "phone", "value": f"555-01{place % 100:02d}", "use": "home"}],
    }
