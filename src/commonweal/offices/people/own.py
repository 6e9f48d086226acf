"""What a person says of themselves: the questions, and the answers that are held and given here.

The only room of the web that opens the vault, for a person's own page and nobody else's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonweal.intake.language import of_code
from commonweal.intake.race import from_words
from commonweal.intake.saying import Said
from commonweal.intake.versions import open_current
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.choices import (
    BIRTH_SEXES,
    GENDERS,
    LOINC,
    MARITAL,
    MARITAL_STATUS,
    NULL_FLAVOR,
    ORIENTATIONS,
    PRONOUNS,
    SEX_OF_BIRTH,
    SNOMED,
    YES_OR_NO,
    Choices,
    system_of,
)
from commonweal.offices.people.models import Person
from commonweal.offices.people.signals import tell
from commonweal.tables.views import LANGUAGES, OTHER, RACE, SEX, by_name
from commonweal.vault import statements, vault
from commonweal.vault.statements import Statement

DECLINED = "declined"
WHY_NONE: Mapping[str, Any] = {
    "declined": _("You prefer not to say"),
    "unknown": _("You were asked and did not know"),
    "not_asked": _("You were not asked"),
    "not_recorded": _("Not recorded"),
    "invalid": _("Recorded in a form we can not read"),
    "conflict": _("Recorded in two ways that disagree"),
    "withdrawn": _("You withdrew your answer"),
}


@dataclass(frozen=True)
class Question:
    """Name one thing people are asked about themselves.

    key:       in the address of its page
    says:      what it is about
    attribute: of the vault, whose answer is shown
    also:      other attributes that hold the same answer in other words
    choices:   (code, words) a person may choose; none where they write it in their own words
    several:   whether more than one choice may hold
    system:    code system of the choices, or "" where they are words of our own
    """

    key: str
    says: Any
    attribute: str
    also: tuple[str, ...] = ()
    choices: Choices = ()
    several: bool = False
    system: str = ""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Give every attribute the question is about."""
        return (self.attribute, *self.also)


_DIFFICULTY: dict[str, Any] = {"choices": YES_OR_NO, "system": LOINC}
QUESTIONS: tuple[Question, ...] = (
    Question("race", _("Race and ethnicity"), "raceeth_2024",
             ("race_1997", "ethnicity_1997", "race_detail", "legacy_re"), RACE + OTHER, True),
    Question("language", _("Language you prefer"), "lang_group", ("pref_lang",), LANGUAGES),
    Question("interpreter", _("Whether you need an interpreter"), "interpreter_needed", (),
             by_name("interpreter_needed").groups),
    Question("sex", _("Sex on record"), "admin_gender", (), SEX),
    Question("birth-sex", _("Sex on your first record"), "birth_sex", ("us_core_sex",),
             BIRTH_SEXES),
    Question("gender", _("Gender identity"), "gender_identity", (), GENDERS, True, SNOMED),
    Question("pronouns", _("Pronouns"), "pronouns", (), PRONOUNS, True, LOINC),
    Question("orientation", _("Sexual orientation"), "sexual_orientation", (), ORIENTATIONS,
             system=SNOMED),
    Question("religion", _("Religion"), "religion", several=True),
    Question("marital", _("Marital status"), "marital", (), MARITAL, system=MARITAL_STATUS),
    Question("tribe", _("Tribal affiliation"), "tribal_affiliation", several=True),
    Question("hearing", _("Difficulty hearing"), "disability_hearing", **_DIFFICULTY),
    Question("seeing", _("Difficulty seeing"), "disability_seeing", **_DIFFICULTY),
    Question("cognition", _("Difficulty remembering or concentrating"), "disability_cognition",
             **_DIFFICULTY),
    Question("walking", _("Difficulty walking"), "disability_walking", **_DIFFICULTY),
    Question("self-care", _("Difficulty with washing or dressing"), "disability_self_care",
             **_DIFFICULTY),
    Question("errands", _("Difficulty doing errands alone"), "disability_errands", **_DIFFICULTY),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """Hold the answer to one question as the page shows it.

    question: which
    codes:    of the answer, where there is one
    words:    the answer, or why there is none
    here:     whether the person gave it on this page
    recorded: when, or None
    """

    question: Question
    codes: tuple[str, ...]
    words: tuple[Any, ...]
    here: bool
    recorded: datetime | None

    @property
    def held(self) -> bool:
        """Say whether there is an answer that can be withdrawn."""
        return bool(self.codes)


def answers(actor: Actor, person: Person) -> list[Shown]:
    """Give every question with its answer; the reading is told to the trail before it is done.

    Fails with Problem where no data was loaded yet.
    """
    with transaction.atomic():
        tell(actor, "read own answers", person)
    here = statements.said_by(settings.STORE, person.vault_key)
    held = _held(person.vault_key)
    return [_shown(one, here.get(one.attribute), held.get(one.attribute, [])) for one in QUESTIONS]


def question(key: str) -> Question | None:
    """Find a question by its key."""
    return next((one for one in QUESTIONS if one.key == key), None)


def say(actor: Actor, person: Person, asked: Question, chosen: Sequence[str]) -> None:
    """Keep what a person answers, in the place of what is held of them, from the next load on."""
    now = clock.now()
    if DECLINED in chosen:
        kept = [Statement(one, DECLINED, (), now) for one in asked.attributes]
    else:
        said = _in_every_form(asked, chosen)
        kept = [_statement(one, said.get(one, []), now) for one in asked.attributes]
    with transaction.atomic():
        tell(actor, f"answered: {asked.key}", person)
        statements.state(settings.STORE, person.vault_key, kept)


def withdraw(actor: Actor, person: Person, asked: Question) -> None:
    """Take an answer back: it becomes "withdrawn", and what was said is not kept here."""
    kept = [Statement(one, "withdrawn", (), clock.now()) for one in asked.attributes]
    with transaction.atomic():
        tell(actor, f"withdrew: {asked.key}", person)
        statements.state(settings.STORE, person.vault_key, kept)


def _held(key: str) -> dict[str, list[vault.Answer]]:
    found: dict[str, list[vault.Answer]] = {}
    for one in vault.own(open_current(settings.STORE), key):
        found.setdefault(one.attribute, []).append(one)
    return found


def _shown(asked: Question, here: Statement | None, held: list[vault.Answer]) -> Shown:
    if here:
        codes = tuple(value for value, _system in here.answers)
        return Shown(asked, codes, _words(asked, codes, here.status), True, here.recorded)
    codes = tuple(one.value for one in held if one.value is not None)
    status = held[0].status if held else "not_recorded"
    when = held[0].recorded if held and codes else None
    return Shown(asked, codes, _words(asked, codes, status), False, when)


def _words(asked: Question, codes: tuple[str, ...], status: str) -> tuple[Any, ...]:
    if not codes:
        return (WHY_NONE[status],)
    known = dict(asked.choices)
    return tuple(known.get(code, code) for code in codes)


def _in_every_form(asked: Question, chosen: Sequence[str]) -> dict[str, list[Said]]:
    """Write an answer in every form the vault holds it in, as a load would."""
    if asked.key == "race":
        ethnic = "hispanic" if "hispanic" in chosen else "not_hispanic"
        races = [Said(one) for one in chosen if one != "hispanic"]
        return from_words(races, [Said(ethnic)])[0]
    if asked.key == "language":
        sent, group = of_code(chosen[0])
        return {"pref_lang": [sent], "lang_group": [group]}
    if asked.key == "birth-sex":
        (born,) = chosen
        same = Said(SEX_OF_BIRTH[born], SNOMED) if born in SEX_OF_BIRTH else Said(born, NULL_FLAVOR)
        return {"birth_sex": [Said(born, system_of(born, ""))], "us_core_sex": [same]}
    return {asked.attribute: [Said(one, system_of(one, asked.system)) for one in chosen]}


def _statement(attribute: str, said: Sequence[Said], now: datetime) -> Statement:
    told = tuple((one.value, one.system) for one in said if one.value is not None)
    return Statement(attribute, "stated" if told else "not_recorded", told, now)
