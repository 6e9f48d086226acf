"""Sessions of persons: found and ended, all of somebody at once."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(people: set[str]) -> int:
    """End every open session of these persons, and give how many there were."""
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) in people
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]
