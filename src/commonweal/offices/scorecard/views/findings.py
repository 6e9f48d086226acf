"""The list of findings, with the few that matter most on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonweal.findings import words
from commonweal.offices.house.languages import told
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.models import Edition, Label, Record
from commonweal.offices.scorecard.models.findings import RecordQuery, labels_for
from commonweal.offices.scorecard.models.visions import the_vision
from commonweal.offices.scorecard.views.lines import FIELDS, Line, table

ON_A_PAGE = 50
MOST = 5
GAPS = ("A", "B", "C")
ENOUGH = 60  # of the gravest, to find so many measures among them
VERDICTS = dict.fromkeys((*words.VERDICTS.values(), words.DESCRIBED, words.NOT_COMPUTABLE))
Choice = tuple[str, Any, list[tuple[str, Any]], str]


def listed(request: HttpRequest) -> HttpResponse:
    """List the findings of the newest edition that this role may see, the most serious first."""
    edition, actor = Edition.objects.first(), actor_of(request)
    seen = edition.records.seen_by(actor) if edition else Record.objects.none()
    seen = seen.order_by("rank")
    chosen = _choices(request.GET, actor)
    sought = request.GET.get("words", "").strip()[:100]
    asked = {name: value for name, _label, _options, value in chosen if value}
    rows = _narrowed(seen, asked, sought).values_list(*FIELDS)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "edition": edition,
        "first": [] if asked or sought else first_of(seen.filter(grade__in=GAPS)),
        "chosen": chosen,
        "sought": sought,
        "filtered": bool(asked or sought),
        "page": page,
        "records": table(Line(*one) for one in page.object_list),
        "query": "&".join(f"{name}={value}" for name, value in asked.items()),
    }
    return render(request, "scorecard/measures.html", shown)


def first_of(seen: RecordQuery) -> list[Line]:
    """Choose the findings that matter most, one a measure, from the gaps in order."""
    chosen: dict[str, Line] = {}
    for one in (Line(*row) for row in seen.values_list(*FIELDS)[:ENOUGH]):
        measured = one.key.removesuffix("_simple")
        if measured not in chosen and len(chosen) < MOST:
            chosen[measured] = one
    return list(chosen.values())


def _choices(given: Mapping[str, str], actor: Actor) -> list[Choice]:
    """Give what the list can be narrowed by; what is not offered is not asked."""
    own = labels_for(actor.role)
    promises = [(one.key, f"{one.key} {one.title}") for one in the_vision().commitments]
    offered: tuple[tuple[str, Any, list[tuple[str, Any]]], ...] = (
        ("promise", _("Promise"), promises),
        ("verdict", _("Verdict"), [(str(at), told(one)) for at, one in enumerate(VERDICTS)]),
        ("label", _("Who may see it"), [one for one in Label.choices if one[0] in own]),
        ("state", _("State"), list(Record.State.choices)),
        ("news", _("News"), list(Record.News.choices)),
    )
    return [
        (name, label, options, value if value in dict(options) else "")
        for name, label, options in offered
        for value in [given.get(name, "")]
    ]


def _narrowed(seen: RecordQuery, asked: Mapping[str, str], sought: str) -> RecordQuery:
    for name, value in asked.items():
        if name == "promise":
            seen = seen.filter(commitments__contains=f" {value} ")
        elif name == "verdict":
            seen = seen.filter(verdict=str(list(VERDICTS)[int(value)]))
        else:
            seen = seen.filter(**{name: value})
    if not sought:
        return seen
    return seen.filter(Q(pk__in=seen.called(sought)) | Q(key__icontains=sought))
