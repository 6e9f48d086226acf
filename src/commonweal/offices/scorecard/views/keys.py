"""Keys of the interface for machines: list, make, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonweal.offices.desk import said
from commonweal.offices.house.views import actor_of
from commonweal.offices.scorecard.flow import keys
from commonweal.offices.scorecard.forms.keys import KeyForm, withdraw
from commonweal.offices.scorecard.models import ApiKey


def listed(request: HttpRequest) -> HttpResponse:
    """List all keys, with what each opens and whether it still stands."""
    rows = [(one, keys.stands(one)) for one in ApiKey.objects.select_related("owner")]
    return render(request, "scorecard/keys.html", {"rows": rows})


def made(request: HttpRequest) -> HttpResponse:
    """Make a key, and show its secret this once."""
    form = KeyForm(request.POST or None, actor=actor_of(request))
    if request.method == "POST" and form.is_valid():
        return render(request, "scorecard/key_made.html", {"secret": form.keep()})
    return render(request, "scorecard/key_form.html", {"form": form})


def withdrawn(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a key."""
    one = get_object_or_404(ApiKey, pk=key)
    withdraw(one, actor_of(request))
    said.done(request, _("The key opens nothing any more."))
    return redirect("scorecard:api_keys")
