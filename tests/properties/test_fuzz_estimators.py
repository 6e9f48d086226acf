"""No odd column is met with an error or a silent gap: a small run of benchmarks/fuzz."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.fuzz import estimators
from benchmarks.fuzz.cases import CASES, Case, group

from commonweal.kinds import Estimate, Problem
from commonweal.stats.rates.proportion import wilson

FEW = 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_promise_is_broken(case: Case) -> None:
    seen = estimators.Seen()
    estimators.run(replace(case, part=1.0), FEW, 3, seen, FEW)
    assert seen.faults == {}
    assert seen.reasons[case.name]["a number"] > 0


def endless(events, people) -> Estimate:
    found = wilson(events, people)
    return replace(found, high=np.where(people == 0, np.nan, np.where(events > 5, np.inf, 1.0)))


def test_a_fault_is_found_and_shrunk_to_one_table() -> None:
    case = Case("endless", endless, group)
    seen = estimators.Seen()
    estimators.run(case, FEW, 3, seen, FEW)
    (number, columns) = seen.faults["endless", "infinite high"]
    assert number == 0
    assert len(columns["events"]) == 1
    assert columns["events"][0] > 5
    assert "Promises broken: 1." in estimators.report(seen)["estimators"]


def refuse(events, people) -> Estimate:
    if (people == 0).any():
        raise Problem("nobody-here", "Nobody is here.", "Ask somebody.")
    return wilson(events, people)


def test_a_problem_is_a_fault_unless_it_is_known() -> None:
    case = Case("refuse", refuse, group)
    columns = estimators.drawn(case, 3, 0, FEW)
    assert estimators.checked(case, columns)[0] == {"refuses: nobody-here"}
    assert estimators.checked(replace(case, refusals=("nobody-here",)), columns) == (set(), [])
    assert len(estimators.smallest(case, columns, "refuses: nobody-here")["people"]) == 1
