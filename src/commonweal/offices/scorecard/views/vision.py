"""The vision page and the page of one promise, as far as the reader may see what was found."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.models import Edition, Initiative, Record
from commonweal.offices.scorecard.models.promised import Row, rows_for
from commonweal.offices.scorecard.models.visions import the_vision


def page(request: HttpRequest) -> HttpResponse:
    """Show the promises, as far as this role may see what was found."""
    edition = Edition.objects.first()
    actor = actor_of(request)
    rows = rows_for(edition, actor)
    counted = _initiatives(actor).values_list("commitment").annotate(n=Count("pk")).order_by()
    initiatives = dict(counted)
    told_rows = [(row, initiatives.get(row.commitment.key, 0)) for row in rows]
    domains = [
        (domain, list(own)) for domain, own in groupby(told_rows, key=lambda told: told[0].domain)
    ]
    told = {"domains": domains, "edition": edition, "vision": the_vision()}
    return render(request, "scorecard/vision.html", told)


def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """Show one promise: its words, who answers, and its findings, the most serious first."""
    edition, actor = Edition.objects.first(), actor_of(request)
    row = _row_of(rows_for(edition, actor), key)
    seen = edition.records.seen_by(actor) if edition else Record.objects.none()
    own = seen.filter(commitments__contains=f" {key} ").defer("course", "content").order_by("rank")
    told = {
        "row": row,
        "edition": edition,
        "records": own,
        "initiatives": _initiatives(actor).filter(commitment=key).select_related("owner"),
        "may_open_initiatives": may(actor, "scorecard:initiatives"),
        "may_widen": may(actor, "scorecard:widen_many"),
    }
    return render(request, "scorecard/commitment.html", told)


def _initiatives(actor: Actor) -> QuerySet[Initiative]:
    """Give the initiatives that are more than a thought, to those who may open them."""
    if not may(actor, "scorecard:initiatives"):
        return Initiative.objects.none()
    return Initiative.objects.exclude(state=Initiative.State.DECLINED)


def _row_of(rows: tuple[Row, ...], key: str) -> Row:
    for row in rows:
        if row.commitment.key == key:
            return row
    raise Http404
