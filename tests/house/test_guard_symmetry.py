"""No group is the norm: every method answers alike whichever side a group stands on (G9)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kinds import Asked, Estimated, Group, Rows
from commonweal.stats.estimators import ESTIMATORS, estimator

Chance = np.random.Generator
Column = np.ndarray
Draw = Callable[[Chance, int], Column]


def whole(least: int, most: int) -> Draw:
    return lambda chance, n: chance.integers(least, most + 1, n).astype(float)


# How a column of a role may look.
ROLES: dict[str, Draw] = {
    "value": whole(1, 30),
    "prior": lambda chance, n: chance.normal(0, 1, n),
    "exposure": lambda chance, n: chance.integers(1, 9, n) / 4.0,
    "events": whole(0, 1),
    "entry": whole(0, 3),
    "exit": whole(4, 20),
    "status": whole(0, 2),
    "rank": whole(1, 6),
    "rung": whole(1, 5),
    "before": whole(1, 5),
    "close": whole(0, 1),
    "yes": whole(0, 1),
    "right": whole(0, 1),
    "dollars": whole(1, 9000),
    "residents": whole(100, 9000),
    "disadvantage": lambda chance, n: chance.random(n),
    "open": whole(0, 1),
    "criteria": whole(0, 1),
    "panel": whole(1, 9),
    "waited": whole(1, 90),
    "enrolled": whole(0, 1),
    "completed": whole(0, 1),
    "interviewed": whole(0, 1),
    "offered": whole(0, 1),
    "started": whole(0, 1),
    "retained": whole(0, 1),
    "impact": whole(0, 1),
    "priority": whole(0, 1),
    "pathway": whole(0, 1),
    "degree_free": whole(0, 1),
    **{f"item_{item}": whole(1, 5) for item in range(1, 4)},
}  # fmt: skip
WORDS = dict.fromkeys(
    ("stratum", "site", "cohort", "rater", "layer", "work_unit", "tenure", "item", "test"),
    ("a", "b", "c"),
)
OPTIONS: dict[str, dict[str, float | str]] = {
    "incidence": {"horizon": 12.0},
    "staying": {"horizon": 8.0, "later": 12.0},
    "pay_gap": {"tainted": ""},
    "composite": {"lowest": "a", "highest": "b"},
}
# Each group against everybody else: changing sides turns the sign or inverts the ratio.
BY_SIDES = (
    "attainment", "composite", "funding_gap", "incidence", "mean", "partner_ladder",
    "pathway_funnel", "pay_gap", "raked_scale", "ratings", "same_stratum", "selection",
    "senior_rank", "staying", "turnover",
)  # fmt: skip
# Each group alone, against a target, or with its own test of symmetry: the order says nothing.
IN_ORDER = (*BY_SIDES, "award_process", "counted_share", "impact_hires", "shared_out")
# Methods whose rows are no people who stand on sides, with what they are held to instead.
OTHERWISE: dict[str, str] = {
    "proportion": "judged from counts: tests/properties/test_selection_symmetry.py",
    "benefit_reach": "quarters of places, which are not interchangeable",
    "enrollment_goals": "goals beside the rows",
    "enrollment_pace": "studies, each against its own target",
    "frame_coverage": "topics of a frame, not people",
    "item_differences": "groups against everybody else, item by item: tests/unit/stats/items",
    "leak": "flows of groups, drawn: tests/unit/stats/flows",
    "local_hiring": "against the labor force beside the rows",
    "participation": "against reference shares beside the rows",
    "portfolio": "conditions, not people",
    "projection": "a forecast of each group, drawn",
    "recruitment_funnel": "against reference shares beside the rows",
    "representation": "against shares elsewhere beside the rows",
    "series_effect": "programs against zero",
    "staggered_effect": "programs against zero",
    "succession": "posts and who could follow, without groups of people",
    "vendor_change": "suppliers, with groups as rows",
    "vendor_workforce": "suppliers, with groups as rows",
    "wedge_effect": "programs against zero",
}
NEAR = {"rel": 1e-6, "abs": 1e-6, "nan_ok": True}


def drawn(name: str, seed: int, groups: int) -> Rows:
    """Draw people for a method: each in one of the groups, some of them twice."""
    chance = np.random.Generator(np.random.Philox(seed))
    n = int(chance.integers(12 * groups, 40 * groups))
    place = np.arange(n) % groups
    chance.shuffle(place)
    columns, labels = {}, {}
    roles = (*ESTIMATORS[name], *(("stratum",) if name in {"selection", "senior_rank"} else ()))
    for role in roles:
        if role in WORDS:
            labels[role] = WORDS[role]
            columns[role] = chance.integers(0, len(WORDS[role]), n).astype(float)
        else:
            columns[role] = ROLES[role](chance, n)
    named = tuple(Group("view", f"g{at}", f"G{at}") for at in range(groups))
    person = chance.integers(0, n, n)
    # A person is in one group only.
    member = np.eye(groups, dtype=bool)[place[person]]
    return Rows(named, member, person, chance.random(n) < 0.4, columns, labels)


def ordered(rows: Rows, order: list[int]) -> Rows:
    """Give the same people with the groups in another order."""
    named = tuple(rows.groups[at] for at in order)
    return Rows(named, rows.member[:, order], rows.person, rows.met, rows.columns, rows.labels)


def turned(found: Estimated) -> bool:
    """Say whether the second gap is the first with its sign turned, or inverted."""
    one, other = found.gap.value
    return bool(
        np.isclose(one, -other, rtol=1e-6, atol=1e-9)
        or np.isclose(one * other, 1.0, rtol=1e-6, atol=1e-9)
    )


def answered(name: str, rows: Rows) -> Estimated:
    return estimator(name)(rows, Asked(options=OPTIONS.get(name, {}), ratio=False))


seeds = st.integers(0, 10_000)
FEW = settings(derandomize=True, max_examples=6, deadline=None)


@pytest.mark.parametrize("name", BY_SIDES)
@FEW
@given(seeds)
def test_changing_sides_turns_signs_or_inverts_ratios(name: str, seed: int) -> None:
    found = answered(name, drawn(name, seed, 2))
    if np.isfinite(found.gap.value).all():
        assert turned(found)
        assert found.p[0] == pytest.approx(found.p[1], **NEAR)


@pytest.mark.parametrize("name", BY_SIDES)
def test_there_is_a_gap_to_turn(name: str) -> None:
    found = answered(name, drawn(name, 7, 2))
    assert np.isfinite(found.gap.value).all()


@pytest.mark.parametrize("name", IN_ORDER)
@FEW
@given(seeds, st.permutations(range(4)))
def test_groups_in_another_order_give_the_same_answers_in_that_order(
    name: str, seed: int, order: list[int]
) -> None:
    rows = drawn(name, seed, 4)
    straight, mixed = (answered(name, one) for one in (rows, ordered(rows, order)))
    for part in ("value", "gap", "narrow"):
        one, other = getattr(straight, part), getattr(mixed, part)
        for limit in ("value", "low", "high"):
            assert getattr(one, limit)[order] == pytest.approx(getattr(other, limit), **NEAR)
    assert straight.p[order] == pytest.approx(mixed.p, **NEAR)
    assert straight.total.value == pytest.approx(mixed.total.value, **NEAR)


def test_every_method_is_held_to_it_or_says_why_not() -> None:
    assert {*IN_ORDER, *OTHERWISE} == set(ESTIMATORS)
    assert not set(IN_ORDER) & set(OTHERWISE)
    assert all(OTHERWISE.values())
