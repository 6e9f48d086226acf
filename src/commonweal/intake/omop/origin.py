"""Race and ethnicity as OMOP bears them: concepts, or the word of the source where there is none.

Concept 0 says nothing: it is never read as "not Hispanic". A word counts only when it names one of
the categories; "hawaiian" alone may be where a person is from, and is nobody's race here.
"""

from __future__ import annotations

from commonweal.intake.race import from_words
from commonweal.intake.saying import INVALID, NOT_RECORDED, Said, nullish

_RACES = {
    8657: "aian", 8515: "asian", 8516: "black", 8557: "nhpi", 8527: "white", 8522: "other",
    44814649: "other",
}  # fmt: skip
# first and last concept of the detailed races of the vocabulary "Race"
_DETAILED = (
    (38003572, 38003573, "aian"), (38003574, 38003597, "asian"), (38003598, 38003609, "black"),
    (38003610, 38003613, "nhpi"), (38003614, 38003614, "white"), (38003615, 38003616, "mena"),
)  # fmt: skip
_ETHNICITIES = {38003563: "hispanic", 38003564: "not_hispanic"}
_REASONS = {8551: "UNK", 8552: "UNK", 44814653: "UNK", 44814660: "ASKU", 44814650: "NI"}
_WORDS = {
    "american indian or alaska native": "aian", "native": "aian", "asian": "asian",
    "black": "black", "black or african american": "black", "hispanic": "hispanic",
    "hispanic or latino": "hispanic", "middle eastern or north african": "mena",
    "native hawaiian or other pacific islander": "nhpi", "other": "other", "other race": "other",
    "some other race": "other", "white": "white",
}  # fmt: skip
_GENDERS = {8507: "male", 8532: "female", 8521: "other"}
_GENDER_WORDS = {"m": "male", "male": "male", "f": "female", "female": "female", "other": "other"}


def race_of(concept: int | None) -> str | None:
    """Name the race or ethnicity that a concept stands for, or None.

    concept: of a race, or of an ethnicity that stands among the races
    """
    if concept is None:
        return None
    named = _RACES.get(concept) or _ETHNICITIES.get(concept)
    return named or next(
        (race for first, last, race in _DETAILED if first <= concept <= last), None
    )


def describe(
    race: tuple[int | None, str], ethnicity: tuple[int | None, str], further: tuple[str, ...]
) -> tuple[dict[str, list[Said]], list[str]]:
    """Give the answers on race and ethnicity, and what is odd about the record.

    race, ethnicity: concept and word of the source, as PERSON bears them
    further: races and ethnicities from OBSERVATION, as `race_of` names them
    """
    said, odd = _race(*race)
    races = list(dict.fromkeys([*said, *(Said(one) for one in further if "hispanic" not in one)]))
    if any(one.value for one in races):
        races = [one for one in races if one.value or one is INVALID]
    ethnic = [Said(one) for one in further if "hispanic" in one]
    ethnic = list(dict.fromkeys([*_ethnicity(*ethnicity), *ethnic]))
    if any(one.value for one in ethnic):
        ethnic = [one for one in ethnic if one.value]
    found, marks = from_words(races, ethnic)
    return found, sorted({*marks, *odd})


def gender_of(concept: int | None, word: str) -> Said:
    """Read the gender of PERSON, which is never a sex at birth.

    concept: or None
    word: of the source, or ""; it counts only where there is no concept
    """
    if concept:
        named = _GENDERS.get(concept)
        return Said(named) if named else _reason(concept) or INVALID
    named = _GENDER_WORDS.get(word.casefold())
    return Said(named) if named else nullish(word) or NOT_RECORDED


def _race(concept: int | None, word: str) -> tuple[list[Said], list[str]]:
    if concept:
        named = race_of(concept)
        return [Said(named) if named else _reason(concept) or INVALID], []
    folded = word.strip().casefold()
    if folded in _WORDS:
        return [Said(_WORDS[folded])], []
    reason = nullish(folded)
    # a word that names no category is no answer of the person's: it is told, and not guessed at
    return [reason or NOT_RECORDED], ["code_unknown"] if folded and reason is None else []


def _ethnicity(concept: int | None, word: str) -> list[Said]:
    if concept:
        named = _ETHNICITIES.get(concept)
        return [Said(named) if named else _reason(concept) or INVALID]
    return [nullish(word.strip()) or NOT_RECORDED]


def _reason(concept: int) -> Said | None:
    return nullish(_REASONS[concept]) if concept in _REASONS else None
