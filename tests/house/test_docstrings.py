"""Everything public says what it is for, in the shape of architecture.md section 7."""

from __future__ import annotations

import ast
import re

from tests.house.reading import Defined, Module, is_dataclass, modules, over

EXAMPLES = {
    *("kinds", "vision", "tables", "measures", "stats", "disclosure", "findings", "report"),
}
# The command line documents its options in the options, where its reader sees them.
# A view, a form or a middleware is called by Django: its arguments have the meaning Django gives.
ARGUMENTS_IN_OPTIONS = {"cli", "offices"}
# Modules of stats that check or hold numbers: they have no formula, so no source.
NO_FORMULA = ("stats/inputs.py", "stats/results.py")
PARTS = re.compile(
    r"^ {0,8}((?:\*{0,2}[a-z_][A-Za-z0-9_]*)(?:, \*{0,2}[a-z_][A-Za-z0-9_]*)*): +\S", re.M
)
MODULES = modules()
EVERYTHING = [(module, node) for module in MODULES for node in module.public()]


def named(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Give the names of the arguments of a function."""
    given = node.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [each.arg for each in every if each is not None and each.arg not in ("self", "cls")]


def fields(node: ast.ClassDef) -> list[str]:
    """Give the names of the public fields of a dataclass."""
    declared = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    names = [ast.unparse(each.target) for each in declared if not _class_wide(each)]
    return [name for name in names if not name.startswith("_")]


def _class_wide(each: ast.AnnAssign) -> bool:
    return "ClassVar" in ast.unparse(each.annotation)


def explained(doc: str) -> set[str]:
    """Give the names that a docstring explains, one `name: meaning` a line."""
    return {name.strip(" *") for match in PARTS.finditer(doc) for name in match[1].split(",")}


def label(thing: tuple[Module, Defined]) -> str:
    return f"{thing[0].name} {thing[1].name}"


@over(MODULES)
def test_a_module_opens_with_one_to_six_lines(module: Module) -> None:
    doc = ast.get_docstring(module.tree)
    assert doc, "the module says nothing of itself"
    assert len(doc.splitlines()) <= 6
    assert doc.splitlines()[0].endswith(".")


def shape_of(node: Defined) -> list[str]:
    """Give what is wrong with the first lines of a docstring."""
    doc = ast.get_docstring(node)
    if not doc:
        return [f"{node.name} has no docstring"]
    lines = doc.splitlines()
    wrong = [] if lines[0].endswith(".") else [f"{node.name}: the summary ends with no period"]
    if len(lines) > 1 and lines[1]:
        wrong.append(f"{node.name}: no blank line under the summary")
    return wrong


@over(EVERYTHING, label)
def test_everything_public_has_a_summary_of_one_line(module: Module, node: Defined) -> None:
    wrong = shape_of(node)
    if isinstance(node, ast.ClassDef):
        methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
        for method in methods:
            if not method.name.startswith("_"):
                wrong += shape_of(method)
    assert wrong == []


@over(EVERYTHING, label)
def test_every_argument_and_field_is_explained(module: Module, node: Defined) -> None:
    if isinstance(node, ast.ClassDef):
        wanted = fields(node) if is_dataclass(node) else []
    else:
        wanted = [] if module.room in ARGUMENTS_IN_OPTIONS else named(node)
    missing = set(wanted) - explained(ast.get_docstring(node) or "")
    assert missing == set()


@over(EVERYTHING, label)
def test_what_people_will_call_has_an_example_that_runs(module: Module, node: Defined) -> None:
    wanted = not isinstance(node, ast.ClassDef) or is_dataclass(node)
    if module.room in EXAMPLES and wanted:
        assert ">>> " in (ast.get_docstring(node) or "")


@over(EVERYTHING, label)
def test_a_statistic_names_its_source(module: Module, node: Defined) -> None:
    has_formula = module.room == "stats" and not module.name.endswith(NO_FORMULA)
    if has_formula and not isinstance(node, ast.ClassDef):
        assert re.search(r"^ *Source: \S", ast.get_docstring(node) or "", re.M)


def test_the_reader_of_arguments_sees_what_a_reader_sees() -> None:
    doc = "Do it.\n\nlow, high: limits, shape (g,)\nlevel:     coverage\n*words: more\nGives it."
    assert explained(doc) == {"low", "high", "level", "words"}
