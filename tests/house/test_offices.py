"""An office has the same eight things at its top and nothing else (architecture.md section 5)."""

from __future__ import annotations

import ast

import pytest
from tests.house.reading import SOURCE, Module, modules

FURNITURE = {"house", "people", "desk"}
EIGHT = {"models", "flow", "access", "forms", "views", "urls", "jobs", "notices"}
BESIDE = {"__init__", "apps", "templates", "migrations", "static", "__pycache__"}
OFFICES = sorted(
    path.name
    for path in (SOURCE / "offices").iterdir()
    if path.is_dir() and path.name not in FURNITURE | {"__pycache__"}
)
VIEWS = [
    module
    for module in modules()
    if module.room == "offices" and ("views" in module.path.parts or module.path.stem == "views")
]
LONGEST_VIEW = 25


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_has_the_eight_things_and_nothing_else(office: str) -> None:
    found = {path.stem for path in (SOURCE / "offices" / office).iterdir()}
    assert found - EIGHT - BESIDE == set()


@pytest.mark.parametrize("module", VIEWS, ids=lambda module: module.name)
def test_a_view_is_short(module: Module) -> None:
    lengths = {one.name: module.body_lines(one) for one in module.functions()}
    assert {name: size for name, size in lengths.items() if size > LONGEST_VIEW} == {}


@pytest.mark.parametrize("module", VIEWS, ids=lambda module: module.name)
def test_a_view_never_sets_a_state(module: Module) -> None:
    written = [
        ast.unparse(target)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        for one in ast.walk(target)
        if isinstance(one, ast.Attribute) and one.attr == "state"
    ]
    assert written == []
