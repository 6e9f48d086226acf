"""Ranks of single people and what each adds to a concentration: ties, weights, tables, designs."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.individual_concentration import (
    absolute_index,
    erreygers_index,
    relative_index,
    wagstaff_index,
)
from commonweal.stats.inequality.ranks import absolute_parts, rank_rows
from commonweal.stats.linearized import (
    design_variance,
    read_design,
    row_codes,
    sums_by,
)

# Forty people, ranks with ties, made by arithmetic so that nobody has to believe a generator.
NUMBER = np.arange(40.0)
RANKING = (NUMBER * 7) % 11
OUTCOME = 3 + RANKING / 4 + (NUMBER * 5) % 7
WEIGHTS = 1 + NUMBER % 3


def test_ties_share_the_mean_rank_and_weights_widen_it():
    assert rank_rows([0, 0, 0, 0], [3, 1, 3, 2]).position.tolist() == [0.75, 0.125, 0.75, 0.375]
    assert rank_rows([0, 0], [1, 2], [3, 1]).position.tolist() == [0.375, 0.875]


def test_a_table_is_ranked_by_itself():
    ours = rank_rows([1, 2, 3, 4], [5, 1, 6, 2], table=["b", "a", "b", "a"])
    assert ours.position.tolist() == [0.25, 0.25, 0.75, 0.75]
    assert ours.people.tolist() == [2, 2]
    # The tables come out in the order of their labels.
    assert absolute_index(ours).value.tolist() == [0.5, 0.5]


def test_many_tables_at_once_are_each_as_alone():
    table = NUMBER.astype(int) % 3
    together = relative_index(rank_rows(OUTCOME, RANKING, WEIGHTS, table=table))
    for one in range(3):
        mine = table == one
        alone = relative_index(rank_rows(OUTCOME[mine], RANKING[mine], WEIGHTS[mine]))
        assert together.value[one] == pytest.approx(alone.value[0], rel=1e-12)
        assert together.se[one] == pytest.approx(alone.se[0], rel=1e-12)


def test_a_small_table_keeps_its_digits_beside_a_large_one():
    alone = absolute_index(rank_rows(OUTCOME, RANKING))
    both = absolute_index(
        rank_rows(
            np.concatenate([1e15 * OUTCOME, OUTCOME]),
            np.tile(RANKING, 2),
            table=np.repeat([0, 1], len(OUTCOME)),
        )
    )
    assert both.se[1] == pytest.approx(alone.se[0], rel=1e-12)


def test_ranks_of_groups_give_the_index_of_the_groups():
    # Three groups of 5, 3 and 2 people: p (R - 1/2) by hand.
    ours = absolute_index(rank_rows([1] * 5 + [2] * 3 + [4] * 2, [1] * 5 + [2] * 3 + [3] * 2))
    by_hand = 2 * (0.5 * (0.25 - 0.5) * 1 + 0.3 * (0.65 - 0.5) * 2 + 0.2 * (0.9 - 0.5) * 4)
    assert ours.value[0] == pytest.approx(by_hand)


def test_the_variance_is_the_one_of_kakwani_wagstaff_and_van_doorslaer():
    # Without ties, so that their formula for individual data holds as printed.
    y, x = OUTCOME[:20], np.argsort(np.argsort(RANKING[:20] + NUMBER[:20] / 100))
    y = y[np.argsort(x)]
    n = len(y)
    ours = relative_index(rank_rows(y, np.arange(n)))
    index, mean = ours.value[0], y.mean()
    ranks = (np.arange(n) + 0.5) / n
    curve = np.concatenate([[0], np.cumsum(y) / (n * mean)])
    a = y / mean * (2 * ranks - 1 - index) + 2 - curve[:-1] - curve[1:]
    assert ours.se[0] ** 2 == pytest.approx(((a**2).mean() - (1 + index) ** 2) / n)


def test_a_weight_of_two_is_two_people_alike_in_the_estimate():
    weighed = rank_rows([1, 2, 4], [10, 20, 30], [1, 2, 1])
    twice = rank_rows([1, 2, 2, 4], [10, 20, 20, 30])
    for measure in (absolute_index, relative_index):
        assert measure(weighed).value == pytest.approx(measure(twice).value)


def test_rows_without_weight_change_nothing():
    ours = rank_rows([1, 2, 4, 9], [10, 20, 30, 40], [1, 1, 1, 0])
    plain = rank_rows([1, 2, 4], [10, 20, 30])
    for nu in (1.0, 1.5, 2.0, 4.0):
        with_them, without = absolute_index(ours, nu), absolute_index(plain, nu)
        assert with_them.value == pytest.approx(without.value)
        assert with_them.se == pytest.approx(without.se)
    assert ours.people.tolist() == [3]


@pytest.mark.parametrize("nu", [1.0, 1.3, 2.0, 3.5])
def test_what_a_row_adds_is_how_the_index_moves_with_its_weight(nu):
    def index(weights):
        return absolute_index(rank_rows(OUTCOME, RANKING, weights), nu).value[0]

    rows = rank_rows(OUTCOME, RANKING, WEIGHTS)
    value, added = absolute_parts(rows, nu)
    assert (rows.share * added).sum() == pytest.approx(0, abs=1e-12)
    step = 1e-6 * WEIGHTS.sum()
    for row in (0, 7, 21):
        more, less = WEIGHTS.copy(), WEIGHTS.copy()
        more[row] += step
        less[row] -= step
        slope = (index(more) - index(less)) / 2e-6
        assert slope == pytest.approx(added[row], rel=1e-4, abs=1e-6)
    assert index(WEIGHTS) == pytest.approx(value[0])


@pytest.mark.parametrize(
    "measure",
    [
        relative_index,
        lambda rows: wagstaff_index(rows, 0, 20),
        lambda rows: erreygers_index(rows, 0, 20),
    ],
)
def test_the_standard_error_agrees_with_leaving_out_one_person_at_a_time(measure):
    whole = measure(rank_rows(OUTCOME, RANKING, WEIGHTS))
    left = [np.delete(column, i) for i in range(40) for column in (OUTCOME, RANKING, WEIGHTS)]
    one_less = np.array([measure(rank_rows(*left[3 * i : 3 * i + 3])).value[0] for i in range(40)])
    jackknife = np.sqrt(39 / 40 * ((one_less - one_less.mean()) ** 2).sum())
    assert whole.se[0] == pytest.approx(jackknife, rel=0.1)


def test_the_extended_index_is_the_standard_one_at_two_and_nothing_at_one():
    rows = rank_rows(OUTCOME, RANKING)
    by_hand = -3 * np.cov(OUTCOME, (1 - rows.position) ** 2, bias=True)[0, 1]
    assert absolute_index(rows, 3.0).value[0] == pytest.approx(by_hand)
    assert absolute_index(rows, 2.0).value[0] == absolute_index(rows).value[0]
    assert absolute_index(rows, 1.0).value[0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("nu", [0.9, np.nan, np.inf])
def test_an_extension_below_one_is_a_problem(nu):
    with pytest.raises(Problem) as caught:
        absolute_index(rank_rows([1, 2], [1, 2]), nu)
    assert caught.value.code == "nu-outside"


def test_bounded_indices_follow_from_the_relative_one():
    share = OUTCOME / 20
    rows = rank_rows(OUTCOME, RANKING, WEIGHTS)
    scaled = relative_index(rank_rows(share, RANKING, WEIGHTS)).value[0]
    mean = rank_rows(share, RANKING, WEIGHTS).mean[0]
    assert wagstaff_index(rows, 0, 20).value[0] == pytest.approx(scaled / (1 - mean))
    assert erreygers_index(rows, 0, 20).value[0] == pytest.approx(4 * mean * scaled)


@pytest.mark.parametrize("measure", [wagstaff_index, erreygers_index])
@pytest.mark.parametrize("bounds", [(0, 1), (5, 0), (0, np.inf), (np.nan, 9), (2, 9)])
def test_bounds_that_do_not_hold_the_outcome_are_a_problem(measure, bounds):
    with pytest.raises(Problem) as caught:
        measure(rank_rows([1, 9], [1, 2]), *bounds)
    assert caught.value.code == "bounds-wrong"


def test_what_is_undefined_says_why():
    table = [0, 0, 1, 1, 2, 2, 3]
    rows = rank_rows(
        [1, 2, 1, 2, -1, 1, 5], [1, 2, 3, 3, 1, 2, 1], [0, 0, 1, 1, 1, 1, 1], table=table
    )
    assert absolute_index(rows).reason == ("zero_denominator", "single_group", "", "single_group")
    relative = relative_index(rows)
    assert relative.reason == ("zero_denominator", "single_group", "zero_mean", "single_group")
    assert np.isnan([relative.value, relative.low, relative.se]).all()
    assert relative.flags[2] == ("negative_values",)
    ends = rank_rows([0, 0, 1, 1], [1, 2, 1, 2], table=[0, 0, 1, 1])
    assert wagstaff_index(ends, 0, 1).reason == ("zero_mean", "zero_denominator")
    assert erreygers_index(ends, 0, 1).value.tolist() == [0, 0]


def test_bounded_indices_of_no_weight_keep_the_first_reason():
    rows = rank_rows([1, 1], [1, 2], [0, 0])
    assert wagstaff_index(rows, 0, 1).reason == ("zero_denominator",)


def test_no_rows_are_one_table_of_nobody():
    rows = rank_rows([], [], [])
    for estimate in (absolute_index(rows), relative_index(rows), erreygers_index(rows, 0, 1)):
        assert estimate.reason == ("zero_denominator",)


def test_a_negative_weight_is_a_problem_that_names_the_row():
    with pytest.raises(Problem) as caught:
        rank_rows([1, 2], [1, 2], [1, -1])
    assert caught.value.code == "weight-negative"
    assert "row 2" in caught.value.says


def test_labels_of_another_length_are_a_problem():
    for named in ({"table": [1]}, {"strata": [1, 2, 3]}, {"units": [[1, 2]]}):
        with pytest.raises(Problem) as caught:
            rank_rows([1, 2], [1, 2], **named)
        assert caught.value.code == "shapes-differ"
    assert row_codes(None, 2)[0].tolist() == [0, 0]


def test_units_alike_tell_less_than_as_many_people():
    # The same ten people four times over: as four units of ten alike, and as forty people.
    copies = np.tile(OUTCOME[:10], 4), np.tile(RANKING[:10], 4)
    unit = np.tile(np.arange(10), 4)
    as_people = relative_index(rank_rows(*copies))
    as_units = relative_index(rank_rows(*copies, units=unit))
    assert as_units.value == pytest.approx(as_people.value)
    assert as_units.se[0] == pytest.approx(as_people.se[0] * np.sqrt(4 * 10 / 9))


def test_units_are_told_apart_within_strata_and_strata_within_tables():
    design = read_design(np.array([0, 0, 0, 0, 1, 1]), 2, [1, 1, 2, 2, 1, 1], list("abcdab"))
    assert design.df.tolist() == [2, 1]
    assert design.lonely.tolist() == [False, False]
    same_letter = read_design(np.zeros(4, dtype=np.int64), 1, [1, 1, 2, 2], list("abab"))
    assert same_letter.df.tolist() == [2]


def test_a_design_variance_is_that_of_the_sums_of_units():
    design = read_design(np.zeros(5, dtype=np.int64), 1, [1, 1, 1, 2, 2], list("aabcd"))
    added = np.array([1.0, 2.0, 5.0, 0.5, 1.5])
    first, second = np.array([3.0, 5.0]), np.array([0.5, 1.5])
    by_hand = 2 * first.var() * 2 + 2 * second.var() * 2
    assert design_variance(added, design)[0] == pytest.approx(by_hand)
    assert sums_by(design.stratum, np.ones(4), 2).tolist() == [2, 2]


def test_a_stratum_of_one_unit_is_insufficient():
    ours = absolute_index(rank_rows([1, 2, 3], [1, 2, 3], strata=[1, 1, 2]))
    assert (ours.status, ours.reason) == (("insufficient",), ("single_unit_stratum",))


def test_the_interval_of_a_design_is_students_on_its_degrees_of_freedom():
    from scipy.stats import t

    ours = absolute_index(rank_rows(OUTCOME, RANKING, units=NUMBER % 6), level=0.9)
    assert ours.high[0] - ours.value[0] == pytest.approx(t.ppf(0.95, 5) * ours.se[0])


def test_a_bounded_index_keeps_its_digits_where_nearly_all_weight_is_at_the_bound():
    outcome, weights = [0.6187782682746661, 0.9675124754741413, 1.0], [0.89, 1.0, 2.5856e8]
    found = wagstaff_index(rank_rows(outcome, [0, 0, 2], weights), 0, 1).value[0]
    # The only ones who lack it are ranked last, so the index is at its bound but for rounding.
    assert found == pytest.approx(1, abs=1e-7)
    assert found <= 1
