"""Several groups looked at together."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.multiplicity import (
    bh,
    bh_within,
    bonferroni,
    by,
    hochberg,
    holm,
    selected,
    selected_within,
    simes,
)

METHODS = [bonferroni, holm, hochberg, bh, by]


@pytest.mark.parametrize("method", METHODS)
def test_a_family_of_one_is_left_alone_and_of_none_is_empty(method):
    assert method([0.03]).tolist() == [0.03]
    assert method([]).tolist() == []


@pytest.mark.parametrize("method", METHODS)
def test_nothing_gets_smaller_or_larger_than_one(method):
    p = np.array([0.9, 0.001, 0.001, 0.4, 1.0, 0.0])
    adjusted = method(p)
    assert (adjusted >= p).all()
    assert adjusted.max() <= 1


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("p", [[0.1, 1.2], [-0.1]])
def test_a_p_value_that_can_not_be_is_a_problem(method, p):
    with pytest.raises(Problem) as caught:
        method(p)
    assert caught.value.code == "share-outside"


def test_the_methods_differ_as_their_papers_say():
    p = [0.01, 0.02, 0.03, 0.04]
    assert bonferroni(p) == pytest.approx([0.04, 0.08, 0.12, 0.16])
    assert holm(p) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert hochberg(p) == pytest.approx([0.04, 0.04, 0.04, 0.04])
    assert bh(p) == pytest.approx([0.04, 0.04, 0.04, 0.04])
    assert by(p) == pytest.approx([0.04 * 25 / 12] * 4)


def test_one_p_value_speaks_for_a_family():
    assert simes([0.03]) == 0.03
    assert simes([0.04, 0.04, 0.04]) == pytest.approx(0.04)
    assert simes([]) == 1


def test_fewer_families_chosen_are_judged_more_strictly():
    family, nothing = [0.02, 0.03, 0.9], [0.5, 0.8]
    assert [mask.tolist() for mask in selected([family], 0.1)] == [[True, True, False]]
    alone = selected([family, nothing, nothing], 0.1)
    assert [mask.any() for mask in alone] == [False, False, False]
    strong = selected([[0.0001, 0.03, 0.9], nothing, nothing], 0.1)
    assert [mask.tolist() for mask in strong] == [[True, False, False]] + [[False, False]] * 2


def test_families_of_nothing_select_nothing():
    assert selected([]) == ()
    assert [mask.tolist() for mask in selected([[], [0.001]])] == [[], [True]]


def test_a_family_holds_its_share_of_false_findings():
    rng = np.random.default_rng(20)
    false = [np.concatenate(selected(list(rng.uniform(size=(10, 5))))).any() for _ in range(2000)]
    # 5 percent, plus three standard errors of 2,000 repeats.
    assert np.mean(false) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 2000)


def test_families_in_one_column_are_those_in_a_list():
    chance = np.random.Generator(np.random.Philox(6))
    p, family = chance.random(600) ** 4, chance.integers(0, 50, 600)
    listed = selected([p[family == one] for one in range(50)])
    ours = selected_within(p, family)
    assert 0 < ours.sum() < 600
    for one in range(50):
        assert ours[family == one].tolist() == listed[one].tolist()
    assert selected_within([], []).tolist() == []
    with pytest.raises(Problem) as caught:
        selected_within([0.1], [1], 1.5)
    assert caught.value.code == "share-outside"


@pytest.mark.parametrize(("families", "q"), [([[0.1, 1.2]], 0.05), ([[0.1]], 1.5)])
def test_families_that_can_not_be_are_a_problem(families, q):
    with pytest.raises(Problem) as caught:
        selected(families, q)
    assert caught.value.code == "share-outside"


def test_each_family_is_adjusted_as_if_it_were_alone():
    chance = np.random.Generator(np.random.Philox(5))
    p, family = chance.random(500) ** 3, chance.integers(0, 40, 500)
    p[::7] = p[1]
    ours = bh_within(p, family)
    for one in np.unique(family):
        assert ours[family == one].tolist() == bh(p[family == one]).tolist()


def test_families_may_have_names_or_be_none():
    assert bh_within([0.01, 0.02, 0.03], ["a", "b", "a"]).tolist() == [0.02, 0.02, 0.03]
    assert bh_within([], []).tolist() == []


def test_every_p_value_has_a_family():
    with pytest.raises(Problem) as caught:
        bh_within([0.1, 0.2], [1])
    assert caught.value.code == "shapes-differ"
