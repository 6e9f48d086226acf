"""What is due in the months after a day: dated, without a date, or not known.

Judges days only. Which words a reader sees is the command line's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.kinds import Problem
from commonweal.vision.programs.deadline import DueDay, due_days, months_after
from commonweal.vision.programs.program import Extent, Program, Rule


@dataclass(frozen=True)
class Due:
    """Hold one thing that is due.

    program: what it belongs to
    rule:    the rule of that day
    on:      the day, or None where the rule holds and no date is known

    >>> Due.__name__
    'Due'
    """

    program: Program
    rule: Rule
    on: DueDay | None


@dataclass(frozen=True)
class Upcoming:
    """Hold what is due in a time.

    first:   the first day looked at
    last:    the last day looked at
    dated:   what is due on a known day, by day
    undated: rules that hold on the first day or begin later, and have no known day in the time
    silent:  programs that ask nothing now as far as is known: ended, proposed, or unknown

    >>> Upcoming(date(2026, 1, 1), date(2026, 12, 31), (), (), ()).unanswered
    False
    """

    first: date
    last: date
    dated: tuple[Due, ...]
    undated: tuple[Due, ...]
    silent: tuple[Program, ...]

    @property
    def unanswered(self) -> bool:
        """Say whether something that is due is not wholly answered by this product."""
        return any(due.program.extent is not Extent.WHOLE for due in (*self.dated, *self.undated))


def upcoming(
    programs: Sequence[Program], first: date, months: int, own: Mapping[str, date]
) -> Upcoming:
    """Find what is due.

    programs: what is asked
    first:    the first day looked at
    months:   how many months, at least 1
    own:      days of one's own that deadlines are counted from, by key of the program
    Fails with Problem "program-unknown" when `own` names a program that is not there.
    >>> upcoming((), date(2026, 11, 21), 12, {}).last
    datetime.date(2027, 11, 20)
    """
    for key in own:
        chosen(programs, key)
    last = months_after(first, months) - timedelta(days=1)
    dated, undated, silent = [], [], []
    for program in programs:
        rules = _asked(program, first, last)
        found = [due for rule in rules for due in _dated(program, rule, first, last, own)]
        dated += found
        if not rules:
            silent.append(program)
        elif not found:
            undated.append(Due(program, rules[0], None))
    return Upcoming(first, last, tuple(sorted(dated, key=_by_day)), tuple(undated), tuple(silent))


def chosen(programs: Sequence[Program], key: str) -> Program:
    """Find a program by its key.

    programs: those to look among
    key:      such as "eeo1"
    Fails with Problem "program-unknown".
    >>> chosen((), "eeo1")
    Traceback (most recent call last):
    ...
    commonweal.kinds.problem.Problem: No program is called 'eeo1'. ...
    """
    for program in programs:
        if program.key == key:
            return program
    known = ", ".join(program.key for program in programs)
    raise Problem(
        "program-unknown", f"No program is called '{key}'.", f"Use one of its keys: {known}."
    )


def _asked(program: Program, first: date, last: date) -> list[Rule]:
    return [
        rule
        for rule in program.rules
        if rule.state.asks and rule.since <= last and (rule.until is None or first <= rule.until)
    ]


def _dated(
    program: Program, rule: Rule, first: date, last: date, own: Mapping[str, date]
) -> list[Due]:
    start, end = max(first, rule.since), min(last, rule.until or last)
    days = due_days(rule.deadline, start, end, own.get(program.key))
    return [Due(program, rule, day) for day in days]


def _by_day(due: Due) -> tuple[date, str]:
    return (due.on.day if due.on else date.max, due.program.key)
