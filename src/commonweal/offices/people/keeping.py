"""What is noted of persons: where they belong, which offices they direct, whether they may come in.

Each change is told to the trail in its own transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext

from commonweal.offices.house import clock
from commonweal.offices.house.policy import SYSTEM, Actor, Role
from commonweal.offices.people.models import Affiliation, Grant, Person
from commonweal.offices.people.sessions import end_sessions
from commonweal.offices.people.signals import tell

ALL_OFFICES = ""  # of a grant that is held for no office in particular


def begin(actor: Actor, place: Affiliation) -> None:
    """Note where a person belongs from now on."""
    with transaction.atomic():
        place.save()
        tell(actor, "affiliation begun", place.person)


def end(actor: Actor, place: Affiliation, last: date) -> None:
    """Note the last day on which a person belongs somewhere."""
    with transaction.atomic():
        place.until = last
        place.save(update_fields=["until"])
        tell(actor, "affiliation ended", place.person)


def end_all(person: Person) -> None:
    """End whatever still holds of where a person belongs; what only begins later never holds."""
    today = clock.today()
    last = Greatest(Value(today, DateField()), F("since"))
    open_now = Q(until__isnull=True) | Q(until__gt=today)
    person.affiliations.filter(open_now).update(until=last)


def told(person: Person, units: Iterable[str], kind: str) -> None:
    """Note where the directory says that a person belongs, and end what it says no longer."""
    named = {unit.strip()[:200] for unit in units} - {""}
    today = clock.today()
    theirs = person.affiliations.filter(source=Affiliation.Source.DIRECTORY, until__isnull=True)
    gone = theirs.exclude(unit__in=named, kind=kind)
    if gone.update(until=Greatest(Value(today, DateField()), F("since"))):
        tell(SYSTEM, "affiliation ended by the directory", person)
    for unit in sorted(named):
        _, new = Affiliation.objects.get_or_create(
            person=person, unit=unit, kind=kind, source=Affiliation.Source.DIRECTORY,
            until=None, defaults={"since": today},
        )  # fmt: skip
        if new:
            tell(SYSTEM, "affiliation begun by the directory", person)


def directed(person: Person) -> QuerySet[Grant]:
    """Give the grants made here by which a person directs offices now."""
    open_now = Q(until__isnull=True) | Q(until__gt=clock.now())
    return person.grants.filter(open_now, role=Role.DIRECTOR.value, source=Grant.Source.LOCAL)


def direct(actor: Actor, person: Person, offices: Collection[str]) -> None:
    """Say which offices a person directs who is a director already; no role becomes longer by it.

    offices: their keys, or that of all
    """
    now = clock.now()
    with transaction.atomic():
        held = list(directed(person).select_for_update())
        ends = [one.until for one in held]
        until = None if None in ends else max(one for one in ends if one is not None)
        for grant in held:
            if grant.held_for not in offices:
                grant.until = now
                grant.save(update_fields=["until"])
        for office in set(offices) - {one.held_for for one in held}:
            Grant.objects.update_or_create(
                person=person, role=Role.DIRECTOR.value, source=Grant.Source.LOCAL,
                held_for=office, defaults={"until": until},
            )  # fmt: skip
        tell(actor, "offices of a director chosen", person)


def shut_out(actor: Actor, person: Person) -> None:
    """End the access of a person and every session at once; what they hold stays as it is."""
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions({str(person.pk)})
        tell(actor, "access ended", person)


def let_in(actor: Actor, person: Person) -> None:
    """Let a person in again whose access was ended here."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        tell(actor, "access given back", person)


def with_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """Fetch persons together with where each belongs today."""
    today = Affiliation.objects.on(clock.today())
    return people.prefetch_related(Prefetch("affiliations", today, to_attr="places"))


def known_as(person: Person) -> str:
    """Give the name of a person and where they belong, so that two of one name are told apart.

    person: fetched with their places
    """
    places = [one.unit for one in person.places]  # type: ignore[attr-defined]  # by with_places
    if not places:
        return person.name
    units = ", ".join(dict.fromkeys(places))
    return gettext("%(name)s (%(units)s)") % {"name": person.name, "units": units}


def found(words: str) -> QuerySet[Person]:
    """Find persons by words of name, address or place, with their places and roles of today."""
    people = Person.objects.order_by("name", "pk")
    if words:
        there = Affiliation.objects.on(clock.today()).filter(
            person=OuterRef("pk"), unit__icontains=words
        )
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words) | Exists(there))
    held = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=clock.now()))
    return with_places(people).prefetch_related(Prefetch("grants", held, to_attr="held"))
