"""Weighted means of many tables at once."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.rates.mean import linearised_mean, weighted_mean
from commonweal.stats.rates.weighted_means import weighted_means

NUMBER = np.arange(60)
VALUES = 1e6 + (NUMBER * 7) % 13
WEIGHTS = 1.0 + (NUMBER * 3) % 5
TABLE = NUMBER % 3
STRATA = (NUMBER // 3) % 2
UNITS = (NUMBER // 6) % 5


@pytest.mark.parametrize("design", [{}, {"strata": STRATA}, {"strata": STRATA, "units": UNITS}])
def test_each_table_is_as_alone(design):
    ours = weighted_means(VALUES, WEIGHTS, TABLE, **design)
    for one in range(3):
        mine = one == TABLE
        named = {name: labels[mine] for name, labels in design.items()}
        fit = linearised_mean(VALUES[mine], WEIGHTS[mine], **named)
        alone = weighted_mean(VALUES[mine], WEIGHTS[mine], **named)
        assert ours.value[one] == pytest.approx(fit.mean, rel=1e-14)
        assert ours.se[one] == pytest.approx(fit.se, rel=1e-9)
        assert [ours.low[one], ours.high[one]] == pytest.approx([alone.low[0], alone.high[0]])
    assert ours.n.tolist() == [20, 20, 20]


def test_what_is_undefined_says_why():
    table = [0, 0, 1, 2, 2, 2, 3, 3]
    ours = weighted_means(
        [1, 2, 3, 4, 5, 6, 7, 7], [0, 0, 1, 1, 1, 1, 1, 2], table, strata=[1, 1, 1, 1, 1, 2, 1, 1]
    )
    assert ours.reason == ("zero_denominator", "one_value", "single_unit_stratum", "")
    assert ours.status == ("undefined", "insufficient", "insufficient", "ok")
    assert ours.flags == ((), (), (), ("no_variation",))
    assert np.isnan(ours.value).tolist() == [True, True, True, False]
    assert ours.se[3] == 0


def test_a_negative_weight_is_a_problem_that_names_the_row():
    with pytest.raises(Problem) as caught:
        weighted_means([1, 2], [-1, 1], [0, 0])
    assert caught.value.code == "weight-negative"
    assert "row 1" in caught.value.says


def test_tables_of_another_length_are_a_problem():
    with pytest.raises(Problem) as caught:
        weighted_means([1, 2], [1, 1], [0, 0, 0])
    assert caught.value.code == "shapes-differ"
