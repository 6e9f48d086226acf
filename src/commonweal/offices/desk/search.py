"""One search over everything: each room registers how its own things are found.

A finder gives only what the actor may open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import queues
from commonweal.offices.desk.models import Comment
from commonweal.offices.house.policy import Actor
from commonweal.offices.house.promises import office_titles

MOST = 20  # of one kind
PIECE = 500  # comments that are looked at together
TASK = "desk.task:"  # how a comment names the task it is about


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
    rows = queues.seen_by(actor, says__icontains=text).only("says", "about", "office")
    titles = office_titles()
    return [Hit(one.says, one.own_path, titles.get(one.office, one.office)) for one in rows[:MOST]]


def comments(actor: Actor, text: str) -> list[Hit]:
    """Find comments on one's tasks: those that say it first, then whether their task is seen."""
    said = Comment.objects.filter(withdrawn_at__isnull=True, text__icontains=text)
    found = said.filter(about__startswith=TASK).values_list("about", "text").iterator(PIECE)
    hits: list[Hit] = []
    while len(hits) < MOST and (piece := list(islice(found, PIECE))):
        named = {key.removeprefix(TASK) for key, _text in piece}
        tasks = {one.key: one for one in queues.seen_by(actor, pk__in=named)}
        own = [(tasks[key], words) for key, words in piece if key in tasks]
        hits += [Hit(words[:120], task.own_path, task.says) for task, words in own]
    return hits


def begin() -> None:
    """Let the desk's own things be found."""
    register(_("Tasks"), tasks)
    register(_("Comments"), comments)
