"""The list of findings, the page of one, and what is published."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from commonweal.offices.house.policy import PUBLIC
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.models import Edition, Record


def listed(request: HttpRequest) -> HttpResponse:
    """List the findings of the newest edition that this role may see."""
    edition = Edition.objects.first()
    records = edition.records.seen_by(actor_of(request)) if edition else ()
    return render(request, "scorecard/measures.html", {"records": records, "edition": edition})


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one finding; one that this role may not see is not there."""
    record = get_object_or_404(Record.objects.seen_by(actor_of(request)), pk=key)
    return render(request, "scorecard/measure.html", {"record": record, "finding": record.finding})


def published(request: HttpRequest) -> HttpResponse:
    """List what is published, for everybody alike."""
    records = Record.objects.seen_by(PUBLIC)
    return render(request, "scorecard/public.html", {"records": records})
