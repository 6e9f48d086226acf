"""Our weighing of the sources people come from."""

import pytest
from tests.reference.vectors import cases
from tests.reference.workforce import interval, same, same_estimate

from commonweal.stats.representation.benchmark import availability_of


@pytest.mark.parametrize("case", cases("workforce", "availability"))
def test_availability_and_its_error_match(case):
    factors, expected = case["input"]["factors"], case["expected"]
    ours = availability_of(
        *([row[name] for row in factors] for name in ("weight", "share", "moe90"))
    )
    same_estimate(ours, expected["availability"], rel=1e-12)
    same(ours.se[0], expected["se"], rel=1e-12)
    same(interval(ours), expected["ci95"], rel=1e-12)
