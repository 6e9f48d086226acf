"""What happens at the door is told to the trail, and what changed there ends other sessions."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from commonweal.offices.house.policy import PUBLIC
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.models import Person
from commonweal.offices.people.sessions import end_sessions
from commonweal.offices.people.signals import tell, tell_of_nobody

PASSWORD, PASSKEY, DIRECTORY, TWO = "password", "passkey", "directory", "two steps"


def came(request: HttpRequest, person: Person) -> None:
    """Tell that somebody came in, and by which way."""
    used = get_authentication_records(request, person)
    methods = {one["method"] for one in used}
    way = DIRECTORY if "socialaccount" in methods else PASSWORD
    if "mfa" in methods:
        way = PASSKEY if len(methods) == 1 else TWO
    with transaction.atomic():
        tell(actor_of(request), f"signed in by {way}", person)


def went(request: HttpRequest) -> None:
    """Tell that somebody signs out; the session still knows who it is."""
    if isinstance(request.user, Person):
        with transaction.atomic():
            tell(actor_of(request), "signed out", request.user)


def failed(address: str) -> None:
    """Tell of a wrong password: of the person whose address was typed, or of nobody known."""
    person = Person.objects.filter(email__iexact=address).first()
    with transaction.atomic():
        if person is None:
            tell_of_nobody(PUBLIC, "a wrong password for an address that is not known")
        else:
            tell(PUBLIC, "a wrong password was typed", person)


@receiver(authentication_failed)
def wrong_code(user: Person, **_: Any) -> None:
    """Tell of a wrong code."""
    with transaction.atomic():
        tell(PUBLIC, "a wrong code was typed", user)


@receiver(authentication_step_completed)
def proved_again(request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    """Give the session another key when somebody proved once more who they are."""
    if reauthenticated:
        request.session.cycle_key()


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
@receiver([password_changed, password_set])
def changed(request: HttpRequest, user: Person, **_: Any) -> None:
    """Whoever else is signed in as this person is out: they may not have been this person."""
    with transaction.atomic():
        tell(actor_of(request), "what protects the account changed", user)
        end_sessions({str(user.pk)}, kept=request.session.session_key or "")
