"""Keys of the interface for machines: made once, shown once, read as a hash, withdrawn at once."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonweal.kinds import Purpose
from commonweal.offices.desk import trail
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock, wall
from commonweal.offices.house.limits import Rate, address_of, spent
from commonweal.offices.house.policy import PUBLIC, Actor, Role
from commonweal.offices.people.middleware import roles_of
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import ApiKey, Label
from commonweal.offices.scorecard.models.findings import labels_for

MARK = "cw_"
SHOWN = 8
# What a key sees is what the narrowest role of its label sees.
READERS = {
    Label.PUBLIC: Role.PUBLIC,
    Label.BOARD: Role.BOARD,
    Label.QUALITY: Role.QUALITY,
    Label.COUNSEL: Role.COUNSEL,
}
_OURS = re.compile("^api:")
WITH_KEY = Rate("api-key", 300, 60, _OURS)
WITHOUT = Rate("api-open", 120, 60, _OURS)


class Refused(Exception):
    """Say that a request of a machine is refused: which status, why, and what to do."""

    def __init__(self, status: int, code: str, says: str, do: str, wait: int = 0) -> None:
        super().__init__(code)
        self.status, self.code, self.says, self.do, self.wait = status, code, says, do, wait


def secret() -> str:
    """Make a secret that nobody guesses."""
    return f"{MARK}{secrets.token_urlsafe(32)}"


def digest_of(given: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(given.encode()).hexdigest()


def sees(person: Person, label: str) -> bool:
    """Say whether a person may hold a key up to a label: with one of the roles they hold now."""
    return any(label in labels_for(role) for role in roles_of(person))


def stands(key: ApiKey) -> bool:
    """Say whether a key opens anything today: its owner must still be here, and may see as much."""
    here = key.withdrawn is None and key.expires >= clock.today() and key.owner.is_active
    return here and sees(key.owner, key.label)


def reader(request: HttpRequest, scope: str, of: str = "") -> Actor:
    """Give who reads in a request of a machine, or refuse it.

    Without a key it is the public. A key counts its own requests, an address those without one.
    What is read with a key stands in the trail.

    of: the one thing that is asked for, in the words of the desk, where it is one
    """
    header = request.headers.get("Authorization", "")
    if not header:
        _count(WITHOUT, address_of(request))
        return PUBLIC
    kind, _space, given = header.partition(" ")
    key = ApiKey.objects.select_related("owner").filter(digest=digest_of(given.strip())).first()
    if kind.lower() != "bearer" or key is None or not stands(key):
        _count(WITHOUT, address_of(request))
        raise Refused(
            401, "key-unknown", _("This key opens nothing."),
            _("Ask the privacy officer whether it was withdrawn, or leave it out."),
        )  # fmt: skip
    _count(WITH_KEY, str(key.pk))
    if scope not in key.scopes.split():
        raise Refused(
            403, "key-scope", _("This key was not made for what you ask."),
            _("Ask the privacy officer for a key with this scope."),
        )  # fmt: skip
    if key.used != clock.today():
        ApiKey.objects.filter(pk=key.pk).update(used=clock.today())
    role = READERS[Label(key.label)]
    actor = Actor(str(key.owner_id), role, Purpose.EQUITY_MONITORING, frozenset({role}))
    wall.ask_as(actor)
    trail.write(actor, f"read {scope} with key {key.begins}", of or about(key))
    return actor


def _count(rate: Rate, who: str) -> None:
    wait = spent(rate, who) if settings.LIMITS_ON else 0
    if wait:
        raise Refused(
            429, "too-often", _("This was asked for too often in a short time."),
            _("Wait as many seconds as the answer says."), wait,
        )  # fmt: skip
