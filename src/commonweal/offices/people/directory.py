"""What the directory says of a person, put into effect: roles, places, leaving, their records.

Called at every sign-in, and by the job that reads the list of everybody who still belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from commonweal.intake.keys import PatientKeys, key_of
from commonweal.offices.house import clock
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import SYSTEM, Role
from commonweal.offices.house.promises import office_titles
from commonweal.offices.people import keeping
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.people.sessions import end_sessions
from commonweal.offices.people.signals import tell

_PLACES = ("id_token", "userinfo", "saml")
_OPENID_PAGES = ("openid_connect_login", "openid_connect_callback", "people:signed_out")
SOURCE = Grant.Source.DIRECTORY


def ours() -> Directory:
    """Give the directory of this house; without one nobody signs in through it."""
    if settings.DIRECTORY is None:
        raise PermissionDenied
    return settings.DIRECTORY


def way_in() -> str:
    """Give the address that leads to the directory, whichever way it speaks."""
    one = ours()
    if one.saml:
        return reverse("saml_login", kwargs={"organization_slug": one.id})
    return reverse("openid_connect_login", kwargs={"provider_id": one.id})


def not_spoken(page: str) -> bool:
    """Say whether a page is for OpenID Connect while the directory of this house speaks SAML.

    page: name of its URL
    """
    one = settings.DIRECTORY
    return one is not None and one.saml is not None and page in _OPENID_PAGES


def office_problems() -> list[str]:
    """Say which groups of the directory stand for an office that the vision does not name."""
    if settings.DIRECTORY is None:
        return []
    known = office_titles()
    return [
        f"The file named by COMMONWEAL_DIRECTORY gives the group {group} an office "
        f"that the vision does not name: {office}."
        for group, offices in settings.DIRECTORY.offices.items()
        for office in offices
        if office not in known
    ]


def claims_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Give one set of claims from the places in which a directory may tell them."""
    return {one: said for place in _PLACES for one, said in (told.get(place) or {}).items()}


def roles_told(directory: Directory, claims: Mapping[str, Any]) -> frozenset[Role]:
    """Give the roles that a person's groups stand for; a group not named stands for none."""
    groups = words_of(claims, directory.group_claim)
    return frozenset(role for group in groups for role in directory.roles.get(group, ()))


def grants_told(directory: Directory, claims: Mapping[str, Any]) -> frozenset[tuple[Role, str]]:
    """Give the roles that the directory names, each with the office it is held for, or "" for all.

    Only directors hold their role for an office: it says whose tasks they see.
    """
    groups = words_of(claims, directory.group_claim)
    offices = {office for group in groups for office in directory.offices.get(group, ())}
    roles = roles_told(directory, claims)
    for_all = {(role, keeping.ALL_OFFICES) for role in roles}
    if Role.DIRECTOR not in roles or not offices:
        return frozenset(for_all)
    directs = {(Role.DIRECTOR, office) for office in offices}
    return frozenset(for_all - {(Role.DIRECTOR, keeping.ALL_OFFICES)} | directs)


def words_of(claims: Mapping[str, Any], named: str) -> list[str]:
    """Give what a claim says, which may be one word or a list of them; without a name, nothing."""
    said = claims.get(named) if named else None
    words = said if isinstance(said, list | tuple) else [said]
    return [str(word) for word in words if word is not None]


def still_belongs(directory: Directory, claims: Mapping[str, Any]) -> bool:
    """Say whether the directory says that a person is still here; silence means yes."""
    told = words_of(claims, directory.active_claim)
    return not any(one.strip().lower() in ("false", "0", "no", "") for one in told)


def stepped_twice(directory: Directory, claims: Mapping[str, Any]) -> bool:
    """Say whether the directory says that it asked for a second step."""
    told = claims.get(directory.second_step_claim) if directory.second_step_claim else None
    words = [told] if isinstance(told, str) else told or []
    return bool(set(words) & set(directory.second_step_values))


def take(person: Person, directory: Directory, claims: Mapping[str, Any]) -> None:
    """Put into effect what the directory says of a person now, and end what it says no longer."""
    now = clock.now()
    with transaction.atomic():
        told = grants_told(directory, claims)
        _open(person, told)
        open_now = Q(until__isnull=True) | Q(until__gt=now)
        held = list(person.grants.filter(open_now, source=SOURCE))
        ended = [one.pk for one in held if (Role(one.role), one.held_for) not in told]
        if person.grants.filter(pk__in=ended).update(until=now):
            tell(SYSTEM, "roles ended by the directory", person)
        if directory.unit_claim:
            kind = ", ".join(words_of(claims, directory.kind_claim))[:60]
            keeping.told(person, words_of(claims, directory.unit_claim), kind)
        numbers = [one for one in words_of(claims, directory.record_claim) if one]
        if len(numbers) == 1:
            listed = f"{directory.record_source}:{directory.record_people}"
            person.vault_key = vault_key(f"{listed}/{numbers[0]}")
            person.save(update_fields=["vault_key"])


def vault_key(record: str) -> str:
    """Give the key under which the vault knows the person of a record, as a load would."""
    return PatientKeys(key_of(settings.STORE, None, keep=False))(record)


def _open(person: Person, told: Iterable[tuple[Role, str]]) -> None:
    for role, office in told:
        grant, new = Grant.objects.get_or_create(
            person=person, role=role.value, source=SOURCE, held_for=office
        )
        if new or grant.until is not None:
            grant.until = None
            grant.save(update_fields=["until"])
            tell(SYSTEM, f"role {role.value} granted by the directory", person)


def leave(person: Person) -> None:
    """End every role, affiliation and session of a person, at once.

    Whose access was ended here does not come back by the directory alone.
    """
    now = clock.now()
    with transaction.atomic():
        shut_out = not person.is_active and person.left is None
        person.is_active, person.left = False, None if shut_out else now
        person.save(update_fields=["is_active", "left"])
        open_now = Q(until__isnull=True) | Q(until__gt=now)
        person.grants.filter(open_now).update(until=now)
        keeping.end_all(person)
        end_sessions({str(person.pk)})
        tell(SYSTEM, "left by the directory", person)


def come_back(person: Person) -> None:
    """Let a person in again who is back in the directory; roles come with the next sign-in."""
    with transaction.atomic():
        person.is_active, person.left = True, None
        person.save(update_fields=["is_active", "left"])
        tell(SYSTEM, "back by the directory", person)
