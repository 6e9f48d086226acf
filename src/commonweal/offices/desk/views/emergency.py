"""Pages of emergency access: asking, agreeing, looking by it, ending it, and the review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import decided, emergency, said, steps
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.desk.forms_of_access import EmergencyForm
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.middleware import LENT
from commonweal.offices.people.models import Emergency, Person
from commonweal.offices.people.signals import tell

MOST = 100


def listed(request: HttpRequest) -> HttpResponse:
    """List one's own emergency accesses, and those of all for who may agree to them."""
    emergency.settle()
    seen = Emergency.objects.seen_by(actor_of(request)).select_related("person")
    return render(request, "desk/emergencies.html", {"rows": seen[:MOST]})


def asked(request: HttpRequest) -> HttpResponse:
    """Ask for emergency access."""
    actor = actor_of(request)
    form = EmergencyForm(request.POST or None, actor=actor, draft="emergency")
    if request.method == "POST" and form.is_valid():
        try:
            role, purpose = form.chosen()
            one = emergency.ask(actor, role, purpose, form.cleaned_data["what"], form.text())
        except Problem as problem:
            form.add_error(None, f"{problem.says} {problem.do}".strip())
        else:
            form.forget()
            said.done(request, _("You asked. A second person must agree within one hour."))
            return redirect(one.path())
    return render(request, "desk/emergency_ask.html", {"form": form})


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an emergency access and what was looked at by it, and take a step."""
    emergency.settle()
    actor = actor_of(request)
    one = get_object_or_404(Emergency.objects.seen_by(actor), pk=key)
    form = ReasonForm(request.POST or None, actor=actor, draft=f"decide {steps.about(one)}")
    if request.method == "POST" and form.is_valid():
        try:
            step = steps.find(emergency.FLOW, request.POST.get("step", ""))
            emergency.take(step, one, actor, form.text())
        except Problem as problem:
            form.add_error(None, f"{problem.says} {problem.do}".strip())
        else:
            form.forget()
            said.done(request, _("Done: %(act)s.") % {"act": step.label})
            return redirect(one.path())
    told = {
        "one": one,
        "own": str(one.person_id) == actor.id,
        "form": form,
        "steps": emergency.offered(one, actor),
        "looks": emergency.looks(one),
        "history": decided.history(one, emergency.FLOW),
    }
    return render(request, "desk/emergency.html", told)


def used(request: HttpRequest) -> HttpResponse:
    """Act by one's own emergency access, or fail where none holds; the session gets a new key."""
    actor = actor_of(request)
    one = getattr(request, "emergency", None)
    if one is None:
        messages.error(request, _("No emergency access of yours holds now."))
        return redirect("desk:emergency")
    with transaction.atomic():
        tell(actor, "emergency access used", Person.objects.get(pk=actor.id))
    request.session[LENT] = str(one.pk)
    request.session.cycle_key()
    return redirect("house:home")


def ended(request: HttpRequest, key: UUID) -> HttpResponse:
    """End an emergency access at once: one's own, or that of somebody else as one who may agree."""
    actor = actor_of(request)
    one = get_object_or_404(Emergency.objects.seen_by(actor), pk=key)
    try:
        emergency.take(emergency.END, one, actor)
    except Problem as problem:
        messages.error(request, f"{problem.says} {problem.do}".strip())
    else:
        said.done(request, _("The emergency access has ended. What it opened is closed now."))
    if str(one.person_id) == actor.id:
        request.session.pop(LENT, None)
    return redirect(one.path())
