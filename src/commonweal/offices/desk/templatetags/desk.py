"""Tags of the desk: unread notices, what a step still needs, and forms kept as they are typed."""

from __future__ import annotations

import json

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonweal.offices.desk import notices, steps
from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.promises import office_titles

register = template.Library()


@register.simple_tag
def unread(actor: Actor) -> int:
    """Count the notices somebody has not looked at."""
    return notices.unread(actor.id) if actor.signed_in else 0


@register.simple_tag
def missing(step: steps.Step, thing: steps.Thing, actor: Actor) -> list[steps.Need]:
    """Give what a step still needs before somebody may take it."""
    return steps.missing(step, thing, actor)


@register.simple_tag
def drafted(form: Drafted) -> SafeString:
    """Write the attributes that keep a form as it is typed, where script runs."""
    if not getattr(form, "draft", ""):
        return SafeString("")
    marks = form.marks()
    return format_html(
        'hx-post="{}" hx-trigger="input delay:800ms" hx-swap="none"{}',
        reverse("desk:draft", args=[form.draft]),
        format_html(' hx-vals="{}"', json.dumps(marks)) if marks else "",
    )


@register.filter
def office_title(key: str) -> str:
    """Write what readers call an office; one that the vision does not name is called by its key."""
    return office_titles().get(key, key)
