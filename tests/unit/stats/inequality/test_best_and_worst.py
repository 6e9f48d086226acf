"""The gap of the best and the worst group, given that the data chose them."""

import numpy as np
import pytest
from scipy.stats import norm, studentized_range

from commonweal.kinds import Problem
from commonweal.stats.inequality.best_and_worst import best_and_worst_test
from commonweal.stats.inequality.subgroups import Subgroups

DRAWS = 40_000


def one(estimate, se, **declared):
    return Subgroups.one(estimate, se, [10.0] * len(estimate), **{"favorable": True, **declared})


@pytest.mark.parametrize("groups", [2, 5, 12])
def test_with_equal_errors_it_is_the_studentized_range(groups):
    apart = 2.9
    estimate = np.linspace(20, 20 + apart * np.sqrt(2), groups)
    found = best_and_worst_test(one(estimate, [1.0] * groups), seed=3, draws=DRAWS).value[0]
    exact = studentized_range.sf(apart * np.sqrt(2), groups, np.inf)
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact / DRAWS))


def test_two_groups_have_the_plain_test():
    found = best_and_worst_test(one([10, 15], [2.0, 1.5]), seed=3, draws=DRAWS).value[0]
    assert found == pytest.approx(2 * norm.sf(5 / 2.5), abs=0.005)


def test_it_knows_no_unit_and_no_size():
    small = best_and_worst_test(one([1, 2, 4], [1, 1, 2]), seed=1, draws=500)
    large = best_and_worst_test(
        one([1e300, 2e300, 4e300], [1e300, 1e300, 2e300], scale=1000), seed=1, draws=500
    )
    assert small.value[0] == large.value[0]


def test_errors_too_large_to_measure_by_say_nothing():
    found = best_and_worst_test(one([1, 2], [1.7976931348623157e308] * 2), seed=1, draws=50)
    assert found.value[0] == 1


@pytest.mark.parametrize(
    ("se", "reason"),
    [(None, "standard_error_missing"), ([1, np.nan], "standard_error_missing"),
     ([1, 0], "zero_standard_error")],
)  # fmt: skip
def test_without_errors_there_is_no_test(se, reason):
    assert best_and_worst_test(one([10, 20], se), seed=1, draws=50).reason == (reason,)


def test_no_draw_and_no_seed_are_refused():
    for named, code in (({"draws": 0}, "draws-too-few"), ({"seed": -1}, "seed-negative")):
        with pytest.raises(Problem) as caught:
            best_and_worst_test(one([10, 20], [1, 1]), **{"seed": 1, "draws": 5, **named})
        assert caught.value.code == code
