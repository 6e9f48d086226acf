"""Money against burden, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.portfolio import MEASURE

EXAMPLE = """
portfolio_item
kind   condition  dollars  began       ended
grant  a          100.00   2024-01-01  -
grant  b          150.00   2024-01-01  -
grant  b          50.00    2025-03-01  2025-09-30
grant  c          400.00   2024-01-01  -
grant  d          800.00   2024-01-01  -
grant  e          160.00   2024-01-01  -
grant  f          3200.00  2024-01-01  -
grant  g          140.00   2024-01-01  -
grant  f          999.00   2023-01-01  2024-06-30

burden
condition  population  dalys  as_of
a          city        10     2024-12-31
b          city        20     2024-12-31
c          city        40     2024-12-31
d          city        80     2024-12-31
e          city        160    2024-12-31
f          city        320    2024-12-31
a          nation      5000   2024-12-31
h          city        30     2024-12-31

g has no burden on record; of f an item had ended before. All money with a burden: 4860. Each of a,
b, c, d and f gets 10 for each unit of burden, and so a line of the five runs through all of them:
it expects 1600 for e. e got 160, a tenth.
e: share 160 / 4860 = 3.3%, expected 1600 / 4860, ratio 0.1
Nobody funds h.
"""


def test_a_condition_is_held_against_the_line_of_the_others() -> None:
    found = measured(MEASURE, EXAMPLE, "condition")
    neglected = found.group("e")
    assert neglected["value"] == pytest.approx(160 / 4860)
    assert neglected["rest"] == pytest.approx(1600 / 4860)
    assert neglected["gap"] == pytest.approx(0.1)


def test_shares_of_money_and_burden() -> None:
    found = measured(MEASURE, EXAMPLE, "condition")
    assert found.figure("ratio", "b") == pytest.approx((200 / 4860) / (20 / 660))
    assert found.figure("above", "e") == pytest.approx(160 - 1600)
    assert found.figure("unfunded") == 1
    assert found.left()["not with a burden on record"] == 1


def test_a_condition_that_nobody_funds_has_a_ratio_of_nothing() -> None:
    alone = measured(MEASURE, EXAMPLE, "condition").group("h")
    assert alone["value"] == 0
    assert alone["gap"] == 0
    assert not np.isnan(alone["rest"])
