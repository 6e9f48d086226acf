"""The word for a selection step, from its size and its chance."""

import numpy as np
import pytest

from commonweal.stats.selection.reading import power_at_four_fifths, readings
from commonweal.stats.selection.tables import selection_tables


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ((26, 48, 206, 259), "refer"),  # Connecticut v. Teal, the test
        ((11, 48, 35, 259), "too_small_to_tell"),  # and its bottom line
        ((41_250, 50_000, 84_100, 100_000), "statistical_only"),
        ((3, 20, 9, 40), "watch"),
        ((1, 5, 5, 19), "too_small_to_tell"),  # one different person turns it
        ((400, 500, 402, 500), "no_signal"),
        ((0, 9, 0, 22), "undefined"),
        ((0, 0, 5, 22), "undefined"),
    ],
)
def test_every_cell_of_the_table_has_its_word(table, word):
    assert readings(*table).word == (word,)


def test_a_shortfall_under_one_person_is_never_a_finding():
    # Two of four beside all of a hundred: less than four fifths, yet how many short?
    reading = readings(1, 2, 90, 100)
    assert not reading.practical[0]


def test_the_power_is_that_of_simulated_pools():
    stream = np.random.default_rng(3)
    draws = 4000
    one, other = stream.binomial(150, 0.8 * 0.6, draws), stream.binomial(300, 0.6, draws)
    together = (one + other) / 450
    z = (one / 150 - other / 300) / np.sqrt(together * (1 - together) * (1 / 150 + 1 / 300))
    ours = power_at_four_fifths(selection_tables(90, 150, 180, 300))[0]
    assert (z < -1.96).mean() == pytest.approx(ours, abs=0.03)
    assert power_at_four_fifths(selection_tables(0, 0, 1, 2)) == [0]
