"""Our standardized difference of two means beside base R pt and uniroot."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.standardized_means import standardized_difference


@pytest.mark.parametrize("case", cases("teaching", "hedges"))
def test_standardized(case):
    sides = ((case[f"m{at}"], case[f"s{at}"], case[f"n{at}"]) for at in (1, 2))
    ours = standardized_difference(*sides)
    assert ours.d.value[0] == pytest.approx(case["d"], rel=1e-9)
    assert ours.correction[0] == pytest.approx(case["J"], rel=1e-9)
    assert ours.g.value[0] == pytest.approx(case["g"], rel=1e-9)
    assert ours.g.se[0] ** 2 == pytest.approx(case["var_g"], rel=1e-9)
    assert [ours.d.low[0], ours.d.high[0]] == pytest.approx(case["d_ci_noncentral"], abs=1e-6)
