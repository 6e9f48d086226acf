"""Work of people that is done apart from a page: who left, and accounts that are made here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation

from commonweal.kinds import Problem
from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, SYSTEM, Role
from commonweal.offices.people import directory
from commonweal.offices.people.models import Affiliation, Grant, Person
from commonweal.offices.people.signals import tell

RECORD = "main:staff/E100001"  # of the made-up health system, for the member of the demonstration
# Where the accounts of the demonstration belong, and as what, by their role.
PLACES = {
    Role.MEMBER: ("Nursing", "staff"),
    Role.OFFICER: ("Programs, fellowships, internships and awards", "staff"),
    Role.DIRECTOR: ("Council", "staff"),
    Role.ANALYST: ("Office of quality", "staff"),
    Role.RESEARCHER: ("School of public health", "faculty"),
    Role.ADVISER: ("Office of immigration services", "staff"),
    Role.QUALITY: ("Office of quality", "faculty"),
    Role.BOARD: ("Board of trustees", "trustee"),
    Role.COUNSEL: ("Office of general counsel", "staff"),
    Role.PRIVACY: ("Privacy office", "staff"),
    Role.STEWARD: ("Data services", "staff"),
    Role.ADMINISTRATOR: ("Information technology", "staff"),
}
BELONG_FOR = timedelta(days=500)
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
            unit, kind = PLACES[role]
            Affiliation.objects.get_or_create(
                person=person, unit=unit, kind=kind, defaults={"since": clock.today() - BELONG_FOR}
            )
            if role is Role.MEMBER:
                person.vault_key = directory.vault_key(RECORD)
                person.save(update_fields=["vault_key"])
            made.append((name, email))
    return made


@dataclass(frozen=True)
class Leavers:
    """Say what a list of everybody who belongs did.

    listed: ids on the list
    left:   persons whose roles and sessions ended
    back:   persons who may come in again
    """

    listed: int
    left: int
    back: int


def leavers(path: Path, most: float = 0.2) -> Leavers:
    """End the access of everybody who is not on the list, at once; let in again who is back.

    path: CSV with a column "id": the ids of everybody in the directory now
    most: share of our persons that may leave at one time; a list cut short must not end them all

    Fails with Problem "leavers-unreadable" or "leavers-many". Nothing is changed then.
    """
    listed = _ids(path)
    ours = SocialAccount.objects.select_related("user")
    gone = [one.user for one in ours if one.uid not in listed and one.user.is_active]
    back = [one.user for one in ours if one.uid in listed and one.user.left]
    staying = sum(one.user.is_active for one in ours)
    if len(gone) > max(5, most * staying):
        raise Problem(
            "leavers-many",
            f"{len(gone)} of {staying} people would lose their access by this list.",
            "Look whether the list is whole, or allow more with --most.",
        )
    for person in gone:
        directory.leave(person)
    for person in back:
        directory.come_back(person)
    return Leavers(len(listed), len(gone), len(back))


def _ids(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = {(row["id"] or "").strip() for row in csv.DictReader(file)} - {""}
    except (OSError, KeyError, UnicodeDecodeError, csv.Error):
        found = set()
    if not found:
        raise Problem(
            "leavers-unreadable",
            "The list can not be read, or has no ids in a column named id.",
            "Write a CSV whose first line is: id",
        )
    return found


def account(email: str, name: str, role: str, password: str, days: int) -> date:
    """Make an account with a password and one role, and give the day on which the role ends.

    Fails with Problem "account-refused" where the account is there already, the role is not
    known, or the password is too easy. Nothing is changed then.
    """
    known = {one.value for one in Role if one is not Role.PUBLIC}
    if role not in known:
        raise _refused(
            f"There is no role called '{role}'.", f"Use one of: {', '.join(sorted(known))}."
        )
    if days < 1 or Person.objects.filter(email__iexact=email).exists():
        raise _refused("This address has an account, or the days are none.", "Look at both.")
    person = Person(email=Person.objects.normalize_email(email), name=name)
    try:
        validate_email(email)
        validate_password(password, person)
    except ValidationError as error:
        raise _refused(" ".join(error.messages), "Give another one.") from error
    until = clock.now() + timedelta(days=days)
    with transaction.atomic():
        person.set_password(password)
        person.save()
        Grant.objects.create(person=person, role=role, until=until)
        tell(SYSTEM, f"account with a password made, role {role}", person)
    return timezone.localdate(until)


def opens() -> bool:
    """Say whether accounts with a password open this house."""
    return bool(settings.LOCAL_ACCOUNTS)


def _refused(says: str, do: str) -> Problem:
    return Problem("account-refused", says, do)
