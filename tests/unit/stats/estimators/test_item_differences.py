"""Items by group: the vector's items, limits for all items together, and what is not testable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.tables import pairs
from tests.reference.test_teaching_dif import answers_of
from tests.unit.stats.estimators.made_teaching import rows_of

from commonweal.kinds import Asked, Beside
from commonweal.stats.estimators.item_differences import estimate

DRAW = np.random.Generator(np.random.Philox(15))
ASKED = Asked(reference="target", target=0.0)


def rows(right, groups, tests=None):
    """Lay answers of (learners, items), one line a learner and test; -1 is not answered."""
    table = np.asarray(right, dtype=int)
    which = np.zeros(table.shape[1], dtype=int) if tests is None else np.asarray(tests)
    letters = np.array(["0", "1", "?"])[table]
    words = [["".join(line[which == test]) for line in letters] for test in range(which.max() + 1)]
    known = tuple(sorted({word for each in words for word in each}))
    names = tuple(f"i{at + 1:03d}" for at in range(table.shape[1]))
    columns = {
        "answers": [known.index(word) for each in words for word in each],
        "test": np.repeat(np.arange(len(words)), len(table)),
    }
    person = np.tile(np.arange(len(table)), len(words))
    made = rows_of([groups[at] for at in person], columns,
                   {"answers": known, "test": ("one", "two")}, person)  # fmt: skip
    placed = Beside({"test": which.astype(float), "item": np.arange(len(names)).astype(float)},
                    {"test": ("one", "two"), "item": names})  # fmt: skip
    return replace(made, beside={"placed_item": placed})


def drawn(people=400, items=12, unfair=0.0):
    ability, hard = DRAW.normal(size=people), DRAW.normal(0, 0.8, items)
    hard[0] = 0
    groups = ["a" if at % 2 else "b" for at in range(people)]
    odds = ability[:, None] - hard
    odds[:, 0] += unfair * np.array([one == "a" for one in groups])
    return (DRAW.random(odds.shape) < 1 / (1 + np.exp(-odds))).astype(int), groups


def about(found, key):
    return {one.about: one for one in found.figures if one.key == key}


@pytest.mark.parametrize("one", pairs("teaching", "dif"))
def test_the_classes_and_deltas_are_those_of_the_vector(one):
    content, table = one
    right, focal = answers_of(table)
    expected = content["purified"]["ets"]
    found = estimate(rows(right, ["a" if yes else "" for yes in focal]), ASKED)
    wanted = [at for at, name in enumerate(expected["class"]) if name in {"B", "C"}]
    shown = about(found, "item_b") | about(found, "item_c")
    assert sorted(shown) == [f"i{at + 1:03d}, A" for at in wanted]
    for at in wanted:
        delta = shown[f"i{at + 1:03d}, A"].value
        assert delta == pytest.approx(expected["delta"][at], rel=1e-9)
    against = [at for at in wanted if expected["delta"][at] < 0 and expected["class"][at] == "C"]
    assert found.value.value[0] == pytest.approx(len(against) / right.shape[1])


def test_an_unfair_item_is_against_one_group_and_for_the_other():
    found = estimate(rows(*drawn(unfair=-2.5)), ASKED)
    assert found.value.value.tolist() == pytest.approx([1 / 12, 0])
    assert found.gap.low[0] == pytest.approx(1 / 12)
    assert found.p[0] < 0.001
    assert found.p[1] == 1
    assert found.total.value[0] == pytest.approx(1 / 12)
    assert about(found, "item_c")["i001, A"].value < 0 < about(found, "item_c")["i001, B"].value
    assert about(found, "item_logistic")["i001, A"].text == "C"


def test_many_people_can_show_that_no_item_is_much_harder():
    found = estimate(rows(*drawn(people=6000)), ASKED)
    assert found.narrow.high.tolist() == [0, 0]
    assert found.value.value.tolist() == [0, 0]


def test_few_people_leave_it_open():
    found = estimate(rows(*drawn(people=140)), ASKED)
    assert found.gap.low.tolist() == [0, 0]
    assert (found.gap.high > 0.3).all()


def test_a_side_below_fifty_is_not_testable_which_is_not_no_difference():
    right, _ = drawn(people=100)
    found = estimate(rows(right, ["a"] * 49 + ["b"] * 51), ASKED)
    assert found.value.reason == ("too_few_to_test",) * 2
    assert found.people.tolist() == [49, 51]
    assert found.total.reason == ("too_few_to_test",)
    assert np.isnan(found.p).all()


def test_who_did_not_answer_every_item_is_left_out_and_counted():
    right, groups = drawn()
    right[:7, 3] = -1
    found = estimate(rows(right, groups), ASKED)
    assert next(one.value for one in found.figures if one.key == "left_out") == 7
    assert found.people.sum() == 393


def test_tests_are_matched_apart_and_told_together():
    right, groups = drawn(items=12, unfair=-2.5)
    found = estimate(rows(right, groups, [0] * 6 + [1] * 6), ASKED)
    assert found.value.value[0] == pytest.approx(1 / 12)
    assert next(one.value for one in found.figures if one.key == "items") == 12


def test_who_said_nothing_of_themselves_has_no_list_of_items():
    rows_ = rows(*drawn(unfair=-2.5))
    silent = rows_.groups[0].__class__("view", "declined", "Declined", False)
    object.__setattr__(rows_, "groups", (silent, rows_.groups[1]))
    assert {one.split(", ")[1] for one in about(estimate(rows_, ASKED), "item_c")} == {"B"}
