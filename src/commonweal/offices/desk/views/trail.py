"""The trail: who did what, for which purpose; and who looked at one's own record."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.desk import acts, deeds, jobs, trail, trailwork
from commonweal.offices.desk.models import Entry
from commonweal.offices.house.limits import capped
from commonweal.offices.house.policy import PURPOSE_NAMES, ROLE_NAMES
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.models import Person

PAGE = 100
FILTERS = {"actor": "actor", "object": "object_id__startswith", "action": "action__startswith"}


def listed(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first, a hundred entries a page."""
    pages = Paginator(_asked(request), PAGE)
    given = {name: request.GET.get(name, "") for name in FILTERS}
    query = request.GET.copy()
    query.pop("page", None)
    page = pages.get_page(request.GET.get("page"))
    roles, purposes = _names()
    rows = [
        (
            one, deeds.told(one.action, one.object_id), roles.get(one.role, one.role),
            purposes.get(one.purpose, one.purpose),
        )
        for one in page
    ]  # fmt: skip
    told = {"page": page, "rows": rows, "given": given, "query": query.urlencode()}
    return render(request, "desk/trail.html", told)


def export(request: HttpRequest) -> HttpResponse:
    """Hand the trail out as a table that no spreadsheet takes for formulas."""
    sheet = trailwork.sheet(*capped(_asked(request)))
    trail.write(actor_of(request), "export the trail", "desk.entry:all")
    answer = HttpResponse(sheet, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="trail.csv"'
    return answer


def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole trail walked, in the queue."""
    name, names = _("Walk the trail"), (_("The chain of entries"), _("The history of fields"))
    job = jobs.begin(name, trailwork.verify, actor_of(request), names)
    return redirect("desk:job", job.pk)


def who_looked(request: HttpRequest) -> HttpResponse:
    """Show a person who looked at or changed their record, in which role and why."""
    own = f"people.person:{actor_of(request).id}"
    page = Paginator(Entry.objects.filter(object_id=own).order_by("-seq"), PAGE)
    entries = page.get_page(request.GET.get("page"))
    keys = {one.actor for one in entries if len(one.actor) == 36}  # ids of persons
    names = {str(one.pk): one.name for one in Person.objects.filter(pk__in=keys)}
    roles, purposes = _names()
    rows = [
        (e, names.get(e.actor, ""), roles[e.role], purposes[e.purpose], acts.told(e.action))
        for e in entries
    ]
    return render(request, "desk/who_looked.html", {"rows": rows, "page": entries})


def _names() -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what readers call roles and purposes, by their keys."""
    roles = {role.value: name for role, name in ROLE_NAMES.items()}
    return roles, {purpose.value: name for purpose, name in PURPOSE_NAMES.items()}


def _asked(request: HttpRequest) -> QuerySet[Entry]:
    given = {FILTERS[name]: request.GET[name].strip() for name in FILTERS if request.GET.get(name)}
    return Entry.objects.filter(**given).order_by("-seq")
