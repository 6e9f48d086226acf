"""When something is due: fixed dates, a day of each year, or a count from a day of one's own.

Knows the calendar only. Nothing here says what is due, or reads the clock.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, order=True)
class DueDay:
    """Hold one day on which something is due.

    day:     the day
    certain: whether a source states this very day; False when it follows from other years

    >>> DueDay(date(2027, 2, 1), True).day.year
    2027
    """

    day: date
    certain: bool


@dataclass(frozen=True)
class Deadline:
    """Hold how the due days of a rule are found. All parts empty: no date is known.

    dates:        days that a source states
    every:        a day of each year, as MM-DD, or ""
    rolls:        whether a day of each year moves from a weekend to the Monday after
    counted_from: the day of one's own that it is counted from, in words, or ""
    days:         days after that day, negative for days before it
    months:       months after the month of that day; with it, `month_day` is the day of the month
    month_day:    day of the month, for `months`
    says:         the deadline in plain words
    check:        why a computed day must be checked before one relies on it, or ""

    >>> Deadline(says="At any survey.").dates
    ()
    """

    dates: tuple[date, ...] = ()
    every: str = ""
    rolls: bool = False
    counted_from: str = ""
    days: int = 0
    months: int = 0
    month_day: int = 0
    says: str = ""
    check: str = ""


def due_days(
    deadline: Deadline, first: date, last: date, own: date | None = None
) -> tuple[DueDay, ...]:
    """Give the due days from one day to another, both included, in order.

    deadline: how they are found
    first:    first day looked at
    last:     last day looked at
    own:      the day of one's own that is counted from, if it was given
    >>> due_days(Deadline(every="02-01", rolls=True), date(2026, 1, 1), date(2026, 12, 31))
    (DueDay(day=datetime.date(2026, 2, 2), certain=True),)
    """
    found = {DueDay(day, True) for day in deadline.dates}
    stated = {(each.day.year, each.day.month) for each in found}
    for day in _each_year(deadline, first, last):
        if (day.year, day.month) not in stated:
            found.add(DueDay(day, not deadline.check))
    if own is not None and deadline.counted_from:
        found.add(DueDay(_counted(deadline, own), not deadline.check))
    return tuple(sorted(each for each in found if first <= each.day <= last))


def months_after(day: date, months: int) -> date:
    """Give the same day some months later, or the last of the month where it has no such day.

    day:    a day
    months: how many months later
    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))


def _each_year(deadline: Deadline, first: date, last: date) -> list[date]:
    if not deadline.every:
        return []
    month, day = (int(part) for part in deadline.every.split("-"))
    years = range(first.year - 1, last.year + 1)  # a day that rolls may pass into the next year
    days = [date(year, month, day) for year in years]
    return [_working(one) for one in days] if deadline.rolls else days


def _working(day: date) -> date:
    """Move a Saturday or Sunday to Monday. Holidays differ by place and are not known here."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def _counted(deadline: Deadline, own: date) -> date:
    if deadline.month_day:
        return months_after(own.replace(day=1), deadline.months).replace(day=deadline.month_day)
    return own + timedelta(days=deadline.days)
