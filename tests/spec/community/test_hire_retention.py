"""Entry hires still here after ninety days, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.hire_retention import MEASURE

EXAMPLE = """
geo_measure
geo_key  kind   vintage  labor_force  population
hill     tract  2020     1000         2000
dock     tract  2020     3000         6000

priority_set
set_key  rule       rationale     valid_from
p1       low-wages  unemployment  2024-01-01

priority_member
set_key  geo_key
p1       hill

local_hire
hire_key  hired       left        home_geo_key  match_quality  entry  through_pathway
ann       2025-01-01  2025-01-31  dock          rooftop        yes    yes
ben       2025-01-01  2025-05-11  hill          rooftop        yes    yes
cleo      2025-12-01  -           dock          rooftop        yes    yes
dev       2024-03-01  -           dock          rooftop        yes    yes
ema       2025-01-01  -           hill          rooftop        yes    no
finn      2025-01-01  2025-03-01  hill          rooftop        yes    no
gus       2025-01-01  -           dock          rooftop        yes    no
hana      2025-01-01  2025-01-02  dock          rooftop        no     no
ivo       2023-12-31  2024-01-02  dock          rooftop        yes    no
jo        2025-01-01  2026-02-01  -             none           yes    no
kim       2025-06-01  2025-05-01  dock          rooftop        yes    no

pathway: ann leaves on day 30, one of four at risk; cleo is seen for 30 days and is then no longer
asked, but was at risk on day 30; ben and dev stay past day 90: 3 / 4 = 75%; until day 365 ben
leaves on day 130, one of two: 3 / 4 x 1 / 2
priority: finn leaves on day 59, one of two: 50%; other: gus alone, 100%
hana's job is no entry job; ivo came before the two years; jo's home is not known, which is no way
in, and she left after the period; kim left before she came, which can not be
"""


def test_the_share_still_here_after_ninety_days() -> None:
    found = measured(MEASURE, EXAMPLE, "way_in")
    assert found.group("pathway")["value"] == pytest.approx(3 / 4)
    assert found.group("priority")["value"] == pytest.approx(1 / 2)
    assert found.group("other")["value"] == pytest.approx(1.0)
    assert found.group("not_recorded")["units"] == 1


def test_everybody_else_is_all_other_entry_hires() -> None:
    # ema, finn, gus and jo: finn left.
    group = measured(MEASURE, EXAMPLE, "way_in").group("pathway")
    assert group["rest"] == pytest.approx(3 / 4)
    assert group["gap"] == pytest.approx(0.0)


def test_a_year_later_and_days_that_can_not_be() -> None:
    found = measured(MEASURE, EXAMPLE, "way_in")
    assert found.figure("later", "pathway") == pytest.approx(3 / 8)
    assert found.left()["not hired, with days that can be"] == 1
