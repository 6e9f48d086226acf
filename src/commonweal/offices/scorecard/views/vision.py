"""The vision page and the page of one promise, as far as the reader may see what was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.models import Edition, Initiative, Record
from commonweal.offices.scorecard.models.promised import Row, Sight, rows_for, rows_of, sight_of
from commonweal.offices.scorecard.views.lines import FIELDS, Line, table

PAGES = 128  # lists of promises that are kept ready: 20 kB each
Counted = frozenset[tuple[str, int]]  # initiatives of each promise


def page(request: HttpRequest) -> HttpResponse:
    """Show the promises, as far as this role may see what was found."""
    edition, actor = Edition.objects.first(), actor_of(request)
    counted = _initiatives(actor).values_list("commitment").annotate(n=Count("pk")).order_by()
    if edition is None:
        promises = _promises(rows_for(None, actor), dict(counted))
    else:
        promises = _kept(sight_of(edition, actor), get_language() or "en", frozenset(counted))
    return render(request, "scorecard/vision.html", {"promises": promises, "edition": edition})


@lru_cache(maxsize=PAGES)
def _kept(sight: Sight, _language: str, counted: Counted) -> SafeString:
    """Keep the list of promises ready for all who see the same and read the same language."""
    return _promises(rows_of(sight), dict(counted))


def _promises(rows: tuple[Row, ...], initiatives: Mapping[str, int]) -> SafeString:
    told = [(row, initiatives.get(row.commitment.key, 0)) for row in rows]
    domains = [(domain, list(own)) for domain, own in groupby(told, key=lambda one: one[0].domain)]
    return render_to_string("scorecard/promises.html", {"domains": domains})


def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """Show one promise: its words, who answers, and its findings, the most serious first."""
    edition, actor = Edition.objects.first(), actor_of(request)
    row = _row_of(rows_for(edition, actor), key)
    seen = edition.records.seen_by(actor) if edition else Record.objects.none()
    own = seen.filter(commitments__contains=f" {key} ").order_by("rank")
    told = {
        "row": row,
        "edition": edition,
        "records": table(Line(*one) for one in own.values_list(*FIELDS)),
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
