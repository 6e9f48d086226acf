"""Measures computed elsewhere: found in the store, and counted like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.engine.made import YEAR, dataset
from tests.unit.engine.results_made import PEOPLE, result, store

from commonweal.engine.gather import Gathered, gather
from commonweal.engine.reported import absent, every, find, reported
from commonweal.engine.session import Session
from commonweal.kinds import Period, Problem
from commonweal.measures.measure import Better
from commonweal.tables.dataset import Dataset
from commonweal.tables.views import by_name


def gathered(held: Dataset, key: str, view: str = "sex") -> Gathered:
    with Session(held, None) as look:
        return gather(look, find(held, key), YEAR, (by_name(view),))[0]


def test_results_are_counted_by_group_like_any_measure(tmp_path: Path) -> None:
    rows = [result(n, in_numerator=n % 4 == 0) for n in range(PEOPLE)]
    rows[1] |= {"in_denominator": False}
    rows[3] |= {"in_numerator": None}
    rows[5] |= {"excluded": True, "in_numerator": None, "in_denominator": None}
    rows[7] |= {"in_denominator": None}
    counts = gathered(store(tmp_path, rows), "results.m").counts
    assert (counts.total_denominator, counts.total_events) == (PEOPLE - 4, 15)
    assert dict(zip(counts.steps, counts.total_units.tolist(), strict=True)) == {
        "not of whom it is known whether they count": 1,
        "not in the denominator": 1,
        "not of whom it is known whether they met it": 1,
        "excluded: excluded by the engine that computed it": 1,
        "not_met": PEOPLE - 4 - 15,
        "met": 15,
    }
    assert [group.code for group in counts.groups] == ["female", "male"]
    assert counts.events.tolist() == [15, 0]
    assert counts.clusters is None


def test_of_several_rows_of_a_person_one_counts_and_unknown_people_do_not(tmp_path: Path) -> None:
    rows = [result(0, in_numerator=False), result(PEOPLE), result(1, patient_key="nobody")]
    counts = gathered(store(tmp_path, rows), "results.m").counts
    assert (counts.total_denominator, counts.total_events) == (1, 1)


def test_a_person_may_count_once_at_each_site_and_visit(tmp_path: Path) -> None:
    rows = [result(0, site="North"), result(PEOPLE, site="South"),
            result(1, encounter_key="e1"), result(61, encounter_key="e2")]  # fmt: skip
    held = store(tmp_path, rows)
    ((one, measure),) = reported(held)
    assert (one.one_each, one.visits, one.sites) == (False, True, 2)
    counts = gathered(held, measure.key, "reported_site").counts
    assert [group.code for group in counts.groups] == ["North", "South", "not_recorded"]
    assert counts.denominators.tolist() == [1, 1, 2]
    assert counts.total_people == 2


def test_a_year_that_ends_a_period_ends_it_with_its_last_day(tmp_path: Path) -> None:
    rows = [result(0, period_end="2025-12"), result(1, period_end="2025-12-31"),
            result(2, period_end="2025-11")]  # fmt: skip
    assert gathered(store(tmp_path, rows), "results.m").counts.total_denominator == 2


def test_values_are_taken_and_a_row_with_a_value_counts_unless_it_says_no(tmp_path: Path) -> None:
    rows = [
        result(n, value=10.0 + n, in_denominator=None, in_numerator=None, unit="min")
        for n in range(4)
    ]
    rows[1] |= {"in_denominator": False}
    rows[2] |= {"value": None, "in_denominator": True}
    held = store(tmp_path, rows)
    ((one, measure),) = reported(held)
    assert (one.measured, measure.unit, measure.estimator) == (True, "minutes", "mean")
    assert sorted(gathered(held, measure.key).rows.columns["value"]) == [10.0, 13.0]


def test_what_is_said_of_one_version_goes_before_what_is_said_of_all(tmp_path: Path) -> None:
    said = {"reported_measure_key": "a", "measure_id": "M", "better": "higher", "title": "Ours",
            "promises": "C3", "smallest_gap": 0.2}  # fmt: skip
    of_one = {"reported_measure_key": "b", "measure_id": "M", "measure_version": "2",
              "title": "Theirs"}  # fmt: skip
    held = dataset(tmp_path, {
        "measure_result": [result(1), result(2, measure_version="2")],
        "reported_measure": [said, of_one], "patient": [],
    })  # fmt: skip
    first, second = (measure for _, measure in reported(held))
    assert (first.title, second.title) == ("Ours", "Theirs")
    assert first.better is second.better is Better.HIGHER
    assert second.commitments == ("C3",)
    assert (second.key, second.version, second.smallest_gap) == ("results.m.2", "2", 0.2)


def test_a_period_without_results_is_said_with_those_there_are(tmp_path: Path) -> None:
    rows = [result(0), result(1, period_start="2024", period_end="2024")]
    held = store(tmp_path, rows)
    measure = find(held, "results.m")
    with Session(held, None, blind=True) as look:
        assert absent(look, measure, YEAR) == ()
        assert absent(look, measure, Period.parse("2023")) == (
            "Its results are of other periods: 2024, 2025.",
        )
        assert absent(look, find(held, "care.bp_control"), YEAR) == ()


def test_results_that_name_no_period_are_of_none(tmp_path: Path) -> None:
    held = store(tmp_path, [result(0, period_start=None), result(1, patient_key="nobody")])
    with Session(held, None, blind=True) as look:
        assert absent(look, find(held, "results.m"), YEAR) == (
            "No result of a known person says of which period it is.",
        )


def test_a_store_without_results_has_our_measures_only(tmp_path: Path) -> None:
    held = dataset(tmp_path, {"patient": []})
    assert reported(held) == ()
    assert every(held)[-1].key.startswith("workforce.")
    with pytest.raises(Problem, match=r"'results\.m'") as raised:
        find(held, "results.m")
    assert raised.value.do == "Results there are of: none."


def test_a_measure_is_found_by_its_key(tmp_path: Path) -> None:
    held = store(tmp_path, [result(0)])
    assert every(held)[-1].key == "results.m"
    with pytest.raises(Problem) as raised:
        find(held, "results.other")
    assert raised.value.do == "Results there are of: results.m."
