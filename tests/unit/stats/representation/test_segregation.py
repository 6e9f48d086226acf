"""Groups over units and ranks: edges where an index has no meaning."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.representation.chance import excess_over_chance
from commonweal.stats.representation.diversity import diversity, unit_table
from commonweal.stats.representation.height import height_ratio, shares_at_or_above
from commonweal.stats.representation.segregation import group_segregation, segregation


def test_units_of_nobody_count_nothing():
    table = [[10, 30], [0, 0], [20, 20]]
    full = [[10, 30], [20, 20]]
    assert segregation(table).theil.value == segregation(full).theil.value
    assert (group_segregation(table).gini.value == group_segregation(full).gini.value).all()
    assert diversity(table).entropy.reason == ("", "no_population", "")


def test_nobody_at_all_is_undefined():
    for table in ([[0, 0]], [[0]]):
        everything = segregation(table)
        assert everything.theil.reason == everything.dissimilarity.reason == ("no_population",)
        assert set(group_segregation(table).isolation.reason) == {"no_population"}


def test_one_group_is_no_segregation():
    assert segregation([[4, 0], [5, 0]]).theil.reason == ("single_group",)
    groups = group_segregation([[4, 0], [5, 0]])
    assert groups.dissimilarity.reason == ("single_group", "no_population")
    assert groups.isolation.value[0] == 1
    alone = diversity([[7], [1]])
    assert alone.scaled_entropy.reason == alone.normalized_blau.reason == ("single_group",) * 2
    assert alone.unbiased_blau.reason == ("", "one_value")


def test_an_even_spread_is_none_and_a_full_one_is_all():
    even, apart = [[2, 4], [3, 6]], [[5, 0], [0, 9]]
    for index in ("dissimilarity", "gini", "correlation_ratio"):
        assert getattr(group_segregation(even), index).value == pytest.approx(0, abs=1e-12)
        assert getattr(group_segregation(apart), index).value == pytest.approx(1)
    assert segregation(even).theil.value == pytest.approx(0, abs=1e-12)
    assert segregation(apart).theil.value == pytest.approx(1)
    assert segregation(apart).dissimilarity.value == pytest.approx(1)


def test_units_and_groups_may_come_in_any_order():
    table = np.array([[4, 9, 1], [2, 2, 7], [8, 0, 3], [5, 5, 5]])
    turned = group_segregation(table[::-1, ::-1])
    straight = group_segregation(table)
    for index in ("dissimilarity", "gini", "isolation", "exposure", "correlation_ratio"):
        ours = getattr(straight, index).value
        assert ours == pytest.approx(getattr(turned, index).value[::-1])


def test_gini_is_the_mean_difference_between_people():
    table = np.array([[4, 9], [2, 7], [8, 3]])
    unit, part = table.sum(axis=1), table[:, 0] / table.sum(axis=1)
    share = table[:, 0].sum() / unit.sum()
    apart = np.abs(part[:, None] - part) * unit[:, None] * unit
    by_hand = apart.sum() / (2 * unit.sum() ** 2 * share * (1 - share))
    assert group_segregation(table).gini.value == pytest.approx(by_hand)


@pytest.mark.parametrize("table", [[], [1, 2], [["a"]], [[1, 2], [3]]])
def test_counts_that_are_no_table_are_refused(table):
    with pytest.raises(Problem) as problem:
        unit_table(table)
    assert problem.value.code in {"shapes-differ", "numbers-missing"}


def test_small_units_look_segregated_and_chance_takes_it_back():
    stream = np.random.default_rng(4)
    table = np.array([(k := stream.binomial(6, 0.3), 6 - k) for _ in range(60)])
    assert segregation(table).theil.value[0] > 0.1
    excess = excess_over_chance(table, seed=7)
    assert abs(excess.value[0]) < 0.06
    assert excess.value == excess_over_chance(table, seed=7).value
    assert excess_over_chance([[30, 0], [0, 30]], seed=7).value == pytest.approx(1)


def test_chance_has_no_say_where_there_is_nothing_to_spread():
    assert excess_over_chance([[3, 0]], seed=1).reason == ("single_group",)
    assert excess_over_chance([[1, 0], [0, 1]], seed=1).reason == ("no_variation",)
    with pytest.raises(Problem) as problem:
        excess_over_chance([[3, 1]], seed=1, draws=0)
    assert problem.value.code == "draws-missing"


def test_ranks_without_people_are_said():
    assert shares_at_or_above([3, 0], [9, 0]).reason == ("", "no_population")
    assert height_ratio([3, 2, 0], [9, 9, 0]).reason == ("zero_denominator",)
    assert height_ratio([3, 2, 0], [9, 9, 4]).reason == ("zero_in_ratio",)
