"""Our decompositions of a pay gap beside R, on data of others that stay beside the checkout."""

import numpy as np
import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import salaries, same, wages

from commonweal.stats.decomposition.oaxaca import threefold, twofold
from commonweal.stats.pay.gap import pay_gap

CASES = pytest.mark.parametrize("case", cases("workforce", "oaxaca"))
REFERENCES = {
    "two_fold_reference_coefs": "group",
    "two_fold_focal_coefs": "rest",
    "two_fold_pooled_neumark": "pooled",
    "two_fold_pooled_jann": "pooled_with_group",
}


def read(case):
    """Give log pay, the columns, and 1 for people of the reference: the gap is theirs less ours."""
    rows = salaries() if case["id"] == "salaries" else wages()
    given = case["input"]
    controls = {name: rows[name] for name in given["covariates"]}
    side = (rows[given["group"]] == given["reference"]) * 1.0
    return np.log(rows["pay"]), controls, side


@CASES
def test_the_gap_and_its_three_parts_match(case):
    parts, expected = threefold(*read(case)), case["expected"]
    same(parts.gap.value[0], expected["gap"])
    assert read(case)[2].sum() == expected["n_reference"]
    for name, theirs in expected["three_fold"].items():
        same(parts.totals[name].value[0], theirs)


@CASES
def test_the_two_parts_match_for_every_reference(case):
    for field, reference in REFERENCES.items():
        parts, expected = twofold(*read(case), reference=reference), case["expected"][field]
        same(parts.totals["explained"].value[0], expected["explained"])
        same(parts.totals["unexplained"].value[0], expected["unexplained"])
        same(parts.detail["explained"].value[1:], expected["detail_explained"])


@CASES
def test_errors_that_count_the_regressors_as_random_match(case):
    parts = twofold(*read(case), reference="group")
    for name, theirs in case["expected"]["se_reference_coefs_stochastic"].items():
        same(parts.totals[name].se[0], theirs)


@CASES
def test_the_unexplained_part_of_the_pooled_line_is_its_group_coefficient(case):
    outcome, controls, side = read(case)
    gap = pay_gap(np.exp(outcome), side, controls, errors="classical").log_gap.value[0]
    same(gap, case["expected"]["jann_group_coefficient"])
