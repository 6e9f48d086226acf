"""The part of a report that stands beside what was submitted."""

from __future__ import annotations

from dataclasses import replace

from commonweal.findings.finding import Audit, Reconciled
from commonweal.report.build import audit_document, terminal_document
from commonweal.report.submitted import submitted
from commonweal.report.writers.text import write_text

FOUND = Audit("Found", "Ours", "2025", "", "", (), (), (), (), (), (), "")
OTHER = Reconciled("results.m", "A1c (M 1), 2025", "no", "50% here, 51% as submitted.", ("Why.",))


def test_nothing_submitted_is_no_part() -> None:
    assert submitted(()) == ()


def test_each_figure_is_a_part_of_the_report_and_of_the_screen() -> None:
    audit = replace(FOUND, submitted=(OTHER, replace(OTHER, title="Second", lines=())))
    for document in (audit_document(audit), terminal_document(audit)):
        text = write_text(document, 80)
        assert "Beside the figures that were submitted" in text
        assert text.count("50% here, 51% as submitted.") == 2
        assert text.count("Why.") == 1
