"""The register of decision tools: a tool is entered, reviewed in time, and retired."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.offices.desk.models import Task
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.limits import capped
from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.forms.keeping import written
from commonweal.offices.scorecard.models import Record, Tool
from commonweal.report.folder import neutral
from commonweal.vision.programs import reading


@cache
def _program() -> str:
    """Give the name of the rule behind the register, from the dated data on programs."""
    return next(one.title for one in reading.shipped() if one.key == "decision_tools")


def keep(
    tool: Tool, actor: Actor, act: str, reason: str = "", fields: Iterable[str] | None = None
) -> None:
    """Save a tool, write its history, and open the task of its next review.

    fields: what was changed of a tool that stands in the register; the rest stays as it is there
    """
    with transaction.atomic():
        if fields is None:
            tool.save()
        else:
            Tool.objects.select_for_update().get(pk=tool.pk)
            tool.save(update_fields=fields)
            tool.refresh_from_db()
        written(actor, tool, act, reason)
        Task.objects.filter(about=about(tool), done_at__isnull=True).update(
            done_at=clock.now(), done_by=actor.id
        )
        if tool.retired is None:
            Task.objects.create(
                says=(_("Review the tool %(name)s") % {"name": tool.name})[:200],
                about=about(tool), path=tool.path(), person=tool.owner, since=clock.now(),
                due=tool.review, opened_by=actor.id, last_day=tool.review,
                rule=_program()[:300],
            )  # fmt: skip


def overdue(tool: Tool) -> bool:
    """Say whether the day of a review has passed."""
    return tool.retired is None and tool.review < clock.today()


def equity(tool: Tool, actor: Actor) -> str:
    """Say what is known of the fairness of a tool, as far as this actor may see."""
    if tool.record_id is None:
        return tool.note or _("not known yet")
    found = Record.objects.seen_by(actor).filter(pk=tool.record_id).first()
    return f"{found.name}: {found.verdict}" if found else _("a finding that is not open to you")


def takes_in(tool: Tool) -> str:
    """Say what a tool takes in: not to know is not the same as none."""
    if tool.known == Tool.Known.SOME:
        return ", ".join(tool.taken_in)
    return str(Tool.Known(tool.known).label)


def sheet(actor: Actor) -> str:
    """Write the register for a spreadsheet; no cell can be read as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([
        _("tool"), _("vendor"), _("version"), _("purpose"), _("what it takes in"), _("owner"),
        _("next review"), _("mitigation"), _("equity"), _("last day of use"),
    ])  # fmt: skip
    found, ends = capped(Tool.objects.select_related("owner"))
    for one in found:
        row = (
            one.name, one.vendor, one.version, one.purpose, takes_in(one), one.owner.name,
            one.review.isoformat(), one.mitigation, equity(one, actor),
            one.retired.isoformat() if one.retired else "",
        )  # fmt: skip
        writer.writerow([neutral(str(cell)) for cell in row])
    if ends:
        writer.writerow([ends])
    return text.getvalue()
