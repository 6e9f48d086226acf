"""Our survey means and intervals beside the R package survey 4.1."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.rates.mean import linearised_mean, survey_proportion

INTERVALS = {"korn_graubard95": "korn_graubard", "logit95": "logit"}


@pytest.mark.parametrize("case", cases("statistics", "survey_proportions"))
def test_survey_shares_match_the_survey_package(case):
    columns = {name: [row[name] for row in case["data"]] for name in ("y", "w", "strata", "psu")}
    design = {"strata": columns["strata"], "units": columns["psu"]}
    fit = linearised_mean(columns["y"], columns["w"], **design)
    assert (fit.df, fit.people) == (case["df"], case["n"])
    assert fit.mean == pytest.approx(case["estimate"], rel=1e-7)
    assert fit.se == pytest.approx(case["se"], rel=1e-7, abs=1e-12)
    for name, method in INTERVALS.items():
        ours = survey_proportion(columns["y"], columns["w"], **design, method=method)
        if case.get(name) is not None:
            assert [ours.low[0], ours.high[0]] == pytest.approx(case[name], rel=1e-7, abs=1e-12)
