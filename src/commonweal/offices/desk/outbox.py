"""The outbox: what is said to whom is written with the act itself, and sent later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import Q

from commonweal.offices.desk.models import Notice
from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.people.models import Person


def tell(
    roles: Iterable[Role], why: str, about: str, says: str, *, path: str = "", at_once: bool = False
) -> None:
    """Put a notice for everybody who holds one of the roles into the outbox, once each.

    roles:   who is told
    why:     short name of what happened; with `about` it keeps the same thing from being said twice
    about:   the thing, as the desk knows it
    says:    the sentence
    path:    page to go to
    at_once: whether it is too urgent for the daily message
    """
    for role in roles:
        for person in _holders(role):
            _put(person, why, about, says, path=path, at_once=at_once, role=str(ROLE_NAMES[role]))


def tell_person(
    person: Person, why: str, about: str, says: str, *, path: str = "", at_once: bool = False
) -> None:
    """Put a notice for one person into the outbox, once."""
    _put(person, why, about, says, path=path, at_once=at_once, role="")


def _holders(role: Role) -> Iterable[Person]:
    now = clock.now()
    open_now = Q(grants__until__isnull=True) | Q(grants__until__gt=now)
    return Person.objects.filter(open_now, grants__role=role.value, is_active=True).distinct()


def _put(
    person: Person, why: str, about: str, says: str, *, path: str, at_once: bool, role: str
) -> None:
    now = clock.now()
    words = f"{person.pk} {about} {why} {says} {now:%Y-%m-%d %H:%M}"
    Notice.objects.get_or_create(
        key=hashlib.sha256(words.encode()).hexdigest(),
        defaults={
            "person": person, "says": says[:300], "about": about, "why": role or why, "path": path,
            "at_once": at_once, "made": now,
        },
    )  # fmt: skip
