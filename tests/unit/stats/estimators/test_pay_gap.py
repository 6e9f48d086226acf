"""Pay by group: three nested models, geometric means, and who is left out of them."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.pay_gap import estimate

GROUPS = (Group("sex", "female", "Female"), Group("sex", "male", "Male"))
ASKED = Asked(ratio=True, options={"tainted": "rank"})


def staff(gap: float, *, size: int = 400, seed: int = 1) -> Rows:
    """Draw pay that goes by family and rank; women hold lower ranks, and earn `gap` times it."""
    stream = np.random.default_rng(seed)
    women = np.arange(size) % 2 == 0
    rank = np.where(stream.random(size) < np.where(women, 0.3, 0.6), 2.0, 1.0)
    family = stream.integers(0, 2, size).astype(float)
    logs = 11 + 0.2 * rank + 0.3 * family + stream.normal(0, 0.05, size)
    pay = np.exp(logs + np.where(women, np.log(gap), 0.0)) * 100
    return Rows(GROUPS, np.column_stack((women, ~women)), np.arange(size), np.ones(size, bool),
                {"value": pay, "control_rank": rank, "control_family": family},
                {"control_family": ("care", "research")})  # fmt: skip


def test_the_full_model_finds_what_was_put_in() -> None:
    found = estimate(staff(0.95), ASKED)
    assert found.gap.value[0] == pytest.approx(0.95, abs=0.01)
    assert found.gap.low[0] < 0.95 < found.gap.high[0]
    assert found.p[0] < 1e-6
    assert found.gap.low[0] < found.narrow.low[0]


def test_models_are_nested_and_ranks_that_the_employer_sets_explain_part() -> None:
    told = {(one.key, one.about): one.value for one in estimate(staff(1.0), ASKED).figures}
    assert told["raw", "female"] < 0.97
    assert told["untainted", "female"] < 0.97
    assert estimate(staff(1.0), ASKED).gap.value[0] == pytest.approx(1, abs=0.01)


def test_swapping_sides_inverts_the_ratio() -> None:
    found = estimate(staff(0.9), ASKED)
    assert found.gap.value[0] * found.gap.value[1] == pytest.approx(1)
    assert found.gap.low[0] * found.gap.high[1] == pytest.approx(1)


def test_who_has_no_pay_or_no_known_control_is_left_out() -> None:
    rows = staff(1.0)
    pay, rank = rows.columns["value"].copy(), rows.columns["control_rank"].copy()
    pay[0], pay[2], rank[4] = np.nan, 0.0, np.nan
    less = Rows(rows.groups, rows.member, rows.person, rows.met,
                dict(rows.columns) | {"value": pay, "control_rank": rank},
                rows.labels)  # fmt: skip
    assert estimate(less, ASKED).people.tolist() == [197, 200]


def test_few_people_make_no_model_but_have_a_middle() -> None:
    found = estimate(staff(1.0, size=8), ASKED)
    assert found.gap.reason == ("too_few_people", "too_few_people")
    assert np.isfinite(found.value.value).all()


def test_a_group_of_nobody_is_undefined() -> None:
    rows = staff(1.0, size=40)
    empty = Rows(rows.groups, np.zeros_like(rows.member), rows.person, rows.met, rows.columns,
                 rows.labels)  # fmt: skip
    assert estimate(empty, ASKED).value.reason == ("zero_denominator", "zero_denominator")


def test_one_person_has_a_middle_without_limits() -> None:
    rows = staff(1.0, size=2)
    found = estimate(rows, ASKED).value
    assert np.isfinite(found.value).all()
    assert np.isnan(found.low).all()
