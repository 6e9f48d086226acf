"""What was decided about a thing, in words: the steps taken with it, and their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from commonweal.offices.desk.models import Decision
from commonweal.offices.desk.steps import Flow, about
from commonweal.offices.house.policy import ROLE_NAMES, Role


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


def history(
    thing: models.Model, flow: Flow = (), acts: Mapping[str, Any] | None = None
) -> list[Done]:
    """Give everything that was done to a thing, the last first.

    flow: the steps that it may take
    acts: words for what was done to it besides
    """
    says = {**(acts or {}), **{step.name: step.label for step in flow}}
    rows = Decision.objects.filter(about=about(thing)).order_by("-at", "-pk")
    return [
        Done(
            row.at, str(says.get(row.step, row.step)), str(ROLE_NAMES[Role(row.role)]), row.reason,
            row.undone_at is not None,
        )
        for row in rows
    ]  # fmt: skip
