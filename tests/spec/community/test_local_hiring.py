"""Hires from priority places, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.local_hiring import MEASURE

EXAMPLE = """
geo_measure
geo_key  kind   vintage  labor_force  population
hill     tract  2020     1000         2000
dock     tract  2020     3000         6000

priority_set
set_key  rule       rationale     valid_from  valid_to
p1       low-wages  unemployment  2024-01-01  -
p0       old-list   unemployment  2020-01-01  2024-01-01

priority_member
set_key  geo_key
p1       hill
p0       dock

local_hire
hire_key  hired       home_geo_key  match_quality  hiring_site
ann       2025-01-05  hill          rooftop        north
ben       2025-02-05  hill          street         north
cleo      2025-03-05  dock          rooftop        north
dev       2025-04-05  dock          rooftop        north
ema       2025-05-05  away          rooftop        south
finn      2025-06-05  hill          zip            south
gus       2025-07-05  -             none           south
hana      2025-08-05  dock          street         south
ivo       2024-12-31  hill          rooftop        south

placed to the street: ann, ben, cleo, dev, ema, hana; from a priority place: ann, ben; a home that
is known by its ZIP alone, or not at all, is not placed; who lives away is placed
all: 2 / 6 = 33.3%; if none or both of finn and gus came from there: 2 / 8 to 4 / 8
labor force of priority places: 1000 / 4000 = 25%; quotient 33.3 / 25 = 1.333; for 1,000 of it: 2
"""


def test_the_share_stands_beside_the_labor_force() -> None:
    found = measured(MEASURE, EXAMPLE, "whole").group("all")
    assert found["units"] == 8
    assert found["value"] == pytest.approx(2 / 6)
    assert found["rest"] == pytest.approx(0.25)
    assert found["gap"] == pytest.approx(2 / 6 - 0.25)


def test_bounds_say_what_homes_that_are_not_placed_could_change() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    bounds = next(one for one in found.judged.figures if one.key == "bounds")
    assert (bounds.low, bounds.high) == (2 / 8, 4 / 8)
    assert found.figure("quotient", "all") == pytest.approx(4 / 3)
    assert found.figure("unplaced", "all") == pytest.approx(2 / 8)
    assert found.figure("per_1000") == pytest.approx(2.0)


def test_each_site_is_held_against_the_same_labor_force() -> None:
    found = measured(MEASURE, EXAMPLE, "hiring_site")
    assert found.group("north")["value"] == pytest.approx(2 / 4)
    assert found.group("south")["value"] == 0
    assert found.group("south")["rest"] == pytest.approx(0.25)
