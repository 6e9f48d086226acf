"""The work list of an initiative: asked for, and fetched once."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.engine.worklist import why_none
from commonweal.kinds import Period, Problem
from commonweal.measures.measure import Measure
from commonweal.offices.house import clock
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow import worklists
from commonweal.offices.scorecard.forms.worklists import WorkListForm
from commonweal.offices.scorecard.models import Initiative, WorkList
from commonweal.offices.scorecard.views.initiatives import measure_of


def asked(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the keys of whoever missed what the initiative is judged by."""
    initiative, actor = get_object_or_404(Initiative, pk=key), actor_of(request)
    if not may(actor, "scorecard:worklist", initiative, request.method or ""):
        raise PermissionDenied
    worklists.expire()
    measure = measure_of(initiative.outcome)
    form = WorkListForm(request.POST or None, initiative=initiative)
    reason = worklists.why_not(initiative, actor) or _refusal(measure)
    if request.method == "POST" and not reason and form.is_valid():
        try:
            made = worklists.ask(initiative, form.cleaned_data["period"], actor)
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            return redirect("desk:job", made.job_id)
    told = {"initiative": initiative, "form": form, "reason": reason, "measure": measure,
            "own": actor.id, "worklists": initiative.worklists.all()[:10]}  # fmt: skip
    return render(request, "scorecard/worklist.html", told)


def fetched(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand over a work list, once."""
    made = get_object_or_404(WorkList, pk=key)
    sheet = worklists.fetch(made, actor_of(request))
    if sheet is None:
        raise Http404
    answer = HttpResponse(sheet, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="work-list-{made.asked:%Y-%m-%d}.csv"'
    return answer


def _refusal(measure: Measure | None) -> str:
    if measure is None:
        return _("The measure of this initiative is no longer in the house.")
    today = clock.today()
    return why_none(measure, Period(today.replace(month=1, day=1), today))
