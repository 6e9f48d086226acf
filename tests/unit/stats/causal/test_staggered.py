"""Staggered roll-outs: truths planted, and what can not be told."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.causal import two_periods
from commonweal.stats.causal.effect_summaries import (
    effects_by_cohort,
    effects_by_period,
    effects_since_start,
    simple_effect,
)
from commonweal.stats.causal.event_regression import event_regression, two_way
from commonweal.stats.causal.panel import read_panel
from commonweal.stats.causal.staggered import group_time_effects
from commonweal.stats.causal.two_periods import chances, effect

SUMMARIES = [simple_effect, effects_since_start, effects_by_period, effects_by_cohort]
PERIODS = np.arange(2001, 2007)


def made_up(units=900, gain=0.5, seed=3, never=True):
    draw = np.random.Generator(np.random.Philox(seed))
    known = draw.normal(size=units)
    late = np.where(known + draw.normal(size=units) > 0, 2003, 2005).astype(float)
    start = np.where(draw.random(units) < 0.4, np.inf if never else 2006, late)
    outcome = draw.normal(size=(units, 1)) + 0.3 * known[:, None] * (PERIODS - 2001)
    outcome = outcome + gain * (start[:, None] <= PERIODS)
    return outcome + draw.normal(size=outcome.shape) / 4, PERIODS, start, known


@pytest.mark.parametrize("method", ["doubly_robust", "regression", "weighting"])
@pytest.mark.parametrize("controls", ["never_treated", "not_yet_treated"])
def test_a_planted_effect_is_found_where_units_differ_before(method, controls):
    found = group_time_effects(read_panel(*made_up()), controls=controls, method=method)
    for summary in SUMMARIES:
        overall = summary(found).overall
        assert overall.low[0] < 0.5 < overall.high[0]
    before = effects_since_start(found)
    early = before.at < 0
    assert (np.abs(before.effects.value) < 4 * before.effects.se)[early].all()


def test_errors_are_those_of_many_made_up_worlds():
    seen = [
        simple_effect(group_time_effects(read_panel(*made_up(150, seed=seed)))).overall
        for seed in range(60)
    ]
    values = np.array([each.value[0] for each in seen])
    assert np.mean([each.se[0] for each in seen]) == pytest.approx(values.std(), rel=0.25)
    assert values.mean() == pytest.approx(0.5, abs=0.02)


def test_without_units_never_treated_the_last_cohort_stands_in():
    found = group_time_effects(read_panel(*made_up(never=False)))
    assert found.panel.periods.max() == 2005
    assert set(found.cohort) == {2003.0, 2005.0}
    assert simple_effect(found).overall.value[0] == pytest.approx(0.5, abs=0.1)


def test_anticipation_moves_the_base_back():
    outcome, periods, start, _ = made_up()
    plain = group_time_effects(read_panel(outcome, periods, start))
    early = group_time_effects(read_panel(outcome, periods, start), anticipation=1)
    at = (early.cohort == 2005) & (early.time == 2005)
    change = outcome[:, 4] - outcome[:, 2]
    rest = start > 2006
    by_hand = change[start == 2005].mean() - change[rest].mean()
    assert early.effect.value[at][0] == pytest.approx(by_hand)
    assert early.effect.value[at] != plain.effect.value[at]


def test_a_cohort_with_nothing_before_it_has_a_reason():
    outcome, periods, start, _ = made_up(60)
    start = np.where(start == 2003, 2002, start)
    found = group_time_effects(read_panel(outcome, periods, start), anticipation=1)
    assert set(np.array(found.effect.reason)[found.cohort == 2002]) == {"no_controls"}
    assert simple_effect(found).overall.status == ("ok",)


def test_the_base_period_is_zero_without_error():
    found = group_time_effects(read_panel(*made_up(80)), base="universal")
    ours = effects_since_start(found)
    base = ours.at == -1
    assert ours.effects.value[base][0] == 0
    assert np.isnan(ours.effects.se[base][0])
    assert [flags for flags, at in zip(ours.effects.flags, base, strict=True) if at] == [("base",)]


def test_covariates_that_repeat_or_part_have_a_reason():
    outcome, periods, start, known = made_up(80)
    twice = read_panel(outcome, periods, start, np.column_stack((known, known)))
    for method in ("doubly_robust", "regression", "weighting"):
        found = group_time_effects(twice, method=method)
        assert set(found.effect.reason) == {"singular"}
        assert simple_effect(found).overall.reason == ("no_controls",)
        assert effects_by_cohort(found).overall.reason == ("no_controls",)
        assert effects_since_start(found).overall.reason == ("no_controls",)
    parted = read_panel(outcome, periods, start, np.where(np.isinf(start), 0.0, 9 + known))
    found = group_time_effects(parted, controls="never_treated", method="weighting")
    assert set(found.effect.reason) == {"no_overlap"}


def test_a_chance_near_one_has_no_overlap():
    draw = np.random.Generator(np.random.Philox(5))
    known = np.concatenate((draw.normal(size=300), [9.0, 10.0, 11.0]))
    treated = (known + 0.3 * draw.normal(size=303)) > 0
    start = np.where(treated, 2, np.inf)
    found = group_time_effects(
        read_panel(np.zeros((303, 2)), [1, 2], start, known), method="weighting"
    )
    assert found.effect.reason == ("no_overlap",)


def test_covariates_that_are_flat_among_controls_are_singular_there():
    draw = np.random.Generator(np.random.Philox(6))
    known = np.concatenate((draw.normal(size=20), np.zeros(20)))
    start = np.repeat((2.0, np.inf), 20)
    panel = read_panel(draw.normal(size=(40, 2)), [1, 2], start, known)
    assert group_time_effects(panel, method="regression").effect.reason == ("singular",)


def test_nobody_treated_or_nobody_left_gives_no_cells():
    never = group_time_effects(read_panel(np.zeros((3, 2)), [1, 2], [np.inf] * 3))
    assert len(never.effect.value) == 0
    for summary in SUMMARIES:
        assert summary(never).overall.reason == ("no_controls",)
    nobody = read_panel(np.zeros((2, 2)), [1, 2], [1, 1])
    assert nobody.dropped == 2
    assert len(group_time_effects(nobody).effect.value) == 0
    assert read_panel(np.zeros((1, 2)), [1, 2], [9]).start.tolist() == [np.inf]


def test_two_periods_need_both_sides_and_a_search_that_ends(monkeypatch):
    x = np.column_stack((np.ones(6), np.arange(6.0)))
    for treated in (np.ones(6, dtype=bool), np.zeros(6, dtype=bool)):
        assert effect(np.arange(6.0), treated, x, "regression", None)[2] == "no_controls"
    treated = np.array([True, False] * 3)
    assert chances(treated, x).reason == ""
    monkeypatch.setattr(two_periods, "STEPS", 1)
    assert chances(treated, x).reason == "no_overlap"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((np.zeros((2, 2)), [1, 2], [1, 2, 3]), "shapes-differ"),
        ((np.zeros((2, 3)), [1, 2], [1, 2]), "shapes-differ"),
        ((np.zeros((2, 2)), [1, 2], [1, 2], [1.0]), "shapes-differ"),
        (([[1, np.nan]], [1, 2], [2]), "panel-unbalanced"),
        (([[1, 2]], [1, 2], [np.nan]), "panel-unbalanced"),
        (([[1, 2]], [1, 2], [2], [np.nan]), "panel-unbalanced"),
        (([[1, 2]], [2, 1], [2]), "periods-disordered"),
        (([[1]], [1], [2]), "periods-disordered"),
    ],
)
def test_panels_that_can_not_be_are_a_problem(given, code):
    with pytest.raises(Problem) as caught:
        read_panel(*given)
    assert caught.value.code == code


def test_regressions_agree_with_the_cells_on_one_start():
    draw = np.random.Generator(np.random.Philox(9))
    start = np.repeat((2.0, np.inf), 15)
    panel = read_panel(draw.normal(size=(30, 2)), [1, 2], start)
    cell = group_time_effects(panel).effect.value[0]
    assert two_way(panel).value[0] == pytest.approx(cell)
    assert event_regression(panel).overall.value[0] == pytest.approx(cell)


def test_regressions_that_can_not_compare_say_so():
    panel = read_panel(np.zeros((3, 2)), [1, 2], [np.inf] * 3)
    assert two_way(panel).reason == ("no_controls",)
    ours = event_regression(panel)
    assert ours.overall.reason == ("no_controls",)
    assert len(ours.at) == 0
    with pytest.raises(Problem) as caught:
        event_regression(read_panel(np.zeros((2, 3)), [1, 2, 3], [2, 3]))
    assert caught.value.code == "never-treated-missing"
