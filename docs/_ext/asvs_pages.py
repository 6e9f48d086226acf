"""Make the page that says how each requirement of OWASP ASVS 5.0.0 is met: docs/why/asvs.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from marked import code, page, plain, said, table

CHAPTERS = {
    "V1": "Encoding and cleaning",
    "V2": "Checks and the order of work",
    "V3": "What browsers are told",
    "V4": "Interfaces and requests",
    "V5": "Files",
    "V6": "Signing in",
    "V7": "Sessions",
    "V8": "Who may do what",
    "V9": "Signed tokens",
    "V10": "OAuth and OpenID Connect",
    "V11": "Cryptography",
    "V12": "Safe transport",
    "V13": "Settings and secrets",
    "V14": "Protection of data",
    "V15": "Code and packages",
    "V16": "Logs and faults",
    "V17": "WebRTC",
}
LEVELS = (1, 2, 3)
WORDS = {"test": "by test", "design": "by design", "not applicable": "not applicable",
         "not met": "not met"}  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """Hold one requirement of the standard and how it is met here.

    id:      as the standard numbers it, such as V1.2.3
    level:   1, 2 or 3
    subject: what it is about, in a few words of ours
    answer:  test, design, not applicable or not met
    tests:   the tests that show it, as file::function
    reason:  why, where no test says it
    """

    id: str
    level: int
    subject: str
    answer: str
    tests: tuple[str, ...] = ()
    reason: str = ""

    @property
    def chapter(self) -> str:
        """Give the chapter it stands in."""
        return self.id.partition(".")[0]


def requirements(checkout: Path) -> list[Requirement]:
    """Read the list."""
    text = (checkout / "docs" / "why" / "asvs.toml").read_text(encoding="utf-8")
    return [
        Requirement(**{**one, "tests": tuple(one.get("tests", ()))})
        for one in tomllib.loads(text)["requirement"]
    ]


def pages(checkout: Path) -> dict[str, str]:
    """Give the page."""
    listed = requirements(checkout)
    unmet = [one for one in listed if one.answer == "not met"]
    return {
        "asvs.md": page(
            "Requirements of security",
            "The OWASP Application Security Verification Standard, version 5.0.0 of May 2025, has "
            f"{len(listed)} requirements. This page says of each how it is met here. We judged "
            "ourselves: nobody from outside has looked.",
            "The standard is the work of the OWASP Foundation and stands under CC BY-SA 4.0. Its "
            "words are not repeated here. Read them beside this page: the numbers are those of the "
            "standard, and what stands beside a number is our own short word for it.",
            "*By test* means that a test fails where it no longer holds. *By design* means that "
            "the way the house is built meets it, and no test shows it. *Not applicable* means "
            "that the house has nothing of the kind.",
            "## Shares",
            shares(listed),
            "## What is not met",
            table(("Requirement", "Level", "About", "Why not"), (
                (one.id, str(one.level), plain(one.subject), _why(one)) for one in unmet
            )) if unmet else "Every requirement that applies is met.",
            *(_chapter(key, list(own)) for key, own in groupby(listed, lambda one: one.chapter)),
        )
    }  # fmt: skip


def shares(listed: Sequence[Requirement]) -> str:
    """Give the table of how many requirements of each level have which answer."""
    head = ("Level", "All", "In scope", "By test", "By design", "Not met", "Share by test")
    return table(head, (_share(level, [one for one in listed if one.level == level])
                        for level in LEVELS))  # fmt: skip


def _share(level: int, own: Sequence[Requirement]) -> tuple[str, ...]:
    many = {key: sum(one.answer == key for one in own) for key in WORDS}
    scope = len(own) - many["not applicable"]
    share = f"{100 * many['test'] / scope:.1f}%"
    counts = (level, len(own), scope, many["test"], many["design"], many["not met"])
    return (*map(str, counts), share)


def _chapter(key: str, own: Sequence[Requirement]) -> str:
    rows = (
        (one.id, str(one.level), plain(one.subject), WORDS[one.answer], _why(one)) for one in own
    )
    head = ("Requirement", "Level", "About", "Met", "Tests and reasons")
    return f"## {key}: {CHAPTERS[key]}\n\n{table(head, rows)}"


def _why(one: Requirement) -> str:
    """Give the reason, then the tests by their names."""
    names = ", ".join(code(test.rpartition("::")[2]) for test in one.tests)
    return " ".join(part for part in (said(one.reason), names) if part)
