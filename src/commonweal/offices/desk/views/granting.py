"""Pages by which somebody gets a role or loses it, and on which a second person agrees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.kinds import Problem
from commonweal.offices.desk import decided, granting, said, steps
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.desk.forms_of_access import GrantForm, WhichRoleForm
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSE_NAMES, ROLE_NAMES, Role
from commonweal.offices.house.promises import office_titles
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.models import Grant, Person, RoleChange


def granted(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose a role for somebody else, then what it is for and how long."""
    actor = actor_of(request)
    person = get_object_or_404(Person.objects.exclude(pk=actor.id), pk=key, is_active=True)
    posted = request.POST if request.method == "POST" else None
    which = WhichRoleForm(posted if posted and "role" in posted else request.GET or None)
    told = {"person": person, "form": which}
    if not which.is_valid():
        return render(request, "desk/grant_which.html", told)
    role, draft = which.chosen(), f"grant {key} {which.chosen().value}"
    form = GrantForm(posted, role=role, actor=actor, draft=draft)
    if form.is_valid():
        try:
            change = granting.grant(actor, person, form.wanted(), form.text())
        except Problem as problem:
            form.add_error(None, f"{problem.says} {problem.do}".strip())
        else:
            form.forget()
            if change.state == RoleChange.State.ASKED:
                said.done(request, _("You asked. Somebody else must agree before it holds."))
                return redirect(change.path())
            said.done(request, _("The role is granted, and holds from now on."), change)
            return redirect("people:person", person.pk)
    told = {"person": person, "form": form, "role": ROLE_NAMES[role], "key": role.value,
            "strong": role in granting.STRONG, "held": _here(person, role)}  # fmt: skip
    return render(request, "desk/grant.html", told)


def ended(request: HttpRequest, key: UUID, held: int) -> HttpResponse:
    """End a role of somebody else that was granted here, at once."""
    actor = actor_of(request)
    people = Person.objects.exclude(pk=actor.id)
    person = get_object_or_404(people, pk=key)
    grant = get_object_or_404(_open().exclude(role=Role.MEMBER.value), pk=held, person=person)
    form = ReasonForm(request.POST or None, actor=actor, draft=f"end role {held}")
    if request.method == "POST" and form.is_valid():
        try:
            change = granting.end(actor, grant, form.text())
        except Problem as problem:
            form.add_error(None, f"{problem.says} {problem.do}".strip())
        else:
            form.forget()
            said.done(request, _("The role has ended. What it opened is closed now."), change)
            return redirect("people:person", person.pk)
    told = {"person": person, "form": form, "one": grant, "role": ROLE_NAMES[Role(grant.role)],
            "office": office_titles().get(grant.held_for, grant.held_for)}  # fmt: skip
    return render(request, "desk/end_role.html", told)


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a role that was asked for, granted or ended, and take the second person's step."""
    actor = actor_of(request)
    change = get_object_or_404(RoleChange.objects.seen_by(actor), pk=key)
    form = ReasonForm(request.POST or None, actor=actor, draft=f"decide {steps.about(change)}")
    if request.method == "POST" and form.is_valid():
        try:
            step = steps.find(granting.GRANTING, request.POST.get("step", ""))
            if step not in granting.offered(change, actor):
                raise Problem("step-not-yours", _("This step is not yours now."))
            steps.apply(step, change, actor, form.text())
        except Problem as problem:
            form.add_error(None, f"{problem.says} {problem.do}".strip())
        else:
            form.forget()
            said.done(request, _("Done: %(act)s.") % {"act": step.label}, change)
            return redirect(change.path())
    told = {
        **_told(change),
        "form": form,
        "steps": granting.offered(change, actor),
        "concerned": str(change.person_id) == actor.id,
        "history": decided.history(change, granting.GRANTING),
    }
    return render(request, "desk/role_change.html", told)


def _told(change: RoleChange) -> dict[str, Any]:
    """Give what a role is, for what, of which offices, and who asked for it, in words."""
    titles = office_titles()
    return {
        "change": change,
        "role": ROLE_NAMES[Role(change.role)],
        "purposes": [PURPOSE_NAMES[one] for one in change.for_purposes],
        "offices": [titles.get(one, one) for one in change.offices if one],
        "asked_by": Person.objects.filter(pk__in=filter(None, [granting.asked_by(change)])).first(),
    }


def _open() -> QuerySet[Grant]:
    open_now = Q(until__isnull=True) | Q(until__gt=clock.now())
    return Grant.objects.filter(open_now, source=Grant.Source.LOCAL)


def _here(person: Person, role: Role) -> list[Grant]:
    """Give the grants of a role made here that hold now: a new one takes their place.

    A director's are for offices: those that are not chosen now stay as they are.
    """
    if role is Role.DIRECTOR:
        return []
    return list(_open().filter(person=person, role=role.value))
