"""Nothing stands in the house that nobody uses."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest
from tests.house.reading import CHECKOUT, Defined, Module, modules

MODULES = modules()
BY_ITSELF = re.compile(r"^__\w+__$")  # called by Python


def uses(tree: ast.AST) -> Counter[str]:
    """Count how often each name is read; defining, importing and listing it is no use of it."""
    names: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names[node.id] += 1
        elif isinstance(node, ast.Attribute):
            names[node.attr] += 1
    return names


@cache
def used_anywhere() -> Counter[str]:
    """Count uses in the library and in its tests: it is a library, so a test may be the caller."""
    names: Counter[str] = Counter()
    for module in MODULES:
        names += uses(module.tree)
    for path in (CHECKOUT / "tests").rglob("*.py"):
        names += uses(ast.parse(path.read_text(encoding="utf-8")))
    return names


def called_by_others(node: Defined) -> bool:
    """Say whether a decorator hands the thing on, as @app.command() and @property.setter do."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(re.search(r"\.(command|callback|setter)\b", mark) for mark in marks)


def defined(module: Module) -> list[Defined]:
    """Give the functions, methods and classes of a module that somebody must call."""
    every = [node for node in ast.walk(module.tree) if isinstance(node, Defined)]
    return [node for node in every if not BY_ITSELF.match(node.name) and not called_by_others(node)]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_what_is_private_is_used_where_it_stands(module: Module) -> None:
    here = uses(module.tree)
    private = [node.name for node in defined(module) if node.name.startswith("_")]
    assert [name for name in private if not here[name]] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_what_is_public_is_used_somewhere(module: Module) -> None:
    public = [node.name for node in defined(module) if not node.name.startswith("_")]
    # visit_Name and its like are found by their name; so is what http.server calls.
    assert [
        name
        for name in public
        if not used_anywhere()[name] and not re.match(r"(visit|do|handle|log)_", name)
    ] == []
