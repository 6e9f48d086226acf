"""A finding as the public reads it: one mark for whatever is hidden, and nothing behind it.

Inside the house a reader is told which number is small and which one only protects it; in public
that would help whoever wants to work the small one out.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from commonweal.disclosure import Reason
from commonweal.findings import words
from commonweal.findings.course import Course
from commonweal.findings.finding import Finding, Row
from commonweal.kinds import Said

MARK: str = Reason.SMALL_OR_PROTECTS.value
_SMALL = re.escape(Reason.SMALL.value).replace("10", r"\d+")
_INSIDE = re.compile(f"{_SMALL}|{re.escape(Reason.PROTECTS.value)}")


def _asked(message: str) -> re.Pattern[str]:
    """Read the group back from a message that was filled in."""
    parts = (
        "(?P<group>.+)" if part == "{group}" else ".+" if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{\w+\})", message)
    )
    return re.compile("".join(parts))


_PRICES = (_asked(words.PRICE_SMALL), _asked(words.PRICE_PROTECTS))


def for_public(finding: Finding) -> Finding:
    """Turn a finding made for use inside into what the public reads.

    finding: as the audit made it, at whatever level
    Gives the same numbers. What is hidden bears one mark, whatever the reason; the price of knowing
    no longer tells the reasons apart; what lies behind the finding is left out.

    Source: decisions.md, "What a hidden number says".
    >>> from dataclasses import replace
    >>> from commonweal.findings.compose import Setting, not_computable
    >>> from commonweal.kinds import Period
    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> made = not_computable(Setting(find("care.bp_control"), by_name("sex"), Period.parse("2020"),
    ...                               "", "v", lambda group: "cw-0"), ("nothing",))
    >>> for_public(replace(made, headline="It is not shown (1 to 10).")).headline
    'It is not shown (small, or protects a small number).'
    """
    prices = {row.price: _price(row) for row in finding.rows if _kept_back(row)}
    bare = replace(
        finding,
        rows=tuple(replace(row, price=prices.get(row.price, row.price)) for row in finding.rows),
        price=prices.get(finding.price, finding.price),
        course=Course(),
    )
    marked: Finding = _marked(bare)
    return marked


def _kept_back(row: Row) -> bool:
    return _INSIDE.search(row.rate.text) is not None


def _price(row: Row) -> str:
    """Give the price of a group in words that hold for both reasons."""
    for asked in _PRICES:
        if found := asked.fullmatch(row.price):
            said = row.price.parts if isinstance(row.price, Said) else None
            return words.PRICE_KEPT.format(group=(said or found)["group"])
    return row.price


def _marked(node: Any) -> Any:
    if isinstance(node, str):
        return _one_mark(node)
    if isinstance(node, tuple):
        return tuple(_marked(part) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return type(node)(**{one.name: _marked(getattr(node, one.name)) for one in fields(node)})
    return node


def _one_mark(text: str) -> str:
    """Set the one mark in the place of each reason, and leave the rest of a message as it is."""
    if _INSIDE.search(text) is None:
        return text
    if isinstance(text, Said) and text.parts:
        marked = Said(
            text.message,
            {name: _one_mark(part) for name, part in text.parts.items()},
            text.plural,
            text.many,
            text.case,
        )
        if _INSIDE.search(marked) is None:
            return marked
    return MARK if _INSIDE.fullmatch(text) else _INSIDE.sub(MARK, text)
