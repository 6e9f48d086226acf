"""A whole event study at once."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.causal import together
from commonweal.stats.causal.effect_summaries import effects_since_start
from commonweal.stats.causal.panel import read_panel
from commonweal.stats.causal.staggered import group_time_effects
from commonweal.stats.causal.together import parallel_before, simultaneous_band

PERIODS = np.arange(1, 7)


def study(seed, units=120, slope=0.0, base="varying"):
    draw = np.random.Generator(np.random.Philox(seed))
    start = draw.choice([4.0, 5.0, np.inf], units)
    y = draw.normal(size=(units, 1)) + draw.normal(size=(units, 6)) / 2
    y = y + slope * np.isfinite(start)[:, None] * PERIODS
    return effects_since_start(group_time_effects(read_panel(y, PERIODS, start), base=base))


def test_the_band_is_wider_than_single_limits_and_holds_together():
    inside = []
    for seed in range(80):
        found = study(seed)
        band = simultaneous_band(found, seed=seed, draws=300)
        assert (band.high - band.low >= found.effects.high - found.effects.low - 1e-12).all()
        inside.append(((band.low <= 0) & (band.high >= 0)).all())
    assert np.mean(inside) >= 0.85


def test_a_seed_gives_the_same_band_in_any_portions(monkeypatch):
    whole = simultaneous_band(study(1), seed=5, draws=50)
    monkeypatch.setattr(together, "AT_ONCE", 240)
    parts = simultaneous_band(study(1), seed=5, draws=50)
    assert parts.low == pytest.approx(whole.low, rel=1e-12)
    assert simultaneous_band(study(1), seed=6, draws=50).low[0] != whole.low[0]


def test_the_base_has_no_band():
    band = simultaneous_band(study(2, base="universal"), seed=1, draws=50)
    assert np.isnan(band.low).sum() == 1


def test_trends_that_part_before_are_found_and_others_are_not():
    p = np.array([parallel_before(study(seed))[2].value[0] for seed in range(60)])
    assert (p < 0.05).mean() < 0.2
    statistic, freedom, tested = parallel_before(study(1, slope=0.5))
    assert tested.value[0] < 0.001
    assert freedom == 3
    assert statistic > 20


def test_nothing_before_or_too_few_units_have_a_reason():
    draw = np.random.Generator(np.random.Philox(3))
    start = np.repeat((2.0, np.inf), 4)
    short = read_panel(draw.normal(size=(8, 3)), [1, 2, 3], start)
    assert parallel_before(effects_since_start(group_time_effects(short)))[2].reason == (
        "no_controls",
    )
    tiny = read_panel(draw.normal(size=(3, 6)), PERIODS, [6.0, np.inf, np.inf])
    assert parallel_before(effects_since_start(group_time_effects(tiny)))[2].reason == ("singular",)


def test_nobody_treated_has_no_band():
    none = effects_since_start(
        group_time_effects(read_panel(np.zeros((3, 2)), [1, 2], [np.inf] * 3))
    )
    assert len(simultaneous_band(none, seed=1).value) == 0
    with pytest.raises(Problem):
        simultaneous_band(none, seed=1, level=2)
