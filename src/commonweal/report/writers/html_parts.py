"""The parts that every block of HTML is made of: escaped words, numbers kept whole, tables.

No attribute holds a style: pages are served under a content policy that forbids it.
"""

from __future__ import annotations

import re
from html import escape

from commonweal.report.document import Table

_NUMBER = r"[-+−]?\d(?:[\d.,:/-]*\d)?%?"
_NUMBERS = re.compile(rf"(?<![\w.-]){_NUMBER}(?: to {_NUMBER})?(?![\w-])")
_NAME = re.compile(r"[\w.:-]*[A-Za-z][\w.:-]*\d[\w.:-]*|\d[\w.:-]*[A-Za-z][\w.:-]*")  # an id
PARTS = (
    50  # a table is as wide as so many parts; the stylesheet has a class for each number of them
)


def isolated(text: str) -> str:
    """Escape a text and keep each number in its own direction.

    text: any words

    Gives HTML in which no number is scrambled when the page runs from right to left.

    >>> isolated("from 74 to 76 <of 100>")
    'from <bdi>74 to 76</bdi> &lt;of <bdi>100</bdi>&gt;'
    >>> isolated("cw1-5f0c2a91d7")
    '<bdi>cw1-5f0c2a91d7</bdi>'
    """
    if " " not in text and _NAME.fullmatch(text):
        return verbatim(text)
    out, end = [], 0
    for found in _NUMBERS.finditer(text):
        out += [escape(text[end : found.start()]), f"<bdi>{escape(found[0])}</bdi>"]
        end = found.end()
    return "".join((*out, escape(text[end:])))


def verbatim(text: str) -> str:
    """Escape a text that stands as it is in every language, in its own direction.

    text: such as the name of a source

    >>> verbatim("Wilson, JASA 22")
    '<bdi>Wilson, JASA 22</bdi>'
    """
    return f"<bdi>{escape(text)}</bdi>"


def widths(room: tuple[int, ...]) -> tuple[int, ...]:
    """Share the width of a table among its columns.

    room: for each column, its share, in parts of their sum

    Gives whole parts whose sum is 50, each at least 1: the largest remainders get what is left.

    >>> widths((18, 9, 9))
    (25, 13, 12)
    """
    exact = [PARTS * share / sum(room) for share in room]
    shares = [max(1, int(one)) for one in exact]
    by_rest = sorted(range(len(room)), key=lambda at: shares[at] - exact[at])
    for at in by_rest[: max(0, PARTS - sum(shares))]:
        shares[at] += 1
    return tuple(shares)


def records(table: Table) -> str:
    """Write a table whose first column names the row.

    table: with its caption

    Gives HTML; on a narrow page each row becomes a record with the column names beside its cells.

    >>> "<td" in records(Table("", ("Site", "People"), (("East", "12"),), (False, True), (18, 9)))
    True
    """
    kinds = [' class="num"' if figure else "" for figure in table.figures]
    heads = "".join(
        f'<th role="columnheader" scope="col"{kind}>{isolated(name)}</th>'
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    rows = "\n".join(_record(table.columns, row, kinds) for row in table.rows)
    room = "".join(f'<col class="of-{share}">' for share in widths(table.room))
    return (
        f'<table class="records" role="table">\n'
        f"<caption>{isolated(table.caption)}</caption>\n<colgroup>{room}</colgroup>\n"
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody></table>'
    )


def _record(columns: tuple[str, ...], row: tuple[str, ...], kinds: list[str]) -> str:
    cells = "".join(
        f'<td role="cell" data-name="{escape(name)}"{kind}><bdi>{escape(text)}</bdi></td>'
        for name, text, kind in list(zip(columns, row, kinds, strict=True))[1:]
    )
    head = f'<th role="rowheader" scope="row"><bdi>{escape(row[0])}</bdi></th>'
    return f'<tr role="row">{head}{cells}</tr>'
