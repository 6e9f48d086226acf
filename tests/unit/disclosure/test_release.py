"""What leaves the room: rows, rates, gaps and reasons, and nothing that is hidden."""

from __future__ import annotations

import copy
import pickle
import pickletools
import re
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from tests.unit.disclosure.tables import Reader, judgments, numbers, table

from commonweal.disclosure import (
    Gap,
    Hidden,
    Policy,
    Rate,
    Reason,
    Released,
    door,
    release,
)
from commonweal.kinds import Problem, Purpose

SMALL, PROTECTS = Hidden(Reason.SMALL), Hidden(Reason.PROTECTS)


def test_a_table_without_small_counts_is_shown_whole():
    counts = table([[30, 20, 40], [15, 60, 70]])
    released = release(counts, judgments(counts), purpose=Purpose.LEGAL_REPORTING)
    first = released.rows[0]
    assert numbers(first) == [30, 20, 40, 60, 90]
    assert first.rate == Rate(40 / 60, pytest.approx(40 / 60 - 0.1), pytest.approx(40 / 60 + 0.1))
    assert isinstance(first.gap, Gap)
    assert first.gap.q == pytest.approx(0.4)
    assert first.gap.ratio == pytest.approx(40 / 60 / 0.5)
    assert first.grade == "B"
    assert numbers(released.everybody) == [45, 80, 110, 190, 235]
    assert released.everybody.rate == Rate(110 / 190, 0.4, 0.6)
    assert released.everybody.gap is None
    assert released.everybody.grade == ""
    assert released.steps == (("step 0",),)
    assert released.purpose is Purpose.LEGAL_REPORTING


def test_without_verdicts_a_rate_is_its_counts_and_there_is_no_gap():
    row = release(table([[20, 40], [60, 70]])).rows[0]
    assert row.rate == Rate(40 / 60)
    assert row.gap is None
    assert row.grade == ""


def test_a_small_rest_hides_the_rate_under_its_own_mark():
    counts = table([[5, 95], [60, 70], [300, 400]])
    released = release(counts, judgments(counts))
    row = released.rows[0]
    assert row.rest == SMALL
    assert row.numerator == PROTECTS
    assert row.denominator == 100
    assert row.rate == SMALL
    assert row.gap == SMALL
    assert row.grade == "S"
    assert released.rows[1].rate == PROTECTS
    assert released.rows[1].gap == PROTECTS
    assert isinstance(released.rows[2].rate, Rate)
    assert isinstance(released.everybody.rate, Rate)


def test_a_hidden_total_hides_every_gap():
    counts = table([[2, 3], [0, 0]])
    released = release(counts, judgments(counts))
    assert released.everybody.rate == SMALL
    assert released.rows[0].gap == SMALL
    assert released.rows[1].rate is None
    assert released.rows[1].gap == SMALL
    assert numbers(released.rows[1]) == [0, 0, 0, 0]


def test_zero_is_shown_as_zero():
    row = release(table([[0, 60, 70], [20, 40, 50]])).rows[0]
    assert row.steps == (0,)


def test_certainty_about_a_small_group_is_hidden_unless_approved():
    cells = [[30, 0], [60, 70], [300, 400]]
    hidden = release(table(cells)).rows[0]
    assert (hidden.numerator, hidden.rest, hidden.rate) == (PROTECTS, PROTECTS, PROTECTS)
    assert hidden.denominator == 30
    assert release(table([[50, 0], *cells[1:]])).rows[0].rate == Rate(0.0)
    approved = release(table(cells), policy=Policy(certainty_approved=True))
    assert approved.rows[0].rate == Rate(0.0)


def test_everybody_meeting_a_measure_is_a_certainty_too():
    assert release(table([[0, 30], [60, 70], [300, 400]])).rows[0].rate == PROTECTS


FUNNEL = [[20, 0, 0, 0, 0], [100, 30, 20, 50, 60], [40, 20, 200, 100, 100]]


def test_that_all_of_a_small_group_left_at_one_step_is_hidden_unless_approved():
    released = release(table(FUNNEL))
    first = released.rows[0]
    assert len(released.steps) == 3
    assert first.steps[0] == PROTECTS
    assert Reader(released).elsewhere(0, 0) == (0, 20)
    assert all(isinstance(row.rate, Rate) for row in (*released.rows[1:], released.everybody))
    approved = release(table(FUNNEL), policy=Policy(certainty_approved=True))
    assert approved.rows[0].steps == (20, 0, 0)
    assert approved.rows[0].denominator == 0


def test_that_all_of_a_group_of_fifty_left_at_one_step_is_shown():
    released = release(table([[50, 0, 0, 0, 0], *FUNNEL[1:]]))
    assert released.rows[0].steps == (50, 0, 0)
    assert released.rows[0].denominator == 0


def test_the_only_step_hides_that_nobody_of_a_small_group_is_in_the_denominator():
    released = release(table([[20, 0, 0], [30, 50, 60], [200, 100, 100]]))
    first = released.rows[0]
    assert (first.steps[0], first.denominator, first.rate) == (PROTECTS, PROTECTS, PROTECTS)
    least, most = Reader(released).bounds(0, 3)
    assert least == 0
    assert most >= 11


def test_that_all_of_a_small_group_left_on_the_way_is_told_of_many_steps_together():
    # hiding costs both rows both steps; together they say only who is not in the denominator
    released = release(table([[20, 0, 0, 0]]))
    assert released.steps == (("step 0", "step 1"),)
    assert numbers(released.rows[0]) == [20, 0, 0, 0, 20]


def test_that_all_of_a_small_group_are_in_the_denominator_is_hidden_without_costing_a_rate():
    released = release(table([[0, 0, 0, 15, 25], *FUNNEL[1:]]))
    first = released.rows[0]
    assert first.rate == Rate(25 / 40)
    assert first.entered == PROTECTS
    least, most = Reader(released).elsewhere(0, 5)
    assert least == 0
    assert most >= 11


def test_a_table_without_steps_tells_that_all_who_entered_are_in_the_denominator():
    assert numbers(release(table([[15, 25], [60, 70]])).rows[0]) == [15, 25, 40, 40]


def test_what_became_of_all_outside_an_overlapping_group_is_not_told_either():
    counts = table([[100, 90, 60, 70], [80, 60, 40, 40]], total=[130, 90, 60, 70], overlapping=True)
    released = release(counts)
    assert len(released.steps) == 2
    seen = (released.rows[0].steps[0], released.everybody.steps[0])
    assert any(isinstance(one, Hidden) for one in seen)


def test_an_adjusted_p_value_is_told_only_if_every_judged_group_is():
    counts = table([[5, 95], [60, 70], [300, 400], [500, 400]])
    judged = judgments(counts)
    shown = release(counts, judged).rows[3].gap
    assert isinstance(shown, Gap)
    assert shown.q is None
    p = judged.p.copy()
    p[:2] = np.nan  # groups that nobody judged do not enter the adjustment
    shown = release(counts, replace(judged, p=p)).rows[3].gap
    assert isinstance(shown, Gap)
    assert shown.q == pytest.approx(0.4)


def test_what_nobody_could_compute_is_none():
    counts = table([[20, 40], [60, 70]])
    judged = judgments(counts)
    nothing = np.full(2, np.nan)
    judged = replace(judged, diff=np.array([np.nan, 0.1]), low=nothing, rest_rate=np.zeros(2))
    first, second = release(counts, judged).rows
    assert first.gap is None
    assert first.rate == Rate(40 / 60, None, pytest.approx(40 / 60 + 0.1))
    assert isinstance(second.gap, Gap)
    assert second.gap.ratio is None


def test_in_public_small_and_protecting_are_one_mark():
    released = release(table([[5, 95], [60, 70], [300, 400]]), policy=Policy(level="public"))
    marks = {str(one) for row in released.rows for one in numbers(row) if isinstance(one, Hidden)}
    assert marks == {"not shown (small, or protects a small number)"}
    assert released.level == "public"


def test_a_raised_threshold_hides_more_and_says_so():
    row = release(table([[15, 95], [60, 70], [300, 400]]), policy=Policy(threshold=21)).rows[0]
    assert str(row.rest) == "not shown (1 to 20)"


def test_visits_are_judged_by_the_persons_behind_them():
    counts = table(
        [[30, 200], [60, 70], [300, 400]],
        persons=[[2, 90], [50, 60], [200, 300]],
        people=[91, 100, 400],
        total_persons=[252, 450],
    )
    row = release(counts).rows[0]
    assert row.rest == SMALL
    assert row.rate == SMALL


def test_a_margin_of_visits_is_small_if_its_persons_may_be_few():
    counts = table(
        [[20, 30, 40], [60, 70, 80], [300, 400, 500]],
        persons=[[8, 9, 9], [50, 60, 70], [200, 300, 400]],
        people=[10, 100, 500],
        total_persons=[258, 369, 479],
    )
    row = release(counts).rows[0]
    assert row.entered == row.denominator == SMALL


def test_steps_are_merged_when_that_shows_more():
    counts = table([[3, 9, 40, 50], [20, 4, 60, 70]])
    released = release(counts)
    assert released.steps == (("step 0", "step 1"),)
    assert [row.steps for row in released.rows] == [(12,), (24,)]


def test_steps_of_the_funnel_never_cost_a_rate():
    counts = table([[3, 40, 50], [200, 60, 70], [200, 60, 70]])
    released = release(counts)
    assert released.rows[0].steps[0] == SMALL
    assert all(isinstance(row.rate, Rate) for row in (*released.rows, released.everybody))


def test_when_no_choice_is_safe_nothing_is_shown(monkeypatch):
    real = door.best_merge
    monkeypatch.setattr(door, "best_merge", lambda *given: (*real(*given)[:2], None))
    counts = table([[5, 95, 10], [60, 70, 80], [0, 0, 0]])
    released = release(counts, judgments(counts))
    for row in (*released.rows, released.everybody):
        assert all(isinstance(one, Hidden) for one in (*numbers(row), row.rate))
        assert row.gap is None or isinstance(row.gap, Hidden)


def test_verdicts_of_another_table_are_refused():
    counts = table([[20, 40], [60, 70]])
    with pytest.raises(Problem) as problem:
        release(counts, judgments(table([[20, 40]])))
    assert problem.value.code == "judged-misshapen"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": [[20, 40]], "total": [10, 50]},
        {"cells": [[20, 40]], "persons": [[21, 40]]},
        {"cells": [[20, 40]], "persons": [[0, 40]]},
        {"cells": [[20, 40]], "persons": [[-1, 40]]},
        {"cells": [[20, 40]], "people": [61]},
        {"cells": [[-1, 40]]},
        {"cells": [[20, 40]], "total_persons": [21, 40]},
    ],
)
def test_counts_that_can_not_be_are_refused(wrong):
    with pytest.raises(Problem) as problem:
        release(table(wrong.pop("cells"), **wrong))
    assert problem.value.code == "counts-disagree"


def test_a_table_of_no_groups_is_a_row_of_everybody():
    released = release(table(np.zeros((0, 2)), total=[20, 30]))
    assert released.rows == ()
    assert released.everybody.rate == Rate(30 / 50)


def test_nothing_hidden_is_held_anywhere_in_what_is_released():
    hidden = [3, 31_337, 31_340, 27_183, 16_180]
    counts = table([[3, 31_337], [27_183, 16_180], [300_000, 400_000]])
    judged = judgments(counts, mark=0.0)
    secret = 0.123456789
    for name in ("low", "high", "diff", "diff_low", "diff_high", "rest_rate", "p", "q", "mdd"):
        getattr(judged, name)[:2] = secret
    released = release(counts, judged)
    assert isinstance(released.rows[1].numerator, Hidden)
    hidden.remove(31_340)  # the size of the first group is shown
    found = {
        argument
        for _, argument, _ in pickletools.genops(pickle.dumps(released))
        if isinstance(argument, int | float)
    }
    assert 400_000 in found
    assert 31_340 in found
    assert secret not in found
    assert not {3 / 31_340, 31_337 / 31_340, 16_180 / 43_363} & found
    assert not set(hidden[1:]) & found
    for text in (repr(released), str(asdict(released))):
        assert not any(str(number) in text for number in (*hidden[1:], secret))


def test_only_release_makes_a_released_table():
    released = release(table([[20, 40], [60, 70]]))
    with pytest.raises(Problem) as problem:
        replace(released, rows=(), maker=object())
    assert problem.value.code == "released-elsewhere"
    with pytest.raises((TypeError, ValueError)):
        replace(released, rows=())
    with pytest.raises(AttributeError):
        released.rows = ()
    assert isinstance(copy.deepcopy(released), Released)


def test_rows_keep_their_order_and_labels():
    released = release(table([[300, 400], [5, 95], [60, 70]]))
    assert [row.group.code for row in released.rows] == ["g0", "g1", "g2"]
    assert released.everybody.group is None


def test_of_two_groups_that_could_protect_a_third_the_smaller_is_hidden():
    released = release(table([[400, 500], [3, 4], [200, 180], [30, 35], [900, 1500]]))
    hidden = [isinstance(row.rate, Hidden) for row in released.rows]
    assert hidden == [False, True, False, True, False]


def test_no_other_room_makes_a_released_table():
    package = Path(door.__file__).parents[1]

    def code(module: Path) -> str:
        lines = module.read_text().splitlines()
        return "\n".join(line for line in lines if not line.lstrip().startswith((">>>", "...")))

    makers = [
        module.relative_to(package).as_posix()
        for module in sorted(package.rglob("*.py"))
        if module.parent.name != "disclosure"
        and re.search(r"\bMAKER\b|\bReleased\(|\bReleasedRow\(", code(module))
    ]
    assert makers == []


def alone(*row: int) -> list[int | Hidden]:
    """Release a table of everybody alone: what they left at, then who is left."""
    counts = table(np.zeros((0, len(row))), total=row, overlapping=True)
    return numbers(release(counts).everybody)


def test_a_small_count_of_everybody_alone_takes_the_smallest_other_that_protects_it():
    assert alone(3, 0, 40, 0, 500, 0, 4700) == [SMALL, 0, PROTECTS, 0, 500, 0, 4700, 4700, 5243]
    assert alone(3, 0, 500, 0, 40, 0, 4700) == [SMALL, 0, 500, 0, PROTECTS, 0, 4700, 4700, 5243]


def test_a_small_count_joins_its_neighbor_where_that_shows_more_than_hiding_both():
    assert alone(3, 40, 0, 500, 0, 4700) == [43, 0, 500, 0, 4700, 4700, 5243]


def test_the_numerator_is_shown_whenever_two_steps_can_protect_each_other():
    for place, small in product(range(6), (1, 3, 10)):
        row = [0, 300, 0, 40, 0, 12, 0, 4700]
        row[place] = small
        shown = alone(*row)
        assert shown[-4:] == [0, 4700, 4700, sum(row)]
        assert sum(isinstance(one, Hidden) for one in shown) <= 2


def test_who_entered_a_group_is_shown_where_one_more_step_can_be_hidden():
    site = [3, 0, 400, 60, 0, 300]
    counts = table([site], total=[30, 40, 900, 600, 0, 4700], overlapping=True)
    assert numbers(release(counts).rows[0])[-4:] == [0, 300, 300, 763]
