"""The list of OWASP ASVS 5.0.0 is whole, names tests that are there, and hides nothing."""

from __future__ import annotations

import ast
import importlib
import sys
from collections import Counter
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from tests.house.reading import CHECKOUT

# Of each chapter: how many requirements its sections hold, and how many are of level 1, 2 and 3.
STANDARD = {
    "V1": ((2, 10, 12, 3, 3), (8, 19, 3)),
    "V2": ((3, 3, 5, 2), (4, 7, 2)),
    "V3": ((1, 3, 5, 8, 8, 1, 5), (8, 11, 12)),
    "V4": ((5, 5, 2, 4), (2, 8, 6)),
    "V5": ((1, 6, 3, 3), (4, 5, 4)),
    "V6": ((3, 12, 8, 6, 8, 4, 2, 4), (13, 22, 12)),
    "V7": ((3, 4, 2, 5, 3, 2), (6, 12, 1)),
    "V8": ((4, 4, 3, 2), (4, 3, 6)),
    "V9": ((3, 4), (4, 3, 0)),
    "V10": ((2, 3, 5, 16, 5, 2, 3), (5, 24, 7)),
    "V11": ((4, 5, 5, 4, 2, 2, 2), (3, 11, 10)),
    "V12": ((5, 2, 5), (3, 6, 3)),
    "V13": ((4, 6, 4, 7), (1, 12, 8)),
    "V14": ((2, 8, 3), (2, 7, 4)),
    "V15": ((5, 5, 7, 4), (3, 10, 8)),
    "V16": ((1, 5, 4, 3, 4), (0, 16, 1)),
    "V17": ((2, 8, 2), (0, 7, 5)),
}
IDS = [
    f"{chapter}.{section}.{number}"
    for chapter, (sections, _levels) in STANDARD.items()
    for section, many in enumerate(sections, 1)
    for number in range(1, many + 1)
]


@pytest.fixture(scope="module")
def asvs() -> ModuleType:
    """Load the part of the documentation that reads the list."""
    folder = str(CHECKOUT / "docs" / "_ext")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("asvs_pages")
    finally:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def listed(asvs: ModuleType) -> list[Any]:
    found: list[Any] = asvs.requirements(CHECKOUT)
    return found


def test_every_requirement_is_listed_once_and_in_order(listed: list[Any]) -> None:
    assert len(IDS) == 345
    assert [one.id for one in listed] == IDS


def test_levels_are_those_of_the_standard(listed: list[Any]) -> None:
    found = Counter((one.chapter, one.level) for one in listed)
    assert found == Counter(
        {(chapter, level): many for chapter, (_sections, levels) in STANDARD.items()
         for level, many in enumerate(levels, 1) if many}
    )  # fmt: skip
    totals = Counter(one.level for one in listed)
    assert (totals[1], totals[2], totals[3]) == (70, 183, 92)


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((CHECKOUT / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def is_there(test: str) -> bool:
    file, _colons, name = test.partition("::")
    there = file.startswith("tests/") and (CHECKOUT / file).is_file()
    return there and name.startswith("test_") and name in functions_of(file)


def test_every_test_that_is_named_is_there(listed: list[Any]) -> None:
    assert [test for one in listed for test in one.tests if not is_there(test)] == []


def test_a_test_that_is_not_there_would_be_found() -> None:
    here = "tests/house/test_asvs.py"
    assert is_there(f"{here}::test_every_test_that_is_named_is_there")
    assert not is_there(f"{here}::test_that_nobody_wrote")
    assert not is_there(f"{here}::is_there")
    assert not is_there("tests/house/test_of_nothing.py::test_nothing")


def test_each_answer_bears_what_it_needs(listed: list[Any], asvs: ModuleType) -> None:
    assert {one.answer for one in listed} <= set(asvs.WORDS)
    assert [one.id for one in listed if not one.subject.strip()] == []
    assert [one.id for one in listed if bool(one.tests) != (one.answer == "test")] == []
    assert [one.id for one in listed if one.answer != "test" and len(one.reason) < 15] == []


def test_what_is_not_met_stands_first_with_its_reason(listed: list[Any], asvs: ModuleType) -> None:
    text = asvs.pages(CHECKOUT)["asvs.md"]
    first = text[text.index("## What is not met") : text.index("## V1: ")]
    unmet = [one for one in listed if one.answer == "not met"]
    assert [row.split(" | ")[0] for row in first.splitlines()[4:] if row] == [
        f"| {one.id}" for one in unmet
    ]
    assert [one.id for one in unmet if asvs.said(one.reason) not in first] == []


def test_every_requirement_stands_on_the_page(listed: list[Any], asvs: ModuleType) -> None:
    text = asvs.pages(CHECKOUT)["asvs.md"]
    chapters = text[text.index("## V1: ") :]
    assert [one.id for one in listed if f"\n| {one.id} |" not in chapters] == []


def test_shares_are_counted(asvs: ModuleType) -> None:
    made = [
        asvs.Requirement("V1.1.1", 1, "a", "test"), asvs.Requirement("V1.1.2", 1, "b", "not met"),
        asvs.Requirement("V1.1.3", 1, "c", "not applicable"),
        asvs.Requirement("V1.1.4", 2, "d", "design"), asvs.Requirement("V1.1.5", 3, "e", "test"),
    ]  # fmt: skip
    rows = asvs.shares(made).splitlines()[2:]
    assert rows == [
        "| 1 | 3 | 2 | 1 | 0 | 1 | 50.0% |",
        "| 2 | 1 | 1 | 0 | 1 | 0 | 0.0% |",
        "| 3 | 1 | 1 | 1 | 0 | 0 | 100.0% |",
    ]
