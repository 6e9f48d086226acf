"""Where a person is signed in: their sessions, and ending them one by one or all others at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.fresh import BEGAN
from commonweal.offices.people.models import Person
from commonweal.offices.people.sessions import end_sessions
from commonweal.offices.people.signals import tell

BROWSER, SEEN = "browser", "seen"
# What a browser calls itself, and the words for it; the first that fits, as many claim several.
_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
    "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad",
    "CrOS": "ChromeOS", "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Say of one session what its owner knows it again by.

    name:    by which a form names it; nobody comes in by that
    begun:   when it began
    seen:    when it was last used, to the minute
    browser: kind of browser, such as Firefox, or ""
    system:  on which it runs, such as Windows, or ""
    here:    whether it is the one that asks
    """

    name: str
    begun: datetime
    seen: datetime
    browser: str
    system: str
    here: bool

    def __str__(self) -> str:
        if self.browser and self.system:
            told = {"browser": self.browser, "system": self.system}
            return _("%(browser)s on %(system)s") % told
        return self.browser or self.system or _("Another browser or program")


def family(agent: str) -> tuple[str, str]:
    """Give the kind of a browser and of its system, in words of ours and never in its own.

    >>> family("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    ('Firefox', 'Linux')
    >>> family("curl/8.5.0")
    ('', '')
    """
    browser = next((words for mark, words in _BROWSERS.items() if mark in agent), "")
    return browser, next((words for mark, words in _SYSTEMS.items() if mark in agent), "")


def listed(request: HttpRequest, person: Person) -> list[Held]:
    """Give the sessions of a person, the one that asks first and then the last used first.

    Of the one that asks it counts what is known now: it is kept only after the answer.
    """
    here, now = request.session.session_key, dict(request.session.items())
    held = [_held(key, now if key == here else said, key == here) for key, said in _of(person)]
    return sorted(held, key=lambda one: (not one.here, -one.seen.timestamp(), one.name))


def end(request: HttpRequest, actor: Actor, person: Person, name: str) -> int:
    """End the other sessions of a person that a name stands for, or all where it is "".

    Gives how many ended. The one that asks stays: signing out ends it.
    """
    here = request.session.session_key or ""
    others = [key for key, _said in _of(person) if key != here]
    meant = [key for key in others if not name or name_of(key) == name]
    if not meant:
        return 0
    with transaction.atomic():
        tell(actor, "own sessions ended", person)
        if not name:
            return end_sessions({str(person.pk)}, kept=here)
        return Session.objects.filter(pk__in=meant).delete()[0]


def name_of(key: str) -> str:
    """Give the name by which a form knows a session; its key can not be found from it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _of(person: Person) -> Iterator[tuple[str, dict[str, object]]]:
    """Give key and content of each session of a person that is not over."""
    now = clock.now()
    moment = int(now.timestamp())
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        said = session.get_decoded()
        rests = moment - int(said.get(SEEN, moment))
        whole = moment - int(said.get(BEGAN, moment))
        over = rests > settings.SESSION_IDLE or whole >= settings.SESSION_WHOLE
        if said.get(SESSION_KEY) == str(person.pk) and not over:
            yield session.pk, said


def _held(key: str, said: dict[str, object], here: bool) -> Held:
    begun, seen = (_when(said.get(one)) for one in (BEGAN, SEEN))
    told = said.get(BROWSER)
    browser, system = told if isinstance(told, list) and len(told) == 2 else ("", "")
    return Held(name_of(key), begun, seen, str(browser), str(system), here)


def _when(told: object) -> datetime:
    return datetime.fromtimestamp(told, UTC) if isinstance(told, int) else clock.now()
