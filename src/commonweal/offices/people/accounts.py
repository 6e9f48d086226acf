"""Pages of whoever runs the accounts: persons, where they belong, their offices and access."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.house.views import actor_of
from commonweal.offices.people import keeping
from commonweal.offices.people.access import may
from commonweal.offices.people.forms import EndForm, OfficesForm, PlaceForm
from commonweal.offices.people.models import Affiliation, Grant, Person, RoleChange
from commonweal.offices.people.signals import tell, tell_of_all
from commonweal.offices.people.views import roles_held, sent

PAGE = 100


def listed(request: HttpRequest) -> HttpResponse:
    """List persons by name, or those whom a few words find."""
    words = request.GET.get("words", "").strip()[:200]
    with transaction.atomic():
        tell_of_all(actor_of(request), "read the list of people")
    page = Paginator(keeping.found(words), PAGE).get_page(request.GET.get("page"))
    rows = [(one, _roles(one)) for one in page]
    return render(request, "people/people.html", {"rows": rows, "page": page, "words": words})


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the account of one person; they can see that somebody looked."""
    person, actor = get_object_or_404(Person, pk=key), actor_of(request)
    with transaction.atomic():
        tell(actor, "read the account", person)
    today = clock.today()
    told = {
        "person": person,
        "places": person.affiliations.not_over(today),
        "past": person.affiliations.filter(until__lt=today),
        "held": (held := roles_held(person)),
        "directed_there": any(one.source == Grant.Source.DIRECTORY for _name, _office, one in held),
        "directory": settings.DIRECTORY.name if settings.DIRECTORY else "",
        "asked": person.role_changes.filter(state=RoleChange.State.ASKED),
        "own": str(person.pk) == actor.id,
        "may_keep": may(actor, "people:belongs"),
        "directs": keeping.directed(person).exists(),
    }
    return render(request, "people/person.html", told)


def belongs(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note where a person belongs."""
    person = get_object_or_404(Person, pk=key)
    form = PlaceForm(sent(request), instance=Affiliation(person=person))
    if form.is_valid():
        keeping.begin(actor_of(request), form.instance)
        messages.success(request, _("It is noted where this person belongs."))
        return redirect("people:person", person.pk)
    told = {"form": form, "person": person, "title": _("Note where somebody belongs"),
            "button": _("Note this")}  # fmt: skip
    return render(request, "people/keep.html", told)


def belongs_end(request: HttpRequest, key: UUID, place: int) -> HttpResponse:
    """Say the last day on which a person belongs somewhere."""
    mine = {"person_id": key, "source": Affiliation.Source.LOCAL}
    held = get_object_or_404(Affiliation.objects.not_over(clock.today()), pk=place, **mine)
    form = EndForm(sent(request), place=held)
    if form.is_valid():
        keeping.end(actor_of(request), held, form.cleaned_data["until"])
        messages.success(request, _("The last day is noted."))
        return redirect("people:person", key)
    told = {"form": form, "person": held.person, "title": _("Note the last day"),
            "button": _("Note the last day"), "place": held}  # fmt: skip
    return render(request, "people/keep.html", told)


def offices(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose which offices a director directs; nobody widens this for themselves."""
    person = get_object_or_404(Person.objects.exclude(pk=actor_of(request).id), pk=key)
    grants = get_list_or_404(keeping.directed(person))
    form = OfficesForm(sent(request), held=[one.held_for for one in grants])
    if form.is_valid():
        keeping.direct(actor_of(request), person, form.chosen())
        messages.success(request, _("The offices of this director are noted."))
        return redirect("people:person", person.pk)
    told = {"form": form, "person": person, "title": _("Choose the offices of a director"),
            "button": _("Use these offices")}  # fmt: skip
    return render(request, "people/keep.html", told)


def shut_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """End the access of somebody else at once; nobody shuts themselves out."""
    actor = actor_of(request)
    person = get_object_or_404(Person.objects.exclude(pk=actor.id), pk=key, is_active=True)
    keeping.shut_out(actor, person)
    messages.success(request, _("The access has ended, and so has every session."))
    return redirect("people:person", person.pk)


def let_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let somebody in again whose access was ended here."""
    person = get_object_or_404(Person, pk=key, is_active=False, left__isnull=True)
    keeping.let_in(actor_of(request), person)
    messages.success(request, _("This person may sign in again."))
    return redirect("people:person", person.pk)


def _roles(person: Person) -> list[str]:
    """Name the roles that a person holds now beside the one that everybody has."""
    held = {one.role for one in person.held}  # type: ignore[attr-defined]  # by found
    return [str(ROLE_NAMES[one]) for one in Role if one.value in held - {Role.MEMBER.value}]
