"""Our portfolio against burden beside numpy and scipy least squares."""

import pytest
from tests.reference.vectors import files, read

from commonweal.stats.allocation.burden import weigh_portfolio

READ = [read(path) for path in files("research", "portfolio")]
CASES = [one for each in READ for one in (each if isinstance(each, list) else [each])]
ABSENT = pytest.mark.skip(reason="no vectors research/portfolio.json: keep shared/ beside")


@pytest.mark.parametrize("case", CASES or [pytest.param(None, marks=ABSENT, id="absent")])
def test_a_portfolio(case):
    rows = case["input"]
    ours = weigh_portfolio([row["funding"] for row in rows], [row["burden"] for row in rows])
    assert ours.funding_share == pytest.approx(case["funding_share"], rel=1e-9)
    assert ours.burden_share == pytest.approx(case["burden_share"], rel=1e-9)
    assert ours.ratio.value == pytest.approx(case["ratio"], rel=1e-9)
    assert ours.distance.value[0] == pytest.approx(case["tvd"], rel=1e-9)
    assert ours.rank_correlation.value[0] == pytest.approx(case["spearman"], rel=1e-9)
    wanted = case["loglog"]
    assert [row["topic"] for row, in_line in zip(rows, ours.funded, strict=True) if in_line] == (
        wanted["topics"]
    )
    assert ours.line.value == pytest.approx([wanted["intercept"], wanted["slope"]], rel=1e-9)
    assert ours.line.se == pytest.approx(wanted["se"], rel=1e-9)
    assert ours.r2 == pytest.approx(wanted["r2"], rel=1e-9)
    assert ours.residual[ours.funded] == pytest.approx(wanted["residual"], rel=1e-9)
    above = ours.above[ours.funded]
    assert above == pytest.approx(wanted["observed_minus_expected"], rel=1e-9)
