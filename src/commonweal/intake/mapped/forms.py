"""Read dates by a mapping's own format, and refuse what could only be guessed.

`strptime` fills in what a text does not say, takes "202511" for the first of January, passes over
"PM" beside %H, and knows of %Z what the machine's own zone is called. Here a format that so loses
something is refused when the mapping is read, and a text that is shorter than its format is none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

from commonweal.intake.points import PointValue, of_day

_SAMPLE = datetime(2025, 11, 23, 15, 48, 57, tzinfo=UTC)
_TIMES = frozenset("HIMSfpcX")
_WIDTHS = {
    "Y": 4, "G": 4, "f": 6, "j": 3, "u": 1, "w": 1,
    **dict.fromkeys("mdHIMSyUWV", 2),
}  # fmt: skip
_LONGEST = 128  # characters: no date is longer
# RFC 5322, section 4.3
_ZONES = {
    "UTC": "+0000", "GMT": "+0000", "UT": "+0000", "EDT": "-0400", "EST": "-0500", "CDT": "-0500",
    "CST": "-0600", "MDT": "-0600", "MST": "-0700", "PDT": "-0700", "PST": "-0800",
}  # fmt: skip
_ZONE = re.compile(rf"\b({'|'.join(_ZONES)})\b", re.IGNORECASE)


@cache
def why_not(form: str) -> str:
    """Say why a date format can not be used, or "" where it can.

    form: as for strptime

    >>> why_not("%m/%d/%Y"), why_not("%Y"), why_not("%m/%d")
    ('', '', 'it does not say the year')
    """
    parts = set(re.findall(r"%(.)", form.replace("%%", "")))
    if not parts:
        return "it names no part of a date, as %Y does the year, %m the month and %d the day"
    try:
        back = datetime.strptime(_sample(form), _own(form))
    except (ValueError, re.error):
        return "no date can be read by it"
    if not _exact(form):
        return "it does not say the year"
    if not parts & _TIMES:
        return ""
    if {"I", "p"} & parts and not {"I", "p"} <= parts:
        return "%I counts to 12 and needs %p, which says AM or PM, and %p needs %I"
    if back.hour != _SAMPLE.hour or ("H" in parts and "p" in parts):
        return "it does not say the hour, or says it twice"
    return "" if _exact(form) == "D" else "it tells a time and no day"


def short_year(form: str) -> bool:
    """Say whether a format tells a year by two digits, so that nobody knows the century.

    form: from a mapping that was read
    """
    return "%Y" not in form and str(_SAMPLE.year) not in _sample(form)


def formed(text: str, form: str) -> datetime | PointValue | None:
    """Read a time, or the point of a date, a month or a year; None where it can not be read.

    text: as written in the file
    form: that `why_not` has nothing against

    >>> formed("03/2025", "%m/%Y")[2], formed("202511", "%Y%m%d")
    ('M', None)
    """
    shape = _shape(form)
    if len(text) > _LONGEST or (shape and not shape.fullmatch(text)):
        return None
    if "%Z" in form:
        text = _ZONE.sub(lambda zone: _ZONES[zone[0].upper()], text)
    try:
        found = datetime.strptime(text, _own(form))
    except ValueError:
        return None
    return found if any(f"%{part}" in form for part in _TIMES) else of_day(found, _exact(form))


def _sample(form: str) -> str:
    return _SAMPLE.strftime(_own(form))


def _own(form: str) -> str:
    """Give the format in which the names of zones are offsets."""
    return form.replace("%Z", "%z")


@cache
def _exact(form: str) -> str:
    """Say whether a format tells a day, a month or a year alone; "" where not even that."""
    back = datetime.strptime(_sample(form), _own(form))
    if back.date() == _SAMPLE.date():
        return "D"
    if back.year != _SAMPLE.year:
        return ""
    return "M" if back.month == _SAMPLE.month else "Y"


@cache
def _shape(form: str) -> re.Pattern[str] | None:
    """Give the shape of a text where numbers stand side by side: only their width parts them."""
    parts = re.findall(r"%.|\s+|[^%\s]+", form)
    numbers = [_WIDTHS.get(part[1:], 0) if part[0] == "%" else 0 for part in parts]
    near = [bool(width and (before or after)) for before, width, after
            in zip([0, *numbers], numbers, [*numbers[1:], 0], strict=False)]  # fmt: skip
    if not any(near):
        return None
    shapes = [
        rf"\d{{{width}}}" if tight else _loose(part)
        for part, width, tight in zip(parts, numbers, near, strict=True)
    ]
    return re.compile("".join(shapes), re.IGNORECASE | re.DOTALL)


def _loose(part: str) -> str:
    if part[0] == "%":
        return "%" if part == "%%" else ".+?"
    return r"\s+" if part.isspace() else re.escape(part)
