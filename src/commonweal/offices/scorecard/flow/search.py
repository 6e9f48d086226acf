"""How the search of the desk finds findings, initiatives and tools: for those who may open them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import search
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.models import Edition, Initiative, Tool


def findings(actor: Actor, text: str) -> list[search.Hit]:
    """Find findings of the newest edition by their name, as far as labels let this actor.

    A name is looked at as the reader sees it, in their own language, and in English too.
    """
    edition = Edition.objects.first()
    if edition is None:
        return []
    seen = edition.records.seen_by(actor)
    found = seen.filter(pk__in=seen.called(text)).order_by("rank").defer("content", "course")
    return [search.Hit(one.told_name, one.path(), one.told_verdict) for one in found[: search.MOST]]


def initiatives(actor: Actor, text: str) -> list[search.Hit]:
    """Find initiatives by their name or by what changes."""
    if not may(actor, "scorecard:initiatives"):
        return []
    found = Initiative.objects.filter(name__icontains=text)
    found |= Initiative.objects.filter(changes__icontains=text)
    hits = found.distinct()[: search.MOST]
    return [search.Hit(one.name, one.path(), one.get_state_display()) for one in hits]


def tools(actor: Actor, text: str) -> list[search.Hit]:
    """Find decision tools by name or vendor."""
    if not may(actor, "scorecard:tools"):
        return []
    found = Tool.objects.filter(name__icontains=text) | Tool.objects.filter(vendor__icontains=text)
    return [search.Hit(one.name, one.path(), one.vendor) for one in found[: search.MOST]]


def begin() -> None:
    """Let findings, initiatives and tools be found."""
    search.register(_("Findings"), findings)
    search.register(_("Initiatives"), initiatives)
    search.register(_("Decision tools"), tools)
