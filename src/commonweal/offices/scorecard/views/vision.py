"""The vision page: each commitment with what the findings that this role may see say of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.findings.finding import Promise
from commonweal.findings.promises import promises
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.models import Edition
from commonweal.vision import vision as visions
from commonweal.vision.vision import Commitment, Domain, Vision


@dataclass(frozen=True)
class Row:
    """Hold one row of the page: what was promised, and what the findings say of it."""

    commitment: Commitment
    said: Promise


def page(request: HttpRequest) -> HttpResponse:
    """Show the promises, as far as this role may see what was found."""
    edition = Edition.objects.first()
    domains = rows_of(edition, actor_of(request))
    return render(request, "scorecard/vision.html", {"domains": domains, "edition": edition})


def rows_of(edition: Edition | None, actor: Actor) -> list[tuple[Domain, list[Row]]]:
    """Give the rows of the page by domain, from the findings that this role may see."""
    seen = edition.records.seen_by(actor) if edition else ()
    vision = the_vision()
    said = {one.key: one for one in promises(vision, tuple(one.finding for one in seen))}
    return [
        (domain, [Row(one, said[one.key]) for one in domain.commitments])
        for domain in vision.domains
    ]


@lru_cache(maxsize=1)
def the_vision() -> Vision:
    """Read the vision that the settings name: a shipped one, or the institution's own file."""
    name = settings.VISION
    return visions.shipped(name) if name in visions.names() else visions.read(Path(name))
