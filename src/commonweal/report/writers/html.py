"""Write a document as one page of HTML: no script, no request to anywhere, its style inside.

The chart is the table: each row of a figure is a row of a real table, with one cell drawn.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files

from commonweal.report import words
from commonweal.report.document import (
    Block,
    Document,
    DotRows,
    Fact,
    Facts,
    Link,
    Notes,
    Paragraph,
    Section,
    Table,
    Verdict,
)
from commonweal.report.figure_nodes import Chart, Multiples
from commonweal.report.writers.html_charts import chart, multiples
from commonweal.report.writers.html_dots import dot_rows
from commonweal.report.writers.html_parts import isolated, records, verbatim

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
        html_blocks(document),
        "</main>",
        f'<footer class="foot"><p>{isolated(document.foot)}</p></footer>',
        "</body>",
        "</html>",
    )
    return "\n".join(part for part in parts if part) + "\n"


def html_blocks(document: Document) -> str:
    """Write only what stands on the page, for a page that has its own frame.

    document: whose blocks are written; its title, context and foot are left to the frame

    Gives sections with headings from the second level on. No attribute holds a style, so that they
    may stand under a content policy that forbids it; they need `style.css` of this room.

    >>> from commonweal.report.document import Paragraph
    >>> html_blocks(Document("A < B", "2020", (Paragraph("One < two."),), "The rule."))
    '<p>One &lt; two.</p>'
    """
    return "\n".join(_block(block, 2) for block in document.blocks)


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
            return f'<div class="card">{dot_rows(block)}</div>'
        case Chart():
            return chart(block)
        case Multiples():
            return multiples(block)
        case Table():
            return f'<div class="card">{records(block)}</div>'
        case Verdict():
            kind = "verdict attention" if block.attention else "verdict"
            words_ = f"<strong>{isolated(block.verdict)}</strong> {isolated(block.sentence)}"
            return f'<p class="{kind}">{words_}</p>'
        case Facts():
            pairs = "".join(
                f"<div><dt>{isolated(one.name)}</dt><dd>{_set(one)}</dd></div>"
                for one in block.facts
            )
            return f"<dl>{pairs}</dl>"
        case Notes():
            set_ = verbatim if block.verbatim else isolated
            return f"<ul>{''.join(f'<li>{set_(one)}</li>' for one in block.items)}</ul>"
        case Link():
            target = f"{block.target}/page.html" if block.folder else f"#{block.target}"
            return f'<p><a href="{escape(target)}">{isolated(block.text)}</a></p>'
        case _:
            kind = ' class="soft"' if block.soft else ""
            return f"<p{kind}>{_set(block)}</p>"


def _set(said: Fact | Paragraph) -> str:
    return verbatim(said.text) if said.verbatim else isolated(said.text)


def _section(section: Section, level: int) -> str:
    key, tag = escape(section.key), f"h{min(level, _DEEPEST)}"
    # only the sections of the first level are landmarks: more would drown those who jump by them
    label = f' aria-labelledby="{key}--title"' if level == 2 else ""
    inner = "\n".join(_block(block, level + 1) for block in section.blocks)
    return (
        f'<section id="{key}"{label}>\n'
        f'<{tag} id="{key}--title">{isolated(section.title)}</{tag}>\n{inner}\n</section>'
    )
