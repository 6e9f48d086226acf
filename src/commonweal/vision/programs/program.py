"""What a program asks, as dated data: the rules that held one after the other, and who read them.

A past day is judged by the rule of that day. No rule for a day is "unknown", never "nothing asked".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commonweal.vision.programs.deadline import Deadline


class State(StrEnum):
    """Say how a rule stands: VERIFY means that somebody must read the text before relying on it.

    >>> State("in force").value
    'in force'
    """

    IN_FORCE = "in force"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    ENDED = "ended"
    VERIFY = "verify"

    @property
    def asks(self) -> bool:
        """Say whether a rule in this state must be answered."""
        return self in (State.IN_FORCE, State.VERIFY)


class Extent(StrEnum):
    """Say how much of what is asked this product answers.

    >>> Extent("in part").value
    'in part'
    """

    WHOLE = "whole"
    PART = "in part"
    NOTHING = "not at all"


@dataclass(frozen=True)
class Rule:
    """Hold what was asked from one day to another.

    since:     first day for which our sources show this rule
    until:     last day, or None while no end is known
    state:     how it stood in that time
    why:       why it stands so; "verify" must say what was not confirmed
    holds_for: whom it binds
    asks:      the rule in plain words
    people:    whom or what must be counted
    threshold: the level to be reached, with its unit, or "" where none is set
    period:    the time that an answer covers
    deadline:  when it is due

    >>> Rule(date(2026, 1, 1), None, State.IN_FORCE, "", "a", "b", "c", "", "d", Deadline()).until
    """

    since: date
    until: date | None
    state: State
    why: str
    holds_for: str
    asks: str
    people: str
    threshold: str
    period: str
    deadline: Deadline

    def holds_on(self, day: date) -> bool:
        """Say whether a day lies in the time of the rule."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Change:
    """Hold a change that is on its way, or that was put off.

    state: proposed or postponed
    since: the day from which it was known
    says:  what would change, and how far it has come

    >>> Change(State.PROPOSED, date(2026, 5, 14), "It may end.").state.value
    'proposed'
    """

    state: State
    since: date
    says: str


@dataclass(frozen=True)
class Source:
    """Hold where a fact was read.

    title: what was read
    at:    its address
    read:  the day on which it was read

    >>> Source("The law", "example.org", date(2026, 11, 21)).at
    'example.org'
    """

    title: str
    at: str
    read: date


@dataclass(frozen=True)
class Answer:
    """Hold what of this product answers a part of what is asked.

    measure: key of a measure, or ""
    command: the command line that gives the answer, or ""
    gives:   which part it answers

    >>> Answer("care.breast", "", "The rate by group.").command
    ''
    """

    measure: str
    command: str
    gives: str


@dataclass(frozen=True)
class Program:
    """Hold what one authority asks of an institution. It has no field for a share of a group.

    key:         short stable name, such as "eeo1"
    title:       what readers call it
    authority:   who asks, and who gets the answer
    promises:    keys of the commitments that it bears on
    rules:       what was asked, in order of time, no two at once
    changes:     changes on their way
    sources:     where the facts were read
    answers:     what of this product answers it
    missing:     what is asked and not answered here
    reviewed_by: the qualified person who read the text, or ""
    reviewed_on: the day of that reading, or None

    >>> Program("k", "T", "A", (), (), (), (), (), ("all",), "", None).extent.value
    'not at all'
    """

    key: str
    title: str
    authority: str
    promises: tuple[str, ...]
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]
    reviewed_by: str
    reviewed_on: date | None

    @property
    def extent(self) -> Extent:
        """Say how much of it this product answers."""
        if not self.answers:
            return Extent.NOTHING
        return Extent.PART if self.missing else Extent.WHOLE

    def rule_on(self, day: date) -> Rule | None:
        """Give the rule of a day, or None where none is known for it."""
        return next((rule for rule in self.rules if rule.holds_on(day)), None)

    def changes_on(self, day: date) -> tuple[Change, ...]:
        """Give the changes that were known of on a day."""
        return tuple(change for change in self.changes if change.since <= day)
