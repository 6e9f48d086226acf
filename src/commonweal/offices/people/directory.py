"""What the directory says of a person, put into effect: roles, leaving, the key of their records.

Called at every sign-in, and by the job that reads the list of everybody who still belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from commonweal.intake.keys import PatientKeys, key_of
from commonweal.offices.house import clock
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import SYSTEM, Role
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.people.signals import tell

SOURCE = Grant.Source.DIRECTORY


def ours() -> Directory:
    """Give the directory of this house; without one nobody signs in through it."""
    if settings.DIRECTORY is None:
        raise PermissionDenied
    return settings.DIRECTORY


def claims_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Give one set of claims from the two places in which a directory may tell them."""
    return {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}


def roles_told(directory: Directory, claims: Mapping[str, Any]) -> frozenset[Role]:
    """Give the roles that a person's groups stand for; a group not named stands for none."""
    named = claims.get(directory.group_claim) or []
    groups = [named] if isinstance(named, str) else named
    return frozenset(role for group in groups for role in directory.roles.get(str(group), ()))


def still_belongs(directory: Directory, claims: Mapping[str, Any]) -> bool:
    """Say whether the directory says that a person is still here; silence means yes."""
    told = claims.get(directory.active_claim, True) if directory.active_claim else True
    return str(told).strip().lower() not in ("false", "0", "no", "")


def stepped_twice(directory: Directory, claims: Mapping[str, Any]) -> bool:
    """Say whether the directory says that it asked for a second step."""
    told = claims.get(directory.second_step_claim) if directory.second_step_claim else None
    words = [told] if isinstance(told, str) else told or []
    return bool(set(words) & set(directory.second_step_values))


def take(person: Person, directory: Directory, claims: Mapping[str, Any]) -> None:
    """Grant the roles that the directory names now, and end those it names no longer."""
    now = clock.now()
    with transaction.atomic():
        _open(person, roles_told(directory, claims))
        open_now = Q(until__isnull=True) | Q(until__gt=now)
        named = [role.value for role in roles_told(directory, claims)]
        ended = person.grants.filter(open_now, source=SOURCE).exclude(role__in=named)
        if ended.update(until=now):
            tell(SYSTEM, "roles ended by the directory", person)
        number = claims.get(directory.record_claim) if directory.record_claim else None
        if number:
            listed = f"{directory.record_source}:{directory.record_people}"
            person.vault_key = vault_key(f"{listed}/{number}")
            person.save(update_fields=["vault_key"])


def vault_key(record: str) -> str:
    """Give the key under which the vault knows the person of a record, as a load would."""
    return PatientKeys(key_of(settings.STORE, None, keep=False))(record)


def _open(person: Person, roles: Iterable[Role]) -> None:
    for role in roles:
        grant, new = Grant.objects.get_or_create(
            person=person, role=role.value, source=SOURCE, held_for=""
        )
        if new or grant.until is not None:
            grant.until = None
            grant.save(update_fields=["until"])
            tell(SYSTEM, f"role {role.value} granted by the directory", person)


def leave(person: Person) -> None:
    """End every role of a person and every session, at once."""
    now = clock.now()
    with transaction.atomic():
        person.is_active, person.left = False, now
        person.save(update_fields=["is_active", "left"])
        open_now = Q(until__isnull=True) | Q(until__gt=now)
        person.grants.filter(open_now).update(until=now)
        end_sessions({str(person.pk)})
        tell(SYSTEM, "left by the directory", person)


def come_back(person: Person) -> None:
    """Let a person in again who is back in the directory; roles come with the next sign-in."""
    with transaction.atomic():
        person.is_active, person.left = True, None
        person.save(update_fields=["is_active", "left"])
        tell(SYSTEM, "back by the directory", person)


def end_sessions(people: set[str]) -> int:
    """End every open session of these persons, and give how many there were."""
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") in people
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]
