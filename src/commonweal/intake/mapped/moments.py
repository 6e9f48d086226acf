"""Read the times of a mapped file: by its date format, and in its time zone.

A local time becomes an instant by the rules of its zone, and keeps its local date as its day. Of
the hour that clocks show twice the first is taken; in the hour that they skip, the offset before
the change holds. Both are marked, so that the same text always gives the same instant.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from commonweal.intake.mapped.forms import formed
from commonweal.intake.points import PointValue, day_of, of_day, of_moment, point
from commonweal.kinds import Problem

UNREADABLE, TWICE, SKIPPED = "date_unreadable", "time_twice", "time_skipped"
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


class Way(NamedTuple):
    """Say how the times of a column are written.

    form: date format (strptime), or None for ISO
    zone: time zone of times without offset, or None: they are taken in UTC
    instant: whether a time with offset is an instant whose day is told in the zone, as the typed
        columns of a Parquet file are; of a text the day as written counts
    whole_day: whether only the date counts, as where every time is midnight
    """

    form: str | None = None
    zone: str | None = None
    instant: bool = False
    whole_day: bool = False


PLAIN = Way()


@cache
def zone_of(name: str) -> tzinfo:
    """Give a time zone.

    name: such as "America/New_York", "UTC" or "-05:00"
    Fails with Problem "zone-unknown".
    """
    offset = _OFFSET.fullmatch(name)
    try:
        if offset:
            east = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
            return timezone(east if offset[1] == "+" else -east)
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # a name that is none, a folder, a missing table
        raise Problem(
            "zone-unknown",
            f"This machine knows no time zone '{name}'.",
            "Use a name such as America/New_York; on Windows install the package tzdata.",
        ) from None


@lru_cache(maxsize=65_536)
def moment(text: str, way: Way) -> tuple[PointValue | None, str]:
    """Read a time into a point and a mark, "" where all is well.

    text: as written in the file
    way: how its times are written
    Gives None with the mark "date_unreadable" where it can not be read.
    """
    read, mark = _read(text, way)
    found = None
    if isinstance(read, datetime):
        found = of_day(read.date()) if way.whole_day else of_moment(read)
    elif read is not None:
        found = read
    return found, mark if found else UNREADABLE


def midnight_of(text: str, way: Way) -> date | None:
    """Give the day of a time that is none: a date alone, or a midnight on its own clock.

    text: as written in the file
    way: how its times are written
    Gives None for a time of day, for a month or year alone, and for what can not be read.
    """
    read, _ = _read(text, way)
    if isinstance(read, datetime):
        return read.date() if read.time() == time() else None
    return day_of(read) if read is not None and read[2] == "D" else None


def _read(text: str, way: Way) -> tuple[datetime | PointValue | None, str]:
    """Read a time in its zone, or a date alone, and say what is odd about it."""
    read = _iso(text) if way.form is None else formed(text, way.form)
    if not isinstance(read, datetime) or way.zone is None:
        return read, ""
    if read.tzinfo is None:
        return _placed(read, zone_of(way.zone))
    if way.instant:
        try:
            return read.astimezone(zone_of(way.zone)), ""
        except OverflowError:  # an instant whose day in the zone lies outside the years 1 to 9999
            return None, ""
    return read, ""


def _iso(text: str) -> datetime | PointValue | None:
    """Read an ISO time; of a date alone, or a part of one, the point."""
    whole = text.replace(" ", "T", 1).replace(" ", "") if len(text) > 10 else text
    found = point(whole)
    return datetime.fromisoformat(whole) if found and found[2] == "T" else found


def _placed(when: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """Put a local time into its zone, and say where its clocks show it twice or never."""
    first, second = (when.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    placed = when.replace(tzinfo=zone, fold=0)
    if first == second or first is None or second is None:
        return placed, ""
    return placed, TWICE if first > second else SKIPPED
