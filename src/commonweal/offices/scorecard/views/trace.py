"""Where a number came from: everything it depends on, by the id that stands beside it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.findings import words
from commonweal.findings.finding import Row
from commonweal.findings.kept import decode
from commonweal.findings.trace import Trace
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.models import Origin, Record
from commonweal.offices.scorecard.models.examples import example_of
from commonweal.offices.scorecard.views.measure import as_read


def asked(request: HttpRequest) -> HttpResponse:
    """Ask for the id of a number, and lead to where it came from."""
    sought = request.GET.get("id", "").strip()[:40]
    if sought and origin_of(sought, actor_of(request)):
        return redirect("scorecard:trace", trace=sought)
    told = {"sought": sought}
    return render(request, "scorecard/trace.html", told, status=404 if sought else 200)


def page(request: HttpRequest, trace: str) -> HttpResponse:
    """Show what a number depends on, to those who may see its finding."""
    actor = actor_of(request)
    found = origin_of(trace, actor)
    if found is None:
        return render(request, "scorecard/trace.html", {"sought": trace}, status=404)
    finding, read = as_read(found.record, actor), decode(Trace, json.loads(found.content))
    rows = (*finding.rows, finding.everybody)
    told = {
        "sought": trace,
        "record": found.record,
        "row": next((one for one in rows if isinstance(one, Row) and one.trace == trace), None),
        "finding": finding,
        "facts": facts(read),
        "example": example_of(found.record.key),
    }
    return render(request, "scorecard/trace.html", told)


def origin_of(trace: str, actor: Actor) -> Origin | None:
    """Find where a number came from, among the findings that an actor may see."""
    seen = Record.objects.seen_by(actor)
    found = Origin.objects.filter(trace=trace, record__in=seen)
    return found.select_related("record__edition").order_by("-record__edition__loaded").first()


def facts(trace: Trace) -> list[tuple[Any, str]]:
    """Give everything that a number depends on, each with its name."""
    return [
        (words.TRACE_DATASET, trace.dataset),
        (words.TRACE_MEASURE, f"{trace.measure} {trace.measure_version}"),
        (words.TRACE_VIEW, trace.view),
        (words.TRACE_PERIOD, trace.period),
        (words.TRACE_SETS, trace.value_sets or words.NONE),
        (words.TRACE_POLICY, trace.policy),
        (words.TRACE_ENGINE, trace.engine),
        (words.TRACE_CODE, trace.code),
    ]
