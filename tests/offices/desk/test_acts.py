"""People read in words what was done to their record, whatever was done."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from commonweal import offices
from commonweal.offices import people
from commonweal.offices.desk import acts, deeds, history, steps
from commonweal.offices.house.languages import LONGER

ROOM = Path(people.__file__).parent


def tellings() -> Iterator[tuple[str, str]]:
    """Give what each module of people tells the trail; a question stands for what varies in it."""
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell":
                yield path.name, said(node.args[1])


def said(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(one.value) if isinstance(one, ast.Constant) else "language" for one in node.values
        )
    assert isinstance(node, ast.Constant)
    return str(node.value)


@pytest.mark.parametrize(("module", "act"), [*tellings()])
def test_everything_told_of_a_person_has_words(module: str, act: str) -> None:
    assert acts.told(act), f"{module} tells of '{act}', and acts.py has no words for it"


@pytest.mark.parametrize("act", [f"history: {one}" for one in history.ACTS.values()])
def test_every_act_of_the_history_has_words(act: str) -> None:
    assert acts.told(act)


def test_what_nobody_worded_is_not_made_up() -> None:
    assert acts.told("something else") == ""


def test_a_role_and_a_question_are_named() -> None:
    with translation.override("en"):
        assert acts.told("role analyst granted by the directory").endswith(": Equity analyst")
        assert acts.told("role juggler granted by the directory").endswith(": juggler")
    assert acts.told("withdrew: nothing-known").endswith(": nothing-known")
    with translation.override(LONGER):
        assert acts.told("answered: language").startswith("[gaavee")


WRITES = {"write": 1, "tell": 1, "tell_of_all": 1, "written": 2}  # who writes, and where the act is


def deeds_done() -> Iterator[tuple[str, str]]:
    """Give what each module of every room writes into the trail, where it says so in its place."""
    for path in sorted(Path(offices.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = WRITES.get(name, 0)
            if not at or len(node.args) <= at:
                continue
            asked = node.args[at]
            for one in (asked.body, asked.orelse) if isinstance(asked, ast.IfExp) else (asked,):
                if said := begun(one):
                    yield path.name, said


def begun(node: ast.expr) -> str:
    """Give how an act begins; "" where a step or the caller names it."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return str(first.value or "") if isinstance(first, ast.Constant) else ""


@pytest.mark.parametrize(("module", "act"), sorted({*deeds_done()}))
def test_everything_that_is_written_into_the_trail_has_words(module: str, act: str) -> None:
    assert deeds.told(act, "x:1"), f"{module} writes '{act}', and deeds has no words for it"


def test_every_step_of_every_flow_has_words_done_and_undone() -> None:
    told = [
        deeds.told(f"{begins}{step.name}: a to b", f"{kind}:1")
        for kind, flow in steps.FLOWS.items() for step in flow for begins in ("", "undo ")
    ]  # fmt: skip
    assert len(told) > 40
    assert all(told)
    assert deeds.told("approve: a to b", "nothing.known:1") == ""
    assert deeds.told("work done", "desk.job:1").endswith(": done")
