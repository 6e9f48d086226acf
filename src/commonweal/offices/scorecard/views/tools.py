"""The register of patient-care decision tools: list, entry, review, table."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.desk import said, trail
from commonweal.offices.desk.steps import about
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow import tools
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.forms.tools import ReviewForm, ToolForm
from commonweal.offices.scorecard.models import Tool


def listed(request: HttpRequest) -> HttpResponse:
    """List the tools in use, and those that were retired."""
    rows = [
        (one, tools.takes_in(one), tools.overdue(one))
        for one in Tool.objects.select_related("owner")
    ]
    told = {"rows": rows, "may_work": may(actor_of(request), "scorecard:tool_new")}
    return render(request, "scorecard/tools.html", told)


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one tool."""
    tool = get_object_or_404(Tool.objects.select_related("owner"), pk=key)
    actor = actor_of(request)
    told = {
        "tool": tool,
        "takes_in": tools.takes_in(tool),
        "overdue": tools.overdue(tool),
        "equity": tools.equity(tool, actor),
        "may_work": may(actor, "scorecard:tool_change"),
        "history": history(tool),
    }
    return render(request, "scorecard/tool.html", told)


def entered(request: HttpRequest) -> HttpResponse:
    """Enter a tool."""
    actor = actor_of(request)
    form = ToolForm(request.POST or None, actor=actor, draft="enter a tool")
    if request.method == "POST" and form.is_valid():
        made = form.keep(actor)
        form.forget()
        said.done(request, _("The tool stands in the register. Its review is a task now."))
        return redirect(made.path())
    told = {"form": form, "title": _("Enter a tool"), "button": _("Enter the tool")}
    return render(request, "scorecard/tool_form.html", told)


def changed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change an entry."""
    tool = get_object_or_404(Tool, pk=key)
    actor = actor_of(request)
    draft = f"change {about(tool)}"
    form = ToolForm(request.POST or None, instance=tool, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        form.keep(actor)
        form.forget()
        said.done(request, _("The entry was changed. The history says what."))
        return redirect(tool.path())
    told = {"form": form, "tool": tool, "title": _("Change the entry"),
            "button": _("Save the changes")}  # fmt: skip
    return render(request, "scorecard/tool_form.html", told)


def reviewed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a review."""
    tool = get_object_or_404(Tool, pk=key, retired__isnull=True)
    actor = actor_of(request)
    form = ReviewForm(request.POST or None, actor=actor, draft=f"review {about(tool)}")
    if request.method == "POST" and form.is_valid():
        form.keep(tool, actor)
        form.forget()
        said.done(request, _("The review was recorded, and the next one is a task."))
        return redirect(tool.path())
    told = {"form": form, "tool": tool, "title": _("Record a review"),
            "button": _("Record the review")}  # fmt: skip
    return render(request, "scorecard/tool_form.html", told)


def table(request: HttpRequest) -> HttpResponse:
    """Hand over the register as a table."""
    actor = actor_of(request)
    trail.write(actor, "fetch the register of tools", "scorecard.tool")
    answer = HttpResponse(tools.sheet(actor), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="decision-tools.csv"'
    return answer
