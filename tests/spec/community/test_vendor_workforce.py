"""People at suppliers, weighted by what we buy, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.vendor_workforce import MEASURE

EXAMPLE = """
supplier
supplier_key  naics
acme          339112
bolt          339112
coop          722310
dawn          722310
echo          999999

purchase
purchase_key  supplier_key  posted      amount  category
p1            acme          2025-02-01  300.00  food
p2            acme          2025-03-01  100.00  -
p3            bolt          2025-02-01  200.00  food
p4            coop          2025-02-01  300.00  it
p5            coop          2025-03-01  -50.00  it
p6            dawn          2025-02-01  150.00  it
p7            acme          2025-02-01  900.00  tax
p8            acme          2024-02-01  900.00  food
p9            echo          2025-02-01  10.00   it

vendor_disclosure
disclosure_key  supplier_key  as_of       level
d1              acme          2025-10-01  company
d0              acme          2024-10-01  company
d2              bolt          2024-10-01  establishment
d3              bolt          2024-10-01  establishment
d4              coop          2023-10-01  company

vendor_headcount
disclosure_key  job_category  group_code  headcount
d1              service       black       30
d1              office        black       10
d1              service       white       60
d0              service       white       100
d2              service       black       5
d2              service       white       20
d3              service       white       25
d4              service       black       90
d4              service       white       10

industry_benchmark
naics   group_code  share  p10   p90   vintage
339112  black       0.20   0.10  0.40  2023
339112  white       0.80   0.60  0.90  2023
722310  black       0.30   0.20  0.50  2023
722310  white       0.70   0.50  0.80  2023

bought in 2025, without tax: acme 400, bolt 200, coop 250 (a credit is taken off), dawn 150; echo's
industry has nobody on file
acme told 40 of 100 at the latest; bolt's two sites 5 of 50; what coop told is older than 18 months
black: (400 x 0.40 + 200 x 0.10) / 600 = 30%; available to acme and bolt: 20%; difference 10 points
by head: (40 + 5) / 150 = 30%; coverage 600 / 1000
worst case: 0.6 x 30% = 18% to 18% + 40% = 58%
industry: 18% + 0.4 x 20% = 26% to 18% + 0.4 x 50% = 38%
"""


def test_the_share_behind_what_is_bought_beside_who_is_available() -> None:
    found = measured(MEASURE, EXAMPLE, "workforce_group")
    black = found.group("black")
    assert black["value"] == pytest.approx(0.30)
    assert black["rest"] == pytest.approx(0.20)
    assert black["gap"] == pytest.approx(0.10)
    assert found.figure("by_head", "black") == pytest.approx(0.30)
    assert found.group("white")["value"] == pytest.approx(0.70)


def test_what_the_silent_could_hide() -> None:
    figures = measured(MEASURE, EXAMPLE, "workforce_group").judged.figures
    told = {one.key: (one.low, one.high) for one in figures if one.about == "black"}
    assert told["worst_case"] == pytest.approx((0.18, 0.58))
    assert told["industry"] == pytest.approx((0.26, 0.38))


def test_how_much_was_told_and_whose_industry_is_not_on_file() -> None:
    found = measured(MEASURE, EXAMPLE, "workforce_group")
    assert found.figure("coverage") == pytest.approx(0.6)
    assert found.figure("coverage_count") == pytest.approx(0.5)
    assert found.figure("effective") == pytest.approx(600**2 / (400**2 + 200**2))
    assert found.left()["not with people available to the industry on file"] == 2
