"""Read the dated lists of words that criteria are held against. Law is data here, never code.

Checks what can not be. It does not check whether a list says what the law says: a person does that.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from commonweal.kinds import Problem
from commonweal.vision.programs.program import Source, State

SHIPPED = "criteria_terms.toml"
_NEEDED = {"key": str, "verdict": str, "since": date, "state": str, "uses": list, "says": str,
           "terms": list, "sources": list}  # fmt: skip
_MAYBE = {"until": date, "closed": bool}
_SOURCE = {"title", "at", "read"}
Word = TypeVar("Word", bound=StrEnum)


class Verdict(StrEnum):
    """Say what becomes of a criterion; UNKNOWN means that no list is known for the day.

    >>> Verdict("refused").value
    'refused'
    """

    REFUSED = "refused"
    COUNSEL = "counsel review"
    UNKNOWN = "unknown"
    OPEN = "open"


class Use(StrEnum):
    """Say what a criterion decides about.

    >>> Use("award").value
    'award'
    """

    PROGRAM = "program"
    AWARD = "award"
    TRAINING = "training"
    MENTORING = "mentoring"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class TermList:
    """Hold words that decide alike, from one day to another.

    key:     short name
    verdict: what becomes of a criterion with one of them
    closed:  whether a criterion with none of them is refused
    since:   first day for which our sources show it
    until:   last day, or None while no end is known
    state:   how what it rests on stood in that time
    uses:    what it is for
    says:    why, for the reader
    terms:   words and phrases
    sources: where it was read

    >>> first = date(2026, 1, 1)
    >>> one = TermList("k", Verdict.REFUSED, False, first, None, State.ENDED, (), "", (), ())
    >>> one.holds_on(first)
    False
    """

    key: str
    verdict: Verdict
    closed: bool
    since: date
    until: date | None
    state: State
    uses: tuple[Use, ...]
    says: str
    terms: tuple[str, ...]
    sources: tuple[Source, ...]

    def holds_on(self, day: date) -> bool:
        """Say whether criteria of a day are held against it."""
        return self.state.asks and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Terms:
    """Hold all lists, and who read them.

    lists:       in the order of the file
    reviewed_by: the qualified person who read them, or ""

    >>> Terms((), "").reviewed_by
    ''
    """

    lists: tuple[TermList, ...]
    reviewed_by: str


def shipped() -> Terms:
    """Read the lists that come with Commonweal.

    >>> shipped().lists[0].key
    'protected'
    """
    text = resources.files(__package__).joinpath(SHIPPED).read_text(encoding="utf-8")
    return _terms(text, SHIPPED)


def read(path: Path) -> Terms:
    """Read lists of one's own, of the form of the shipped ones.

    path: a TOML file
    Fails with Problem "terms-unreadable".
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _refused(path.name, "it is not there, or no UTF-8 text") from None
    return _terms(text, path.name)


def _terms(text: str, where: str) -> Terms:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(where, str(error)) from None
    given, reader = content.get("lists"), content.get("reviewed_by", "")
    if set(content) - {"lists", "reviewed_by"} or not isinstance(reader, str):
        raise _refused(where, "it may hold 'lists' and 'reviewed_by' only")
    if not isinstance(given, list) or not given:
        raise _refused(where, "it has no [[lists]] part")
    lists = tuple(_list(each, f"{where}, list {place}") for place, each in enumerate(given, 1))
    _one_at_a_time(lists, where)
    return Terms(lists, reader)


def _list(content: Any, where: str) -> TermList:
    kinds = _NEEDED | _MAYBE
    if not isinstance(content, dict) or set(content) - set(kinds):
        raise _refused(where, f"it may hold only {', '.join(kinds)}")
    for name in _NEEDED:
        if not content.get(name):
            raise _refused(where, f"it lacks '{name}'")
    for name, value in content.items():
        if type(value) is not kinds[name]:
            raise _refused(where, f"'{name}' is of the wrong kind")
    terms = tuple(content["terms"])
    if not all(isinstance(term, str) and term.strip() for term in terms):
        raise _refused(where, "a term is not text")
    return TermList(
        content["key"],
        _one_of(Verdict, content["verdict"], where),
        content.get("closed", False),
        content["since"],
        content.get("until"),
        _one_of(State, content["state"], where),
        tuple(_one_of(Use, use, where) for use in content["uses"]),
        content["says"],
        terms,
        tuple(_source(each, where) for each in content["sources"]),
    )


def _one_of(words: type[Word], text: object, where: str) -> Word:
    known = [word.value for word in words]
    if text not in known:
        raise _refused(where, f"'{text}' is none of {', '.join(known)}")
    return words(text)


def _source(content: Any, where: str) -> Source:
    if not isinstance(content, dict) or set(content) != _SOURCE:
        raise _refused(where, "a source has 'title', 'at' and 'read'")
    if type(content["read"]) is not date:
        raise _refused(where, "'read' is no day")
    return Source(**content)


def _one_at_a_time(lists: tuple[TermList, ...], where: str) -> None:
    for place, one in enumerate(lists):
        for other in lists[:place]:
            apart = other.until is not None and other.until < one.since
            if one.key == other.key and not apart:
                raise _refused(where, f"two lists '{one.key}' hold at once, or are out of order")


def _refused(where: str, why: str) -> Problem:
    return Problem(
        "terms-unreadable",
        f"The lists of terms in {where} can not be read: {why}.",
        "Compare them with the lists that come with Commonweal.",
    )
