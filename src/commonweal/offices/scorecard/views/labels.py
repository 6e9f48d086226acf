"""Who may see a finding: asking for more readers, agreeing as the second person, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.kinds import Problem
from commonweal.offices.desk import said, steps
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.flow import widening
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.forms.labels import LabelForm, stricter, wider
from commonweal.offices.scorecard.models import Edition, Label, Record, Widening
from commonweal.offices.scorecard.models.visions import the_vision
from commonweal.offices.scorecard.views.measure import found_by


def widen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask to let more people see one finding."""
    actor = actor_of(request)
    record = found_by(actor, key)
    draft, labels = f"widen {steps.about(record)}", wider(record.label)
    form = LabelForm(request.POST or None, labels=labels, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            wish = widening.ask([record], form.chosen(), actor, form.text())
        except Problem as problem:
            form.add_error(None, widening.why_not(record, form.chosen()) or problem.says)
        else:
            form.forget()
            said.done(request, _("You asked. Somebody else must agree before it is open."), wish)
            return redirect(wish.path())
    told = {"form": form, "record": record, "title": widening.ASK.label}
    return render(request, "scorecard/label.html", told | {"held": widening.held(record)})


def narrow(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let fewer people see one finding, at once."""
    actor = actor_of(request)
    record = found_by(actor, key)
    draft, labels = f"close {steps.about(record)}", stricter(record.label)
    form = LabelForm(request.POST or None, labels=labels, actor=actor, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            widening.narrow(record, form.chosen(), actor, form.text())
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            said.done(request, _("The finding was closed to others, at once."))
            return redirect("scorecard:measures")
    told = {"form": form, "record": record, "title": widening.NARROW.label, "closing": True}
    return render(request, "scorecard/label.html", told)


def widen_many(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to open all signed findings of a promise; first show what would happen to each."""
    actor = actor_of(request)
    commitment = next((one for one in the_vision().commitments if one.key == key), None)
    if commitment is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    given = request.GET or None if posted is None else posted
    form = LabelForm(given, labels=wider(Label.COUNSEL), needed=False)
    told: dict[str, Any] = {"form": form, "commitment": commitment}
    if form.is_valid():
        told["dry"] = widening.sorted_out(_signed(actor, key), form.chosen())
        told["chosen"], told["readers"] = form.chosen(), Label(form.chosen()).label
        told["form"] = why = ReasonForm(posted, actor=actor, draft=f"open {key} {form.chosen()}")
        if posted is not None and why.is_valid():
            try:
                wish = widening.ask(_signed(actor, key), form.chosen(), actor, why.text())
            except Problem as problem:
                why.add_error(None, problem.says)
            else:
                why.forget()
                return _receipt(request, wish, told["dry"])
    return render(request, "scorecard/widen_many.html", told)


def _receipt(request: HttpRequest, wish: Widening, done: widening.Receipt) -> HttpResponse:
    opened, left = len(done.opened), len(done.left)
    asked = ngettext("You asked for %(n)d finding.", "You asked for %(n)d findings.", opened)
    said.done(request, asked % {"n": opened}, wish)
    if left:
        skipped = ngettext("%(n)d was skipped.", "%(n)d were skipped.", left)
        messages.info(request, skipped % {"n": left})
    return redirect(wish.path())


def _signed(actor: Actor, key: str) -> list[Record]:
    """Give the signed findings of a promise in the newest edition, as far as they may be seen."""
    edition = Edition.objects.first()
    seen = edition.records.seen_by(actor) if edition else Record.objects.none()
    signed = seen.filter(commitments__contains=f" {key} ", state=Record.State.SIGNED)
    return list(signed.defer("content", "course"))


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what somebody asked to open, and take the second person's step."""
    actor = actor_of(request)
    wish = get_object_or_404(Widening.objects.seen_by(actor), pk=key)
    wished = list(wish.wishes.select_related("record__edition"))
    form = ReasonForm(request.POST or None, actor=actor, draft=f"decide {steps.about(wish)}")
    if request.method == "POST" and form.is_valid():
        try:
            _decided(request, wish, actor, form.text())
        except Problem as problem:
            form.add_error(None, problem.says)
        else:
            form.forget()
            return redirect(wish.path())
    closed = widening.closed_since(wish)
    told = {
        "wish": wish,
        "wished": [
            (one, widening.why_not(one.record, wish.label, one.start, closed)) for one in wished
        ],
        "form": form,
        "own": widening.asked_by(wish) == actor.id,
        "steps": _offered(wish, actor),
        "history": history(wish, widening.WIDENING),
        "public": wish.label == Label.PUBLIC,
    }
    return render(request, "scorecard/widening.html", told)


def _offered(wish: Widening, actor: Actor) -> list[steps.Step]:
    """Give the steps that are this person's: the one who asked can only take it back."""
    own = widening.asked_by(wish) == actor.id
    return [
        one
        for one in steps.steps_for(widening.WIDENING, wish, actor)
        if (one == widening.WITHDRAW) == own and all(need.met(wish, actor) for need in one.needs)
    ]


def _decided(request: HttpRequest, wish: Widening, actor: Actor, reason: str) -> None:
    step = steps.find(widening.WIDENING, request.POST.get("step", ""))
    if step != widening.AGREE:
        steps.apply(step, wish, actor, reason)
        said.done(request, _("Done: %(act)s.") % {"act": step.label}, wish)
        return
    done = widening.agree(wish, actor, reason)
    opened = ngettext("%(n)d finding was opened.", "%(n)d findings were opened.", len(done.opened))
    said.done(request, opened % {"n": len(done.opened)}, wish)
    for record, why in done.left:
        told = {"name": record.told_name, "why": why}
        messages.warning(request, _("%(name)s stays closed: %(why)s") % told)
