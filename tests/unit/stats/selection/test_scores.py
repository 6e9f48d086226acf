"""Scores of two groups: edges, and that neither side is special."""

import numpy as np
import pytest

from commonweal.stats.selection.scores import (
    cliffs_delta,
    cohen_d,
    hedges_g,
    mann_whitney,
    superiority,
)


def test_scores_all_alike_have_no_spread():
    assert cohen_d([3, 3], [3, 3]).reason == ("no_variation",)
    assert mann_whitney([3, 3], [3, 3])[1].reason == ("no_variation",)
    assert superiority([3, 3], [3, 3]).value == 0.5


def test_too_few_people_have_no_standard_deviation():
    assert cohen_d([3], [4]).reason == ("no_degrees_of_freedom",)
    assert hedges_g([3, 5], [4]).reason == ("no_degrees_of_freedom",)
    assert cohen_d([3, 5], [4]).reason == ("",)


def test_changing_sides_turns_every_sign():
    stream = np.random.default_rng(3)
    one, other = stream.integers(1, 6, 30), stream.integers(2, 6, 40)
    for signed in (cohen_d, hedges_g, cliffs_delta):
        assert signed(one, other).value == pytest.approx(-signed(other, one).value)
    assert mann_whitney(one, other)[1].value == pytest.approx(mann_whitney(other, one)[1].value)
    assert superiority(one, other).value + superiority(other, one).value == pytest.approx(1)
