"""Write a document as ruled text for a terminal or a mail: same words, order and numbers."""

from __future__ import annotations

import unicodedata

from commonweal.report.document import (
    Block,
    Document,
    DotRows,
    Facts,
    Notes,
    Section,
    Table,
    Verdict,
)
from commonweal.report.figure_nodes import Chart, Multiples
from commonweal.report.writers.text_figures import chart, dot_rows, multiples
from commonweal.report.writers.text_lines import Pen, columns_of, fact, records, wrapped

_LEAST_WIDTH = 24
_DRAWN, _ASCII = "─•·─●┊╌◆○╷", "--.-o|/X+'"
_PLAINER = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "\u00a0": " ",
    }
)


def write_text(document: Document, width: int = 80, *, ascii_only: bool = False) -> str:
    """Write the document.

    document:   what stands on it
    width:      of a line, in columns of the terminal; 24 at least
    ascii_only: whether the terminal knows nothing but ASCII

    Gives the text. Only one word that is longer than a line may be broken.

    >>> print(write_text(Document("Report", "2020", (), "The rule.")).splitlines()[0])
    Report
    """
    wide = max(width, _LEAST_WIDTH)
    pen = Pen(wide, *(_ASCII if ascii_only else _DRAWN))
    blocks = [line for block in document.blocks for line in ("", *_block(block, pen, 2))]
    lines = [
        *wrapped(document.title, pen.width),
        *wrapped(document.context, pen.width),
        *blocks,
        "",
        pen.rule * pen.width,
        *wrapped(document.foot, pen.width),
    ]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return _ascii(text) if ascii_only else text


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_PLAINER))
    kept = "".join(one for one in folded if not unicodedata.combining(one))
    return kept.encode("ascii", "backslashreplace").decode("ascii")


def _block(block: Block, pen: Pen, level: int) -> list[str]:
    match block:
        case Section():
            return _section(block, pen, level)
        case DotRows():
            return dot_rows(block, pen)
        case Table():
            return records(block, pen)
        case Chart():
            return chart(block, pen)
        case Multiples():
            return multiples(block, pen)
        case Verdict():
            return wrapped(f"{block.verdict} {block.sentence}", pen.width)
        case Facts():
            return [line for one in block.facts for line in fact(one.name, one.text, pen, "")]
        case Notes():
            first = f"{pen.bullet} "
            return [line for one in block.items for line in wrapped(one, pen.width, first, "  ")]
        case _:
            return wrapped(block.text, pen.width)


def _section(section: Section, pen: Pen, level: int) -> list[str]:
    title = wrapped(section.title, pen.width)
    rule = [pen.rule * (pen.width if level == 2 else max(map(columns_of, title)))]
    inner = [line for block in section.blocks for line in ("", *_block(block, pen, level + 1))]
    return ["", *title, *(rule if level <= 4 else []), *inner[1:]]
