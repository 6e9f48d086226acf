"""What of the desk an actor may see, when it is about a thing of an office with rules of its own.

A model whose manager offers `seen_by(actor)` says so itself: labels of findings are obeyed here.
What is about a task of the desk is seen by who may see what the task is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.db.models import QuerySet

from commonweal.offices.house import wall
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.middleware import roles_of
from commonweal.offices.people.models import Person


class About(Protocol):
    """Name what is needed of a row: about which thing it is."""

    @property
    def about(self) -> str:
        """Give the kind and the key of the thing."""


Row = TypeVar("Row", bound=About)
Rows = TypeVar("Rows", bound=QuerySet[Any])
TASK = "desk.task"
MOST_HOPS = 4  # a task is about a thing; one about another task is rare


@dataclass(frozen=True)
class Thing:
    """Name a thing alone.

    about: its kind and its key
    """

    about: str


def cleared(rows: Iterable[Row], actor: Actor) -> list[Row]:
    """Keep rows about things that this actor may see."""
    listed = list(rows)
    keys: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        kind, key = _thing(row)
        keys[kind].add(key)
    seen = {(kind, key) for kind, wanted in keys.items() for key in _seen(kind, wanted, actor)}
    return [row for row in listed if ":" not in row.about or _thing(row) in seen]


def cleared_for(rows: Iterable[Row], person: Person) -> list[Row]:
    """Keep rows about things that a person may see in one of their roles."""
    return cleared_in(rows, str(person.pk), roles_of(person))


def cleared_in(rows: Iterable[Row], person: str, roles: frozenset[Role]) -> list[Row]:
    """Keep rows about things that somebody may see in one of some roles."""
    listed = list(rows)
    kept: set[str] = set()
    for role in roles:
        actor = Actor(person, role, PURPOSES[role][0], roles)
        kept.update(row.about for row in cleared(listed, actor))
    return [row for row in listed if row.about in kept]


def only(rows: Rows, person: str, roles: frozenset[Role]) -> Rows:
    """Keep rows about things that somebody may see in one of some roles, still as a query."""
    named = {Thing(about) for about in rows.order_by().values_list("about", flat=True).distinct()}
    shut = named - set(cleared_in(named, person, roles))
    return rows.exclude(about__in=[one.about for one in shut]) if shut else rows


def _thing(row: About) -> tuple[str, str]:
    """Give the kind and the key of the thing a row is about; a part of it may stand behind."""
    kind, key, *_part = [*row.about.split(":"), ""]
    return kind, key


def _seen(kind: str, keys: set[str], actor: Actor) -> set[str]:
    try:
        manager = apps.get_model(kind)._default_manager
    except (LookupError, ValueError):
        return keys
    if kind == TASK:
        behind = _behind(manager, keys)
        shown = set(cleared({Thing(about) for about in behind.values()}, actor))
        return {key for key, about in behind.items() if Thing(about) in shown}
    asks = getattr(manager, "seen_by", None) or getattr(manager.all(), "seen_by", None)
    if asks is None:
        return keys
    with wall.asking(actor):  # one of several roles, or another person's
        found = asks(actor).filter(pk__in=keys).values_list("pk", flat=True)
        return {str(key) for key in found}


def _behind(manager: Any, keys: set[str]) -> dict[str, str]:
    """Give what tasks are about in the end; "" for one that is about nothing but itself.

    A task at whose end nothing was found is left out, so that nobody sees it.
    """
    about = _abouts(manager, keys)
    for _hop in range(MOST_HOPS):
        onward = {one.partition(":")[2] for one in about.values() if one.startswith(f"{TASK}:")}
        if not onward:
            break
        further = _abouts(manager, onward)
        about = {key: further.get(one.partition(":")[2], one) for key, one in about.items()}
    found = {key: "" if one == f"{TASK}:{key}" else one for key, one in about.items()}
    return {key: one for key, one in found.items() if not one.startswith(f"{TASK}:")}


def _abouts(manager: Any, keys: set[str]) -> dict[str, str]:
    return {str(pk): about for pk, about in
            manager.filter(pk__in=keys).values_list("pk", "about")}  # fmt: skip
