"""What is published, for everybody alike: the findings, and the log of what came and went."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commonweal.offices.desk import emergency
from commonweal.offices.house import wall
from commonweal.offices.house.limits import capped
from commonweal.offices.house.policy import PUBLIC, ROLE_NAMES, Role
from commonweal.offices.scorecard.flow.widening import held
from commonweal.offices.scorecard.models import Record, Release
from commonweal.report.folder import neutral


def listed(request: HttpRequest) -> HttpResponse:
    """List what is published now, for everybody alike, with its release number."""
    seen = Record.objects.seen_by(PUBLIC).select_related("edition").defer("content", "course")
    numbers = dict(
        Release.objects.filter(act=Release.Act.PUBLISHED)
        .order_by("number")
        .values_list("record", "number")
    )
    records = [(one, numbers.get(one.pk)) for one in seen.order_by("-edition__loaded", "rank")]
    return render(request, "scorecard/public.html", {"records": records})


def trust(request: HttpRequest) -> HttpResponse:
    """Say how often closed pages were opened in an emergency, and what was found of it.

    The counts are of acts and hold no attribute, so small ones are shown: hidden, they would hide
    from the public just what it is to watch over.
    """
    return render(request, "scorecard/trust.html", {"years": emergency.by_year()})


def log(request: HttpRequest) -> HttpResponse:
    """Show what was published and taken back, when, and by which role."""
    lines = [(one, ROLE_NAMES[Role(one.role)]) for one in _lines()[0]]
    return render(request, "scorecard/log.html", {"lines": lines, "open": _open()})


def log_file(request: HttpRequest) -> HttpResponse:
    """Hand out the log for a spreadsheet."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(("release", "day", "act", "by", "finding", "period", "trace"))
    lines, ends = _lines()
    for one in lines:
        told = (_day(one), one.get_act_display(), str(ROLE_NAMES[Role(one.role)]))
        of = (one.record.name, one.record.edition.period, one.record.trace)
        writer.writerow([one.number, *(neutral(str(text)) for text in (*told, *of))])
    if ends:
        writer.writerow([ends])
    headers = {"Content-Disposition": 'attachment; filename="releases.csv"'}
    return HttpResponse(sheet.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _lines() -> tuple[list[Release], str]:
    """Give the log without what counsel holds back: it is not published, so it is not told.

    Beside it stand the words of its last line where there is more.
    """
    found = Release.objects.select_related("record__edition").defer("record__content")
    with wall.house():  # a line stays in the log when its finding was taken back
        lines, ends = capped(found.defer("record__course"))
    return [one for one in lines if not held(one.record)], ends


def _open() -> set[object]:
    return set(Record.objects.seen_by(PUBLIC).values_list("pk", flat=True))


def _day(one: Release) -> str:
    return timezone.localdate(one.at).isoformat()
