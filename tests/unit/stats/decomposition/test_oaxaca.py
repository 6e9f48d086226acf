"""Linear decompositions: parts add up, no base matters, cells are persons, gaps have reasons."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decomposition.oaxaca import REFERENCES, threefold, twofold

RANDOM = np.random.Generator(np.random.Philox(7))


def people(size=240):
    age = RANDOM.integers(20, 80, size)
    site = RANDOM.choice(["north", "south", "west"], size)
    group = (RANDOM.random(size) < 0.4).astype(float)
    reached = 0.05 * age + (site == "south") * 2 + group * (1 + 0.02 * age)
    return reached + RANDOM.normal(size=size), {"age": age, "site": site}, group


TABLE = people()


def every(table, **options):
    yield threefold(*table, **options)
    for reference in REFERENCES:
        yield twofold(*table, reference=reference, **options)


def test_the_parts_add_up_to_the_gap_and_the_detail_to_the_parts():
    for parts in every(TABLE):
        total = sum(part.value[0] for part in parts.totals.values())
        assert total == pytest.approx(parts.gap.value[0], rel=1e-10)
        for name, part in parts.totals.items():
            assert parts.detail[name].value.sum() == pytest.approx(part.value[0], abs=1e-10)


def test_new_names_of_categories_move_no_result_whichever_comes_last():
    outcome, columns, group = TABLE
    renamed = np.array([{"north": "z", "south": "a", "west": "m"}[one] for one in columns["site"]])
    other = (outcome, {"age": columns["age"], "site": renamed}, group)
    for before, after in zip(every(TABLE), every(other), strict=True):
        for name in before.totals:
            for one, two in ((before.totals, after.totals), (before.detail, after.detail)):
                assert one[name].value == pytest.approx(two[name].value, abs=1e-10)
                assert one[name].se == pytest.approx(two[name].se, abs=1e-10)


def test_the_order_of_rows_moves_no_result():
    outcome, columns, group = TABLE
    order = RANDOM.permutation(len(outcome))
    mixed = outcome[order], {name: one[order] for name, one in columns.items()}, group[order]
    for before, after in zip(every(TABLE), every(mixed), strict=True):
        for name in before.detail:
            assert before.detail[name].value == pytest.approx(after.detail[name].value, abs=1e-10)


def test_swapping_the_groups_turns_the_explained_part_around():
    outcome, columns, group = TABLE
    for here, there in (("group", "rest"), ("pooled", "pooled"), ("pooled_with_group",) * 2):
        one = twofold(outcome, columns, group, reference=here)
        two = twofold(outcome, columns, 1 - group, reference=there)
        for name in one.totals:
            assert one.totals[name].value == pytest.approx(-two.totals[name].value, abs=1e-10)
            assert one.totals[name].se == pytest.approx(two.totals[name].se, rel=1e-8)


def test_cells_give_what_persons_give():
    size = 400
    site, group = RANDOM.integers(0, 3, size), RANDOM.integers(0, 2, size)
    well = (RANDOM.random(size) < 0.3 + 0.1 * site + 0.1 * group).astype(float)
    named = np.array(["a", "b", "c"])
    cells = [(s, g) for s in range(3) for g in range(2)]
    inside = [(site == s) & (group == g) for s, g in cells]
    count, events = np.array([(one.sum(), well[one].sum()) for one in inside]).T
    of_cells = (events / count, {"site": named[[s for s, _ in cells]]}, [g for _, g in cells])
    by_person = every((well, {"site": named[site]}, group))
    by_cell = every(of_cells, people=count, squares=events)
    for one, two in zip(by_person, by_cell, strict=True):
        assert one.gap.se == pytest.approx(two.gap.se)
        for name in one.detail:
            assert one.detail[name].value == pytest.approx(two.detail[name].value, abs=1e-10)
            assert one.detail[name].se == pytest.approx(two.detail[name].se, abs=1e-10)


def test_standard_errors_agree_with_many_samples_from_one_world():
    found, claimed = [], []
    for _ in range(300):
        parts = [part for one in every(people()) for part in one.totals.values()]
        found.append([part.value[0] for part in parts])
        claimed.append([part.se[0] for part in parts])
    assert np.mean(claimed, axis=0) == pytest.approx(np.std(found, axis=0), rel=0.16)


def test_a_category_that_one_group_lacks_is_not_identified():
    site = ["a", "b", "a", "b", "a", "a", "a"]
    for parts in every(([1, 2, 3, 5, 2, 3, 4], {"site": site}, [1, 1, 1, 1, 0, 0, 0])):
        assert parts.gap.value == pytest.approx([-0.25])
        for part in (*parts.totals.values(), *parts.detail.values()):
            assert set(part.reason) == {"not_identified"}
            assert np.isnan([part.value, part.low, part.high, part.se]).all()


def test_an_empty_group_and_one_without_a_person_to_spare_have_their_reasons():
    for parts in every(([1, 2, 3], {"x": [0, 1, 2]}, [1, 1, 1])):
        assert parts.gap.reason == ("zero_denominator",)
        assert {part.reason for part in parts.totals.values()} == {("zero_denominator",)}
    for parts in every(([1, 2, 3], {"x": [0, 1, 2]}, [1, 1, 0])):
        assert parts.gap.reason == ("one_value",)
    for parts in every(([1, 2, 3, 5], {"x": [0, 1, 2, 5]}, [1, 1, 0, 0])):
        assert parts.gap.status == ("ok",)
        assert {part.status for part in parts.totals.values()} == {("insufficient",)}
        assert {part.reason for part in parts.totals.values()} == {("no_degrees_of_freedom",)}


def test_without_columns_the_whole_gap_is_unexplained():
    for parts in every(([1.0, 3.0, 2.0, 7.0], {}, [1, 1, 0, 0])):
        assert parts.gap.value == pytest.approx(-2.5)
        left = parts.totals.get("unexplained", parts.totals.get("coefficients"))
        assert left.value == pytest.approx(-2.5)


def test_a_column_of_zeros_is_not_identified():
    outcome, columns, group = TABLE
    for parts in every((outcome, {**columns, "none": np.zeros(len(outcome))}, group)):
        assert {part.reason for part in parts.totals.values()} == {("not_identified",)}


def test_what_can_not_be_is_a_problem():
    bad = {
        "group-not-marked": ([1, 2], {}, [0, 2]),
        "shapes-differ": ([1, 2], {"x": [1, 2, 3]}, [0, 1]),
        "numbers-missing": ([1, 2], {"x": [1, np.nan]}, [0, 1]),
    }
    for code, table in bad.items():
        with pytest.raises(Problem) as caught:
            threefold(*table)
        assert caught.value.code == code
    with pytest.raises(Problem) as caught:
        twofold([1, 2], {}, [0, 1], reference="best")
    assert caught.value.code == "reference-unknown"
    with pytest.raises(Problem) as caught:
        twofold([1, 2], {}, [0, 1], people=[-1, 1])
    assert caught.value.code == "counts-negative"
