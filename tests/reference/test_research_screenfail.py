"""Our pooled comparison over strata beside base R mantelhaen.test."""

import pytest
from tests.reference.vectors import files, read

from commonweal.stats.rates.mantel_haenszel import (
    chi_square,
    odds_ratio,
    risk_difference,
    risk_ratio,
    stratified,
)

READ = [read(path) for path in files("research", "screenfail")]
FOUND = [one for each in READ for one in (each if isinstance(each, list) else [each])]
SKIP = pytest.param(
    None,
    marks=pytest.mark.skip(reason="no vectors research/screenfail.json: keep shared/ beside"),
    id="absent",
)


@pytest.mark.parametrize("case", FOUND or [SKIP])
def test_pooled_comparisons(case):
    given, expected = case["input"], case["expected"]
    tables = stratified(given["a"], given["n1"], given["c"], given["n0"])
    ratio = risk_ratio(tables)
    assert ratio.value[0] == pytest.approx(expected["rr"], rel=1e-9)
    assert ratio.se[0] ** 2 == pytest.approx(expected["var_log"], rel=1e-9)
    assert [ratio.low[0], ratio.high[0]] == pytest.approx(expected["ci"], rel=1e-8)
    assert risk_difference(tables).value[0] == pytest.approx(expected["rd"], rel=1e-9)
    statistic, p = chi_square(tables)
    assert statistic[0] == pytest.approx(expected["cmh"], rel=1e-9)
    assert p.value[0] == pytest.approx(expected["cmh_p"], rel=1e-9)
    assert odds_ratio(tables).value[0] == pytest.approx(expected["or_mh"], rel=1e-9)
