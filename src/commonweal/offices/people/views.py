"""A person's own page, what they say of themselves, and the choice of role and purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from commonweal.kinds import Problem, Purpose
from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.house.promises import office_titles
from commonweal.offices.house.views import actor_of
from commonweal.offices.people import directory, fresh, own, signed_in
from commonweal.offices.people import signed_out as signed_out_there
from commonweal.offices.people.access import may
from commonweal.offices.people.forms import AnswerForm, NameForm, RoleForm, WordsForm
from commonweal.offices.people.middleware import LENT, PURPOSE, ROLE
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.people.signals import tell


def me(request: HttpRequest) -> HttpResponse:
    """Show a person what is kept about them, and where to correct it."""
    person = person_of(request)
    places = person.affiliations.not_over(clock.today())
    told = {"person": person, "roles": roles_held(person), "places": places}
    told["may_describe"] = may(actor_of(request), "people:answers")
    return render(request, "people/me.html", told)


def roles_held(person: Person) -> list[tuple[Any, str, Grant]]:
    """Give the name of each role that a person holds now, the office it is for, and who says so."""
    titles, now = office_titles(), clock.now()
    return [
        (ROLE_NAMES[Role(one.role)], titles.get(one.held_for, one.held_for), one)
        for one in person.grants.order_by("role", "held_for", "pk")
        if one.role != Role.MEMBER.value and (one.until is None or one.until > now)
    ]


def person_of(request: HttpRequest) -> Person:
    """Give who is signed in; the guard lets nobody else come to these pages."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form sent, empty or not, or nothing where it was only opened."""
    return request.POST if request.method == "POST" else None


def rename(request: HttpRequest) -> HttpResponse:
    """Correct one's own name."""
    person = person_of(request)
    form = NameForm(sent(request), instance=person)
    if form.is_valid():
        with transaction.atomic():
            form.save()
            tell(actor_of(request), "own name corrected", person)
        messages.success(request, _("Your name is corrected."))
        return redirect("people:me")
    return render(request, "people/rename.html", {"form": form})


def answers(request: HttpRequest) -> HttpResponse:
    """Show a person what they said of themselves."""
    person = person_of(request)
    try:
        shown = own.answers(actor_of(request), person) if person.vault_key else []
    except Problem:
        shown = []  # no data was loaded yet: the page says so
    return render(request, "people/answers.html", {"shown": shown, "known": bool(person.vault_key)})


def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a question about oneself, or correct the answer."""
    person, asked = person_of(request), asked_of(request, key)
    form = (AnswerForm if asked.choices else WordsForm)(sent(request), asked=asked)
    if form.is_valid():
        own.say(actor_of(request), person, asked, form.cleaned_data["answer"])
        messages.success(request, _("Your answer is kept. Figures use it from the next load on."))
        return redirect("people:answers")
    return render(request, "people/answer.html", {"form": form, "asked": asked})


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an answer about oneself back."""
    person, asked = person_of(request), asked_of(request, key)
    own.withdraw(actor_of(request), person, asked)
    messages.success(
        request, _("Your answer is withdrawn. Figures do without it from the next load on.")
    )
    return redirect("people:answers")


def asked_of(request: HttpRequest, key: str) -> own.Question:
    """Find a question; nobody answers who is not among the people measured."""
    asked = own.question(key)
    if asked is None or not person_of(request).vault_key:
        raise Http404
    return asked


def sessions(request: HttpRequest) -> HttpResponse:
    """Show a person where they are signed in, and let them end what they do not know."""
    held = signed_in.listed(request, person_of(request))
    others = any(not one.here for one in held)
    return render(request, "people/sessions.html", {"held": held, "others": others})


def sessions_end(request: HttpRequest, name: str = "") -> HttpResponse:
    """End one other session of one's own, or all others."""
    ended = signed_in.end(request, actor_of(request), person_of(request), name)
    if ended:
        text = ngettext("%(many)s session is ended.", "%(many)s sessions are ended.", ended)
        messages.success(request, text % {"many": ended})
    else:
        messages.info(request, _("There was nothing left to end."))
    return redirect("people:sessions")


def stay(request: HttpRequest) -> HttpResponse:
    """Keep a session that somebody still wants, and give the seconds it has left."""
    left = str(getattr(request, "session_left", 0))
    return HttpResponse(left, content_type="text/plain; charset=utf-8")


@csrf_exempt  # no form of a page: a token that the directory signed
def signed_out(request: HttpRequest) -> HttpResponse:
    """Take the directory's word, by a signed token, that somebody signed out there."""
    headers = {"Cache-Control": "no-store"}
    try:
        signed_out_there.end(request, directory.ours(), request.POST.get("logout_token", ""))
    except Problem as problem:
        told = {"error": "invalid_request", "error_description": problem.says}
        return JsonResponse(told, status=400, headers=headers)
    except OSError:  # its keys can not be fetched now: it may try again
        return JsonResponse({"error": "temporarily_unavailable"}, status=503, headers=headers)
    return HttpResponse(headers=headers)


def again(request: HttpRequest) -> HttpResponse:
    """Lead somebody to where they prove who they are, before data leaves this site."""
    request.session.pop(fresh.QUIET, None)  # whoever comes back from here proved it
    return redirect(fresh.way(request, person_of(request)))


def change_role(request: HttpRequest) -> HttpResponse:
    """Choose the role to act in, and what for; the session gets a new key."""
    form = RoleForm(sent(request), actor=actor_of(request))
    if form.is_valid():
        role, purpose = form.chosen()
        acts = replace(actor_of(request), role=Role(role), purpose=Purpose(purpose))
        with transaction.atomic():
            tell(acts, "role and purpose chosen", person_of(request))
        request.session[ROLE], request.session[PURPOSE] = role, purpose
        request.session.pop(LENT, None)
        request.session.cycle_key()
        return redirect("house:home")
    return render(request, "people/change_role.html", {"form": form})
