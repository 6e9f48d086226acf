"""My work and search."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.desk import queues, trail
from commonweal.offices.house import clock
from commonweal.offices.house.views import actor_of


def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, most urgent first."""
    parts = queues.sorted_out(queues.mine(actor_of(request)), clock.today())
    needed = sum(len(rows) for key, _name, rows in parts if key != "waiting")
    late = sum(len(rows) for key, _name, rows in parts if key == "late")
    return render(request, "desk/my_work.html", {"parts": parts, "needed": needed, "late": late})


def search(request: HttpRequest) -> HttpResponse:
    """Find tasks of one's own by their words."""
    asked = request.GET.get("q", "").strip()[:100]
    tasks = queues.mine(actor_of(request))
    found = tasks.filter(says__icontains=asked) if asked else tasks.none()
    parts = queues.sorted_out(found, clock.today())
    return render(request, "desk/search.html", {"asked": asked, "parts": parts})


def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a task is done."""
    actor = actor_of(request)
    task = get_object_or_404(queues.mine(actor), pk=key)
    if request.method != "POST":
        return render(request, "desk/done.html", {"task": task})
    with transaction.atomic():
        task.done_at, task.done_by = clock.now(), actor.id
        task.save(update_fields=["done_at", "done_by"])
        trail.write(actor, "task done", f"desk.task:{task.pk}")
    messages.success(request, _("Done: %(says)s") % {"says": task.says})
    return redirect("desk:my_work")
