"""The lawful-use guard where numbers are made: no goal for a group, and remedies know no group."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

from commonweal.stats import flows, pay, representation, selection

GOALS = {"target", "targets", "goal", "goals", "quota", "quotas", "deadline", "placement"}
GROUPS = {"group", "groups", "in_group", "sex", "race", "ethnicity", "gender", "age"}
BLIND = (
    "commonweal.stats.pay.remedy",
    "commonweal.stats.flows.succession",
    "commonweal.stats.flows.vacancies",
)


def modules():
    return [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for package in (selection, representation, flows, pay)
        for found in pkgutil.iter_modules(package.__path__)
    ]


def words(module):
    """Give the names of all arguments and fields of what a module defines."""
    own = [thing for thing in vars(module).values() if inspect.getmodule(thing) is module]
    functions = [thing for thing in own if inspect.isfunction(thing)]
    records = [thing for thing in own if dataclasses.is_dataclass(thing)]
    named = {name for one in functions for name in inspect.signature(one).parameters}
    return named | {field.name for one in records for field in dataclasses.fields(one)}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_there_is_no_goal_quota_or_deadline_for_a_group(module):
    assert {part for name in words(module) for part in name.split("_")} & GOALS == set()


@pytest.mark.parametrize("name", BLIND)
def test_remedies_and_succession_take_no_group(name):
    given = words(importlib.import_module(name))
    assert given
    assert {part for one in given for part in (one, *one.split("_"))} & GROUPS == set()
