"""Impact hires, all three parts evidenced, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured

from commonweal.measures.community.impact_hires import MEASURE

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
hire_key  hired       home_geo_key  match_quality  degree_required  through_pathway
ann       2025-01-05  hill          rooftop        no               yes
ben       2025-02-05  hill          rooftop        no               -
cleo      2025-03-05  -             none           no               yes
dev       2025-04-05  dock          rooftop        no               yes
ema       2025-05-05  hill          rooftop        yes              yes
finn      2025-06-05  hill          rooftop        no               no
gus       2025-07-05  dock          rooftop        -                -
hana      2025-08-05  hill          street         no               yes

ann, hana: all three; ben: the way in is not known; cleo: the home is not known; dev and gus: no
priority place, whatever else; ema: a degree; finn: no pathway
evidenced: 2 / 8 = 25%; possible, with ben and cleo: 4 / 8
priority place: 5 / 8, not known of 1 / 8; pathway: 5 / 8, not known of 2 / 8;
no degree: 6 / 8, not known of 1 / 8
"""


def test_only_what_is_evidenced_counts() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    assert found.group("all")["met"] == 2
    assert found.group("all")["value"] == pytest.approx(2 / 8)
    assert found.group("all")["gap"] == pytest.approx(0.25 - 0.10)
    assert found.figure("possible", "all") == pytest.approx(4 / 8)


def test_each_part_is_shown_with_what_is_missing() -> None:
    found = measured(MEASURE, EXAMPLE, "whole")
    assert found.figure("priority") == pytest.approx(5 / 8)
    assert found.figure("pathway") == pytest.approx(5 / 8)
    assert found.figure("degree_free") == pytest.approx(6 / 8)
    assert found.figure("priority_unknown") == pytest.approx(1 / 8)
    assert found.figure("pathway_unknown") == pytest.approx(2 / 8)
    assert found.figure("degree_unknown") == pytest.approx(1 / 8)
