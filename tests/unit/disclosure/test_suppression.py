"""The core: facts tied by sums, the attack on them, and the choice of what to hide."""

from __future__ import annotations

import math
from itertools import combinations

import highspy
import numpy as np
import pytest
from tests.unit.disclosure.tables import table

from commonweal.disclosure import suppress as suppress_module
from commonweal.disclosure.attack import Attack, Belief
from commonweal.disclosure.grid import grid_bounds, grid_system, protect_grid
from commonweal.disclosure.merge import best_merge
from commonweal.disclosure.policy import Policy
from commonweal.disclosure.solver import model
from commonweal.disclosure.suppress import suppress
from commonweal.disclosure.system import UNSEEN, System
from commonweal.disclosure.table import make_table
from commonweal.kinds import Problem

BOOK = [20, 50, 10, 8, 19, 22, 17, 32, 12]  # three regions, three activities


def test_the_interval_of_the_well_known_example():
    corners = {(1, 0), (1, 2), (2, 0), (2, 2)}
    assert grid_bounds((3, 3), BOOK, corners)[1, 2] == (5, 30)


def test_a_lone_hidden_number_is_learned():
    assert grid_bounds((3, 3), BOOK, {(1, 0)}) == {(1, 0): (8, 8)}


def test_a_hidden_number_in_no_sum_has_no_upper_bound():
    attack = Attack(System((5,), (), (0,), (1,), frozenset({0})))
    attack.look(frozenset({0}))
    bounds = attack.bounds(0)
    assert (bounds.least, bounds.most, bounds.width) == (0, math.inf, math.inf)


def test_marks_that_are_believed_narrow_the_bounds():
    system = System((19, 5, 14), ((0, (1, 2)),), (0, 1, 2), (9, 1, 1), frozenset({1}))
    attack = Attack(system)
    seen = {}
    for belief in Belief:
        attack.look(frozenset({1, 2}), belief)
        bounds = attack.bounds(1)
        seen[belief] = (bounds.least, bounds.most)
    assert seen == {Belief.NONE: (0, 19), Belief.SMALL: (1, 10), Belief.BOTH: (1, 8)}


def test_visits_of_few_persons_have_no_bound_by_their_mark():
    system = System(
        (50, 30, 20), ((0, (1, 2)),), (0, 1, 2), (9, 1, 1), frozenset({1}), counted=False
    )
    attack = Attack(system)
    attack.look(frozenset({1, 2}), Belief.SMALL)
    assert attack.bounds(1).most == 50


# Facts a, b, c, e, f and three sums that can be shown. From a + b = b + c follows e = a + c = 2a,
# which is even: of e + f = 1 a reader of whole numbers knows both, a reader of fractions neither.
EVEN = System(
    values=(0, 1, 0, 0, 1, 1, 1, 1),
    sums=((5, (0, 1)), (6, (1, 2)), (3, (0, 2)), (7, (3, 4))),
    switches=tuple(range(8)),
    weights=(1, 1, 1, 1, 1, 10, 10, 10),
    small=frozenset({4}),
    threshold=2,
    reach=False,
    believed=False,
)
# No reader can doubt the last fact, whatever is hidden: it is the difference of equal facts.
HOPELESS = System(
    values=(30, 30, 0),
    sums=((0, (1,)), (0, (1, 2))),
    switches=(0, 1, 2),
    weights=(1, 1, 1),
    small=frozenset(),
    certain=frozenset({2}),
)


def test_whole_numbers_tell_more_than_fractions():
    attack = Attack(EVEN)
    attack.look(frozenset(range(5)))
    fraction, whole = attack.bounds(4), attack.bounds(4, exact=True)
    assert (fraction.least, fraction.most) == (0, 1)
    assert (whole.least, whole.most) == (1, 1)


def test_a_choice_that_is_safe_only_for_fractions_is_not_taken():
    assert suppress(EVEN) == {4, 7}


@pytest.mark.parametrize(("program", "exact"), [("_linear", False), ("_integer", True)])
def test_a_search_cut_short_credits_the_reader_with_knowing(program, exact):
    class CutShort:
        def __getattr__(self, name):
            return lambda *given: None

        def getModelStatus(self):
            return highspy.HighsModelStatus.kSolutionLimit

        def getSolution(self):
            return highspy.HighsSolution()

    attack = Attack(EVEN)
    attack.look(frozenset(range(5)))
    setattr(attack, program, CutShort())
    bounds = attack.bounds(4, exact)
    assert (bounds.least, bounds.most) == (1, 1)
    assert not bounds.lower.any()


def test_a_choice_without_an_answer_hides_everything():
    program = model(2, [(3.0, 4.0, [0], [1.0])], [1.0, 1.0], whole=True)
    program.changeColBounds(0, 0.0, 1.0)
    assert suppress_module._solve(program, 2) == {0, 1}


@pytest.mark.parametrize("rounds", [0, 60])
def test_what_can_not_be_protected_is_refused(rounds, monkeypatch):
    monkeypatch.setattr(suppress_module, "ROUNDS", rounds)
    assert suppress(HOPELESS) is None


def test_nothing_small_hides_nothing():
    assert protect_grid((2, 2), [20, 30, 40, 50]) == set()


def test_two_hidden_numbers_may_still_be_sure_to_be_small():
    cells = [67, 60, 58, 9, 65, 57, 51, 1, 70, 67, 53, 50]
    width = protect_grid((3, 4), cells, reach=False)
    reach = protect_grid((3, 4), cells)
    assert grid_bounds((3, 4), cells, width)[0, 3] == (0, 10)
    assert grid_bounds((3, 4), cells, reach)[0, 3][1] >= 11
    assert len(reach) > len(width)


def test_no_smaller_set_protects():
    cells = [20, 5, 30, 40, 50, 60, 70, 80, 90]
    hidden = protect_grid((3, 3), cells)
    assert len(hidden) == 4
    others = [(a, b) for a in range(3) for b in range(3) if (a, b) != (0, 1)]
    for further in combinations(others, 2):
        least, most = grid_bounds((3, 3), cells, {(0, 1), *further})[0, 1]
        assert most - least < 10


def test_margins_go_when_cells_do_not_suffice():
    hidden = protect_grid((1, 2), [5, 40])
    bounds = grid_bounds((1, 2), [5, 40], hidden)
    assert any(None in key for key in hidden)
    assert bounds[0, 0][1] - bounds[0, 0][0] >= 10


def test_a_grid_of_wrong_size_is_refused():
    for values in ([1, 2, 3], [1, 2, 3, -4]):
        with pytest.raises(Problem) as problem:
            grid_system((2, 2), values)
        assert problem.value.code == "grid-misshapen"


def test_a_grid_that_nothing_protects_is_refused(monkeypatch):
    monkeypatch.setattr("commonweal.disclosure.grid.suppress", lambda system: None)
    with pytest.raises(Problem) as problem:
        protect_grid((2, 2), [5, 20, 30, 40])
    assert problem.value.code == "nothing-can-be-shown"


@pytest.mark.parametrize("rounds", [0, 1])
def test_the_quick_way_is_as_safe_as_the_thorough_one(rounds, monkeypatch):
    rng = np.random.default_rng(4)
    tables = [table(rng.integers(0, 60, (5, 4))) for _ in range(4)]
    thorough = [suppress(make_table(one, ((0,), (1,)), Policy()).system) for one in tables]
    monkeypatch.setattr(suppress_module, "ROUNDS", rounds)
    for one, best in zip(tables, thorough, strict=True):
        system = make_table(one, ((0,), (1,)), Policy()).system
        found = suppress(system)
        assert system.forced <= found
        hidden = system.hidden(found)
        attack = Attack(system)
        attack.look(hidden)
        for fact in system.targets:
            bounds = attack.bounds(fact, exact=True)
            assert bounds.width >= 10
            assert bounds.most >= 11
        weigh = [sum(system.weights[index] for index in choice) for choice in (found, best)]
        assert weigh[0] >= weigh[1]


def test_facts_that_nobody_prints_are_always_unseen():
    system = System((9, 9), (), (UNSEEN, 0), (1, 1), frozenset({0, 1}), follows=((0, 1),))
    assert system.hidden(frozenset()) == {0}
    assert system.forced == {0, 1}


def test_a_small_group_outside_an_overlapping_one_is_protected():
    counts = table([[100, 200], [40, 60]], total=[105, 220], overlapping=True)
    _, made, decisions = best_merge(counts, Policy())
    outside = made.facts[3, 0]
    assert made.system.values[outside] == 5
    hidden = made.system.hidden(decisions)
    assert not {made.facts[0, 0], made.facts[2, 0]}.isdisjoint(hidden)


def test_neighboring_steps_join_until_nobody_stands_alone():
    counts = table([[3, 9, 30, 2, 40, 50], [20, 4, 30, 0, 60, 70], [30, 6, 30, 3, 90, 90]])
    merges, made, decisions = best_merge(counts, Policy())
    assert merges == ((0, 1), (2, 3))
    assert decisions == frozenset()
    assert made.loss(decisions) == (0, -4 * (2 + 3))  # who entered weighs as three steps


def test_what_no_joining_cures_keeps_the_others_steps_apart():
    # the first group has 2 persons on all steps together: joining can not help it
    counts = table([[2, 0, 40, 50], [40, 30, 60, 70], [30, 50, 60, 70]])
    assert best_merge(counts, Policy())[0] == ((0,), (1,))


def test_steps_left_over_join_the_step_before():
    counts = table([[20, 3, 40, 50], [40, 30, 60, 70], [30, 4, 60, 70], [50, 5, 60, 70]])
    assert best_merge(counts, Policy())[0] == ((0, 1),)


def test_as_few_and_as_small_steps_join_as_will_do():
    counts = table(np.zeros((0, 8)), total=[5, 12, 200, 900, 3, 0, 0, 4700])
    assert best_merge(counts, Policy())[0] == ((0, 1), (2,), (3, 4), (5,))
    counts = table(np.zeros((0, 5)), total=[400, 3, 20, 0, 4700])
    assert best_merge(counts, Policy())[0] == ((0,), (1, 2))


def test_a_joining_that_shows_no_more_than_hiding_is_not_taken():
    counts = table(np.zeros((0, 5)), total=[3, 0, 40, 0, 4700])
    merges, made, decisions = best_merge(counts, Policy())
    assert merges == ((0,), (1,), (2,))
    hidden = made.system.hidden(decisions) & set(made.facts[0].tolist())
    assert hidden == {made.facts[0, 0], made.facts[0, 2]}
