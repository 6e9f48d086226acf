"""What a program begun by lot did to a gap, worked by hand."""

from __future__ import annotations

import pytest
from tests.spec.tabled import measured
from tests.spec.teaching.programs import tables

from commonweal.measures.teaching.effect_wedge import MEASURE

EXAMPLE = """
gap of the group to everybody else, in points, by quarter; the program began in which quarter
unit   began  q1   q2   q3   q4
north  2      -10  -4   -5   -4
south  3      -12  -11  -6   -6
east   4      -12  -11  -10  -6
west   -      -10  -10  -7   -8

Each unit has its own level, each quarter moves all alike (+1, +1, 0), and to begin adds 4 points:
south -12, -12 + 1 = -11, -12 + 1 + 1 + 4 = -6, -6; and so on. Chance adds 1 in q2 and takes 1 in q3
at north (-5 + 1 = -4, -4 - 1 = -5), and the other way at west: it cancels between units, between
quarters, and between before and after. The program moves the gap by exactly 4 points.
"""
CODE = "rounds: bp, hispanic"


def test_units_and_quarters_apart_the_rest_is_the_program() -> None:
    found = measured(MEASURE, tables(EXAMPLE, "random"), "evaluation")
    assert found.group(CODE)["value"] == pytest.approx(0.04, abs=1e-6)
    assert [found.figure(key, CODE) for key in ("units", "few", "unknown")] == [4, 4, 0]


def test_a_gap_not_known_leaves_its_quarter_out_and_no_more() -> None:
    text = tables(EXAMPLE.replace("3      -12  -11", "3      -12  ?  "), "random")
    found = measured(MEASURE, text, "evaluation")
    assert found.group(CODE)["value"] == pytest.approx(0.04, abs=0.01)
    assert found.figure("unknown", CODE) == 1


def test_another_design_is_not_looked_at_here() -> None:
    found = measured(MEASURE, tables(EXAMPLE, "staggered"), "evaluation")
    assert found.gathered.counts.groups == ()
