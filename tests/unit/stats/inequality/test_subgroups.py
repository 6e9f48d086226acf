"""Tables of groups: how they are read, laid side by side, and refused."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.inequality.subgroups import Subgroups


def one(estimate, people=None, se=None, **declared):
    people = [10.0] * len(estimate) if people is None else people
    return Subgroups.one(estimate, se, people, **{"favorable": True, **declared})


def test_rows_of_many_tables_may_stand_in_any_order():
    tables = Subgroups.many(
        [1, 0, 1, 0, 1],
        [11, 1, 12, 2, 13],
        [1, 2, 3, 4, 5],
        [10, 20, 30, 40, 50],
        scale=[100, 1000],
        favorable=[True, False],
        reference=[1, -1],
        order=[np.nan, 2, np.nan, 1, np.nan],
    )
    assert len(tables) == 2
    assert tables.y.tolist() == [[1, 2, 0], [11, 12, 13]]
    assert tables.se.tolist() == [[2, 4, 0], [1, 3, 5]]
    assert tables.people.tolist() == [[20, 40, 0], [10, 30, 50]]
    assert tables.mask.tolist() == [[True, True, False], [True] * 3]
    assert tables.position.tolist() == [[0, 1, -1], [0, 1, 2]]
    assert tables.groups.tolist() == [2, 3]
    assert tables.ordered.tolist() == [True, False]
    assert tables.favorable.tolist() == [True, False]
    assert tables.reference.tolist() == [1, -1]
    assert tables.weight[0] == pytest.approx([1 / 3, 2 / 3, 0])
    assert tables.mean == pytest.approx([5 / 3, 1120 / 90])
    assert tables.ridit[0] == pytest.approx([5 / 6, 1 / 3, 0.5])
    assert (tables.ridit[1] == 0.5).all()
    assert (tables.least.tolist(), tables.most.tolist()) == ([1, -1], [0, -1])


def test_a_table_without_rows_stands_in_its_place():
    tables = Subgroups.many([0, 2], [1, 2], None, [5, 5], favorable=[True, True, True])
    assert tables.groups.tolist() == [1, 0, 1]
    assert one([], []).groups.tolist() == [0]


def test_the_pair_follows_order_direction_and_named_group():
    def pair(**declared):
        tables = one([3, 1, 2], **declared)
        return int(tables.first[0]), int(tables.second[0])

    assert pair() == pair(favorable=False) == (-1, -1)
    assert pair(order=[3, 1, 2]) == (0, 1)
    assert pair(order=[3, 1, 2], favorable=False) == (1, 0)
    assert pair(order=[3, 1, 2], reference=2) == (0, 1)
    assert pair(reference=2) == (2, -1)
    assert pair(reference=2, favorable=False) == (-1, 2)


def test_groups_without_estimate_are_left_out_and_said():
    tables = one([np.nan, 5, None, 7], [10, 30, 20, 40], reference=3, order=[4, 3, 2, 1])
    assert tables.y.tolist() == [[5, 7]]
    assert tables.position.tolist() == [[1, 3]]
    assert tables.dropped.tolist() == [2]
    assert tables.dropped_share == pytest.approx([0.3])
    assert not tables.gaps_allowed
    assert tables.reference.tolist() == [1]
    assert tables.ridit[0] == pytest.approx([5.5 / 7, 2 / 7])
    assert one([np.nan, 5], reference=0, drop_missing=True).reference.tolist() == [-2]


def test_a_table_of_nobody_has_no_weights_but_all_its_groups():
    tables = one([1, 2], [0, 0], order=[1, 2])
    assert tables.weight.tolist() == [[0, 0]]
    assert tables.dropped_share.tolist() == [0]
    assert (tables.ridit == 0.5).all()


def test_weights_of_very_many_people_are_finite():
    assert one([1, 2], [1e308, 1e308]).weight.tolist() == [[0.5, 0.5]]


def test_only_shares_and_percents_have_a_most():
    tables = Subgroups.many(
        np.arange(4), np.ones(4), None, np.ones(4), scale=[1, 100, 1000, 100000], favorable=True
    )
    assert tables.highest.tolist() == [1, 100, np.inf, np.inf]


def test_a_part_holds_its_tables_alone():
    tables = Subgroups.many([0, 1, 2], [1, 2, 3], None, [5, 5, 5], favorable=True)
    part = tables.part(np.array([2, 0]))
    assert part.y.tolist() == [[3], [1]]
    assert part.se is None


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("people-negative", {"people": [5, -1]}),
        ("standard-error-negative", {"se": [-1, 1]}),
        ("numbers-missing", {"people": [5, np.nan]}),
        ("numbers-missing", {"estimate": ["a", 1]}),
        ("numbers-missing", {"estimate": [np.inf, 1]}),
        ("shapes-differ", {"people": [5, 5, 5]}),
        ("shapes-differ", {"favorable": [True, False, True]}),
        ("shapes-differ", {"favorable": [True] * 2, "table": [0, 2]}),
        ("counts-not-whole", {"table": [0, 0.5]}),
        ("counts-negative", {"table": [0, -1]}),
        ("scale-unknown", {"scale": 10}),
        ("order-missing", {"order": [1, np.nan]}),
        ("order-repeated", {"order": [1, 1]}),
        ("reference-outside", {"reference": 2}),
        ("reference-outside", {"reference": -2}),
    ],
)
def test_what_can_not_be_is_refused(code, changed):
    given = {
        "table": [0, 0],
        "estimate": [1, 2],
        "se": None,
        "people": [5, 5],
        "favorable": True,
        **changed,
    }
    if code == "shapes-differ" and "favorable" in changed and "table" not in changed:
        given["scale"] = [100, 100]
    with pytest.raises(Problem) as caught:
        Subgroups.many(**given)
    assert caught.value.code == code


def test_a_negative_weight_names_its_row():
    with pytest.raises(Problem, match="Row 2"):
        one([1, 2, 3], [5, -1, 5])


def test_places_in_the_order_may_repeat_in_other_tables():
    tables = Subgroups.many(
        [0, 1, 0, 1], [1, 2, 3, 4], None, np.ones(4), favorable=True, order=[1, 1, 2, 2]
    )
    assert tables.ordered.all()
