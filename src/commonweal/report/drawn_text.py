"""Texts in a drawing, which wraps none: parted into lines, shortened, and set so that none touch.

The narrowest drawing is what a page of 320 px leaves beside the scale and the names of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from commonweal.kinds import Said, message
from commonweal.kinds import message as _
from commonweal.kinds.period import MONTHS
from commonweal.report.figure_nodes import Beside

LETTERS = 12  # in a line of a text beside or below a drawing
FEW_LETTERS = 6  # in a line of one below stretches of time: two stand side by side at 320 px
FEWEST_LETTERS = 4  # in each line of three that stand side by side at 320 px
APART = 28.0  # from middle to middle of those three
WIDE = 16.0  # so far from the edge of a drawing a text may stand around its place
EDGE = 8.0  # a text further out begins here at the latest, which leaves room for the other end
MIDDLE = (30.0, 70.0)  # where a text between the two ends touches neither
SHORT = (
    "", _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"),
    _("Oct"), _("Nov"), _("Dec"),
)  # fmt: skip
A_DAY = _("{month} {day}")
_SHORT = dict(zip(MONTHS, SHORT, strict=True))
_MONTHS = re.compile("|".join(f"{month}(?![a-z])" for month in MONTHS[1:]))
_SAME_YEAR = re.compile(r"^(.+?),? (\d{4})( to .+ \2)$")


def folded(text: str, letters: int = LETTERS) -> tuple[str, ...]:
    """Part a text into lines of a few letters, for a drawing wraps none.

    text:    any words
    letters: in a line, where its words allow; a word of more than twelve is broken

    >>> folded("Native Hawaiian or other Pacific Islander")
    ('Native', 'Hawaiian or', 'other', 'Pacific', 'Islander')
    >>> folded("Jan to Mar 2025", 6), folded("n" * 14)
    (('Jan to', 'Mar', '2025'), ('nnnnnnnnnnnn', 'nn'))
    """
    lines = [""]
    for word in text.split():
        for piece in (word[at : at + LETTERS] for at in range(0, len(word), LETTERS)):
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > letters:
                lines.append("")
            lines[-1] = f"{lines[-1]} {piece}".strip()
    return tuple(lines)


def short(stretch: str) -> str:
    """Shorten the name of a stretch of time: months of three letters, and a shared year once.

    stretch: as `commonweal.kinds.Period` writes it, or any other words, which stay as they are

    >>> from commonweal.kinds import Period
    >>> short("September 2025"), short("January 2024 to March 2024"), short("2025")
    ('Sep 2025', 'Jan to Mar 2024', '2025')
    >>> short(Period.parse("2024-Q1").label), short(Period.parse("2024-01-05/2024-03-09").label)
    ('Jan to Mar 2024', 'Jan 5 to Mar 9, 2024')
    >>> short("November 2024 to January 2025")
    'Nov 2024 to Jan 2025'
    """
    if isinstance(stretch, Said):
        return _short(stretch)
    return _SAME_YEAR.sub(r"\1\3", _MONTHS.sub(lambda found: found[0][:3], stretch))


def _short(stretch: Said) -> Said:
    """Shorten what knows its month and its year, or its two ends."""
    parts = dict(stretch.parts or {})
    if "month" in parts:
        parts["month"] = _SHORT[parts["month"]]
        return message(stretch.message).format(**parts)
    ends = [parts.get(name) for name in ("first", "last")]
    first, last = (one if isinstance(one, Said) and one.parts else None for one in ends)
    if first is None or last is None:
        return stretch
    first, last = _short(first), _short(last)
    return message(stretch.message).format(first=_without_year(first, last), last=last)


def _without_year(first: Said, last: Said) -> str:
    own, other = first.parts or {}, last.parts or {}
    if "month" not in own or own.get("year") != other.get("year"):
        return first
    if "day" not in own:
        return own["month"]
    return A_DAY.format(month=own["month"], day=own["day"])


def labels(texts: Sequence[str], places: Sequence[float]) -> tuple[Beside, ...]:
    """Set the texts below a drawing: all of a few short ones, or the first, the last and a middle.

    texts:  names of stretches of time, as many as there are places
    places: along, in order

    Gives texts that touch at no width; a narrow page leaves out what has no room there.

    >>> [one.text for one in labels(("a", "b", "c", "d"), (0.0, 25.0, 60.0, 100.0))]
    ['a', 'c', 'd']
    >>> [one.side for one in labels(("2024", "2025"), (25.0, 75.0))]
    ['middle', 'middle']
    """
    pairs = [(short(text), at) for text, at in zip(texts, places, strict=True)]
    if len(pairs) < 2 or _all_fit(pairs):
        return tuple(Beside(text, at, "middle") for text, at in pairs)
    fit = max(_letters(text) for text, _at in (pairs[0], pairs[-1])) <= FEW_LETTERS
    first, last = _first(*pairs[0], fit), _last(*pairs[-1], fit)
    text, at = pairs[len(pairs) // 2]
    between = len(pairs) > 2 and MIDDLE[0] <= at <= MIDDLE[1]
    return (first, *((Beside(text, at, "middle", "spare"),) if between else ()), last)


def _all_fit(pairs: Sequence[tuple[str, float]]) -> bool:
    few = all(_letters(text) <= FEWEST_LETTERS for text, _at in pairs)
    return few and all(two - one >= APART for (_, one), (_, two) in pairwise(pairs))


def _letters(text: str) -> int:
    return max((len(line) for line in folded(text, FEW_LETTERS)), default=0)


def _first(text: str, at: float, fit: bool) -> Beside:
    if fit and at >= WIDE:
        return Beside(text, at, "middle")
    return Beside(text, min(at, EDGE), "start")


def _last(text: str, at: float, fit: bool) -> Beside:
    """Set the text at the end; one of long words, beside another, is left out on a narrow page."""
    if fit and at <= 100 - WIDE:
        return Beside(text, at, "middle")
    return Beside(text, max(at, 100 - EDGE), "end", "" if fit else "spare")
