"""What the law and the field ask stands in dated files, never in code (K7, workforce section 1)."""

from __future__ import annotations

import ast
import re

import pytest
from tests.house.reading import Module, modules, over

from commonweal.services import term_lists
from commonweal.vision.programs import reading

LAW = re.compile(
    r"title v[i]+\b|section 1981|\beeoc\b|executive order|\beo 1\d{4}|\d+ cfr|u\.s\.c\.|"
    r"m\.g\.l\.|\bc\. ?151b|false claims act|disparate (impact|treatment)",
    re.IGNORECASE,
)
A_DAY = re.compile(r"^(19|20)\d\d-[01]\d-[0-3]\d$")
# The first day that computers count from, and the last that can be written.
NO_LAW = {("intake/points.py", 1970), ("intake/points.py", 9999)}
# A measure cites where its method comes from, and the sample makes days up.
MAY_CITE, MAY_MAKE_DAYS = {"measures"}, {"sample"}


def docstrings(tree: ast.AST) -> set[int]:
    """Give the lines on which a docstring begins: a formula cites its source there."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(first.value.lineno)
    return found


def texts(module: Module) -> list[str]:
    told = docstrings(module.tree)
    return [
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.lineno not in told
    ]


@over(modules())
def test_no_law_stands_in_code(module: Module) -> None:
    if module.room not in MAY_CITE:
        assert [text for text in texts(module) if LAW.search(text)] == []


def days(module: Module) -> list[int]:
    """Give the years of the days that code writes down."""
    found = [int(text[:4]) for text in texts(module) if A_DAY.match(text)]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "date":
            years = [one.value for one in node.args[:1] if isinstance(one, ast.Constant)]
            found += [year for year in years if isinstance(year, int)]
    return found


@over(modules())
def test_no_day_of_a_law_stands_in_code(module: Module) -> None:
    if module.room not in MAY_MAKE_DAYS:
        place = module.name.removeprefix("src/commonweal/")
        assert [year for year in days(module) if (place, year) not in NO_LAW] == []


def test_every_program_and_list_is_dated_and_sourced() -> None:
    programs, lists = reading.shipped(), term_lists.shipped().lists
    assert programs
    assert all(program.rules and program.sources for program in programs)
    assert all(one.since and one.sources for one in lists)


@pytest.mark.parametrize(
    "code", ['x = "29 CFR 1607"', 'x = "Title VII"', "x = date(2025, 1, 21)", 'x = "2025-01-21"']
)
def test_a_law_in_code_would_be_found(code: str) -> None:
    planted = Module(next(iter(modules())).path)
    planted.__dict__["tree"] = ast.parse(code)
    assert days(planted) or [text for text in texts(planted) if LAW.search(text)]
