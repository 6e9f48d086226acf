"""The register of patient-care decision tools: list, entry, review, table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonweal.findings.finding import Finding
from commonweal.offices.desk import said, trail
from commonweal.offices.desk.steps import about
from commonweal.offices.house.languages import document_told
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow import tools
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.forms.tools import ReviewForm, ToolForm
from commonweal.offices.scorecard.models import Record, Tool
from commonweal.offices.scorecard.views.measure import as_read
from commonweal.report.document import Document
from commonweal.report.figures import AnyScale, dot_rows, scale_of
from commonweal.report.words import named
from commonweal.report.writers.html import html_blocks


def listed(request: HttpRequest) -> HttpResponse:
    """List the tools in use, and those that were retired."""
    actor, all_tools = actor_of(request), list(Tool.objects.select_related("owner"))
    found = tools.found_for(all_tools, actor)
    rows = [(one, tools.takes_in(one), tools.overdue(one), found.get(one.measure, [])[:1])
            for one in all_tools]  # fmt: skip
    told = {"rows": rows, "may_work": may(actor, "scorecard:tool_new")}
    return render(request, "scorecard/tools.html", told)


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one tool, and how it works for each group."""
    tool = get_object_or_404(Tool.objects.select_related("owner"), pk=key)
    actor = actor_of(request)
    found = tools.found_for([tool], actor).get(tool.measure, [])
    told = {
        "tool": tool,
        "takes_in": tools.takes_in(tool),
        "overdue": tools.overdue(tool),
        "cells": cells_of(found, actor),
        "unseen": tools.unseen(tool),
        "may_work": may(actor, "scorecard:tool_change"),
        "history": history(tool),
    }
    return render(request, "scorecard/tool.html", told)


@dataclass(frozen=True)
class Cells:
    """Hold what one finding says of each group, as this reader reads it.

    record:  the finding, for the way to its page
    finding: as it is read
    drawn:   its dot rows, or "" where it has no numbers
    """

    record: Record
    finding: Finding
    drawn: SafeString


def cells_of(found: Sequence[Record], actor: Actor) -> list[Cells]:
    """Set the dot rows of findings of one measure on one scale, as their own pages do."""
    read = [(one, as_read(one, actor)) for one in found]
    scale = scale_of([finding for _record, finding in read])
    return [Cells(record, finding, _drawn(finding, scale)) for record, finding in read]


def _drawn(finding: Finding, scale: AnyScale) -> SafeString:
    if not finding.computable:
        return mark_safe("")
    name = named(finding.title, finding.view)
    rows = document_told(Document("", "", (dot_rows(finding, name, scale),), ""))
    # The writer escapes every text and sets no attribute from one.
    return mark_safe(html_blocks(rows))  # noqa: S308  see above


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
