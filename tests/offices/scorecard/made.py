"""Editions of findings for the tests of the scorecard: from the example of the report's tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.test import Client
from tests.unit.report.example import WORDS, audit, finding, shown, withheld

from commonweal.findings.audit import Answer
from commonweal.findings.finding import Finding, Row
from commonweal.findings.kept import keep
from commonweal.findings.trace import Trace
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.scorecard import jobs
from commonweal.offices.scorecard.models import Edition, Label, Record

REASON = "Two of us went through the rows together."


@contextmanager
def apart() -> Iterator[None]:
    """Try something, and put back all that it changed in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def graded(grade: str, view: str, promise: str = "C1", **changes: object) -> Finding:
    """Give a finding of one group with a grade; its words tell it from all others."""
    row = shown(f"People of {view}", 300, 500, grade, -8.9)
    told: dict[str, object] = {
        "grade": grade, "verdict": WORDS[grade], "headline": f"Headline of {view}.",
        "rows": (row,), "view": view, "view_key": view.replace(" ", "_"), "commitments": (promise,),
        "trace": f"cw-{view.replace(' ', '-')}", "funnel": (),
    }  # fmt: skip
    return finding(**(told | changes))


def kept_back(view: str = "a small view") -> Finding:
    """Give a finding with a small group and one that only protects it."""
    small = withheld("Few people")
    protects = withheld("More people", "not shown (protects another number)")
    return graded("B", view, rows=(shown("Many", 300, 500, "B", -8.9), small, protects))


def lacking(view: str = "a view without data", promise: str = "C1") -> Finding:
    """Give a finding that could not be computed."""
    return graded("", view, promise, computable=False, verdict="Not computable", rows=(),
                  everybody=None, headline="Not computable: a table is absent.")  # fmt: skip


def trace_of(row: Row | Finding) -> Trace:
    """Give a trace; its id is not that of the row, which has one of its own."""
    return Trace("d1", "care.bp_control", "1.2", "sex", "", "2020", "", "", "t=11", "p", "e", "c")


def loaded(folder: Path, *findings: Finding, period: str = "2025", traced: bool = False) -> Edition:
    """Keep an audit of findings and read it in."""
    folder.mkdir(exist_ok=True)
    traces = ()
    if traced:
        trace = trace_of(findings[0])
        traces = (trace,)
        findings = (replace(findings[0], trace=trace.id), *findings[1:])
    keep(folder, Answer(replace(audit(), findings=findings, first=(), period=period), traces))
    return jobs.load(folder, SYSTEM)


def labeled(edition: Edition, **labels: Label) -> None:
    """Set labels by view, as if two people had agreed; what is kept ready is thrown away."""
    for view, label in labels.items():
        edition.records.filter(view_key=view).update(label=label)
    Edition.objects.filter(pk=edition.pk).update(changes=edition.changes + 1)
    edition.refresh_from_db()


def record_of(edition: Edition, view: str) -> Record:
    """Give the record of a view."""
    return edition.records.get(view_key=view.replace(" ", "_"))


def words_of(client: Client, path: str, status: int = 200) -> str:
    """Give what a page says, without its tags."""
    answer = client.get(path)
    assert answer.status_code == status, path
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())
