"""Our concentration indices of individual rows, and their parts, beside base R linear algebra."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.inequality.elasticity import explain
from commonweal.stats.inequality.individual_concentration import (
    absolute_index,
    erreygers_index,
    relative_index,
    wagstaff_index,
)
from commonweal.stats.inequality.ranks import rank_rows

CASES = cases("statistics", "concentration")


def near(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


def bounded(case):
    """Give the bounded indices of a case: they name their bounds, as ci_wagstaff_bounds_0_40."""
    for name, expected in case.items():
        if "_bounds_" in name and expected is not None:
            measure, bounds = name.removeprefix("ci_").split("_bounds_")
            yield measure, [float(bound) for bound in bounds.split("_")], expected


@pytest.mark.parametrize("case", CASES)
def test_concentration_indices_match(case):
    rows = rank_rows(case["y"], case["rank"], case["w"])
    assert relative_index(rows).value[0] == near(case["ci_y"])
    assert absolute_index(rows).value[0] == near(case["aci_y"])
    measures = {"wagstaff": wagstaff_index, "erreygers": erreygers_index}
    for measure, bounds, expected in bounded(case):
        assert measures[measure](rows, *bounds).value[0] == near(expected)


@pytest.mark.parametrize("case", CASES)
def test_the_parts_match_and_sum_to_the_index(case):
    names = [name for name in case["contributions"] if name != "residual"]
    ours = explain(case["y"], case["rank"], [case[name] for name in names], case["w"])
    assert ours.coefficients.tolist() == near(case["beta"])
    expected = [case["contributions"][name] for name in (*names, "residual")]
    assert [*ours.contributions, ours.residual] == near(expected)
    assert ours.contributions.sum() + ours.residual == pytest.approx(case["ci_y"], abs=1e-13)
