"""Initiatives: the list, the page of one, proposing, changing, and every step of its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.findings.finding import Finding
from commonweal.kinds import Problem
from commonweal.measures.measure import Measure
from commonweal.measures.registry import every_measure
from commonweal.offices.desk import queues, said, steps
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.desk.models import Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow.initiatives import FLOW, instead, judged, outcomes
from commonweal.offices.scorecard.forms.initiatives import OVER, InitiativeForm, TodoForm, todo_of
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.models import Initiative, Record
from commonweal.offices.scorecard.models.findings import labels_for, public_only
from commonweal.offices.scorecard.models.visions import the_vision

FILTERS = ("commitment", "office", "state")
MOST = 12  # editions on one page


@dataclass(frozen=True)
class Later:
    """Hold what an edition says of the measure that an initiative is judged by.

    record:  of that edition
    finding: as this reader may read it
    began:   whether the initiative began from it
    """

    record: Record
    finding: Finding
    began: bool


def listed(request: HttpRequest) -> HttpResponse:
    """List initiatives by promise, office and state."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    given = {name: value for name, value in asked.items() if value}
    vision = the_vision()
    choices = (
        ("commitment", _("Promise"), [(one.key, one.title) for one in vision.commitments]),
        ("office", _("Office"), [(one.key, one.title) for one in vision.offices]),
        ("state", _("State"), Initiative.State.choices),
    )
    shown = Initiative.objects.filter(**given).select_related("owner")
    chosen = [(name, label, options, asked[name]) for name, label, options in choices]
    told = {"initiatives": shown, "chosen": chosen, "filtered": bool(given), "titles": titles()}
    return render(request, "scorecard/initiatives.html", _with_rights(request, told))


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one initiative: what, for whom, by whom, and what came of it."""
    initiative = get_object_or_404(Initiative.objects.select_related("owner", "record"), pk=key)
    actor = actor_of(request)
    measure = measure_of(initiative.outcome)
    told = {
        "initiative": initiative,
        "titles": titles(),
        "measure": measure,
        "judged": [(one, instead(one)) for one in judged(initiative)],
        "steps": steps.steps_for(FLOW, initiative, actor),
        "later": later(initiative, actor),
        "parts": queues.sorted_out(_todo(initiative), clock.today()),
        "history": history(initiative, FLOW),
        "worklists": initiative.worklists.all()[:10],
        "form": TodoForm(),
    }
    rights = _with_rights(request, told)
    rights["may_worklist"] = may(actor, "scorecard:worklist", initiative)
    rights["may_initiative_change"] &= initiative.state not in OVER
    return render(request, "scorecard/initiative.html", rights)


def propose(request: HttpRequest) -> HttpResponse:
    """Propose an initiative, for a gap or for a promise."""
    actor = actor_of(request)
    record = _record(request.GET.get("record", ""), actor)
    first = {"commitment": request.GET.get("commitment", "")}
    form = InitiativeForm(
        request.POST or None, record=record, initial=first, actor=actor,
        draft=f"propose {steps.about(record) if record else _promise(first['commitment'])}".strip(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = form.keep(actor)
        form.forget()
        said.done(request, _("The initiative was proposed. Somebody else approves it."))
        return redirect(made.path())
    told = {"form": form, "record": record, "title": _("Propose an initiative"),
            "button": _("Propose the initiative")}  # fmt: skip
    return render(request, "scorecard/initiative_form.html", told)


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what may still be changed of an initiative."""
    initiative = get_object_or_404(Initiative.objects.exclude(state__in=OVER), pk=key)
    actor, draft = actor_of(request), f"change {steps.about(initiative)}"
    form = InitiativeForm(request.POST or None, instance=initiative, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(actor)
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            said.done(request, _("The initiative was changed. The history says what."))
            return redirect(initiative.path())
    told = {"form": form, "initiative": initiative, "title": _("Change the initiative"),
            "button": _("Save the changes")}  # fmt: skip
    return render(request, "scorecard/initiative_form.html", told)


def step(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Take one step: the page shows what it means, and asks for a reason where it needs one."""
    initiative = get_object_or_404(Initiative, pk=key)
    actor = actor_of(request)
    chosen = next(
        (one for one in steps.steps_for(FLOW, initiative, actor) if one.name == name), None
    )
    if chosen is None:
        raise Http404
    given = request.POST if request.method == "POST" else None
    draft = f"{name} {steps.about(initiative)}"
    form = ReasonForm(given, needed=chosen.reason, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            steps.apply(chosen, initiative, actor, form.text())
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            said.done(request, _("Done: %(step)s") % {"step": chosen.label}, initiative)
            return redirect(initiative.path())
    told = {"form": form, "thing": initiative, "step": chosen,
            "judged": [(one, instead(one)) for one in judged(initiative)]}  # fmt: skip
    return render(request, "scorecard/take_step.html", told)


def todo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a task to the plan."""
    initiative = get_object_or_404(Initiative, pk=key)
    actor, draft = actor_of(request), f"task {steps.about(initiative)}"
    form = TodoForm(request.POST or None, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        form.keep(initiative, actor)
        form.forget()
        said.done(request, _("The task was added, and stands in the list of whoever has it."))
        return redirect(initiative.path())
    told = {"form": form, "initiative": initiative, "title": _("Add a task"),
            "button": _("Add the task")}  # fmt: skip
    return render(request, "scorecard/initiative_form.html", told)


def titles() -> dict[str, str]:
    """Give the titles of promises and offices by their keys."""
    vision = the_vision()
    promised = {one.key: one.title for one in vision.commitments}
    return promised | {one.key: one.title for one in vision.offices}


def measure_of(key: str) -> Measure | None:
    """Find a measure, or None where it is no longer in the house."""
    return next((one for one in every_measure() if one.key == key), None)


def later(initiative: Initiative, actor: Actor) -> list[Later]:
    """Give what every edition says of the same measure and view, the oldest first."""
    first = initiative.began_from
    records = outcomes(initiative, actor)[:MOST]
    public = public_only(labels_for(actor.role))
    return [
        Later(one, one.published if public else one.brief, one == first)
        for one in reversed(list(records))
    ]


def _promise(key: str) -> str:
    return key if key in {one.key for one in the_vision().commitments} else ""


def _record(key: str, actor: Actor) -> Record | None:
    try:
        asked = UUID(key)
    except ValueError:
        return None
    return get_object_or_404(Record.objects.seen_by(actor), pk=asked)


def _todo(initiative: Initiative) -> list[Task]:
    return list(Task.objects.filter(about=todo_of(initiative), done_at__isnull=True))


def _with_rights(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    actor = actor_of(request)
    names = ("initiative_propose", "initiative_change", "worklist", "initiative_todo")
    return told | {f"may_{one}": may(actor, f"scorecard:{one}") for one in names}
