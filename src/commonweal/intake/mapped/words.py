"""Tell what the text of one cell says by itself: an id, a number, yes or no, or nothing."""

from __future__ import annotations

import re

TRUE = {"1", "true", "t", "yes", "y"}
FALSE = {"0", "false", "f", "no", "n"}
# what databases and their tools write where there is nothing
NOTHING_SAID = frozenset({
    "NULL", "Null", "null", "\\N", "(null)", "(NULL)", "<NULL>", "<null>", "#N/A", "NaT", "<NA>",
    "NA", "N/A", "n/a",
})  # fmt: skip
# What is nobody's id: words and marks for nothing, the -1 to -9 that warehouses point at rows for
# "unspecified" with, and a number that a spreadsheet rounded, which makes one id of many.
_NO_ID = re.compile(
    r"\W+|[(<#]?(na|n/a|nan|nat|nil|none|null|missing|tbd|unk|unknown|unspecified)[)>]?"
    r"|not (applicable|available|known|recorded)|-[1-9](\.0+)?|\d(\.\d+)?e\+\d+|\d\.\d+e\d+",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)  # as tables with gaps write whole numbers
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def identity(text: str) -> str | None:
    """Give an id as every file has it, whichever kind of number held it; None where it is none.

    text: of the cell

    >>> identity("7.00"), identity("A-7.0"), identity("NA")
    ('7', 'A-7.0', None)
    """
    if _NO_ID.fullmatch(text):
        return None
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def number(text: str) -> float | None:
    """Give a number, or None where it can not be read for sure, as "1,234" and "NaN" can not.

    text: of the cell
    """
    value = float(text) if _NUMBER.fullmatch(text) else float("inf")
    return value if abs(value) < float("inf") else None


def flag(text: str) -> bool | None:
    """Give yes or no, or None where the text says neither.

    text: of the cell
    """
    whole = _WHOLE.fullmatch(text)
    folded = whole[1] if whole else text.casefold()
    return folded in TRUE if folded in TRUE or folded in FALSE else None
