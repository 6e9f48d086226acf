"""Read amounts of money, exactly: whole cents, never a binary fraction of a dollar."""

from __future__ import annotations

import re

_LARGEST = 2**63 - 1
# A comma groups thousands, or it is none of ours: "1,23" may be a decimal comma.
_FORM = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?\$? ?(?P<late>-)?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?"
    r"(?:\.(?P<part>\d*))?(?P<close>\))?(?P<last>-)?",
    re.ASCII,
)


def cents(text: str, *, whole: bool = False) -> int | None:
    """Read an amount into whole cents, or give None where it can not be read for sure.

    text:  such as "1,234.56", "$1,234.56", "(12.00)" or "-12.00"
    whole: whether the source counts cents and not dollars
    More than two decimals of a dollar, or a part of a cent, are not rounded: None.
    """
    form = _FORM.fullmatch(text)
    if form is None or not (form["whole"] or form["part"]):
        return None
    signs = [name for name in ("open", "sign", "late", "last") if form[name]]
    if len(signs) > 1 or bool(form["open"]) != bool(form["close"]):
        return None
    digits, part = (form["whole"] or "0").replace(",", ""), form["part"] or ""
    if len(part) > 2 or (whole and part.strip("0")):
        return None
    amount = int(digits) if whole else int(digits) * 100 + int(part.ljust(2, "0"))
    if amount > _LARGEST:
        return None
    return -amount if signs and form["sign"] != "+" else amount
