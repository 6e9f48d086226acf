"""The obvious call: a family of estimators hands on what people ask it for."""

import subprocess
import sys
from importlib import import_module

import pytest

from commonweal import stats

FAMILIES = stats.__all__


def test_one_table_is_one_obvious_call():
    table = stats.inequality.Subgroups.one([10, 30], None, [5, 5], favorable=True, order=[1, 2])
    assert stats.inequality.slope_index(table, line="straight").value.tolist() == [40]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_names_what_it_hands_on(name):
    family = getattr(stats, name)
    assert family is import_module(f"commonweal.stats.{name}")
    # Asked for first, a family is not there yet.
    assert stats.__getattr__(name) is family
    assert family.__all__
    assert [word for word in family.__all__ if not hasattr(family, word)] == []
    handed_on = {word for word, value in vars(family).items() if callable(value)}
    assert handed_on == set(family.__all__)


def test_there_is_no_family_of_another_name():
    with pytest.raises(AttributeError, match="no family called guesses"):
        stats.guesses  # noqa: B018 - asking is the test


def said(asked):
    done = subprocess.run(
        [sys.executable, "-c", asked], check=False, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def test_nothing_reaches_proxies_but_by_the_name_of_their_lock():
    assert "no family called proxies" in said("import commonweal.stats as s; s.proxies")


def test_what_nobody_asks_for_is_not_loaded():
    asked = "import sys, commonweal.stats; print([n for n in sys.modules if 'scipy' in n])"
    assert said(asked).strip() == "[]"
