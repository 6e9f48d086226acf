"""The second wall: PostgreSQL shows a row only to whom it is for, also where a view forgot to ask.

Who asks is said with every statement that touches rows, in the same transaction and for no longer:
`set_config(..., true)`, which is SET LOCAL. Nothing is left on a connection that is kept, and a
statement that comes without a word of who asks finds nothing. Policies of the tables read it.
SQLite has no such wall: there Django's checks stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cached_property

from commonweal.offices.house.policy import SYSTEM, Actor

# Tables behind the wall; a migration of their own room builds it.
TABLES = (
    "desk_draft", "desk_entry", "desk_notice", "scorecard_origin", "scorecard_record",
)  # fmt: skip
Words = Callable[[Actor], Iterable[str]]
_WORD = re.compile(r"[0-9A-Za-z_.:-]*")
# What the database is told of who asks, by its name: each a list of words between commas.
_TOLD: dict[str, Words] = {"person": lambda actor: [actor.id]}


class Untold(ValueError):
    """Say that a word about who asks could not be told to the database as it is."""


class View:
    """Hold who asks, and say so to the database."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor

    @cached_property
    def said(self) -> str:
        """Give the statement that says who asks; of nobody it says nothing, under every name."""
        told = {name: [*of(self.actor)] if self.actor else [] for name, of in _TOLD.items()}
        strange = [one for words in told.values() for one in words if not _WORD.fullmatch(one)]
        if strange:
            raise Untold("A word about who asks holds more than letters, digits and marks.")
        parts = [
            f"set_config('commonweal.{name}', '{','.join(words)}', true)"
            for name, words in told.items()
        ]
        return f"SELECT {', '.join(parts)}; "


_NOBODY = View(None)
_asking: ContextVar[View] = ContextVar("asking", default=_NOBODY)


def tells(name: str, words: Words) -> None:
    """Have the database told one more thing about who asks, under commonweal.NAME.

    name:  in the settings of a transaction
    words: that say it of an actor; letters, digits, and the marks _ . : -
    """
    _TOLD[name] = words


@contextmanager
def asking(actor: Actor | None) -> Iterator[None]:
    """Say who asks, for whatever is read and written inside; None is nobody."""
    before = _asking.set(View(actor))
    try:
        yield
    finally:
        _asking.reset(before)


def house() -> AbstractContextManager[None]:
    """Let the house itself ask: for what no reader is shown as it is, and for commands and jobs.

    Whatever looks past the eyes of the reader stands inside one of these, and nowhere else.
    """
    return asking(SYSTEM)


def ask_as(actor: Actor) -> None:
    """Say who asks from here on, where that is learned in the middle of a request or command.

    The request that it happens in ends it.
    """
    _asking.set(View(actor))


def said() -> str:
    """Give the statement that tells the database who asks now."""
    return _asking.get().said
