"""Draw people: births, deaths, homes, and what they say of themselves or leave unsaid.

Race goes with language, as it does outside; sex, age, payer and home site are drawn apart from
these and from each other (payer follows age), so that a planted gap is carried only where
`gaps.CLUSTERS` says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, IntArray, pick, where
from commonweal.sample.years import Years, first_day, year_of

NOBODY = 1 << 40

STATED, DECLINED, UNKNOWN, MISSING, NOT_ASKED = range(5)
# weight, races as in the vault, Hispanic, languages with weights
_ENGLISH = (("en", 1.0),)
_HISPANIC = (("es", 0.48), ("en", 0.49), ("pt", 0.03))
_ASIAN = (("zh", 0.40), ("en", 0.46), ("vi", 0.08), ("km", 0.03), ("tl", 0.03))
_BLACK = (("en", 0.82), ("ht", 0.11), ("so", 0.03), ("fr", 0.02), ("pt", 0.02))
_WHITE = (("en", 0.90), ("pt", 0.04), ("ru", 0.02), ("ar", 0.02), ("pl", 0.02))
_OTHER = (("en", 0.60), ("pt", 0.22), ("ar", 0.18))
Tongues = tuple[tuple[str, float], ...]
ORIGINS: tuple[tuple[float, tuple[str, ...], bool, Tongues], ...] = (
    (0.38, ("white",), False, _WHITE),
    (0.13, ("black",), False, _BLACK),
    (0.14, ("asian",), False, _ASIAN),
    (0.16, ("other",), True, _HISPANIC),
    (0.04, (), True, _HISPANIC),
    (0.04, ("white",), True, _HISPANIC),
    (0.01, ("black",), True, _HISPANIC),
    (0.012, ("aian",), False, _ENGLISH),
    (0.012, ("nhpi",), False, _ENGLISH),
    (0.03, ("other",), False, _OTHER),
    (0.02, ("black", "white"), False, _ENGLISH),
    (0.016, ("asian", "white"), False, _ENGLISH),
    (0.01, ("aian", "white"), False, _ENGLISH),
)
LANGUAGES = tuple(sorted({tongue for entry in ORIGINS for tongue, _ in entry[3]}))
GENDERS = ("female", "male", "other", "unknown")
BIRTH_SEXES = ("F", "M", "UNK")
NEEDS = ("yes", "no")
PAYERS = ("commercial", "medicaid", "medicare", "dual", "other_public", "self_pay", "none")
ZIPS = (
    "02118", "02119", "02121", "02122", "02124", "02128", "02130", "02136", "02139", "02141",
    "02148", "02149", "02150", "02151", "02169", "02176", "02301", "02368", "02453", "02472",
)  # fmt: skip
SITES = (0.35, 0.25, 0.22, 0.18)
_UNSAID = {
    "race": (0.895, 0.03, 0.025, 0.04, 0.01),
    "ethnicity": (0.91, 0.03, 0.02, 0.03, 0.01),
    "language": (0.965, 0.0, 0.01, 0.025, 0.0),
    "interpreter": (0.90, 0.01, 0.02, 0.07, 0.0),
}
_AGES = ((0, 17, 0.20), (18, 44, 0.31), (45, 64, 0.28), (65, 79, 0.15), (80, 95, 0.06))
_DEAD_BY_YEAR = 0.015


@dataclass(frozen=True, eq=False)
class People:
    """Hold the people, one entry each in every array.

    birth, death: days from 1970; death is NOBODY for the living
    gender, birth_sex, origin, language, needs, site, zip: places in the lists above
    payer, later_payer: the same, in the first and the second half of the years
    race_said, ethnicity_said, language_said, interpreter_said: STATED, DECLINED, UNKNOWN, MISSING
    or NOT_ASKED
    """

    birth: IntArray
    death: IntArray
    gender: IntArray
    birth_sex: IntArray
    origin: IntArray
    language: IntArray
    needs: IntArray
    payer: IntArray
    later_payer: IntArray
    site: IntArray
    zip: IntArray
    race_said: IntArray
    ethnicity_said: IntArray
    language_said: IntArray
    interpreter_said: IntArray

    @property
    def size(self) -> int:
        """Give how many people there are."""
        return len(self.birth)

    @property
    def born(self) -> IntArray:
        """Give the years of birth."""
        return year_of(self.birth)

    def aged(self, year: int) -> IntArray:
        """Give ages on the last day of a year."""
        return year - self.born

    def present(self, year: int) -> BoolArray:
        """Say who can have care in a year: born before it, and not dead in it or earlier."""
        present: BoolArray = (self.born < year) & (self.death >= first_day(year + 1))
        return present

    def women(self) -> BoolArray:
        """Say who is on record as female."""
        found: BoolArray = self.gender == GENDERS.index("female")
        return found


def draw(draws: Draws, size: int, years: Years) -> People:
    """Draw people.

    draws: random numbers
    size: how many
    years: the years of the sample
    """
    birth = _births(draws, size, years)
    origin = pick(draws.on("origin"), tuple(entry[0] for entry in ORIGINS), size)
    language = _languages(draws, origin)
    gender = pick(draws.on("gender"), (0.525, 0.463, 0.006, 0.006), size)
    payer = _payers(draws, years.last - year_of(birth), "payer")
    changed = draws.on("payer change").random(size) < 0.08
    said = {name: pick(draws.on(f"{name} said"), _UNSAID[name], size) for name in _UNSAID}
    return People(
        birth=birth,
        death=_deaths(draws, birth, years),
        gender=gender,
        birth_sex=_birth_sexes(draws, gender),
        origin=origin,
        language=language,
        needs=_needs(draws, language),
        payer=payer,
        later_payer=np.where(
            changed, _payers(draws, years.last - year_of(birth), "later payer"), payer
        ),
        site=pick(draws.on("site"), SITES, size),
        zip=pick(draws.on("zip"), (1.0,) * len(ZIPS) + (0.4,), size),
        race_said=said["race"],
        ethnicity_said=said["ethnicity"],
        language_said=said["language"],
        interpreter_said=said["interpreter"],
    )


def _births(draws: Draws, size: int, years: Years) -> IntArray:
    stream = draws.on("birth")
    band = pick(stream, tuple(entry[2] for entry in _AGES), size)
    low = np.array([entry[0] for entry in _AGES])[band]
    high = np.array([entry[1] for entry in _AGES])[band]
    born = years.last - stream.integers(low, high + 1)
    new_year = np.array([first_day(year) for year in range(years.last - 96, years.last + 1)])
    # Nobody is born on 1 January, so that age on the first day of a year is its age before.
    return new_year[born - (years.last - 96)] + stream.integers(1, 365, size)


def _deaths(draws: Draws, birth: IntArray, years: Years) -> IntArray:
    """Let some die, each in a year in which nothing else is recorded of them."""
    stream = draws.on("death")
    death = np.full(len(birth), NOBODY)
    for year in years.each():
        dies = (stream.random(len(birth)) < _DEAD_BY_YEAR) & (death == NOBODY)
        day = first_day(year) + stream.integers(0, 365, len(birth))
        death = np.where(dies & (year - year_of(birth) >= 50), day, death)
    return death


def _languages(draws: Draws, origin: IntArray) -> IntArray:
    stream = draws.on("language")
    language = np.zeros(len(origin), dtype=np.int64)
    for place, (_, _, _, tongues) in enumerate(ORIGINS):
        here = where(origin == place)
        chosen = pick(stream, tuple(weight for _, weight in tongues), len(here))
        places = np.array([LANGUAGES.index(tongue) for tongue, _ in tongues])
        language[here] = places[chosen]
    return language


def _needs(draws: Draws, language: IntArray) -> IntArray:
    asks = draws.on("needs").random(len(language)) < 0.72
    return np.where((language != LANGUAGES.index("en")) & asks, 0, 1).astype(np.int64)


def _birth_sexes(draws: Draws, gender: IntArray) -> IntArray:
    stream = draws.on("birth sex")
    either = pick(stream, (0.45, 0.45, 0.1), len(gender))
    agrees = stream.random(len(gender)) < 0.995
    return np.where((gender < 2) & agrees, gender, either).astype(np.int64)


def _payers(draws: Draws, age: IntArray, topic: str) -> IntArray:
    stream = draws.on(topic)
    young = pick(stream, (0.58, 0.27, 0.005, 0.005, 0.03, 0.055, 0.055), len(age))
    old = pick(stream, (0.12, 0.02, 0.74, 0.10, 0.01, 0.005, 0.005), len(age))
    return np.where(age >= 65, old, young).astype(np.int64)
