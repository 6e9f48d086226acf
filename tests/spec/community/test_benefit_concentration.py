"""Benefit for each resident by quarter of disadvantage, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.benefit_concentration import MEASURE

EXAMPLE = """
geo_measure
geo_key  kind   vintage  adi_national  population
t1       tract  2020     10            1000
t2       tract  2020     20            1000
t3       tract  2020     40            500
t4       tract  2020     40            500
t5       tract  2020     90            400
t5       tract  2023     90            500
t6       tract  2023     90            500
harbor   tract  2020     -             200
empty    tract  2020     50            0
city     town   2020     60            5000

benefit_expense
expense_key  program_key  geo_key  amount    offset   spent
x1           p            t1       4000.00   -        2025-02-01
x2           p            t2       6000.00   1000.00  2025-02-01
x3           p            t3       1000.00   -        2025-02-01
x4           p            t4       2000.00   -        2025-02-01
x5           p            t5       1500.00   500.00   2025-02-01
x6           p            harbor   800.00    -        2025-02-01
x7           p            -        9999.00   -        2025-02-01
x8           p            t5       9999.00   -        2024-02-01

Of 4,000 residents with a rank t1 stands in the middle of the first thousand, rank 1/8; t2 3/8; t3
and t4 share one index and so one rank, 5/8; so do t5, of which the newer description counts, and
t6, where nothing was spent, 7/8.
q1: 4000 / 1000 = 4 a head; q2: 5000 / 1000 = 5; q3: 3000 / 1000 = 3; q4: 1000 / 1000 = 1
q4 against all others: 1 / ((4000 + 5000 + 3000) / 3000) = 0.25
index: mean 3.25; 2 x sum of (rank - 1/2) x dollars a head x part of the people / mean =
2 x (-3/8 x 4 - 1/8 x 5 + 1/8 x 3 + 3/8 x 1) / 4 / 3.25 = -0.2115
The harbor has no rank: 200 residents. Where nobody lives nothing is asked.
"""


def test_dollars_a_head_of_each_quarter() -> None:
    found = measured(MEASURE, EXAMPLE, "tract_quarter")
    values = {code: found.group(code)["value"] for code in ("q1", "q2", "q3", "q4")}
    assert values == pytest.approx({"q1": 4.0, "q2": 5.0, "q3": 3.0, "q4": 1.0})
    last = found.group("q4")
    assert last["rest"] == pytest.approx(4.0)
    assert last["gap"] == pytest.approx(0.25)


def test_benefit_that_runs_against_need_has_an_index_below_zero() -> None:
    found = measured(MEASURE, EXAMPLE, "tract_quarter")
    by_hand = 2 * (-3 / 8 * 4 - 1 / 8 * 5 + 1 / 8 * 3 + 3 / 8 * 1) / 4 / 3.25
    assert found.figure("concentration") == pytest.approx(by_hand)
    assert found.figure("last_over_first") == pytest.approx(0.25)


def test_who_has_no_rank_is_counted_and_where_nobody_lives_is_left_out() -> None:
    found = measured(MEASURE, EXAMPLE, "tract_quarter")
    assert found.figure("unranked") == 200
    assert found.left()["not where people live"] == 1
