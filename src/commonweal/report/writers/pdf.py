"""Write a document as a tagged PDF/UA-1, ready to print, with the same bytes each time.

The template never sees a word as markup: the document reaches it as data.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Literal

import typst

from commonweal.kinds.problem import Problem
from commonweal.report import words
from commonweal.report.document import Document, tree

PAPERS = {"letter": "us-letter", "a4": "a4"}
_NO_LETTERS = "could not be displayed"


PAGE = words.page_of("{page}", "{pages}")


def write_pdf(document: Document, made: date, paper: str = "letter", page: str = PAGE) -> bytes:
    """Write the printed form.

    document: what stands on its pages
    made:     the day that is written into the file as the day of its making
    paper:    "letter" or "a4"
    page:     what stands at the foot of each sheet, with {page} and {pages}

    Gives the file. Names in letters that no font of the package holds are set with the fonts of
    this machine; where it has none either, the file is tagged but not declared PDF/UA-1.
    Fails with Problem "paper-unknown".

    >>> from datetime import date
    >>> write_pdf(Document("Report", "2020", (), "The rule."), date(2026, 7, 3))[:5]
    b'%PDF-'
    """
    if paper not in PAPERS:
        raise Problem(
            "paper-unknown",
            "The report is printed on letter or a4 paper only.",
            "Choose one of the two.",
        )
    book = {"document": tree(document), "paper": PAPERS[paper], "page": page, "name": words.NAME}
    data = json.dumps(book, ensure_ascii=False, sort_keys=True)
    return _compiled(data, made)


def _compiled(data: str, made: date) -> bytes:
    for own_fonts in (True, False):
        try:
            return _compile(data, made, own_fonts, "ua-1")
        except typst.TypstError as error:
            if _NO_LETTERS not in str(error):
                raise
    return _compile(data, made, False, None)


def _compile(data: str, made: date, own_fonts: bool, standard: Literal["ua-1"] | None) -> bytes:
    template = files("commonweal.report").joinpath("book.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=own_fonts,
        sys_inputs={"book": data},
        pdf_standards=standard,
        timestamp=int(datetime(made.year, made.month, made.day, tzinfo=UTC).timestamp()),
    )
