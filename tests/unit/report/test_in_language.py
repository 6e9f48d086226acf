"""A document is said in another language whole: only names, numbers and sources stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from tests.unit.findings.store import answered

from commonweal.findings.finding import Audit
from commonweal.findings.kept import decode, encode
from commonweal.findings.published import for_public
from commonweal.kinds import Period, message, messages
from commonweal.report.build import audit_document, finding_document
from commonweal.report.document import Document, in_language
from commonweal.report.drawn_text import short

KEYS = {"key", "target", "role", "side", "points", "beside", "language", "direction"}
SAID = re.compile(r"⟦[^⟦⟧]*⟧")


def speak(text: str, plural: str, many: int) -> str:
    """Speak a language that is English between brackets."""
    return f"⟦{plural if plural and many != 1 else text}⟧"


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from texts(part)
    elif is_dataclass(node):
        for one in fields(node):
            if one.name not in KEYS:
                yield from texts(getattr(node, one.name))


def left(text: str) -> str:
    """Give what stands outside of all brackets."""
    while (shorter := SAID.sub(" ", text)) != text:
        text = shorter
    return text.strip()


def names(audit: Audit) -> set[str]:
    """Give what has one name in every language: places, promises, sources, versions, codes."""
    found = {audit.institution, audit.version, *(part for one in audit.value_sets for part in one)}
    for one in audit.promises:
        found |= {one.key, one.title, one.domain}
    for finding in audit.findings:
        found |= {finding.key, finding.version, finding.trace, *finding.sources}
        found |= {row.trace for row in finding.rows} | {
            place.label for place in finding.course.places
        }
        found |= {panel.label for panel in finding.course.panels}
        found |= {finding.everybody.trace} if finding.everybody else set()
    return found


def unsaid(document: Document, known: set[str]) -> list[str]:
    told = in_language(document, speak, "xx", "rtl")
    assert (told.language, told.direction) == ("xx", "rtl")
    assert left(told.title) == ""
    rest = [left(text) for text in texts(told)]
    for name in sorted(known, key=len, reverse=True):
        rest = [one.replace(name, " ") if name else one for one in rest]
    return [one for one in rest if re.search("[A-Za-z]{2}", one)]


@pytest.fixture(scope="module")
def audit() -> Audit:
    """Give a whole audit as it is read back from where it was kept."""
    read: Audit = decode(Audit, json.loads(encode(answered()))["audit"])
    return read


def test_what_was_kept_is_what_was_found(audit: Audit) -> None:
    assert audit == answered().audit


def test_a_report_is_said_whole(audit: Audit) -> None:
    assert unsaid(audit_document(audit), names(audit)) == []


def test_every_page_of_a_finding_is_said_whole_inside_and_in_public(audit: Audit) -> None:
    for finding in audit.findings:
        for one in (finding, for_public(finding)):
            assert unsaid(finding_document(one, None, audit), names(audit)) == []


def test_a_text_that_nobody_marked_is_found(audit: Audit) -> None:
    bare = replace(audit.findings[0], next_step="Ask them.")
    assert unsaid(finding_document(bare, None, audit), names(audit)) == ["Ask them."]


def test_in_english_a_document_reads_as_before(audit: Audit) -> None:
    document = audit_document(audit)
    english = in_language(document, lambda text, many, n: many if many and n != 1 else text,
                          "en", "ltr")  # fmt: skip
    assert english == document


def test_months_are_said_and_shortened_in_the_language() -> None:
    spanish = {"Jan": "ene", "Mar": "mar", "{first} to {last}": "de {first} a {last}"}
    label = short(Period.parse("2024-Q1").label)
    told = in_language(
        Document(label, "", (), ""), lambda text, _many, _n: spanish.get(text, text), "es", "ltr"
    )
    assert told.title == "de ene a mar 2024"


def test_the_form_for_several_is_chosen_in_the_language() -> None:
    title = messages("{n} table", "{n} tables", 3).format(n=3)
    told = in_language(
        Document(title, message("Notes"), (), ""),
        lambda text, many, n: f"{many}:{n}" if many else text.upper(), "xx", "ltr",
    )  # fmt: skip
    assert (told.title, told.context) == ("3 tables:3", "NOTES")
