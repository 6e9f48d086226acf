"""Our tests of one common odds ratio beside statsmodels."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import SIDES, same, same_estimate

from commonweal.stats.selection.homogeneity import breslow_day
from commonweal.stats.selection.strata import read_strata


@pytest.mark.parametrize("case", cases("workforce", "homogeneity"))
def test_breslow_day_and_tarone_match(case):
    rows, expected = case["input"]["strata"], case["expected"]
    strata = read_strata(*([row[name] for row in rows] for name in SIDES))
    plain, corrected = breslow_day(strata), breslow_day(strata, tarone=True)
    same_estimate(plain.statistic, expected["breslow_day"])
    same(plain.p[0], expected["breslow_day_p"], tiny=0)
    same_estimate(corrected.statistic, expected["tarone"])
    same(corrected.p[0], expected["tarone_p"], tiny=0)
