"""What made-up staff and applicants say of themselves, or leave unsaid, as a form writes it.

Race goes with language; sex is drawn apart from both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.kinds import Problem
from commonweal.sample.draws import BoolArray, Draws, IntArray, pick
from commonweal.sample.people import LANGUAGES, ORIGINS

SEXES = ("female", "male", "other")
_SEX_SHARES = (0.55, 0.435, 0.015)
_SEX_WORDS = ("F", "M", "X")
_RACES = {
    "white": "White", "black": "Black or African American", "asian": "Asian",
    "aian": "American Indian or Alaska Native", "other": "Some other race",
    "nhpi": "Native Hawaiian or Other Pacific Islander",
}  # fmt: skip
_TONGUES = {
    "en": "English", "es": "Spanish", "pt": "Portuguese", "zh": "Chinese", "vi": "Vietnamese",
    "km": "Khmer", "tl": "Tagalog", "ht": "Haitian Creole", "so": "Somali", "fr": "French",
    "ru": "Russian", "ar": "Arabic", "pl": "Polish",
}  # fmt: skip
SAID, DECLINED, MISSING, UNLISTED = range(4)
_SAID_SHARES = (0.93, 0.03, 0.037, 0.003)
DECLINES = "I do not wish to answer"
HEAD = ("Legal_Sex", "Hispanic_or_Latino", "Race", "Preferred_Language", "Self_ID_Date")


@dataclass(frozen=True, eq=False)
class Selves:
    """Hold people, one entry each in every array.

    sex:      places in SEXES
    origin:   places in ORIGINS of the sample's people
    language: places in LANGUAGES
    said:     whether race was answered: SAID, DECLINED, MISSING or UNLISTED
    """

    sex: IntArray
    origin: IntArray
    language: IntArray
    said: IntArray

    def cells(self, place: int, day: str) -> tuple[str, ...]:
        """Write the answers of one person, in the order of HEAD.

        place: of the person
        day:   on which the form was filled in
        """
        _, races, hispanic, _ = ORIGINS[int(self.origin[place])]
        said, sex = int(self.said[place]), _SEX_WORDS[int(self.sex[place])]
        tongue = _TONGUES[LANGUAGES[int(self.language[place])]]
        if said == DECLINED:
            return sex, DECLINES, DECLINES, tongue, day
        if said == MISSING:
            return sex, "", "", tongue, ""
        if said == UNLISTED:
            return sex, "", "Code 99", tongue, day
        return sex, "Yes" if hispanic else "No", "|".join(_RACES[one] for one in races), tongue, day


def draw(draws: Draws, topic: str, size: int) -> Selves:
    """Draw what people say of themselves.

    draws: random numbers
    topic: whose, such as "staff", so that staff and applicants are drawn apart
    size:  how many
    """
    stream = draws.on(f"{topic} selves")
    origin = pick(stream, tuple(entry[0] for entry in ORIGINS), size)
    luck = stream.random(size)
    language = np.zeros(size, dtype=np.int64)
    for place, (_, _, _, tongues) in enumerate(ORIGINS):
        among = origin == place
        edges = np.cumsum([share for _, share in tongues])
        edges /= edges[-1]
        names = np.array([LANGUAGES.index(tongue) for tongue, _ in tongues])
        language[among] = names[np.searchsorted(edges, luck[among], side="right")]
    return Selves(
        pick(stream, _SEX_SHARES, size), origin, language, pick(stream, _SAID_SHARES, size)
    )


def members(people: Selves, view: str, group: str) -> BoolArray:
    """Say who is of a group, whatever the form says; Hispanic means Hispanic of any race.

    people: everybody
    view:   race_ethnicity or sex
    group:  code of the group
    Fails with Problem "gap-unknown".
    """
    if view == "sex" and group in SEXES:
        found: BoolArray = people.sex == SEXES.index(group)
        return found
    known = np.array([code_of(races, hispanic) for _, races, hispanic, _ in ORIGINS])
    if group == "hispanic":
        known = np.array(["hispanic" if entry[2] else "" for entry in ORIGINS])
    if view != "race_ethnicity" or group not in known:
        raise Problem(
            "gap-unknown",
            f"No gap can be planted by '{view}' for '{group}'.",
            "Plant it by race_ethnicity or sex.",
        )
    among: BoolArray = (known == group)[people.origin]
    return among


def code_of(races: tuple[str, ...], hispanic: bool) -> str:
    """Give the group of `race_ethnicity` in which somebody stands who says this.

    races:    races named
    hispanic: whether Hispanic or Latino
    """
    named = tuple(race for race in races if race != "other") + ("hispanic",) * hispanic
    if len(named) > 1:
        return "multiple"
    return named[0] if named else "other"


def shares() -> dict[str, dict[str, float]]:
    """Give the share of each group among people as they are drawn, by view."""
    total = sum(entry[0] for entry in ORIGINS)
    race: dict[str, float] = {}
    language: dict[str, float] = {}
    for weight, races, hispanic, tongues in ORIGINS:
        code = code_of(races, hispanic)
        race[code] = race.get(code, 0.0) + weight / total
        for tongue, share in tongues:
            part = weight / total * share / sum(each for _, each in tongues)
            language[tongue] = language.get(tongue, 0.0) + part
    return {
        "race_ethnicity": race,
        "language": language,
        "sex": dict(zip(SEXES, _SEX_SHARES, strict=True)),
    }
