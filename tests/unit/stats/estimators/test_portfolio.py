"""Money against burden: shares and line as in numpy, and a distance from the line of the others."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import keyed, rows, vectors

from commonweal.kinds import Asked
from commonweal.stats.estimators.portfolio import estimate

ASKED = Asked(ratio=True, reference="benchmark")


def made_of(funding, burden, names=""):
    many = len(funding)
    codes = list(names) or [f"c{at}" for at in range(many)]
    return rows(np.eye(many), view="condition", codes=codes, funding=funding, burden=burden)


@pytest.mark.parametrize("case", vectors("portfolio"))
def test_shares_and_line_are_as_in_numpy(case):
    given = case["input"]
    names = [one["topic"] for one in given]
    found = estimate(
        made_of([one["funding"] for one in given], [one["burden"] for one in given], names), ASKED
    )
    assert found.value.value == pytest.approx(case["funding_share"], rel=1e-9)
    told = keyed(found.figures)
    ratios = [told["ratio", name].value for name in names]
    assert ratios == pytest.approx(case["ratio"], rel=1e-9)
    line = case["loglog"]
    whole = {
        "slope": line["slope"],
        "explained": line["r2"],
        "distance": case["tvd"],
        "rank_correlation": case["spearman"],
    }
    for key, wanted in whole.items():
        assert told[key, ""].value == pytest.approx(wanted, rel=1e-9)


def test_a_neglected_condition_is_far_from_the_line_of_the_others() -> None:
    found = estimate(made_of([10, 21, 39, 82, 16, 318, 650], 2.0 ** np.arange(7)), ASKED)
    assert found.gap.high[4] < 0.2
    assert found.p[4] < 0.001
    assert found.rest[4] == pytest.approx(found.value.value[4] / found.gap.value[4])


def test_a_condition_of_no_known_burden_is_left_out_and_its_money_counted() -> None:
    found = estimate(made_of([10, 20, 40, 80, 160, 50], [1, 2, 4, 8, 16, np.nan]), ASKED)
    assert found.value.reason[5] == "zero_denominator"
    assert keyed(found.figures)["no_burden", ""].value == pytest.approx(50 / 360)


def test_all_together_there_is_no_figure() -> None:
    made = rows(np.ones((3, 0)), funding=[1, 2, 3], burden=[1, 2, 3])
    found = estimate(made, ASKED)
    assert found.total.reason == ("not_compared",)
    assert np.isnan(found.total.value).all()


def test_no_money_at_all() -> None:
    found = estimate(made_of([0, 0], [1, 2]), ASKED)
    assert set(found.value.reason) == {"zero_denominator"}
    assert keyed(found.figures)["unfunded", ""].value == 2
