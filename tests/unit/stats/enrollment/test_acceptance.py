"""What the specification of research asks of the methods themselves (research.md section 8)."""

import numpy as np
import pytest
from scipy.stats import binom

from commonweal.stats.enrollment.goal import forecast_goal
from commonweal.stats.enrollment.participation import wilson_ratio

PLACES = [(q, n) for q in (0.01, 0.03, 0.1, 0.2, 0.5) for n in (50, 200, 1000) if n * q >= 2]


def covered(share, people):
    """Sum the chance of every count whose interval holds 1, without simulation."""
    had = np.arange(people + 1)
    ours = wilson_ratio(had, people, share)
    return binom.pmf(had, people, share)[(ours.low <= 1) & (ours.high >= 1)].sum()


@pytest.mark.parametrize(("share", "people"), PLACES)
def test_limits_of_the_ratio_hold_their_coverage(share, people):
    assert 0.935 <= covered(share, people) <= 0.971


def test_coverage_is_as_enumerated_elsewhere():
    assert covered(0.1, 50) == pytest.approx(0.9703, abs=1e-4)
    assert covered(0.5, 50) == pytest.approx(0.9351, abs=1e-4)


def test_chances_of_reaching_a_goal_come_true():
    draw = np.random.Generator(np.random.Philox(8))
    trials = 20_000
    # The forecast believes every share alike beforehand, so the made-up trials have such shares.
    share, so_far = draw.beta(1, 1, trials), draw.integers(20, 150, trials)
    enrolled = draw.binomial(so_far, share)
    final = enrolled + draw.binomial(200 - so_far, share)
    chance = forecast_goal(enrolled, so_far, 200, 0.4, prior=(1, 1)).chance.value
    reached = final >= 80
    tenth = np.minimum((chance * 10).astype(int), 9)
    error = 0.0
    for part in np.unique(tenth):
        inside = tenth == part
        seen, said = reached[inside].mean(), chance[inside].mean()
        error += inside.mean() * abs(seen - said)
        assert abs(seen - said) < 4.5 * np.sqrt(said * (1 - said) / inside.sum()) + 1e-3
    assert error <= 0.03
