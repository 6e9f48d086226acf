"""What every form of the scorecard does when it saves: a line of history and one of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import decided, trail
from commonweal.offices.desk.decided import Done
from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Flow, about
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor

ACTS: Mapping[str, Any] = {
    "propose": _("Proposed"),
    "change": _("Changed"),
    "add a task": _("Added a task"),
    "make": _("Made"),
    "review": _("Reviewed"),
    "withdraw": _("Withdrawn"),
}


def written(actor: Actor, thing: models.Model, act: str, reason: str = "") -> None:
    """Write an act on a thing into its history and into the trail, in the caller's transaction."""
    entry = trail.write(actor, act, about(thing))
    Decision.objects.create(
        about=about(thing), actor=actor.id, role=actor.role.value, step=act, reason=reason,
        at=clock.now(), entry=entry,
    )  # fmt: skip


def history(thing: models.Model, flow: Flow = ()) -> list[Done]:
    """Give everything that was done to a thing, the last first."""
    return decided.history(thing, flow, ACTS)
