"""Write a document as one page of HTML: no script, no request to anywhere, its style inside.

The chart is the table: each row of a figure is a row of a real table, with one cell drawn.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

from commonweal.report import words
from commonweal.report.document import (
    Block,
    Document,
    Dot,
    DotRows,
    Facts,
    Link,
    Notes,
    Section,
    Table,
    Verdict,
)

_NUMBER = r"[-+−]?\d(?:[\d.,:/-]*\d)?%?"
_NUMBERS = re.compile(rf"(?<![\w.-]){_NUMBER}(?: to {_NUMBER})?(?![\w-])")
_DEEPEST = 6


def write_html(document: Document, root: str = "", back: str = "") -> str:
    """Write the page.

    document: what stands on it
    root:     path from the page to the folder that holds `fonts`, such as "../", or ""
    back:     address of the whole report, seen from the page, or "" where this is the report

    Gives the page as text.

    >>> "<h1>A &lt; B</h1>" in write_html(Document("A < B", "2020", (), "The rule."))
    True
    """
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{escape(document.language)}" dir="{escape(document.direction)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(document.title)}</title>",
        f"<style>\n{_style(root)}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#main">{escape(words.SKIP)}</a>',
        f'<header class="top"><p>{escape(words.NAME)}</p>{_back(back)}</header>',
        '<main id="main">',
        f"<h1>{isolated(document.title)}</h1>",
        f'<p class="context">{isolated(document.context)}</p>',
        *([] if back else [_contents(document)]),
        *(_block(block, 2) for block in document.blocks),
        "</main>",
        f'<footer class="foot"><p>{isolated(document.foot)}</p></footer>',
        "</body>",
        "</html>",
    )
    return "\n".join(part for part in parts if part) + "\n"


def isolated(text: str) -> str:
    """Escape a text and keep each number in its own direction.

    text: any words

    Gives HTML in which no number is scrambled when the page runs from right to left.

    >>> isolated("from 74 to 76 <of 100>")
    'from <bdi>74 to 76</bdi> &lt;of <bdi>100</bdi>&gt;'
    """
    out, end = [], 0
    for found in _NUMBERS.finditer(text):
        out += [escape(text[end : found.start()]), f"<bdi>{escape(found[0])}</bdi>"]
        end = found.end()
    return "".join((*out, escape(text[end:])))


def _style(root: str) -> str:
    css = files("commonweal.report").joinpath("style.css").read_text("utf-8")
    return css.replace('url("fonts/', f'url("{escape(root)}fonts/')


def _back(back: str) -> str:
    return f'<nav><a href="{escape(back)}">{escape(words.BACK)}</a></nav>' if back else ""


def _contents(document: Document) -> str:
    sections = [block for block in document.blocks if isinstance(block, Section)]
    if not sections:
        return ""
    items = "".join(
        f'<li><a href="#{escape(one.key)}">{isolated(one.title)}</a></li>' for one in sections
    )
    label = escape(words.CONTENTS)
    return f'<nav class="contents" aria-label="{label}"><ul>{items}</ul></nav>'


def _block(block: Block, level: int) -> str:
    match block:
        case Section():
            return _section(block, level)
        case DotRows():
            return _dot_rows(block)
        case Table():
            return _table(block)
        case Verdict():
            kind = "verdict attention" if block.attention else "verdict"
            words_ = f"<strong>{isolated(block.verdict)}</strong> {isolated(block.sentence)}"
            return f'<p class="{kind}">{words_}</p>'
        case Facts():
            pairs = "".join(
                f"<div><dt>{isolated(one.name)}</dt><dd>{isolated(one.text)}</dd></div>"
                for one in block.facts
            )
            return f"<dl>{pairs}</dl>"
        case Notes():
            return f"<ul>{''.join(f'<li>{isolated(one)}</li>' for one in block.items)}</ul>"
        case Link():
            target = f"{block.target}/page.html" if block.folder else f"#{block.target}"
            return f'<p><a href="{escape(target)}">{isolated(block.text)}</a></p>'
        case _:
            kind = ' class="soft"' if block.soft else ""
            return f"<p{kind}>{isolated(block.text)}</p>"


def _section(section: Section, level: int) -> str:
    key, tag = escape(section.key), f"h{min(level, _DEEPEST)}"
    # only the sections of the first level are landmarks: more would drown those who jump by them
    label = f' aria-labelledby="{key}--title"' if level == 2 else ""
    inner = "\n".join(_block(block, level + 1) for block in section.blocks)
    return (
        f'<section id="{key}"{label}>\n'
        f'<{tag} id="{key}--title">{isolated(section.title)}</{tag}>\n{inner}\n</section>'
    )


def _table(table: Table) -> str:
    kinds = [' class="num"' if figure else "" for figure in table.figures]
    heads = "".join(
        f'<th role="columnheader" scope="col"{kind}>{isolated(name)}</th>'
        for name, kind in zip(table.columns, kinds, strict=True)
    )
    rows = "\n".join(_record(table.columns, row, kinds) for row in table.rows)
    shares = (f"{100 * share / sum(table.room):.2f}%" for share in table.room)
    room = "".join(f'<col style="width:{share}">' for share in shares)
    return (
        f'<div class="card"><table class="records" role="table">\n'
        f"<caption>{isolated(table.caption)}</caption>\n<colgroup>{room}</colgroup>\n"
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody></table></div>'
    )


def _record(columns: tuple[str, ...], row: tuple[str, ...], kinds: list[str]) -> str:
    cells = "".join(
        f'<td role="cell" data-name="{escape(name)}"{kind}><bdi>{escape(text)}</bdi></td>'
        for name, text, kind in list(zip(columns, row, kinds, strict=True))[1:]
    )
    head = f'<th role="rowheader" scope="row"><bdi>{escape(row[0])}</bdi></th>'
    return f'<tr role="row">{head}{cells}</tr>'


def _dot_rows(figure: DotRows) -> str:
    ticks = "".join(
        f'<span class="tick" style="--at:{tick.place:g}"><bdi>{escape(tick.text)}</bdi></span>'
        for tick in figure.ticks
    )
    group, rate, interval, people = (isolated(name) for name in figure.columns)
    said = " ".join(isolated(text) for text in (figure.caption, *figure.legend) if text)
    rows = "\n".join(_row(dot, figure) for dot in figure.dots)
    head = '<th role="columnheader" scope="col"'
    return (
        f'<div class="card"><table class="dots" role="table">\n'
        f"<caption><strong>{isolated(figure.title)}</strong> {said}</caption>\n"
        f'<thead role="rowgroup"><tr role="row">{head} class="label">{group}</th>'
        f'{head} class="plot"><span class="unseen">{isolated(figure.scale)}</span>'
        f'<span class="track" aria-hidden="true">{ticks}</span></th>'
        f'{head} class="rate">{rate}</th>{head} class="interval">{interval}</th>'
        f'{head} class="people">{people}</th></tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody></table></div>'
    )


def _row(dot: Dot, figure: DotRows) -> str:
    kinds = [name for name, on in (("all", dot.everybody), ("hidden", dot.mark is None)) if on]
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return (
        f'<tr role="row"{kind}><th role="rowheader" scope="row" class="label">'
        f"<bdi>{escape(dot.label)}</bdi></th>"
        f'<td role="cell" class="plot"><span class="track" aria-hidden="true">'
        f"{_marks(dot, figure)}</span></td>{_numbers(dot)}</tr>"
    )


def _marks(dot: Dot, figure: DotRows) -> str:
    grid = "".join(f'<i class="grid" style="--at:{tick.place:g}"></i>' for tick in figure.ticks)
    line = "" if figure.line is None else f'<i class="line" style="--at:{figure.line:g}"></i>'
    if dot.mark is None:
        return f"{grid}{line}" + ('<i class="hatch"></i>' if dot.hatched else "")
    low, at, high = dot.mark.low, dot.mark.at, dot.mark.high
    span = f'<i class="span" style="--low:{low:g};--high:{high:g}"></i>'
    return f'{grid}{line}{span}<i class="dot" style="--at:{at:g}"></i>'


def _numbers(dot: Dot) -> str:
    """Set one cell for each of the three texts, and one cell for neighbors that say the same."""
    cells: list[tuple[str, str, int]] = []
    for kind, text in (("rate", dot.rate), ("interval", dot.interval), ("people", dot.people)):
        if dot.mark is None and cells and cells[-1][1] == text:
            cells[-1] = (cells[-1][0], text, cells[-1][2] + 1)
        else:
            cells.append((kind, text, 1))
    return "".join(_number(kind, text, columns) for kind, text, columns in cells)


def _number(kind: str, text: str, columns: int) -> str:
    span = f' colspan="{columns}"' if columns > 1 else ""
    return f'<td role="cell" class="{kind}"{span}><bdi>{escape(text)}</bdi></td>'
