"""A person's own page, and the choice of role and purpose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.offices.house.views import actor_of
from commonweal.offices.people.forms import RoleForm
from commonweal.offices.people.middleware import PURPOSE, ROLE


def me(request: HttpRequest) -> HttpResponse:
    """Show a person what is kept about them."""
    return render(request, "people/me.html", {"person": request.user})


def stay(request: HttpRequest) -> HttpResponse:
    """Keep a session that somebody still wants, and give the seconds it has left."""
    return HttpResponse(str(getattr(request, "session_left", 0)), content_type="text/plain")


def change_role(request: HttpRequest) -> HttpResponse:
    """Choose the role to act in, and what for; the session gets a new key."""
    form = RoleForm(request.POST or None, actor=actor_of(request))
    if form.is_valid():
        request.session[ROLE], request.session[PURPOSE] = form.chosen()
        request.session.cycle_key()
        return redirect("house:home")
    return render(request, "people/change_role.html", {"form": form})
