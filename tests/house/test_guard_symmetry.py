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
# How a column of a role may look; a role that begins with one of these is drawn like it.
ROLES: dict[str, Callable[[Chance, int], Column]] = {
    "value": lambda chance, n: chance.integers(0, 30, n).astype(float),
    "item_": lambda chance, n: chance.integers(1, 6, n).astype(float),
    "weight": lambda chance, n: chance.integers(1, 6, n).astype(float),
    "exposure": lambda chance, n: chance.integers(1, 9, n) / 4.0,
    "stage": lambda chance, n: chance.integers(1, 7, n).astype(float),
    "dollars": lambda chance, n: chance.integers(0, 30, n).astype(float),
    "open": lambda chance, n: chance.integers(0, 2, n).astype(float),
    "criteria": lambda chance, n: chance.integers(0, 2, n).astype(float),
    "panel": lambda chance, n: chance.integers(1, 6, n).astype(float),
    "waited": lambda chance, n: chance.integers(1, 90, n).astype(float),
    "funding": lambda chance, n: chance.integers(1, 90, n).astype(float),
    "burden": lambda chance, n: chance.integers(1, 90, n).astype(float),
}
YES_OR_NO = (
    *("yes", "close", "impact", "priority", "pathway", "degree_free", "status"),
    *("enrolled", "completed", "interviewed", "offered", "started", "retained"),
)
ROLES |= dict.fromkeys(YES_OR_NO, lambda chance, n: chance.integers(0, 2, n).astype(float))
ROLES |= dict.fromkeys(("rung", "before"), lambda chance, n: chance.integers(1, 6, n).astype(float))
ROLES |= dict.fromkeys(
    ("residents", "disadvantage", "spend"),
    lambda chance, n: chance.integers(1, 90, n).astype(float),
)
ROLES |= {
    "exit": lambda chance, n: chance.integers(10, 400, n).astype(float),
    "staff": lambda chance, n: chance.integers(40, 90, n).astype(float),
    "inside": lambda chance, n: chance.integers(0, 40, n).astype(float),
}
ROLES |= dict.fromkeys(("available", "share", "low", "high"), lambda chance, n: chance.random(n))
WORDS = {
    "stratum": ("a", "b", "c"),
    "cluster": ("x", "y", "z"),
    "condition": ("k", "l"),
    "study": ("p", "q"),
}
# Methods that do not set a group against everybody else, or need more than rows, with the reason.
OTHERWISE: dict[str, str] = {
    "proportion": "judged from counts: tests/properties/test_selection_symmetry.py",
    "enrollment_pace": "a mean of chances, which `mean` compares",
    "local_hiring": "needs places beside: tests/unit/stats/estimators/test_local_hiring.py",
}
# Methods that compare with something else than what the others got, with what it is.
COMPARED_OTHERWISE: dict[str, str] = {
    "award_process": "describes, compares nothing",
    "counted_share": "a target",
    "impact_hires": "a target",
    "vendor_change": "no change",
    "vendor_workforce": "who is available",
    "portfolio": "the line of all other groups",
    "same_stratum": "what the others would have in the group's own strata",
    "shared_out": "describes, compares nothing",
}
BY_SIDES = sorted(set(ESTIMATORS) - set(OTHERWISE))
BOTH_WAYS = sorted(set(BY_SIDES) - set(COMPARED_OTHERWISE))
# What a measure says beside: a day and a later one.
ASKED = Asked(options={"horizon": 90.0, "later": 365.0})
NEAR = {"rel": 1e-9, "abs": 1e-9, "nan_ok": True}


def drawn(name: str, seed: int, groups: int) -> Rows:
    """Draw people for a method: each in one of the groups, some of them twice."""
    chance = np.random.Generator(np.random.Philox(seed))
    n = int(chance.integers(12 * groups, 40 * groups))
    place = np.arange(n) % groups
    chance.shuffle(place)
    columns, labels = {}, {}
    for role in ESTIMATORS[name]:
        if role in WORDS:
            labels[role] = WORDS[role]
            columns[role] = chance.integers(0, len(WORDS[role]), n).astype(float)
        else:
            like = next(known for known in ROLES if role.startswith(known))
            columns[role] = ROLES[like](chance, n)
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
    return bool(np.isclose(one, -other, rtol=1e-9) or np.isclose(one * other, 1.0, rtol=1e-9))


seeds = st.integers(0, 10_000)


@pytest.mark.parametrize("name", BOTH_WAYS)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(seeds)
def test_changing_sides_turns_signs_or_inverts_ratios(name: str, seed: int) -> None:
    found = estimator(name)(drawn(name, seed, 2), ASKED)
    if np.isfinite(found.gap.value).all():
        assert turned(found)
        assert found.p[0] == pytest.approx(found.p[1], **NEAR)
    assert found.rest == pytest.approx(found.value.value[::-1], **NEAR)


@pytest.mark.parametrize("name", BY_SIDES)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(seeds, st.permutations(range(4)))
def test_groups_in_another_order_give_the_same_answers_in_that_order(
    name: str, seed: int, order: list[int]
) -> None:
    rows = drawn(name, seed, 4)
    straight, mixed = (estimator(name)(one, ASKED) for one in (rows, ordered(rows, order)))
    for part in ("value", "gap", "narrow"):
        one, other = getattr(straight, part), getattr(mixed, part)
        for limit in ("value", "low", "high"):
            assert getattr(one, limit)[order] == pytest.approx(getattr(other, limit), **NEAR)
    assert straight.p[order] == pytest.approx(mixed.p, **NEAR)
    assert straight.total.value == pytest.approx(mixed.total.value, **NEAR)


def test_every_method_that_is_left_out_says_why() -> None:
    assert set(OTHERWISE) | set(COMPARED_OTHERWISE) <= set(ESTIMATORS)
    assert all((*OTHERWISE.values(), *COMPARED_OTHERWISE.values()))
