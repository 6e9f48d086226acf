"""What every form of the scorecard does when it saves: a line of history and one of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Flow, about
from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, Actor, Role

ACTS: Mapping[str, Any] = {
    "propose": _("Proposed"),
    "change": _("Changed"),
    "add a task": _("Added a task"),
    "make": _("Made"),
    "review": _("Reviewed"),
    "withdraw": _("Withdrawn"),
}


@dataclass(frozen=True)
class Done:
    """Hold one line of a history, in words.

    at:     when
    says:   what was done
    role:   the role it was done in
    reason: the written reason, or ""
    undone: whether it was taken back at once
    """

    at: datetime
    says: str
    role: str
    reason: str
    undone: bool


def written(actor: Actor, thing: models.Model, act: str, reason: str = "") -> None:
    """Write an act on a thing into its history and into the trail, in the caller's transaction."""
    entry = trail.write(actor, act, about(thing))
    Decision.objects.create(
        about=about(thing), actor=actor.id, role=actor.role.value, step=act, reason=reason,
        at=clock.now(), entry=entry,
    )  # fmt: skip


def history(thing: models.Model, flow: Flow = ()) -> list[Done]:
    """Give everything that was done to a thing, the last first."""
    says = {**ACTS, **{step.name: step.label for step in flow}}
    rows = Decision.objects.filter(about=about(thing)).order_by("-at", "-pk")
    return [
        Done(
            row.at, str(says.get(row.step, row.step)), str(ROLE_NAMES[Role(row.role)]), row.reason,
            row.undone_at is not None,
        )
        for row in rows
    ]  # fmt: skip
