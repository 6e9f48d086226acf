"""The page of long work: its steps, what is left, and how it ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.desk import jobs, said
from commonweal.offices.desk.models import Job
from commonweal.offices.house.views import actor_of


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far one's own work is; a part of the page for those whose browser asks again."""
    job = get_object_or_404(Job, pk=key, person_id=actor_of(request).id)
    again = request.headers.get("HX-Request") == "true"
    rest = jobs.left(job)
    told = {
        "job": job,
        "steps": list(enumerate(job.steps, start=1)),
        "minutes": None if rest is None else int(rest.total_seconds() // 60) + 1,
    }
    return render(request, "desk/job_now.html" if again else "desk/job.html", told)


def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask one's own work to stop."""
    actor = actor_of(request)
    job = get_object_or_404(Job, pk=key, person_id=actor.id)
    if not job.over:
        jobs.cancel(job, actor)
        said.done(request, _("It will stop at its next sign of life."))
    return redirect("desk:job", key)
