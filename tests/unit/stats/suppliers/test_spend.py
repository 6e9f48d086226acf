"""Spend to the cent: certificates by the day, families by their root, nothing dropped."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.suppliers.families import family_concentration, family_roots
from commonweal.stats.suppliers.spend import (
    addressable,
    certified,
    certified_by_kind,
    read_certificates,
    sum_by,
)


def test_a_purchase_of_unknown_category_is_kept_and_said() -> None:
    found = addressable([100, 200, 50], [-1, 0, 1], 2, excluded=[0])
    assert (found.total, found.unlabeled, found.excluded.tolist()) == (150, 100, [200, 0])
    assert found.kept.tolist() == [True, False, True]


def test_both_ends_of_a_certificate_are_included_and_an_overlap_counts_once() -> None:
    held = read_certificates([3, 3, 3], [10, 15, 40], [20, 30, 50])
    days = [9, 10, 20, 21, 30, 31, 39, 40, 50, 51]
    assert certified([3] * 10, days, held).tolist() == [
        *(False, True, True, True, True, False, False, True, True, False),
    ]


def test_a_certificate_inside_a_longer_one_does_not_shorten_it() -> None:
    held = read_certificates([0, 0, 1], [0, 10, 0], [100, 20, 5])
    assert certified([0, 1], [60, 60], held).tolist() == [True, False]


def test_a_certificate_without_a_last_day_ends_three_years_after_its_first() -> None:
    first = int(np.datetime64("2023-05-10").astype(int))
    held = read_certificates([0], [first], [np.nan])
    last = int(np.datetime64("2026-05-10").astype(int))
    assert held.open_ended.tolist() == [True]
    assert certified([0, 0], [last, last + 1], held).tolist() == [True, False]


def test_days_before_1970_are_days_too() -> None:
    held = read_certificates([0, 1], [-50, -100], [-10, 90])
    assert certified([0, 1, 0, 1], [-20, -60, -51, 91], held).tolist() == [
        *(True, True, False, False),
    ]


def test_no_certificates_and_no_purchases_give_nothing() -> None:
    none = read_certificates([], [], [])
    assert certified([0, 1], [5, 5], none).tolist() == [False, False]
    assert certified([], [], read_certificates([0], [0], [9])).tolist() == []
    assert sum_by([], [], 2).tolist() == [0, 0]
    assert family_roots([]).tolist() == []
    assert family_concentration([], []).index.reason == ("zero_denominator",)


def test_the_search_agrees_with_asking_every_certificate() -> None:
    draw = np.random.default_rng(7)
    owner, first = draw.integers(0, 12, 60), draw.integers(-100, 900, 60)
    last, kind = first + draw.integers(0, 200, 60), draw.integers(0, 3, 60)
    whose, day = draw.integers(-1, 14, 2000), draw.integers(-200, 1200, 2000)
    cents = draw.integers(-500, 5000, 2000)
    held = read_certificates(owner, first, last, kind)
    hits = (whose[:, None] == owner) & (first <= day[:, None]) & (day[:, None] <= last)
    assert (certified(whose, day, held) == hits.any(axis=1)).all()
    by_kind = [int(cents[hits[:, kind == one].any(axis=1)].sum()) for one in range(3)]
    assert certified_by_kind(cents, whose, day, held, 3).tolist() == by_kind


def test_a_circle_of_parents_is_one_family_and_so_is_what_hangs_on_it() -> None:
    assert family_roots([1, 2, 0, 2, 3, -1]).tolist() == [0, 0, 0, 0, 0, 5]
    chain = family_roots([-1, *range(99)])
    assert set(chain.tolist()) == {0}


def test_a_parent_outside_the_list_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        family_roots([5])
    assert caught.value.code == "parent-unknown"


def test_a_credit_above_its_familys_purchases_is_counted_and_not_clipped() -> None:
    found = family_concentration([100, 300, -50, -120], [0, 1, 0, 2])
    assert (found.families, found.others) == (2, 1)
    assert found.largest.value[0] == 1.0
    assert found.index.value[0] == pytest.approx(10_000 * (50**2 + 300**2) / 350**2)


def test_parts_of_a_cent_are_refused() -> None:
    with pytest.raises(Problem) as caught:
        sum_by([1.5], [0], 1)
    assert caught.value.code == "counts-not-whole"


def test_two_million_purchases_take_no_time_to_speak_of() -> None:
    draw = np.random.default_rng(1)
    size = 2_000_000
    cents, whose = draw.integers(1, 10**6, size), draw.integers(0, 900, size)
    day, owner = draw.integers(18000, 20000, size), draw.integers(0, 900, 400)
    first = draw.integers(17000, 20000, 400)
    held = read_certificates(owner, first, first + 700, draw.integers(0, 6, 400))
    begun = perf_counter()
    by_kind = certified_by_kind(cents, whose, day, held, 6)
    valid = cents[certified(whose, day, held)].sum()
    assert by_kind.sum() >= valid > 0
    assert perf_counter() - begun < 20
