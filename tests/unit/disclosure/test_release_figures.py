"""Figures of any method at the door: kept back where few, or one unit, stand behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.disclosure.tables import judgments, table

from commonweal.disclosure import Gap, Hidden, Judged, Policy, Rate, Reason, Released, release
from commonweal.kinds import Counts, Figure, Problem

NAN = float("nan")
VENDORS = Policy(threshold=5, about="vendors", certainty_approved=True)
SURE = Policy(certainty_approved=True)


def measured(counts: Counts, **changes: Any) -> Judged:
    """Give figures of another method than a rate: 10, 20, 30 ... and 15 together."""
    groups = len(counts.groups)
    value = np.arange(1, groups + 1) * 10.0
    base = replace(
        judgments(counts), measured=True, rate=value, low=value - 1, high=value + 1,
        diff=value - 15, diff_low=value - 16, diff_high=value - 14, rest_rate=np.full(groups, 15.0),
        total_rate=15.0, total_low=14.0, total_high=16.0,
    )  # fmt: skip
    return replace(base, **changes)


def of(*sizes: int) -> Counts:
    """Count groups of which everybody is in the last column."""
    return table([[0, size] for size in sizes])


def told(
    sizes: Sequence[int], policy: Policy = SURE, **changes: Any
) -> tuple[Released, list[bool]]:
    counts = of(*sizes)
    released = release(counts, measured(counts, **changes), policy)
    rows = (*released.rows, released.everybody)
    return released, [isinstance(row.rate, Rate) for row in rows]


def test_a_figure_is_shown_as_the_method_gives_it_not_as_a_share_of_counts() -> None:
    released, shown = told((100, 200))
    assert shown == [True, True, True]
    assert released.rows[1].rate == Rate(20.0, 19.0, 21.0)
    assert released.everybody.rate == Rate(15.0, 14.0, 16.0)
    gap = released.rows[1].gap
    assert isinstance(gap, Gap)
    assert (gap.difference, gap.rest_rate, gap.as_ratio) == (5.0, 15.0, False)
    assert gap.ratio == pytest.approx(20 / 15)
    assert not released.counted


def test_of_a_gap_that_is_a_ratio_no_second_ratio_is_made() -> None:
    released, _ = told((100, 200), ratio=True)
    gap = released.rows[0].gap
    assert isinstance(gap, Gap)
    assert gap.as_ratio
    assert gap.ratio is None


def test_a_figure_that_is_not_there_says_why_and_has_no_gap() -> None:
    released, shown = told(
        (100, 200), rate=np.array([NAN, 20.0]), diff=np.array([NAN, 5.0]),
        reason=("zero_mean", ""), total_rate=NAN, counted=True,
    )  # fmt: skip
    assert shown == [False, True, False]
    assert (released.rows[0].rate, released.rows[0].gap) == (None, None)
    assert released.rows[0].reason == "zero_mean"
    assert released.rows[1].reason == ""
    assert released.everybody.rate is None
    assert released.counted


def test_limits_that_are_not_there_are_none() -> None:
    released, _ = told((100, 200), low=np.array([NAN, 19.0]), total_high=np.inf)
    first, everybody = released.rows[0].rate, released.everybody.rate
    assert isinstance(first, Rate) and isinstance(everybody, Rate)
    assert (first.low, first.high) == (None, 11.0)
    assert (everybody.low, everybody.high) == (14.0, None)


def test_a_group_too_small_to_count_has_no_figure_and_betrays_nobody() -> None:
    released, shown = told((10, 100, 200))
    assert shown == [False, False, True, True]
    assert released.rows[0].grade == released.rows[1].grade == "S"


def test_a_figure_of_few_is_hidden_though_many_were_counted_and_so_is_the_smallest_other() -> None:
    released, shown = told((100, 300, 200), people=np.array([10, 300, 200]))
    assert shown == [False, True, False, True]
    assert released.rows[0].denominator == 100
    small, protects = released.rows[0].rate, released.rows[2].rate
    assert isinstance(small, Hidden) and isinstance(protects, Hidden)
    assert (small.reason, protects.reason) == (Reason.SMALL, Reason.PROTECTS)
    assert isinstance(released.rows[0].gap, Hidden)
    assert isinstance(released.rows[1].gap, Gap)


@pytest.mark.parametrize(("people", "shown"), [
    ((11, 300, 200), [True, True, True, True]),
    ((0, 300, 200), [True, True, True, True]),
    # Together still few: the third is kept back too, and then the whole table.
    ((3, 4, 200), [False, False, False, True]),
    ((3, 4, 3), [False, False, False, False]),
    ((6, 5, 200), [False, False, True, True]),
])  # fmt: skip
def test_so_many_are_kept_back_that_together_they_are_not_few(
    people: tuple[int, ...], shown: list[bool]
) -> None:
    assert told((100, 300, 200), people=np.array(people))[1] == shown


def test_the_only_group_is_everybody_and_hides_with_it() -> None:
    assert told((100,), people=np.array([10]))[1] == [False, False]
    assert told((100, 0), people=np.array([10, 0]))[1][0::2] == [False, False]
    assert told((100,), people=np.array([11]))[1] == [True, True]


def test_vendors_are_shown_from_five_on_and_persons_from_eleven() -> None:
    assert told((5, 20, 30), VENDORS)[1] == [True] * 4
    assert told((4, 20, 30), VENDORS)[1] == [False, False, True, True]
    assert told((10, 20, 30), SURE)[1] == [False, False, True, True]
    assert told((1, 2, 30), Policy(1, about="things", certainty_approved=True))[1] == [True] * 4


def test_a_sum_of_which_one_vendor_has_more_than_half_is_hidden_with_one_more() -> None:
    released, shown = told((9, 8, 7), VENDORS, heaviest=np.array([0.51, 0.5, 0.2]))
    assert shown == [False, True, False, True]
    assert all(isinstance(row.denominator, int) for row in released.rows)
    hidden = released.rows[0].rate
    assert isinstance(hidden, Hidden)
    assert hidden.reason is Reason.PROTECTS


@pytest.mark.parametrize(("heaviest", "shown"), [
    ((0.5, 0.5, 0.5), [True, True, True, True]),
    ((0.9, 0.9, 0.2), [False, False, True, True]),
    ((0.9, 0.9, 0.9), [False, False, False, True]),
    ((NAN, 0.2, 0.2), [True, True, True, True]),
])  # fmt: skip
def test_two_sums_kept_back_protect_each_other(
    heaviest: tuple[float, ...], shown: list[bool]
) -> None:
    assert told((9, 8, 7), VENDORS, heaviest=np.array(heaviest))[1] == shown


def test_a_sum_of_which_one_vendor_has_more_than_half_in_all_is_hidden_as_a_whole() -> None:
    assert told((9, 8), VENDORS, heaviest_of_all=0.51)[1] == [True, True, False]
    heavy = np.array([0.9, 0.9])
    assert told((9, 8), VENDORS, heaviest=heavy, heaviest_of_all=0.9)[1] == [False] * 3
    assert told((9, 8), VENDORS, heaviest_of_all=0.5)[1] == [True] * 3


def test_a_sum_of_the_only_group_hides_the_whole() -> None:
    assert told((9,), VENDORS, heaviest=np.array([0.9]))[1] == [False, False]


def test_a_small_group_kept_back_already_protects_a_heavy_one() -> None:
    # The first two are hidden for their counts; the third for its sum, and the fourth for it.
    sizes = (4, 8, 9, 20)
    assert told(sizes, VENDORS, heaviest=np.array([0.2, 0.2, 0.9, 0.2]))[1] == [
        False, False, False, False, True,
    ]  # fmt: skip


def test_in_public_the_reasons_are_one() -> None:
    policy = Policy(level="public", certainty_approved=True)
    released, _ = told((100, 300, 200), policy, people=np.array([10, 300, 200]))
    reasons = {row.rate.reason for row in released.rows if isinstance(row.rate, Hidden)}
    assert reasons == {Reason.SMALL_OR_PROTECTS}


def test_further_figures_are_shown_unless_few_stand_behind_them() -> None:
    figures = (
        Figure("median", 3.0, NAN, NAN, 500),
        Figure("rare", 3.0, NAN, NAN, 10),
        Figure("just", 3.0, NAN, NAN, 11),
        Figure("index", 0.3, 0.2, 0.4, 0),
    )
    released, _ = told((100, 200), figures=figures)
    assert [one.key for one in released.figures] == ["median", "just", "index"]


def test_a_figure_about_a_hidden_group_is_hidden_and_one_about_no_group_is_of_everybody() -> None:
    figures = (
        Figure("part", 0.1, NAN, NAN, 100, about="g0"),
        Figure("part", 0.2, NAN, NAN, 300, about="g1"),
        Figure("stage", 0.3, NAN, NAN, 300, about="offer"),
    )
    released, _ = told((100, 300, 200), people=np.array([10, 300, 200]), figures=figures)
    assert [one.value for one in released.figures] == [0.2, 0.3]
    everybody_hidden, _ = told((100,), people=np.array([10]), figures=figures)
    assert everybody_hidden.figures == ()
    about_things = (replace(figures[2], people=0),)
    assert told((100,), people=np.array([10]), figures=about_things)[0].figures == about_things


def test_without_verdicts_there_are_no_further_figures() -> None:
    released = release(of(100, 200), None, SURE)
    assert released.figures == ()
    assert not released.counted


def test_a_table_of_rates_asks_nothing_of_the_method() -> None:
    counts = table([[50, 50], [60, 140]])
    released = release(counts, judgments(counts))
    assert released.rows[0].rate == Rate(0.5, 0.4, 0.6)


@pytest.mark.parametrize(("about", "floor"), [("persons", 11), ("vendors", 5), ("things", 1),
                                              ("ghosts", 11)])  # fmt: skip
def test_each_kind_has_its_floor(about: str, floor: int) -> None:
    assert Policy(threshold=floor, about=about).threshold == floor
    with pytest.raises(Problem) as raised:
        Policy(threshold=floor - 1, about=about)
    assert raised.value.code == "threshold-too-low"
    assert f"number of {about} shown" in raised.value.says
    assert str(floor) in raised.value.says
