"""A span of whole days, named the way people write it on a command line."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from commonweal.kinds.problem import Problem
from commonweal.kinds.said import message as _

MONTHS = (
    "", _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
    _("August"), _("September"), _("October"), _("November"), _("December"),
)  # fmt: skip
A_DAY = _("{month} {day}, {year}")
A_MONTH = _("{month} {year}")
A_SPAN = _("{first} to {last}")
FORMS = "2020, 2020-Q3, 2020-07, 2019-07/2020-06 or 2020-01-01/2020-12-31"


@dataclass(frozen=True)
class Period:
    """Hold the first and the last day of a period, both included.

    first: first day
    last:  last day, not before the first

    >>> Period.parse("2020").label
    '2020'
    >>> Period.parse("2019-07/2020-06").previous().key
    '2018-07-01/2019-06-30'
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Problem(
                "period-reversed",
                f"The period ends on {self.last} and begins later, on {self.first}.",
                "Write the earlier day first.",
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a year, a quarter, a month, or two of them with a slash between."""
        parts = text.strip().split("/")
        if len(parts) == 1:
            return cls(*_days(parts[0]))
        if len(parts) == 2:
            return cls(_days(parts[0])[0], _days(parts[1])[1])
        raise _not_a_period(text)

    @property
    def key(self) -> str:
        """Write the period so that it sorts and can be read back."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def whole_year(self) -> bool:
        """Say whether this is one calendar year."""
        return (
            (self.first.month, self.first.day) == (1, 1)
            and (self.last.month, self.last.day) == (12, 31)
            and self.first.year == self.last.year
        )

    @property
    def twelve_months(self) -> bool:
        """Say whether this is a year long, wherever it begins."""
        day = 28 if (self.first.month, self.first.day) == (2, 29) else self.first.day
        return self.last + timedelta(days=1) == date(self.first.year + 1, self.first.month, day)

    @property
    def label(self) -> str:
        """Write the period as a reader expects it in a sentence."""
        if self.whole_year:
            return str(self.first.year)
        whole_months = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        if whole_months and (self.first.year, self.first.month) == (
            self.last.year,
            self.last.month,
        ):
            return _month(self.first)
        write = _month if whole_months else long_date
        return A_SPAN.format(first=write(self.first), last=write(self.last))

    def previous(self, steps: int = 1) -> Period:
        """Give the period of the same length that ended the day before, `steps` times over."""
        period = self
        for _step in range(steps):
            period = _one_before(period)
        return period


def long_date(day: date) -> str:
    """Write a day in words that no reader can mistake.

    day: the day
    >>> long_date(date(2020, 3, 4))
    'March 4, 2020'
    """
    return A_DAY.format(month=MONTHS[day.month], day=day.day, year=day.year)


def _month(day: date) -> str:
    return A_MONTH.format(month=MONTHS[day.month], year=day.year)


def _one_before(period: Period) -> Period:
    last = period.first - timedelta(days=1)
    if period.first.day == 1 and (period.last + timedelta(days=1)).day == 1:
        months = (
            (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        )
        index = period.first.year * 12 + period.first.month - 1 - months
        return Period(date(index // 12, index % 12 + 1, 1), last)
    return Period(last - (period.last - period.first), last)


def _days(text: str) -> tuple[date, date]:
    try:
        if re.fullmatch(r"\d{4}", text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            year, number = int(quarter[1]), int(quarter[2])
            end = number * 3
            return date(year, end - 2, 1), date(year, end, calendar.monthrange(year, end)[1])
        if re.fullmatch(r"\d{4}-\d{2}", text):
            year, month = int(text[:4]), int(text[5:])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        day = date.fromisoformat(text)
    except (ValueError, calendar.IllegalMonthError):
        raise _not_a_period(text) from None
    return day, day


def _not_a_period(text: str) -> Problem:
    return Problem("period-unreadable", f"'{text}' is not a period.", f"Write {FORMS}.")
