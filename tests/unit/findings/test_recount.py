"""A number is computed again from its version of the data, and anybody sees whether it differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.unit.findings.store import answered, dataset

import commonweal
from commonweal.findings import words
from commonweal.findings.finding import Cell
from commonweal.findings.kept import Kept
from commonweal.findings.recount import Again, recount, told
from commonweal.findings.trace import Trace
from commonweal.kinds import Problem

FLU = "care.flu_vaccine_simple"


def number(group: str, key: str = FLU) -> tuple[Trace, object, object]:
    trace = next(
        one
        for one in answered().traces
        if (one.measure, one.view, one.group) == (key, "sex", group)
    )
    found = Kept(answered().audit, answered().traces).find(trace.id)
    assert found is not None
    return found


@pytest.mark.parametrize("group", ["female", ""])
def test_an_untouched_number_comes_out_the_same(group: str) -> None:
    found = number(group)
    again = recount(dataset().store, dataset(), found)
    assert again.same
    assert again.row == found[2]
    assert again.sql.startswith(("SELECT", "WITH"))
    assert told(found, {}, again)[-1] == words.TRACE_SAME
    files = [{"sha256": "f1", "name": "a.csv", "mapping": "m1"},
             {"sha256": "f2", "name": "b.ndjson", "mapping": ""}]  # fmt: skip
    said = told(found, {"files": files}, again)
    assert said[said.index(words.TRACE_MAPPINGS) :][1:3] == ["  m1  a.csv", ""]


def test_what_was_not_computable_still_is_not() -> None:
    found = number("", "care.breast")
    assert found[2] is None
    again = recount(dataset().store, dataset(), found)
    assert (again.row, again.same) == (None, True)


def test_a_changed_row_is_found_out() -> None:
    trace, finding, row = number("female")
    forged = replace(row, rate=Cell(0.99, "99.0%"))
    again = recount(dataset().store, dataset(), (trace, finding, forged))
    assert not again.same
    assert again.row == row
    assert told((trace, finding, forged), {}, again)[-1] == words.TRACE_DIFFERS


def test_a_row_that_is_not_there_any_more_is_found_out() -> None:
    trace, finding, row = number("female")
    again = recount(dataset().store, dataset(), (trace, finding, replace(row, trace="cw-gone")))
    assert (again.row, again.same) == (None, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda trace: replace(trace, measure_version="0.0.1"),
        lambda trace: replace(trace, plan="another"),
        lambda trace: replace(trace, engine="another 1.0"),
        lambda trace: replace(trace, code="0.0.1"),
    ],
)
def test_another_version_is_refused_and_named(change: Callable[[Trace], Trace]) -> None:
    trace, finding, row = number("female")
    with pytest.raises(Problem) as caught:
        recount(dataset().store, dataset(), (change(trace), finding, row))
    assert caught.value.code == "trace-other-version"
    assert commonweal.__version__ in caught.value.says


def test_a_measure_that_is_gone_says_so() -> None:
    trace, finding, row = number("female")
    with pytest.raises(Problem) as caught:
        recount(dataset().store, dataset(), (replace(trace, measure="care.gone"), finding, row))
    assert caught.value.code == "measure-unknown"


def test_it_is_told_where_a_number_came_from() -> None:
    found = number("female")
    manifest = {"files": [{"sha256": "ab12", "name": "Patient.ndjson"}]}
    lines = told(found, manifest, Again(None, True, "SELECT 1"))
    assert lines[0] == found[2].sentence
    assert "  ab12  Patient.ndjson" in lines
    assert "Grouped by: sex" in lines
    assert "Value sets: none" in lines
    assert "SELECT 1" in lines
    assert told((*found[:2], None), {}, Again(None, True, ""))[0] == found[1].headline
