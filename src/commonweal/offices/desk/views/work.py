"""My work, our office, several tasks at once, and search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.offices.desk import office, queues, tasks
from commonweal.offices.desk import search as searching
from commonweal.offices.desk.forms import SeveralForm
from commonweal.offices.house import clock
from commonweal.offices.house.views import actor_of


def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, most urgent first."""
    actor = actor_of(request)
    parts = queues.sorted_out(queues.mine(actor), clock.today())
    needed = sum(len(rows) for key, _name, rows in parts if key != "waiting")
    late = sum(len(rows) for key, _name, rows in parts if key == "late")
    told = {"parts": parts, "needed": needed, "late": late}
    if not parts:
        told["had"] = queues.seen_by(actor).exists()
    return render(request, "desk/my_work.html", told)


def our_office(request: HttpRequest) -> HttpResponse:
    """Show a director what is stuck and who has too much."""
    return render(request, "desk/our_office.html", {"view": office.view(actor_of(request))})


def several(request: HttpRequest) -> HttpResponse:
    """Do one thing with several tasks: choose, look at what would happen, do it, get a receipt."""
    actor = actor_of(request)
    own = queues.mine(actor)
    form = SeveralForm(request.POST or None, own=own)
    told = {"form": form, "any": own.exists()}
    if not form.is_valid():
        return render(request, "desk/several.html", told)
    chosen = [str(task.pk) for task in form.cleaned_data["tasks"]]
    run = tasks.dry_run(form.cleaned_data["act"], chosen, actor)
    told["run"] = run
    if "sure" not in request.POST or not run.does:
        return render(request, "desk/several_dry.html", told)
    told["receipt"], told["at"] = tasks.do_several(run, actor), clock.now()
    return render(request, "desk/receipt.html", told)


def search(request: HttpRequest) -> HttpResponse:
    """Find whatever the searcher may open."""
    asked = request.GET.get("q", "").strip()[:100]
    kinds = searching.found(actor_of(request), asked)
    return render(request, "desk/search.html", {"asked": asked, "kinds": kinds})
