"""Sessions of persons: found and ended, all of somebody at once."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

THERE = "sid"  # the name of the session that somebody has at the directory


def end_sessions(people: set[str], kept: str = "") -> int:
    """End every open session of these persons, and give how many there were.

    kept: the key of a session that stays, or ""
    """
    theirs = [key for key, person, _there in _open() if person in people and key != kept]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def people_of(there: str) -> set[str]:
    """Give the persons who came in by one session at the directory."""
    return {person for _key, person, one in _open() if one == there and person}


def _open() -> Iterator[tuple[str, str, str]]:
    """Give of every session its key, its person, and its name at the directory."""
    for session in Session.objects.iterator():
        held = session.get_decoded()
        yield session.pk, held.get(SESSION_KEY, ""), held.get(THERE, "")
