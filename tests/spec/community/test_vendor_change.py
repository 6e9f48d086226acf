"""Change in the workforce at suppliers, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.vendor_change import MEASURE

EXAMPLE = """
purchase
purchase_key  supplier_key  posted      amount
p1            acme          2024-02-01  600.00
p2            bolt          2024-02-01  400.00
p3            acme          2025-02-01  500.00
p4            coop          2025-02-01  500.00
p5            bolt          2025-02-01  700.00
p6            dawn          2025-02-01  900.00

vendor_disclosure
disclosure_key  supplier_key  as_of
a24             acme          2024-10-01
a25             acme          2025-10-01
b24             bolt          2024-10-01
c25             coop          2025-10-01

vendor_headcount
disclosure_key  job_category  group_code  headcount
a24             all           black       20
a24             all           white       80
a25             all           black       30
a25             all           white       70
b24             all           black       10
b24             all           white       90
c25             all           black       40
c25             all           white       60

2024: acme 600 with 20%, bolt 400 with 10%: 16%; 2025: acme 500 with 30%, coop 500 with 40%: 35%;
bolt did not tell in 2025 and left the count, coop came; dawn never told
change 19 points, middle of both years 25.5%
within: acme's mean weight (0.6 + 0.5) / 2 x (30 - 20) = 5.5
between: (0.5 - 0.6) x ((30 + 20) / 2 - 25.5) = 0.05
entry: 0.5 x (40 - 25.5) = 7.25; exit: -0.4 x (10 - 25.5) = 6.2; together 19
"""
BY_HAND = {"within": 5.5, "between": 0.05, "entry": 7.25, "exit": 6.2}


def test_the_change_and_its_four_parts() -> None:
    found = measured(MEASURE, EXAMPLE, "workforce_group")
    assert found.group("black")["value"] == pytest.approx(19.0)
    for part, points in BY_HAND.items():
        assert found.figure(part, "black") == pytest.approx(points)
    assert found.figure("before", "black") == pytest.approx(0.16)
    assert found.figure("after", "black") == pytest.approx(0.35)


def test_what_one_group_gains_another_loses() -> None:
    found = measured(MEASURE, EXAMPLE, "workforce_group")
    assert found.group("white")["value"] == pytest.approx(-19.0)
    assert found.judged.total_rate == pytest.approx(0.0)
