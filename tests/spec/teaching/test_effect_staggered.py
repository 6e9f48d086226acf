"""What a program begun one by one did to a gap, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured
from tests.spec.teaching.programs import tables

from commonweal.measures.teaching.effect_staggered import MEASURE

EXAMPLE = """
gap of the group to everybody else, in points, by quarter; the program began in which quarter
unit   began  q1   q2   q3   q4
north  3      -10  -10  -4   -4
south  3      -12  -12  -8   -8
east   4      -10  -10  -10  -3
west   4      -14  -14  -14  -7
hill   -      -10  -10  -9   -9
mill   -      -8   -8   -7   -7
gate   -      -9   -9   ?    -8

gate is not known in one quarter and is left out; hill and mill never began.
from q3 on (north, south), before is q2: changes +6 and +4, mean +5 in q3 and in q4
  q3 against hill, mill (+1 each) and east, west (0, not begun yet): 5 - 0.5 = 4.5
  q4 against hill and mill (+1): 5 - 1 = 4; mean of both quarters 4.25
from q4 on (east, west), before is q3: changes +7 and +7 against hill and mill (0 from q3): 7
two cohorts of two units each: (4.25 + 7) / 2 = 5.625 points
"""
CODE = "rounds: bp, hispanic"
FOUND = tables(EXAMPLE, "staggered")


def test_changes_are_held_against_units_that_have_not_begun() -> None:
    found = measured(MEASURE, FOUND, "evaluation")
    program = found.group(CODE)
    assert program["value"] == pytest.approx(0.05625)
    assert (program["gap"], program["rest"]) == (program["value"], 0)
    assert found.figure("unknown", CODE) == 1
    assert [found.figure(key, CODE) for key in ("units", "controls")] == [4, 2]
    early = [-10, -10, -12, -12, -10, -10, -10, -14, -14, -14]
    assert found.figure("gap_before", CODE) == pytest.approx(np.mean(early) / 100)


def test_effects_by_time_since_the_start_are_told_too() -> None:
    found = measured(MEASURE, FOUND, "evaluation")
    # In the first quarter of each: 4.5 for north and south, 7 for east and west.
    assert found.figure("since", f"{CODE}, +0") == pytest.approx((0.045 + 0.07) / 2)
    assert found.figure("since", f"{CODE}, +1") == pytest.approx(0.04)


def test_few_units_are_shuffled_and_say_so() -> None:
    found = measured(MEASURE, FOUND, "evaluation")
    assert found.figure("few", CODE) == 6
    assert found.judged.p[0] > 0.01


def test_where_less_is_better_the_gap_is_turned() -> None:
    lines = FOUND.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("unit begins")) + 1
    turned = [line + " lower_is_better" if i == at - 1 else line + " yes" * (i >= at)
              for i, line in enumerate(lines)]  # fmt: skip
    program = measured(MEASURE, "\n".join(turned), "evaluation").group(CODE)
    assert program["value"] == pytest.approx(-0.05625)


def test_units_of_another_program_do_not_stand_beside() -> None:
    other = FOUND.replace("hill rounds staggered -", "hill posters staggered 2025-07-01")
    found = measured(MEASURE, other, "evaluation")
    assert found.figure("controls", CODE) == 1
    # Nobody but mill and gate, of whom gate is not known throughout, has begun nothing.
    assert found.group("posters: bp, hispanic")["units"] == 4 + 4 + 3
