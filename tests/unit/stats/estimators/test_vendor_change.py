"""Change among suppliers: the reference vectors in points, and an error over suppliers."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked, Rows
from commonweal.stats.estimators.vendor_change import estimate

NAN = float("nan")
ASKED = Asked(reference="zero")


def years(before: dict[str, tuple[float, float]], now: dict[str, tuple[float, float]]) -> Rows:
    names = sorted({*before, *now})
    nothing = (NAN, NAN)
    columns = {
        "spend": [now.get(one, nothing)[0] for one in names],
        "share": [now.get(one, nothing)[1] for one in names],
        "spend_before": [before.get(one, nothing)[0] for one in names],
        "share_before": [before.get(one, nothing)[1] for one in names],
    }
    return rows_of(["a"] * len(names), columns)


@pytest.mark.parametrize("case", cases("community", "vendor_change"))
def test_the_reference_vectors_come_out_of_the_method_too(case) -> None:  # type: ignore[no-untyped-def]
    first, second = (
        {row["vendor"]: (row["spend"], row["share"]) for row in case["input"][key]}
        for key in ("t0", "t1")
    )
    found, expected = estimate(years(first, second), ASKED), case["expected"]
    told = {one.key: one.value for one in found.figures}
    assert found.value.value[0] == pytest.approx(100 * expected["change"], rel=1e-9)
    assert told["before"] == pytest.approx(expected["R0"], rel=1e-12)
    for part in ("within", "between", "entry", "exit"):
        assert told[part] == pytest.approx(100 * expected[part], rel=1e-12)
    assert sum(told[part] for part in ("within", "between", "entry", "exit")) == pytest.approx(
        found.value.value[0]
    )


def test_suppliers_in_both_years_count_once_in_the_error() -> None:
    same = {str(at): (1.0, 0.2 + 0.01 * at) for at in range(10)}
    steady = estimate(years(same, same), ASKED)
    # Suppliers differ, and none changed: nothing is uncertain.
    assert steady.value.value[0] == 0.0
    assert (steady.gap.low[0], steady.gap.high[0]) == pytest.approx((0.0, 0.0))
    assert steady.p[0] == 1.0
    moved = {name: (1.0, share + 0.05) for name, (_, share) in same.items()}
    assert estimate(years(same, moved), ASKED).p[0] == pytest.approx(0.0)


def test_the_error_agrees_with_leaving_out_one_supplier_at_a_time() -> None:
    draw = np.random.default_rng(5)
    names = [str(at) for at in range(60)]
    before = {one: (float(draw.lognormal()), float(draw.random())) for one in names[:50]}
    now = {one: (float(draw.lognormal()), float(draw.random())) for one in names[10:]}
    found = estimate(years(before, now), ASKED)
    left_out = np.array([
        estimate(
            years({k: v for k, v in before.items() if k != one},
                  {k: v for k, v in now.items() if k != one}), ASKED,
        ).value.value[0]
        for one in names
    ])  # fmt: skip
    jackknife = np.sqrt(59 / 60 * ((left_out - left_out.mean()) ** 2).sum())
    assert found.gap.se is not None
    assert found.gap.se[0] == pytest.approx(jackknife, rel=0.05)


def test_a_year_without_disclosures_has_no_change() -> None:
    found = estimate(years({}, {"a": (1.0, 0.2)}), ASKED)
    assert np.isnan(found.value.value[0])
    assert found.figures == ()
    assert found.total.reason == ("zero_denominator",)
    assert found.people.tolist() == [1]


def test_one_supplier_has_a_change_and_no_error() -> None:
    found = estimate(years({"a": (1.0, 0.2)}, {"a": (1.0, 0.3)}), ASKED)
    assert found.value.value[0] == pytest.approx(10.0)
    assert np.isnan(found.gap.low[0])
    assert found.heaviest is not None
    assert found.heaviest[0] == 1.0
