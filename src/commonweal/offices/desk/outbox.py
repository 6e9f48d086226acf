"""The outbox: what is said to whom is written with the act itself, and sent later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import translation

from commonweal.offices.desk.models import Decision, Notice
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.people.models import Person


def tell(
    roles: Iterable[Role],
    why: str,
    about: str,
    says: Any,
    *,
    parts: Mapping[str, str] | None = None,
    path: str = "",
    at_once: bool = False,
    decision: Decision | None = None,
) -> None:
    """Put a notice for everybody who holds one of the roles into the outbox, once each.

    roles:    who is told
    why:      short name of what happened; nothing is said twice about one thing for one reason
    about:    the thing, as the desk knows it
    says:     the sentence, marked for translation; each reader gets it in their language
    parts:    its named parts
    path:     page to go to
    at_once:  whether it is too urgent for the daily message
    decision: the step it tells of; when that is taken back in time, nothing is sent
    """
    for role in roles:
        for person in _holders(role):
            tell_person(
                person, why, about, says, parts=parts, path=path, at_once=at_once,
                decision=decision, role=role,
            )  # fmt: skip


def tell_person(
    person: Person,
    why: str,
    about: str,
    says: Any,
    *,
    parts: Mapping[str, str] | None = None,
    path: str = "",
    at_once: bool = False,
    decision: Decision | None = None,
    role: Role | None = None,
) -> None:
    """Put a notice for one person into the outbox, once; `role` is why they get it, if one is."""
    now = clock.now()
    written, given = english(says), dict(parts or {})
    act = decision.pk if decision else f"{now:%Y-%m-%d %H:%M}"
    words = f"{person.pk} {about} {why} {written} {sorted(given.items())} {act}"
    with wall.house():  # what is said to somebody else is not for who says it to read
        Notice.objects.get_or_create(
            key=hashlib.sha256(words.encode()).hexdigest(),
            defaults={
                "person": person, "says": written[:300], "parts": given, "about": about,
                "why": english(ROLE_NAMES[role]) if role else "", "path": path, "at_once": at_once,
                "made": now, "decision": decision,
            },
        )  # fmt: skip


def english(words: Any) -> str:
    """Give marked words as they stand in the catalogues, so that they can be turned later."""
    with translation.override("en"):
        return str(words)


def _holders(role: Role) -> Iterable[Person]:
    now = clock.now()
    open_now = Q(grants__until__isnull=True) | Q(grants__until__gt=now)
    return Person.objects.filter(open_now, grants__role=role.value, is_active=True).distinct()
