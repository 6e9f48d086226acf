"""Made-up books: fifteen promises with owners and decisions, findings put forward, last time."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.report.example import FOOT, audit, finding, others

from commonweal.findings.finding import Promise
from commonweal.report.annual import AnnualReport, Effort
from commonweal.report.board_book import BoardBook, Past
from commonweal.report.book_parts import Line
from commonweal.vision.vision import shipped


def lines() -> tuple[Line, ...]:
    """Give the fifteen promises: some with a gap, some not measured, two with a decision wanted."""
    told = []
    for place, one in enumerate(shipped().commitments):
        domain = shipped().domain_of(one.key).title
        blank = Promise(one.key, one.title, domain, "Not measured", "", 0, "")
        gap = replace(
            blank, verdict="A gap is likely, and it repeats", grade="A", looked=12,
            size="\u221221.4 points (\u221224.0 to \u221218.8)",
            direction="Worse. The gap is steady.",
        )  # fmt: skip
        wanted = "Agree on two more callers for the east clinic until June" if place < 2 else ""
        told.append(Line(gap if place % 2 else blank, "Chief medical officer", wanted))
    return tuple(told)


def board_book() -> BoardBook:
    """Give a released board book."""
    made = audit()
    return BoardBook(
        "Board book 2", made.institution, made.period, made.version, "July 3, 2026", lines(),
        (finding(), others()[0]), "Board book 1",
        (Past("C1 Equitable care", "Two more callers", "Agreed", ""), Past("C2", "A", "", "B")),
        FOOT,
    )  # fmt: skip


def annual_report() -> AnnualReport:
    """Give a draft of a yearly report."""
    made = audit()
    return AnnualReport(
        "Yearly equity report 1", made.institution, made.period, made.version, "", lines(),
        made.findings, made.findings[:1], ("care.bp_control",),
        (Effort("Call back", "Council", "running", ""), Effort("Hours", "GME", "ended", "Less.")),
        FOOT,
    )  # fmt: skip
