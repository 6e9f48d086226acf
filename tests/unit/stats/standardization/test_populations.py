"""Standard populations: what we hold is what was published."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.standardization.populations import STANDARDS, standard_weights


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=list(STANDARDS))
def test_the_rows_sum_to_the_published_total(standard):
    # Only the world standard was printed in percent, each row rounded for itself.
    apart = 0.0351 if standard.key == "who_2000_2025" else 0
    assert abs(sum(standard.people) - standard.published) <= apart
    assert len(standard.ages) == len(standard.people)
    assert list(standard.ages) == sorted(set(standard.ages))
    assert standard.source
    assert standard.version >= 1


def test_the_world_standard_gives_the_million_that_the_cancer_registries_print():
    million = 1e6 * standard_weights("who_2000_2025", range(0, 101, 5))
    assert million[:4].round().tolist() == [88569, 86870, 85970, 84670]


def test_the_two_tables_of_the_us_standard_agree():
    ages = STANDARDS["us_2000_nchs"].ages
    five_years, ten_years = (standard_weights(key, ages) for key in ("us_2000", "us_2000_nchs"))
    np.testing.assert_allclose(five_years, ten_years, rtol=1e-3)
    assert ten_years[:3].round(6).tolist() == [0.013818, 0.055317, 0.145565]


def test_rows_are_joined_into_your_ages_and_the_youngest_may_be_left_out():
    assert standard_weights("esp_2013", [0, 90]).round(9).tolist() == [0.99, 0.01]
    adults = standard_weights("esp_2013", [20, 65])
    assert adults.round(6).tolist() == [round(59 / 78.5, 6), round(19.5 / 78.5, 6)]


@pytest.mark.parametrize("ages", [[], [0, 7], [5, 0], [0, 0, 5]])
def test_ages_that_do_not_fit_are_a_problem(ages):
    with pytest.raises(Problem) as caught:
        standard_weights("esp_2013", ages)
    assert caught.value.code == "ages-do-not-fit"


def test_an_unknown_standard_is_a_problem():
    with pytest.raises(Problem) as caught:
        standard_weights("mars_2100", [0])
    assert caught.value.code == "standard-unknown"
    assert "esp_2013" in caught.value.do
