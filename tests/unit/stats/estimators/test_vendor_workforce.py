"""Suppliers' workforce: the reference vectors through the method, and when too few tell."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked, Rows
from commonweal.stats.estimators.vendor_workforce import estimate

NAN = float("nan")
ASKED = Asked(reference="benchmark")


def vendors(spend: list[float], staff: list[float], inside: list[float]) -> Rows:
    size = len(spend)
    told = {"spend": spend, "staff": staff, "inside": inside}
    industry = {"available": [0.3] * size, "low": [NAN] * size, "high": [0.6] * size}
    return rows_of(["a"] * size, told | industry)


@pytest.mark.parametrize("case", cases("community", "vendor_workforce"))
def test_the_reference_vectors_come_out_of_the_method_too(case) -> None:  # type: ignore[no-untyped-def]
    rows, expected = case["input"]["vendors"], case["expected"]
    told = [row["headcount"] > 0 for row in rows]
    columns = {
        "spend": [row["spend"] for row in rows],
        "staff": [
            row["headcount"] if known else NAN for row, known in zip(rows, told, strict=True)
        ],
        "inside": [row["focal"] if known else NAN for row, known in zip(rows, told, strict=True)],
        "available": [row["industry_share"] for row in rows],
        "low": [row["industry_p10"] for row in rows],
        "high": [row["industry_p90"] for row in rows],
    }
    found = estimate(rows_of(["a"] * len(rows), columns), ASKED)
    figure = {one.key: one for one in found.figures}
    assert found.value.value[0] == pytest.approx(expected["spend_weighted_share"], rel=1e-12)
    assert found.rest[0] == pytest.approx(expected["industry_benchmark_disclosers"], rel=1e-12)
    assert found.gap.value[0] == pytest.approx(expected["difference"], rel=1e-12)
    assert found.gap.se is not None
    assert found.gap.se[0] == pytest.approx(expected["se_difference"], rel=1e-12)
    for key, name in (
        ("coverage", "disclosure_coverage_spend"),
        ("coverage_count", "disclosure_coverage_count"),
        ("by_head", "headcount_weighted_share"),
        ("ratio", "ratio"),
        ("effective", "effective_vendors"),
    ):
        assert figure[key].value == pytest.approx(expected[name], rel=1e-12)
    for key, name in (
        ("worst_case", "worst_case_bounds"),
        ("industry", "industry_quantile_bounds"),
    ):
        assert [figure[key].low, figure[key].high] == pytest.approx(expected[name], rel=1e-12)
    assert found.people.tolist() == [sum(told)]


def test_under_a_quarter_of_the_spend_there_are_bounds_only() -> None:
    found = estimate(vendors([20, 80], [10, NAN], [4, NAN]), ASKED)
    assert found.value.reason == ("coverage_low",)
    assert (found.value.low[0], found.value.high[0]) == pytest.approx((0.08, 0.88))
    assert np.isnan(found.gap.value[0])
    told = {one.key: one for one in found.figures}
    assert {"by_head", "ratio"}.isdisjoint(told)
    assert np.isnan(told["worst_case"].value)
    assert told["coverage"].value == pytest.approx(0.2)


def test_nobody_who_tells_leaves_everything_possible() -> None:
    found = estimate(vendors([20, 80], [NAN, NAN], [NAN, NAN]), ASKED)
    assert found.value.reason == ("zero_denominator",)
    assert (found.value.low[0], found.value.high[0]) == (0.0, 1.0)
    assert found.heaviest is not None
    assert found.heaviest.tolist() == [0.0]


def test_one_large_supplier_is_named_as_such() -> None:
    found = estimate(vendors([90, 10], [10, 10], [3, 3]), ASKED)
    assert found.heaviest is not None
    assert found.heaviest[0] == pytest.approx(0.9)
    # Both have what is available: there is surely no gap.
    assert found.gap.value[0] == pytest.approx(0.0)
    assert found.p[0] == 1.0


def test_where_nobody_is_available_there_is_no_ratio() -> None:
    rows = vendors([50, 50], [10, 10], [1, 2])
    rows.columns["available"][:] = 0.0
    assert "ratio" not in {one.key for one in estimate(rows, ASKED).figures}


def test_few_suppliers_leave_wide_limits() -> None:
    found = estimate(vendors([50, 50], [100, 100], [20, 50]), ASKED)
    # Two of equal spend are worth two: Student's law on one degree of freedom.
    se = np.sqrt(2 * (50 * 0.15) ** 2 * 2) / 100
    assert found.gap.high[0] == pytest.approx(0.05 + 12.706204736432095 * se)
    assert found.p[0] > 0.7


def test_a_few_who_have_nobody_of_a_small_group_are_no_gap() -> None:
    rows = vendors([10.0] * 8, [60.0] * 8, [0.0] * 7 + [1.0])
    rows.columns["available"][:] = 0.01
    found = estimate(rows, ASKED)
    assert found.gap.se is not None
    # The error over suppliers is half of what chance leaves: one of 480 people, where five are due.
    assert found.gap.se[0] == pytest.approx(1 / 480)
    chance = np.sqrt(0.01 * 0.99 / 480)
    reach = 2.3646242515927844 * chance
    assert found.gap.low[0] == pytest.approx(1 / 480 - 0.01 - reach)
    assert found.gap.high[0] == pytest.approx(1 / 480 - 0.01 + reach)
    assert found.narrow.high[0] < found.gap.high[0]
    assert 0.05 < found.p[0] < 0.2


def test_a_gap_that_chance_can_not_leave_is_certain() -> None:
    rows = vendors([50, 50], [10, 10], [1, 1])
    rows.columns["available"][:] = 0.0
    assert estimate(rows, ASKED).p.tolist() == [0.0]
    rows.columns["inside"][:] = 0.0
    assert estimate(rows, ASKED).p.tolist() == [1.0]


def test_null_suppliers_are_seldom_said_to_differ() -> None:
    stream = np.random.default_rng(5)
    seen = []
    for _ in range(600):
        spend, staff = stream.lognormal(0, 1.2, 40), stream.integers(20, 300, 40)
        inside = stream.binomial(staff, stream.beta(0.12, 23.88, 40))
        rows = vendors(spend.tolist(), staff.tolist(), inside.tolist())
        rows.columns["available"][:] = 0.005
        found = estimate(rows, ASKED)
        seen.append(found.p[0] < 0.05)
        assert (found.p[0] < 0.05) == (found.gap.low[0] > 0 or found.gap.high[0] < 0)
    assert np.mean(seen) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 600)


def test_of_no_supplier_nothing_is_said() -> None:
    names = ("spend", "staff", "inside", "available", "low", "high")
    found = estimate(rows_of([], {key: [] for key in names}), ASKED)
    assert found.figures == ()
    assert found.total.reason == ("zero_denominator",)
