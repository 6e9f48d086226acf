"""Our unconditional tests beside scipy.

scipy 1.17.1 orders Barnard's tables by a rounded score and so loses tables exactly as extreme as
the one seen: 12 of 40 beside 48 of 80 has p = 0.002149 there, and the same people counted as not
selected have 0.002241. Where a vector lost such a table, exact fractions decide.
"""

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binom
from tests.reference.vectors import cases
from tests.reference.workforce import sides

from commonweal.stats.selection.unconditional import barnard, boschloo, boschloo_lower

CASES = pytest.mark.parametrize("case", cases("workforce", "unconditional_exact"))


def squared_score(had, size, rest_had, rest_size):
    """Give the square of the pooled z, up to a factor that all tables share, as a fraction."""
    together, everybody = had + rest_had, size + rest_size
    apart = had * rest_size - rest_had * size
    return Fraction(apart**2, together * (everybody - together)) if apart else Fraction(0)


def barnard_p(given, *, ties):
    """Give Barnard's p with extreme tables found by fractions, at 2,001 common rates."""
    _, size, _, rest_size = given
    seen = squared_score(*given)
    rates = np.linspace(0, 1, 2_001)
    p = np.zeros_like(rates)
    for one in range(size + 1):
        scores = [squared_score(one, size, other, rest_size) for other in range(rest_size + 1)]
        extreme = [at for at, z in enumerate(scores) if z > seen or (ties and z == seen)]
        rest = sum(binom.pmf(at, rest_size, rates) for at in extreme)
        p += binom.pmf(one, size, rates) * rest
    return p.max()


@CASES
def test_boschloo_matches(case):
    given, expected = sides(case["input"]), case["expected"]
    ours = [boschloo(*given).value[0], boschloo_lower(*given).value[0]]
    theirs = [expected["boschloo_two_sided"], expected["boschloo_less"]]
    assert ours == pytest.approx(theirs, rel=1e-5, abs=0)


@CASES
def test_barnard_matches_unless_the_vector_lost_a_table_by_rounding(case):
    given, theirs = sides(case["input"]), case["expected"]["barnard_pooled_two_sided"]
    ours = barnard(*given).value[0]
    if ours != pytest.approx(theirs, rel=1e-5, abs=0):
        assert ours == pytest.approx(barnard_p(given, ties=True), rel=1e-5, abs=0)
        assert barnard_p(given, ties=False) <= theirs < ours


@CASES
def test_no_side_and_no_outcome_is_special(case):
    had, size, rest_had, rest_size = sides(case["input"])
    for test in (barnard, boschloo):
        p = test(had, size, rest_had, rest_size).value[0]
        turned = test(size - had, size, rest_size - rest_had, rest_size).value[0]
        assert [test(rest_had, rest_size, had, size).value[0], turned] == pytest.approx([p, p])
