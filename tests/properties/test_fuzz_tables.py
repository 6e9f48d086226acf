"""No odd table of groups is met with an error or a silent gap: a small run of benchmarks/fuzz."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.fuzz import contract, drawing, page, tables
from benchmarks.fuzz.contract import Promise

from commonweal.kinds import Estimate

SEED, AT_ONCE = 3, 150
FEW = 14 * AT_ONCE  # every size of tables, with gaps that may and may not be dropped


@pytest.fixture(scope="module")
def seen() -> tables.Seen:
    return tables.run(FEW, SEED, AT_ONCE)


def test_no_promise_is_broken(seen: tables.Seen) -> None:
    assert {fault: numbers[:3] for fault, numbers in seen.faults.items()} == {}
    assert seen.tables == FEW


def test_what_can_not_be_is_refused_with_its_own_words(seen: tables.Seen) -> None:
    assert set(seen.refused) == {
        *("people-negative", "standard-error-negative", "numbers-missing", "shapes-differ"),
        *("scale-unknown", "order-repeated", "order-missing", "reference-outside"),
    }


def test_every_kind_of_table_is_drawn_and_many_answers_are_numbers(seen: tables.Seen) -> None:
    assert set(seen.kinds["estimates"]) == set(drawing.ESTIMATES)
    assert set(seen.kinds["people"]) == set(drawing.PEOPLE)
    assert set(seen.kinds["errors"]) == set(drawing.ERRORS)
    assert set(seen.kinds["order"]) == set(drawing.ORDERS)
    assert set(seen.kinds["gaps"]) == set(drawing.GAPS)
    assert set(seen.kinds["groups"]) == {"0", "1", "2", "3+"}
    assert len(seen.reasons) > 30
    for name, counted in seen.reasons.items():
        assert counted["a number"] > 0.02 * counted.total(), name


def test_the_page_tells_what_was_seen(seen: tables.Seen) -> None:
    parts = tables.report(seen, SEED)
    assert f"{FEW:,} tables from seed {SEED}" in parts["tables"]
    assert "| `single_group` |" in parts["reasons"]
    assert "| `people-negative` |" in parts["refused"]


def test_a_seed_draws_the_same_tables_again() -> None:
    one, again = drawing.batch(5, 4, 40), drawing.batch(5, 4, 40)
    other = drawing.batch(6, 4, 40)
    assert np.array_equal(one.estimate, again.estimate, equal_nan=True)
    assert not np.array_equal(one.people, other.people)


def test_some_tables_of_a_batch_keep_their_rows_in_order() -> None:
    whole = drawing.batch(1, 5, 30)
    one = whole.part(np.array([7]))
    mine = whole.table == 7
    assert len(one) == 1
    assert one.people.tolist() == whole.people[mine].tolist()
    assert set(one.table.tolist()) <= {0}


BROKEN = {
    "nan without a reason": {"value": [np.nan]},
    "a number beside a reason": {"reason": ("zero_mean",), "status": ("undefined",)},
    "status and reason differ": {"status": ("undefined",)},
    "infinite value": {"value": [np.inf], "high": [np.inf]},
    "infinite high": {"high": [np.inf]},
    "negative se": {"se": np.array([-1.0])},
    "half an interval without a word": {"low": [np.nan]},
    "no interval and no word why": {"low": [np.nan], "high": [np.nan]},
    "limits out of order": {"low": [9.0], "high": [8.0]},
    "value outside its limits": {"high": [0.5]},
    "value that can not be": {"value": [4.0], "high": [5.0]},
}


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_promise_is_seen(wrong: str) -> None:
    right = {"value": [1.0], "low": [0.0], "high": [2.0]}
    columns = {**right, **BROKEN[wrong]}
    arrays = {name: np.array(columns.pop(name)) for name in right}
    found = contract.faults(
        "it", Estimate(**arrays, level=0.95, method="m", **columns), Promise(0, 3)
    )
    assert wrong in {fault.wrong for fault in found}
    kept = {name: np.array(column) for name, column in right.items()}
    assert contract.faults("it", Estimate(**kept, level=0.95, method="m"), Promise(0, 3)) == []


def test_a_fault_is_shrunk_to_the_smallest_table_that_shows_it(monkeypatch) -> None:
    def everything(groups):
        value = np.where((groups.y > 50).any(axis=-1), np.inf, 1.0)
        return {"m": Estimate(value, value - 1, value + 1, 0.95, "m")}

    monkeypatch.setattr(tables, "everything", everything)
    found = tables.run(AT_ONCE, SEED, AT_ONCE).faults
    number = found["m", "infinite value"][-1]
    small = tables.shrunk(
        drawing.batch(SEED, 0, AT_ONCE).part(np.array([number])), ("m", "infinite value")
    )
    assert len(small.estimate) == 1
    assert small.se is None
    assert small.order is None
    said = tables.show(SEED, number, ("m", "infinite value"), AT_ONCE)
    assert f"--seed {SEED} --table {number}" in said


def test_a_table_that_raises_is_found_among_the_others(monkeypatch) -> None:
    real = tables.everything

    def everything(groups):
        if (groups.groups == 1).any():
            raise ZeroDivisionError("one group")
        return real(groups)

    monkeypatch.setattr(tables, "everything", everything)
    drawn = drawing.batch(SEED, 1, 12)
    found, _ = tables.checked(drawn)
    raised = sorted(table for fault in found for table in fault.tables)
    assert raised
    for table in raised:
        assert {each.asked for each in tables.checked(drawn.part(np.array([table])))[0]} == {
            "raises"
        }


def test_parts_are_put_between_their_comments(tmp_path) -> None:
    path = tmp_path / "page.md"
    path.write_text("a\n\n% one begins\nold\n% one ends\n\nb\n", encoding="utf-8")
    page.put({"one": page.rows(["x"], [["1"]])}, path)
    assert path.read_text() == "a\n\n% one begins\n\n| x |\n| --- |\n| 1 |\n\n% one ends\n\nb\n"
