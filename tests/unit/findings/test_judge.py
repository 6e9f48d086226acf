"""Groups are judged against everybody else, on full data, before anything is hidden."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from tests.unit.findings.made import counted, measured

from commonweal.findings.judge import flagged, judge
from commonweal.measures.measure import Better
from commonweal.stats.rates.proportion import wilson


def test_a_group_is_compared_with_everybody_else_and_not_with_all() -> None:
    judged = judge(measured(), counted([[60, 40], [20, 80], [30, 70]]))
    assert judged.rest_rate == pytest.approx([0.75, 0.55, 0.60])
    assert judged.diff == pytest.approx([-0.35, 0.25, 0.10])
    assert judged.total_rate == pytest.approx(190 / 300)


def test_those_outside_every_group_are_part_of_everybody_else() -> None:
    judged = judge(measured(), counted([[60, 40]], total=[160, 240]))
    assert judged.rest_rate == pytest.approx([200 / 300])


def test_those_who_did_not_say_are_counted_and_not_judged() -> None:
    counts = counted([[60, 40], [20, 80], [35, 65]], ("female", "male", "declined"))
    judged = judge(measured(), counts)
    assert judged.grade[2] == judged.direction[2] == ""
    assert isnan(judged.diff[2])
    assert isnan(judged.q[2])
    assert judged.rate[2] == pytest.approx(0.65)
    assert judged.rest_rate[0] == pytest.approx(145 / 200)


def test_a_size_below_the_minimum_is_not_graded() -> None:
    counts = counted([[20, 20], [20, 80]])
    assert judge(measured(), counts).grade[0] != "S"
    assert judge(measured(minimum=41), counts).grade[0] == "S"


@pytest.mark.parametrize(
    ("better", "way"),
    [(Better.HIGHER, "worse"), (Better.LOWER, "better"), (Better.NEITHER, "worse")],
)
def test_which_way_is_worse_follows_the_measure(better: Better, way: str) -> None:
    judged = judge(measured(better=better), counted([[60, 40], [20, 80]]))
    assert judged.direction[0] == way


def test_a_gap_seen_before_in_the_same_direction_repeats() -> None:
    counts = counted([[60, 40], [20, 80]])
    same = frozenset({("female", "worse")})
    turned = frozenset({("female", "better")})
    assert judge(measured(), counts, (frozenset(), same)).grade == ("A", "B")
    assert judge(measured(), counts, (turned, turned)).grade == ("B", "B")
    assert judge(measured(), counts, ()).grade == ("B", "B")


def test_only_likely_gaps_of_an_earlier_period_are_flagged() -> None:
    assert flagged(measured(), counted([[60, 40], [20, 80]])) == {
        ("female", "worse"),
        ("male", "better"),
    }
    assert flagged(measured(), counted([[50, 50], [50, 50]])) == frozenset()


def sums(persons: int, visits: int, met: int) -> list[int]:
    """Give the sums of persons with so many visits each, of whom some met it at each of them."""
    return [persons, persons * visits, met * visits, persons * visits**2,
            met * visits**2, met * visits**2]  # fmt: skip


def test_visits_of_one_person_are_alike_and_widen_the_interval() -> None:
    cells = [[100, 100], [40, 160]]
    alone = judge(measured(), counted(cells))
    together = judge(measured(), counted(cells, clusters=[sums(50, 4, 25), sums(50, 4, 40)]))
    assert (together.high - together.low > 1.5 * (alone.high - alone.low)).all()
    assert (together.diff_high - together.diff_low > alone.diff_high - alone.diff_low).all()
    assert together.rate == pytest.approx(alone.rate)
    assert together.total_high - together.total_low > alone.total_high - alone.total_low
    assert together.low[0] == pytest.approx(wilson(25, 50).low[0], abs=0.01)


def test_one_visit_a_person_is_the_person() -> None:
    cells = [[100, 100], [40, 160]]
    alone = judge(measured(), counted(cells))
    each = judge(measured(), counted(cells, clusters=[sums(200, 1, 100), sums(200, 1, 160)]))
    assert each.low == pytest.approx(alone.low, abs=0.002)
    assert each.grade == alone.grade


def test_a_table_of_no_groups_is_judged_whole() -> None:
    judged = judge(measured(), counted([], total=[40, 60]))
    assert judged.grade == ()
    assert np.isclose(judged.total_rate, 0.6)
