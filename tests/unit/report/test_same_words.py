"""All four forms say the same words and the same numbers, and say them the same way each time."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pypdf
import pytest
from tests.unit.report.example import FOOT, audit, finding, others

from commonweal.report import words
from commonweal.report.build import audit_document, finding_document
from commonweal.report.document import Document, tree
from commonweal.report.writers.html import write_html
from commonweal.report.writers.json import write_json
from commonweal.report.writers.pdf import write_pdf
from commonweal.report.writers.text import write_text

TODAY = date(2026, 7, 3)
SET_ONCE = {"key", "kind", "target", "language", "direction", "scale"}


def said(node: Any) -> Iterator[str]:
    """Walk every text of a document that a reader meets."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for part in node:
            yield from said(part)
    elif isinstance(node, dict):
        for name, part in node.items():
            if name not in SET_ONCE:
                yield from said(part)


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent = tag == "style"
        self.parts += [" "] if tag not in ("bdi", "strong") else []

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.silent else [data]


def in_html(document: Document) -> str:
    words_ = Words()
    words_.feed(write_html(document))
    return "".join(words_.parts)


def in_pdf(document: Document) -> str:
    pages = pypdf.PdfReader(io.BytesIO(write_pdf(document, TODAY))).pages
    return " ".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    """Drop blanks, which only lay text out."""
    return re.sub(r"[\s\u200b]+", "", text)


WHOLE = audit_document(audit())
PAGES = [finding_document(one) for one in (finding(), *others())]
LETTERS = re.compile(r"[؀-ۿ]")


@pytest.mark.parametrize("write", [in_html, in_pdf, lambda one: write_text(one, 400)])
@pytest.mark.parametrize("document", [WHOLE, *PAGES], ids=lambda one: one.title)
def test_every_word_of_the_document_is_said(write: Any, document: Document) -> None:
    written = squeezed(write(document))
    texts = [text for text in said(tree(document)) if not LETTERS.search(text)]
    assert len(texts) > 5
    assert [text for text in texts if squeezed(text) not in written] == []


@pytest.mark.parametrize("width", [24, 40, 80, 132])
def test_text_of_any_width_says_all_words_within_its_lines(width: int) -> None:
    written = write_text(WHOLE, width)
    kept = set(re.split(r"\s+", written))
    ticks = re.compile(r"[\d.]+%")  # one that touches its neighbor is left out
    wanted = {word for text in said(tree(WHOLE)) for word in text.split() if len(word) < 13}
    wanted = {word for word in wanted if not ticks.fullmatch(word)}
    assert wanted <= kept
    assert max(len(line) for line in written.splitlines()) <= max(width, 24)


def test_every_word_of_a_finding_reaches_its_page() -> None:
    shown = finding()
    page = squeezed(in_html(finding_document(shown)))
    for text in (shown.headline, shown.caption, shown.chance, shown.next_step, shown.over_time,
                 shown.why, shown.limits, shown.levers, *shown.notes, *shown.sources,
                 shown.review, shown.foot, shown.trace, shown.version_data,
                 *(row.sentence for row in shown.rows), *(row.price for row in shown.rows),
                 *(row.trace for row in shown.rows), *(row.interval for row in shown.rows),
                 *(row.ratio.text for row in shown.rows)):  # fmt: skip
        assert squeezed(text) in page


def test_every_word_of_an_audit_reaches_the_report() -> None:
    whole = audit()
    page = squeezed(in_html(audit_document(whole)))
    for text in (whole.title, *whole.summary, *whole.notes, whole.made, whole.version, FOOT,
                 *(text for one in whole.value_sets for text in one),
                 *(one.title for one in whole.promises), *(one.title for one in whole.findings),
                 *(one.headline for one in whole.findings)):  # fmt: skip
        assert squeezed(text) in page


def test_json_holds_numbers_at_full_precision_beside_their_words() -> None:
    shown = finding()
    read = json.loads(write_json(shown, finding_document(shown)))
    first = read["finding"]["rows"][0]["rate"]
    assert first == {"value": 6889 / 9210, "text": "74.8%"}
    assert read["document"]["title"] == "Blood pressure controlled, by race and ethnicity"
    assert read["document"] == tree(finding_document(shown))


def test_json_is_canonical() -> None:
    written = write_json(audit(), WHOLE)
    again = json.dumps(json.loads(written), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert written == again
    assert json.loads(written)["audit"]["title"] == audit().title


def test_the_same_findings_give_the_same_bytes() -> None:
    again = audit_document(audit())
    assert again == WHOLE
    assert write_html(again) == write_html(WHOLE)
    assert write_text(again) == write_text(WHOLE)
    assert write_pdf(again, TODAY) == write_pdf(WHOLE, TODAY)


def test_the_page_keeps_its_order() -> None:
    titles = [block.title for block in PAGES[0].blocks if hasattr(block, "blocks")]
    assert titles == [
        words.CAN_NOT_TELL,
        words.MOVES_IT,
        words.OVER_TIME,
        words.GROUP_BY_GROUP,
        words.FUNNEL,
        words.HOW_MADE,
        words.SOURCES,
        words.TRACES,
    ]
