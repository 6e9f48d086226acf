"""What an estimator answers, before it says more than it must."""

from __future__ import annotations

import numpy as np

from commonweal.kinds import Estimate, Estimated, Figure


def test_an_answer_is_sampled_and_tells_of_no_largest_unit_unless_it_says_so() -> None:
    one = Estimate(np.array([2.0]), np.array([1.0]), np.array([3.0]), 0.95, "made")
    found = Estimated(one, np.array([1.0]), one, one, np.array([0.5]), one, np.array([40]))
    assert not found.counted
    assert found.heaviest is None
    assert found.figures == ()


def test_a_figure_is_of_everybody_and_a_number_unless_it_says_so() -> None:
    figure = Figure("median", 3.0, 2.0, 4.0, 12)
    assert (figure.about, figure.text) == ("", "")
