"""Our pay models beside R lm and sandwich, on data of others that stay beside the checkout."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, salaries, same, wages

from commonweal.stats.pay.gap import pay_gap
from commonweal.stats.pay.line import coefficients_of, line

CASES = pytest.mark.parametrize("case", cases("workforce", "pay_regression"))


def read(case):
    rows = salaries() if case["id"].startswith("salaries") else wages()
    terms = [name.strip() for name in case["input"]["formula"].split("~")[1].split("+")]
    return rows, {name: rows[name] for name in terms if name != "female"}


@CASES
def test_the_gap_and_its_fit_match(case):
    (rows, controls), expected = read(case), case["expected"]
    ours = pay_gap(rows["pay"], rows["female"], controls, errors="classical")
    assert ours.people == expected["n"]
    same(ours.log_gap.value[0], expected["coef"])
    same(ours.percent.value[0] / 100, expected["pct_gap"])
    same(ours.log_gap.se[0], expected["classical"]["se"])
    same(interval(ours.log_gap), expected["classical"]["ci"])
    same(ours.p, expected["classical"]["p"], tiny=0)
    same([ours.r2, ours.sigma], [expected["r2"], expected["sigma"]])


@CASES
def test_errors_that_trust_less_match(case):
    (rows, controls), expected = read(case), case["expected"]
    clusters = case["input"]["cluster"] and rows[case["input"]["cluster"]]
    for errors in ("HC1", "HC3", "CR1"):
        field = expected.get("cluster_CR1" if errors == "CR1" else errors)
        if field:
            told = pay_gap(
                rows["pay"], rows["female"], controls, errors=errors, clusters=clusters
            ).log_gap
            same([told.se[0], told.value[0] / told.se[0]], [field["se"], field["t"]])


@CASES
def test_the_place_of_a_term_changes_nothing(case):
    rows, controls = read(case)
    first = line(np.log(rows["pay"]), {"female": rows["female"], **controls})
    same(coefficients_of(first, "HC3")[0].value[1], case["expected"]["coef"])
