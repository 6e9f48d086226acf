"""One search over everything: each room registers how its own things are found.

A finder gives only what the actor may open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import queues, seeing
from commonweal.offices.desk.models import Comment
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.access import open_roles

MOST = 20  # of one kind


@dataclass(frozen=True)
class Hit:
    """Hold one thing that was found.

    says:  its name
    path:  its page
    where: what it belongs to, or ""
    """

    says: str
    path: str
    where: str = ""


Finder = Callable[[Actor, str], list[Hit]]
_FINDERS: list[tuple[Any, Finder]] = []


def register(name: Any, finder: Finder) -> None:
    """Let a room's things be found; `name` is the heading they stand under."""
    if all(known is not finder for _name, known in _FINDERS):
        _FINDERS.append((name, finder))


def found(actor: Actor, text: str) -> list[tuple[Any, list[Hit]]]:
    """Give what has the text in it, by kind; kinds without any are left out."""
    if not text:
        return []
    kinds = [(name, finder(actor, text)[:MOST]) for name, finder in _FINDERS]
    return [(name, hits) for name, hits in kinds if hits]


def tasks(actor: Actor, text: str) -> list[Hit]:
    """Find tasks: one's own, open or done."""
    rows = queues.seen_by(actor).filter(says__icontains=text).only("says", "about", "office")
    return [
        Hit(one.says, one.own_path, one.office)
        for one in seeing.cleared_in(rows[: MOST * 3], actor.id, open_roles(actor))
    ]


def comments(actor: Actor, text: str) -> list[Hit]:
    """Find comments on one's tasks."""
    rows = queues.seen_by(actor).only("says", "about")
    seen = seeing.cleared_in(rows, actor.id, open_roles(actor))
    keys = {one.key: one for one in seen}
    said = Comment.objects.filter(about__in=keys, withdrawn_at__isnull=True, text__icontains=text)
    return [
        Hit(one.text[:120], keys[one.about].own_path, keys[one.about].says) for one in said[:MOST]
    ]


def begin() -> None:
    """Let the desk's own things be found."""
    register(_("Tasks"), tasks)
    register(_("Comments"), comments)
