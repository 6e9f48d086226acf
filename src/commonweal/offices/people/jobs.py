"""Work of people that is done apart from a page: the accounts of the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.people.models import Grant, Person

PASSWORD = "made-up-health-system"  # noqa: S105  of the demonstration only, printed for everybody


def demo_accounts() -> list[tuple[str, str]]:
    """Make one account for each role of the demonstration: pairs of role and e-mail address.

    Fails where the house is no demonstration: a printed password must open nothing real.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "Accounts with a printed password exist in a demonstration only."
        )
    made = []
    with translation.override("en"):
        for role in Role:
            if role is Role.PUBLIC:
                continue
            name = str(ROLE_NAMES[role])
            email = f"{role.value}@demo.example"
            person = Person.objects.filter(email=email).first()
            if person is None:
                person = Person.objects.create_user(email, PASSWORD, name=f"{name} (made up)")
            Grant.objects.get_or_create(person=person, role=role.value)
            made.append((name, email))
    return made
