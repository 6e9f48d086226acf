"""What was done to a person's record, in words for that person; the trail itself holds codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.people import own

ACTS: dict[str, Any] = {
    "read the account": _("read the account"),
    "read own answers": _("read what you said about yourself"),
    "own name corrected": _("corrected the name"),
    "role and purpose chosen": _("chose a role and a purpose"),
    "emergency access used": _("began to look by an emergency access"),
    "calendar address renewed": _("asked for a new address of the calendar"),
    "affiliation begun": _("noted that you belong to a place"),
    "affiliation ended": _("noted that you no longer belong to a place"),
    "affiliation begun by the directory": _("the directory says that you belong to a place"),
    "affiliation ended by the directory": _("the directory says that you left a place"),
    "offices of a director chosen": _("chose the offices that you direct"),
    "access ended": _("ended your access"),
    "access given back": _("gave your access back"),
    "signed out by the directory": _("the directory signed you out"),
    "roles ended by the directory": _("the directory ended roles of yours"),
    "left by the directory": _("the directory no longer lists you"),
    "back by the directory": _("the directory lists you again"),
    "signed out": _("signed out"),
    "own sessions ended": _("ended other sessions of their own"),
    "a wrong password was typed": _("typed a wrong password for your account"),
    "a wrong code was typed": _("typed a wrong code for your account"),
    "what protects the account changed": _("changed a password or a second step"),
    "history: create": _("made the record"),
    "history: change": _("changed the record"),
    "history: delete": _("deleted the record"),
    "history: read": _("read the history of the record"),
}
ANSWERED = _("gave an answer anew: %(about)s")
WITHDREW = _("withdrew an answer: %(about)s")
GRANTED = _("the directory gave you a role: %(about)s")
ROLE_GIVEN = _("gave you a role: %(about)s")
ROLE_ENDED = _("ended a role of yours: %(about)s")
ROLE_BACK = _("took back a change of your role: %(about)s")
SIGNED_IN = _("signed in: %(about)s")
MADE = _("made an account with a password for the role: %(about)s")


def _question(key: str) -> str:
    asked = own.question(key)
    return str(asked.says) if asked else key


def role(key: str) -> str:
    """Name a role by its key, in the language of the reader."""
    return str(ROLE_NAMES[Role(key)]) if key in {one.value for one in Role} else key


def way(key: str) -> str:
    """Say by which way somebody signed in, in the language of the reader."""
    ways = {"password": _("by a password"), "passkey": _("by a passkey"),
            "two steps": _("by two steps"), "directory": _("through the directory")}  # fmt: skip
    return str(ways.get(key, key))


# How such an act begins and ends, what it says, and who names what stands between.
OPEN: tuple[tuple[str, str, Any, Callable[[str], str]], ...] = (
    ("answered: ", "", ANSWERED, _question),
    ("withdrew: ", "", WITHDREW, _question),
    ("role granted: ", "", ROLE_GIVEN, role),
    ("role ended: ", "", ROLE_ENDED, role),
    ("role put back: ", "", ROLE_BACK, role),
    ("role ", " granted by the directory", GRANTED, role),
    ("signed in by ", "", SIGNED_IN, way),
    ("account with a password made, role ", "", MADE, role),
)


def told(act: str) -> str:
    """Say an act in words, or give "" where there are none for it."""
    if act in ACTS:
        return str(ACTS[act])
    for begins, ends, says, named in OPEN:
        if act.startswith(begins) and act.endswith(ends):
            between = act[len(begins) : len(act) - len(ends)]
            return str(says) % {"about": named(between)}
    return ""
