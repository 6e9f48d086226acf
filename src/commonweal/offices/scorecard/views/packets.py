"""The six-part evidence packet of an initiative, to read and on paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Task
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.languages import document_told, told
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.flow.initiatives import FLOW
from commonweal.offices.scorecard.forms.initiatives import todo_of
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.models import Initiative, Record
from commonweal.offices.scorecard.models.visions import the_vision
from commonweal.offices.scorecard.views.initiatives import later, measure_of, titles
from commonweal.report.document import Document
from commonweal.report.packet import Plan, packet_document
from commonweal.report.writers.html import html_blocks
from commonweal.report.writers.pdf import PAGE, write_pdf

PAPERS = ("letter", "a4")


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the packet."""
    initiative = get_object_or_404(Initiative, pk=key)
    document = document_told(packet_document(plan_of(initiative, actor_of(request))))
    # The report room escapes every word that it sets.
    blocks = mark_safe(html_blocks(document))  # noqa: S308  see the line above
    shown = {"initiative": initiative, "document": document, "blocks": blocks}
    return render(request, "scorecard/packet.html", shown)


def paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand over the packet as a tagged PDF, on letter or A4."""
    initiative = get_object_or_404(Initiative, pk=key)
    actor = actor_of(request)
    size = request.GET.get("paper", PAPERS[0])
    document = packet_document(plan_of(initiative, actor))
    content = printed(document, clock.today(), size)
    trail.write(actor, "fetch an evidence packet", about(initiative))
    return pdf(content, "evidence-packet")


def printed(document: Document, day: date, size: str = PAPERS[0]) -> bytes:
    """Print a document in the language of the reader."""
    paper = size if size in PAPERS else PAPERS[0]
    return write_pdf(document_told(document), day, paper, told(PAGE))


def pdf(content: bytes, name: str) -> HttpResponse:
    """Give a file that opens in whatever reads PDF."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def plan_of(initiative: Initiative, actor: Actor) -> Plan:
    """Gather what is known of an initiative, as far as this actor may see."""
    measure, named = measure_of(initiative.outcome), titles()
    judged = told(measure.title) if measure else initiative.outcome
    found = [one for one in later(initiative, actor) if one.record.state == Record.State.SIGNED]
    return Plan(
        name=initiative.name,
        state=initiative.get_state_display(),
        institution=the_vision().title,
        period=found[0].finding.period if found else _long(initiative.begins),
        leader=initiative.owner.name,
        office=named.get(initiative.office, initiative.office),
        promise=named.get(initiative.commitment, initiative.commitment),
        changes=initiative.changes,
        whom=initiative.eligibility,
        begins=_long(initiative.begins),
        target=_long(initiative.target),
        judged=_("%(measure)s; %(design)s")
        % {"measure": judged, "design": initiative.get_design_display()},
        needs=initiative.needs,
        off_plan=initiative.off_plan,
        informs=initiative.informs,
        tasks=_tasks(initiative),
        acts=_acts(initiative),
        findings=tuple(one.finding for one in found),
        foot=found[-1].finding.foot if found else "",
    )


def _tasks(initiative: Initiative) -> tuple[str, ...]:
    done, waits = _("%(task)s: done on %(day)s"), _("%(task)s: due on %(day)s")
    return tuple(
        done % {"task": one.says, "day": _long(one.done_at.date())}
        if one.done_at
        else waits % {"task": one.says, "day": _long(one.due)}
        for one in Task.objects.filter(about=todo_of(initiative))
    )


def _acts(initiative: Initiative) -> tuple[str, ...]:
    says = _("%(day)s: %(act)s, %(role)s")
    return tuple(
        says % {"day": _long(one.at), "act": one.says, "role": one.role}
        for one in reversed(history(initiative, FLOW))
    )


def _long(day: date | None) -> str:
    return formats.date_format(day, "j F Y") if day else _("no day set")
