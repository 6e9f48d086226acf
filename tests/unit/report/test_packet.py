"""The six-part packet: everything that is known, and in words what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.report.example import FOOT, finding, others

from commonweal.report import packet
from commonweal.report.document import Notes, Section
from commonweal.report.packet import Plan, packet_document
from commonweal.report.writers.html import write_html
from commonweal.report.writers.pdf import write_pdf

WHOLE = Plan(
    name="Call back", state="running", institution="Ours", period="2025", leader="A. Person",
    office="Council", promise="Fair care", changes="We call back.", whom="Whoever missed control.",
    begins="January 3, 2026", target="June 3, 2026", judged="Blood pressure; compare periods",
    needs="Food and transport.", off_plan="We meet every week.", informs="A letter each month.",
    tasks=("Hire two callers, open",), acts=("2 January 2026: approved",),
    findings=(finding(), others()[0]), foot=FOOT,
)  # fmt: skip


def texts(plan: Plan) -> str:
    return write_html(packet_document(plan))


def missing(plan: Plan) -> list[str]:
    sections = [one for one in packet_document(plan).blocks if isinstance(one, Section)]
    found = []
    for one in sections:
        notes = [block for block in one.blocks if isinstance(block, Notes)]
        found += [item for note in notes for item in note.items if item.startswith("Missing")]
    return found


def test_a_whole_packet_has_six_parts_and_lacks_nothing() -> None:
    document = packet_document(WHOLE)
    titles = [one.title for one in document.blocks if isinstance(one, Section)]
    assert titles == [packet.LEADER, packet.NEEDS, packet.FOUND, packet.PLAN, packet.OFF_PLAN,
                      packet.INFORMS]  # fmt: skip
    assert missing(WHOLE) == []


def test_every_part_says_what_it_lacks() -> None:
    bare = replace(WHOLE, leader="", needs=" ", findings=(), tasks=(), off_plan="", acts=(),
                   informs="")  # fmt: skip
    assert len(missing(bare)) == 7
    assert "Missing: nobody is named who leads it." in texts(bare)


def test_findings_stand_with_their_groups_and_their_trace() -> None:
    text = texts(WHOLE)
    assert finding().trace in text
    assert "Hispanic or Latino" in text


def test_a_finding_without_numbers_says_why_and_draws_nothing() -> None:
    text = texts(replace(WHOLE, findings=(others()[3],)))
    assert "the table of procedures is absent" in text


def test_the_paper_is_tagged_and_the_same_each_time() -> None:
    first = write_pdf(packet_document(WHOLE), date(2026, 7, 3))
    assert first == write_pdf(packet_document(WHOLE), date(2026, 7, 3))
    assert b"pdfuaid" in first
