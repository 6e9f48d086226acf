"""Signing a finding, or sending it back: criteria and evidence come before the act."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.findings import words
from commonweal.findings.finding import Finding
from commonweal.findings.numbers import joined
from commonweal.kinds import Problem
from commonweal.measures.registry import every_measure
from commonweal.offices.desk import said, steps
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.flow.signing import SIGNING, decide
from commonweal.offices.scorecard.models import Record
from commonweal.offices.scorecard.models.examples import example_of
from commonweal.offices.scorecard.views.measure import found_by, told_of


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show criteria and evidence of a finding, and take the step that somebody decides on."""
    actor = actor_of(request)
    record = found_by(actor, key)
    form = ReasonForm(request.POST or None, actor=actor, draft=f"sign {steps.about(record)}")
    if request.method == "POST" and form.is_valid():
        try:
            step = steps.find(SIGNING, request.POST.get("step", ""))
            decide(step, record, actor, form.text())
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            said.done(request, _("Done: %(act)s.") % {"act": step.label}, record)
            return redirect(record.path())
    told = told_of(record, actor)
    told |= {
        "form": form,
        "steps": steps.steps_for(SIGNING, record, actor),
        "criteria": list(criteria(record, told["finding"])),
    }
    return render(request, "scorecard/sign.html", told)


def criteria(record: Record, finding: Finding) -> Iterator[tuple[str, str]]:
    """Say what was checked of a finding, and how it came out."""
    yield _("The measure"), finding.review
    example = bool(example_of(record.key))
    yield _("Worked example"), _("It runs as a test.") if example else _("None is written yet.")
    yield (
        _("Groups judged"),
        ngettext("%(n)d group", "%(n)d groups", finding.judged) % {"n": finding.judged},
    )
    hidden = sum(not row.rate.shown for row in finding.rows)
    yield (
        _("Groups without a figure"),
        ngettext("%(n)d group", "%(n)d groups", hidden) % {"n": hidden},
    )
    yield _("Chance"), finding.chance or _("No group was compared.")
    yield _("Caveats"), joined(finding.notes, words.SENTENCES) or _("None was noted.")
    measure = next((one for one in every_measure() if one.key == record.key), None)
    if measure is not None and measure.version != finding.version:
        yield _("Version"), _("The measure has changed since this was found.")
