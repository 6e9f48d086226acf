"""Dates, instants and intervals as the measure pages define them (common 1.3 and 1.4).

Every comparison gives True, False or None for unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

Json = dict[str, Any]
Known = bool | None


@dataclass(frozen=True)
class Moment:
    """A point in time: the parts as written, and the instant if a time of day was written."""

    year: int
    month: int | None = None
    day: int | None = None
    instant: datetime | None = None

    @property
    def calendar_day(self) -> date | None:
        """The day as written, if the record names one."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def first_day(self) -> date:
        """The day, of a month or a year its first."""
        return date(self.year, self.month or 1, self.day or 1)


FAR = Moment(9999, 12, 31, datetime(9999, 12, 31, 23, 59, 59, 999000, UTC))
BEGINNING = Moment(1, 1, 1, datetime(1, 1, 1, tzinfo=UTC))


def of_day(day: date) -> Moment:
    """A day without a time."""
    return Moment(day.year, day.month, day.day)


def moment(text: Any) -> Moment | None:
    """Read a FHIR date, dateTime or instant, to the millisecond."""
    if not isinstance(text, str) or not text:
        return None
    parts = [int(part) for part in text[:10].split("-")]
    if len(parts) < 3:
        return Moment(parts[0], parts[1] if len(parts) > 1 else None)
    if "T" not in text:
        return Moment(parts[0], parts[1], parts[2])
    instant = datetime.fromisoformat(text.replace("Z", "+00:00"))
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    instant = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    return Moment(parts[0], parts[1], parts[2], instant)


def _decide(first: tuple[int | None, ...], second: tuple[int | None, ...]) -> int | None:
    for one, other in zip(first, second, strict=True):
        if one is None or other is None:
            return None
        if one != other:
            return -1 if one < other else 1
    return 0


def order(a: Moment | None, b: Moment | None, by: str) -> int | None:
    """-1, 0, 1, or None if unknown; `by` is "day" or "instant"."""
    if a is None or b is None:
        return None
    if by == "day":
        return _decide((a.year, a.month, a.day), (b.year, b.month, b.day))
    if a.instant is not None and b.instant is not None:
        return (a.instant > b.instant) - (a.instant < b.instant)
    days = _decide(_parts_utc(a), _parts_utc(b))
    if days == 0 and (a.instant is None) != (b.instant is None):
        return None
    return days


def _parts_utc(a: Moment) -> tuple[int | None, ...]:
    if a.instant is None:
        return (a.year, a.month, a.day)
    here = a.instant.astimezone(UTC)
    return (here.year, here.month, here.day)


def not_after(a: Moment | None, b: Moment | None, by: str = "day") -> Known:
    """a <= b."""
    found = order(a, b, by)
    return None if found is None else found <= 0


def before(a: Moment | None, b: Moment | None, by: str = "day") -> Known:
    """a < b."""
    found = order(a, b, by)
    return None if found is None else found < 0


def both(*answers: Known) -> Known:
    """Three-valued and."""
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) else True


def day_before(a: Moment) -> Moment:
    """The last day before a date."""
    return of_day(a.first_day - timedelta(days=1))


def millisecond_before(a: Moment) -> Moment:
    """One millisecond before a moment; before a date, the last millisecond of the day before."""
    at = a.instant or datetime(a.first_day.year, a.first_day.month, a.first_day.day, tzinfo=UTC)
    at -= timedelta(milliseconds=1)
    return Moment(at.year, at.month, at.day, at)


def add_years(a: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 February."""
    try:
        return a.replace(year=a.year + years)
    except ValueError:
        return a.replace(year=a.year + years, day=28)


def add_months(a: date, months: int) -> date:
    """The same day months later, cut to the length of the month."""
    count = a.year * 12 + a.month - 1 + months
    year, month = divmod(count, 12)
    for day in (a.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day, a.day))
        except ValueError:
            continue
    raise AssertionError


@dataclass(frozen=True)
class Interval:
    """start None: unknown, but not after the end. always: overlaps all, starts nowhere.

    An interval that ends before it starts overlaps nothing (section C says so of conditions).
    """

    start: Moment | None
    end: Moment | None
    always: bool = False

    @property
    def broken(self) -> bool:
        """Ends before it starts."""
        return before(self.end, self.start, "instant") is True


ALWAYS = Interval(None, None, always=True)


@dataclass(frozen=True)
class Window:
    """Both ends included, unless the end is open."""

    first: Moment
    last: Moment
    open_end: bool = False

    def reaches(self, a: Moment | None, by: str) -> Known:
        """a is not after the window."""
        return before(a, self.last, by) if self.open_end else not_after(a, self.last, by)


def days(first: date, last: date) -> Window:
    """A window of whole days that also works by instant."""
    return Window(
        replace(of_day(first), instant=datetime(first.year, first.month, first.day, tzinfo=UTC)),
        replace(
            of_day(last),
            instant=datetime(last.year, last.month, last.day, 23, 59, 59, 999000, UTC),
        ),
    )


def during(a: Interval | None, w: Window, by: str = "day") -> bool:
    """Both boundaries lie in the window."""
    if a is None or a.always:
        return False
    return both(not_after(w.first, a.start, by), w.reaches(a.end, by)) is True


def overlaps(a: Interval | None, w: Window, by: str = "day") -> bool:
    """The interval shares a moment with the window."""
    if a is None or a.broken:
        return False
    if a.always:
        return True
    if a.start is None:
        return inside(a.end, w, by)
    return both(w.reaches(a.start, by), not_after(w.first, a.end, by)) is True


def inside(a: Moment | None, w: Window, by: str = "day") -> bool:
    """One point lies in the window."""
    return both(not_after(w.first, a, by), w.reaches(a, by)) is True


def starts_by(a: Interval | None, t: Moment, by: str = "day") -> bool:
    """Starts on or before t."""
    return a is not None and not a.always and not_after(a.start, t, by) is True


def ends_by(a: Interval | None, t: Moment, by: str = "day") -> bool:
    """Ends on or before t."""
    return a is not None and not a.always and not_after(a.end, t, by) is True


def latest(a: Interval | None) -> Moment | None:
    """The end if present and not far future, otherwise the start."""
    if a is None:
        return None
    return a.end if a.end is not None and a.end != FAR else a.start
