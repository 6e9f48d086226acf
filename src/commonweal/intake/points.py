"""Read the dates and times of a source into points: instant, day as written, how exact.

A point is (microseconds since 1970 UTC, days since 1970, precision), or NOTHING. A time without
offset is taken in UTC. Whether a point makes sense for a person is a row rule, not decided here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

PointValue = tuple[int | None, int | None, str | None]

NOTHING: PointValue = (None, None, None)
_DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST = -62_135_596_800_000_000
_LAST = 253_402_300_799_999_999
_FORM = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_KEPT = 64  # characters: a longer text is no date, or a rare one, and would fill the memory
FAR_FUTURE: PointValue = (
    (date(9999, 12, 31).toordinal() - _EPOCH_DAY) * _DAY,
    date(9999, 12, 31).toordinal() - _EPOCH_DAY,
    "D",
)


def point(text: str) -> PointValue | None:
    """Read a FHIR date, dateTime or instant; a partial date stands on its first day.

    text: as written in the source
    Gives None where it is no date, such as 1980-13-02.
    """
    return _point(text) if len(text) <= _KEPT else _point.__wrapped__(text)


@lru_cache(maxsize=65_536)
def _point(text: str) -> PointValue | None:
    form = _FORM.fullmatch(text)
    if form is None or (form[4] and not form[3]):
        return None
    try:
        if form[4]:
            return _moment(text)
        day = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
    return of_day(day, {4: "Y", 7: "M", 10: "D"}[len(text)])


def birth(text: str) -> PointValue | None:
    """Read a birth date: a year alone stands on 1 July, a month alone on the 15th.

    text: as written in the source
    """
    whole = {4: f"{text}-07-01", 7: f"{text}-15"}.get(len(text), text)
    found = point(whole)
    exact = {4: "Y", 7: "M"}.get(len(text))
    return found if found is None or exact is None else (found[0], found[1], exact)


def of_day(day: date, precision: str = "D") -> PointValue:
    """Make the point of a day.

    day: the day
    precision: Y, M or D
    """
    number = day.toordinal() - _EPOCH_DAY
    return (number * _DAY, number, precision)


def of_moment(moment: datetime) -> PointValue | None:
    """Make the point of a moment, taken in UTC when it bears no offset.

    moment: date and time
    Gives None where the instant lies outside the years 1 to 9999.
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    since = aware - _EPOCH
    instant = since.days * _DAY + since.seconds * 1_000_000 + since.microseconds
    if not _FIRST <= instant <= _LAST:
        return None
    return (instant, moment.toordinal() - _EPOCH_DAY, "T")


def just_before(text: str) -> PointValue | None:
    """Read an end that is exclusive: one millisecond less.

    text: as written in the source
    """
    found = point(text)
    if found is None:
        return None
    if len(text) > 10:
        return of_moment(datetime.fromisoformat(text) - timedelta(milliseconds=1))
    instant, day, _ = found
    return None if instant is None or day is None else (instant - 1000, day - 1, "T")


def day_of(value: PointValue) -> date | None:
    """Give the day of a point as written.

    value: a point
    """
    return None if value[1] is None else date.fromordinal(value[1] + _EPOCH_DAY)


def last_of(value: PointValue) -> PointValue:
    """Give the day on which a year or a month ends; a day, a time and NOTHING stay what they are.

    value: a point, such as the end of a period that includes it

    >>> day_of(last_of(point("2024-02")))
    datetime.date(2024, 2, 29)
    """
    day, exact = day_of(value), value[2]
    if day is None or exact not in ("Y", "M"):
        return value
    month = 12 if exact == "Y" else day.month
    return of_day(day.replace(month=month, day=monthrange(day.year, month)[1]))


def _moment(text: str) -> PointValue | None:
    return of_moment(datetime.fromisoformat(text))
