"""What a page says after an act: that it is done, and how to take it back while its time lasts.

This is the one place: every view of every office that did something says so from here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from commonweal.offices.desk import steps
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of


def done(request: HttpRequest, says: Any, thing: steps.Thing = None, back: str = "") -> None:
    """Say that something was done, with a button that takes it back where there is a way.

    says:  the sentence
    thing: what a step was taken with: the button takes the last one back, if this reader may
    back:  the address that takes it back, where it was no step
    """
    if thing is not None:
        back = back_from(thing, actor_of(request))
    messages.success(request, says, extra_tags=back)


def back_from(thing: steps.Thing, actor: Actor) -> str:
    """Give the address that takes the last step with a thing back, or "" where nobody may now."""
    decision = steps.last_decision(thing)
    if decision is None or not steps.can_undo(decision, actor):
        return ""
    return reverse("desk:undo", args=[decision.pk])
