"""The words of access: roles, the purposes each may have, and the rule that stands at every URL.

A rule is data. The one function that decides is `may` in commonweal.offices.people.access.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Purpose

P1, P2, P3 = Purpose.EQUITY_MONITORING, Purpose.QUALITY_IMPROVEMENT, Purpose.APPROVED_RESEARCH
P4, P5, P6 = Purpose.RUN_A_PROGRAM, Purpose.LEGAL_REPORTING, Purpose.OPERATE_THE_SYSTEM


class Role(Enum):
    """Name what somebody is here to do. A person may hold several roles and acts in one."""

    PUBLIC = "public"
    MEMBER = "member"
    OFFICER = "officer"
    DIRECTOR = "director"
    ANALYST = "analyst"
    RESEARCHER = "researcher"
    ADVISER = "adviser"
    QUALITY = "quality"
    BOARD = "board"
    COUNSEL = "counsel"
    PRIVACY = "privacy"
    STEWARD = "steward"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Mapping[Role, Any] = {
    Role.PUBLIC: _("The public"),
    Role.MEMBER: _("Member of staff or learner"),
    Role.OFFICER: _("Program officer"),
    Role.DIRECTOR: _("Director of an office"),
    Role.ANALYST: _("Equity analyst"),
    Role.RESEARCHER: _("Researcher"),
    Role.ADVISER: _("Immigration adviser"),
    Role.QUALITY: _("Quality committee"),
    Role.BOARD: _("Board"),
    Role.COUNSEL: _("Counsel"),
    Role.PRIVACY: _("Privacy officer"),
    Role.STEWARD: _("Data steward"),
    Role.ADMINISTRATOR: _("System administrator"),
}
PURPOSE_NAMES: Mapping[Purpose, Any] = {
    P1: _("equity monitoring"),
    P2: _("quality improvement"),
    P3: _("approved research"),
    P4: _("running a program"),
    P5: _("legal reporting"),
    P6: _("operating the system"),
}
# trust.md section 3: which purposes a role may declare; the first is what a session begins with.
PURPOSES: Mapping[Role, tuple[Purpose, ...]] = {
    Role.PUBLIC: (P1,),
    Role.MEMBER: (P4, P1),
    Role.OFFICER: (P4, P1, P2),
    Role.DIRECTOR: (P4, P1, P2),
    Role.ANALYST: (P1, P2, P5),
    Role.RESEARCHER: (P3,),
    Role.ADVISER: (P4, P5),
    Role.QUALITY: (P2, P1),
    Role.BOARD: (P1, P2),
    Role.COUNSEL: (P5, P1),
    Role.PRIVACY: (P1, P2, P3, P4, P5, P6),
    Role.STEWARD: (P6, P1, P2),
    Role.ADMINISTRATOR: (P6,),
}
EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.PUBLIC}
READ = frozenset({"GET", "HEAD", "OPTIONS"})
WRITE = READ | {"POST"}


@dataclass(frozen=True)
class Actor:
    """Say who acts, in which role and for which purpose.

    id:      of the person, or "" for the public
    role:    the role they act in
    purpose: the purpose they declared
    roles:   every role they hold
    stepped: whether they came in by two steps, where their role asks for it
    proved:  how many seconds ago they last proved who they are
    shut:    purposes that a role may have and their grants of it leave out
    emergency: key of the emergency access they act by, or "": the role is lent for looking only
    """

    id: str
    role: Role
    purpose: Purpose
    roles: frozenset[Role]
    stepped: bool = True
    proved: int = 0
    shut: frozenset[tuple[Role, Purpose]] = frozenset()
    emergency: str = ""

    @property
    def signed_in(self) -> bool:
        """Say whether this is a person we know."""
        return bool(self.id)

    def purposes(self, role: Role) -> tuple[Purpose, ...]:
        """Give the purposes that this person may declare in a role, the first one first."""
        return tuple(one for one in PURPOSES[role] if (role, one) not in self.shut)


PUBLIC = Actor("", Role.PUBLIC, P1, frozenset({Role.PUBLIC}))
# The house itself: what is done at start-up and by jobs without a person.
SYSTEM = Actor("system", Role.ADMINISTRATOR, P6, frozenset({Role.ADMINISTRATOR}))
OwnCheck = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Rule:
    """Say who may come to one URL, for which purposes, by which methods.

    roles:    that may come
    purposes: one of which they must have declared; () means any purpose their role may have
    methods:  that the URL answers
    owns:     for an object behind the URL: whether this actor may have this one; None means all may
    fresh:    whether data leaves or sessions end here: who is signed in proves again who they are
    says:     why, in one sentence
    """

    roles: frozenset[Role]
    purposes: frozenset[Purpose] = field(default_factory=lambda: frozenset(Purpose))
    methods: frozenset[str] = READ
    owns: OwnCheck | None = None
    fresh: bool = False
    says: str = ""


Access = Mapping[str, Rule]
