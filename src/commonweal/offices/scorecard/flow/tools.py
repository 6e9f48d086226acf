"""The register of decision tools: a tool is entered, reviewed in time, and retired."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.offices.desk.models import Task
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.limits import capped
from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.forms.keeping import written
from commonweal.offices.scorecard.models import Edition, Record, Tool
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


def found_for(tools: Iterable[Tool], actor: Actor) -> dict[str, list[Record]]:
    """Give what the newest edition found by the measures of tools, as far as an actor may see.

    Gives the findings by the key of their measure, the most serious first.
    """
    keys = {one.measure for one in tools} - {""}
    newest = Edition.objects.first()
    seen = Record.objects.seen_by(actor).filter(edition=newest, key__in=keys).defer("course")
    found: dict[str, list[Record]] = {}
    for record in seen.order_by("rank", "place") if newest else ():
        found.setdefault(record.key, []).append(record)
    return found


def equity(tool: Tool, found: Sequence[Record]) -> str:
    """Say in a few words what is known of the fairness of a tool.

    found: by its measure in the newest edition, as far as the reader may see
    """
    if found:
        return f"{found[0].name}: {found[0].verdict}"
    return unseen(tool) if tool.measure else tool.note or _("not known yet")


def unseen(tool: Tool) -> str:
    """Say why there is no finding; what is not there and what is closed read the same."""
    if tool.measure:
        return _("The newest edition holds no finding on this that is open to you.")
    return _("No measure is named yet that tells how it works for each group.")


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
    rows, ends = capped(Tool.objects.select_related("owner"))
    found = found_for(rows, actor)
    for one in rows:
        row = (
            one.name, one.vendor, one.version, one.purpose, takes_in(one), one.owner.name,
            one.review.isoformat(), one.mitigation, equity(one, found.get(one.measure, ())),
            one.retired.isoformat() if one.retired else "",
        )  # fmt: skip
        writer.writerow([neutral(str(cell)) for cell in row])
    if ends:
        writer.writerow([ends])
    return text.getvalue()
