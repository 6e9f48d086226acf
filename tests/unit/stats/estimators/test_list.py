"""The list of methods: each has its file, its function, and words for what is unknown."""

from __future__ import annotations

import inspect
import pkgutil

import pytest

from commonweal.kinds import Problem
from commonweal.stats import estimators
from commonweal.stats.estimators import ESTIMATORS, estimator

READING = tuple(name for name in ESTIMATORS if name != "proportion")


@pytest.mark.parametrize("name", READING)
def test_every_method_of_the_list_answers_rows_and_what_is_asked(name: str) -> None:
    assert tuple(inspect.signature(estimator(name)).parameters) == ("rows", "asked")


def test_every_file_with_a_method_is_on_the_list() -> None:
    found = {
        one.name
        for one in pkgutil.iter_modules(estimators.__path__)
        if "def estimate(" in inspect.getsource(__import__(
            f"{estimators.__name__}.{one.name}", fromlist=["estimate"]
        ))
    }  # fmt: skip
    assert found == set(READING)


def test_the_list_stands_in_the_order_of_the_alphabet() -> None:
    assert list(ESTIMATORS) == sorted(ESTIMATORS)


@pytest.mark.parametrize("name", ["proportion", "astrology"])
def test_what_reads_no_rows_or_is_not_known_is_refused(name: str) -> None:
    with pytest.raises(Problem) as raised:
        estimator(name)
    assert raised.value.code == "estimator-unknown"
    assert "mean" in raised.value.do
    assert "proportion" not in raised.value.do
