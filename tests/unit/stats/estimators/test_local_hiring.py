"""Hires from priority places beside the labor force, and the reference vectors."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked, Beside
from commonweal.stats.estimators.local_hiring import estimate

NAN = float("nan")
ASKED = Asked(reference="benchmark")


def places(force: list[float], first: list[float]) -> dict[str, Beside]:
    columns = {"labor_force": np.array(force), "priority": np.array(first)}
    return {"working_place": Beside(columns, {})}


@pytest.mark.parametrize("case", cases("community", "local_hiring"))
def test_the_reference_vectors_come_out_of_the_method_too(case) -> None:  # type: ignore[no-untyped-def]
    areas, expected = case["input"]["areas"], case["expected"]
    said = [float(one["priority"]) if one["geocoded"] else NAN for one in areas]
    first = np.repeat(said, [one["hires"] for one in areas])
    known = [one for one in areas if one["geocoded"]]
    beside = places(
        [one["labour_force"] for one in known], [float(one["priority"]) for one in known]
    )
    found = estimate(rows_of(["a"] * len(first), {"priority": first}, beside=beside), ASKED)
    assert found.value.value[0] == pytest.approx(expected["priority_share_geocoded"], rel=1e-12)
    limits = [found.value.low[0], found.value.high[0]]
    assert limits == pytest.approx(expected["priority_ci"], rel=1e-12)
    told = {one.key: one for one in found.figures}
    bounds = [told["bounds"].low, told["bounds"].high]
    assert bounds == pytest.approx(expected["priority_bounds_with_ungeocoded"], rel=1e-12)
    assert told["quotient"].value == pytest.approx(expected["location_quotient"], rel=1e-12)
    per_1000 = expected["hires_per_1000_labour_force_priority"]
    assert told["per_1000"].value == pytest.approx(per_1000, rel=1e-12)


def test_bounds_contain_the_truth_whatever_the_unplaced_are() -> None:
    first = np.array([1.0, 0.0, 0.0, NAN, NAN])
    beside = places([10, 30], [1, 0])
    found = estimate(rows_of(["a"] * 5, {"priority": first}, beside=beside), ASKED)
    bounds = next(one for one in found.figures if one.key == "bounds")
    for said in ([0, 0], [0, 1], [1, 1]):
        whole = np.array([1.0, 0.0, 0.0, *said]).mean()
        assert bounds.low <= whole <= bounds.high


def test_without_a_labor_force_there_is_a_share_and_no_gap() -> None:
    rows = rows_of(["a", "b"], {"priority": [1, NAN]}, beside=places([], []))
    found = estimate(rows, ASKED)
    assert found.value.value[0] == 1.0
    assert np.isnan(found.rest).all()
    assert np.isnan(found.gap.value).all()
    assert {one.key for one in found.figures} == {"unplaced", "bounds"}


def test_a_group_without_hires_has_no_figures() -> None:
    rows = rows_of(["a", ""], {"priority": [1, 0]}, beside=places([1, 1], [1, 0]))
    rows.member[:] = False
    assert [one.key for one in estimate(rows, ASKED).figures] == ["per_1000"]
