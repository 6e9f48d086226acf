"""Set how submitted figures stand to the rows they were made from: one part a figure."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.findings.finding import Reconciled
from commonweal.report import words
from commonweal.report.document import Block, Notes, Paragraph, Section


def submitted(figures: Sequence[Reconciled]) -> tuple[Section, ...]:
    """Set the section of an audit on what was submitted; none where nothing was.

    figures: of one audit

    >>> submitted([Reconciled("results.a1c", "A1c, 2025", "yes", "74.1%, as submitted.")])[0].key
    'submitted'
    """
    parts = tuple(
        Section(one.title, f"submitted--{place}", (Paragraph(one.sentence), *_lines(one)))
        for place, one in enumerate(figures, 1)
    )
    return (Section(words.SUBMITTED, "submitted", parts),) if parts else ()


def _lines(figure: Reconciled) -> tuple[Block, ...]:
    return (Notes(figure.lines),) if figure.lines else ()
