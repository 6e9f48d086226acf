"""How resources are shared out, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.spec.tabled import measured

from commonweal.measures.research.resources import MEASURE

EXAMPLE = """
researcher
researcher_key  department  career_stage  joined      left
ann             lungs       early         2015-01-01  -
bea             lungs       early         2015-01-01  -
cai             lungs       early         2015-01-01  -
dan             joints      early         2015-01-01  -
eli             joints      early         2015-01-01  -
fay             lungs       senior        2015-01-01  -
gus             lungs       senior        2015-01-01  -
hal             lungs       senior        2015-01-01  -
ida             joints      senior        2015-01-01  -
jon             joints      senior        2015-01-01  -
kim             joints      senior        2015-01-01  2024-06-30

resource_award
researcher_key  kind        amount   awarded
bea             seed_grant  1000.00  2025-02-01
cai             seed_grant  2000.00  2025-02-01
dan             bridge      1500.00  2025-02-01
dan             space       1500.00  2025-03-01
eli             startup     4000.00  2025-02-01
fay             effort      2000.00  2025-02-01
gus             effort      2000.00  2025-02-01
hal             effort      2000.00  2025-02-01
ida             effort      2000.00  2025-02-01
jon             effort      2000.00  2025-02-01
jon             effort      9000.00  2024-02-01

kim left before 2025. The five early in their career got 0, 1000, 2000, 3000 and 4000: the mean
distance of two of them is 2000, over twice the mean of 2000: a Gini index of 0.5. The five seniors
got the same, 2000 each: 0. All inequality lies within the stages, for their means are alike.
Of ten, the tenth who got most is one: 4000 of 20000, a share of 0.2.
"""


def test_those_who_got_nothing_count() -> None:
    found = measured(MEASURE, EXAMPLE, "career_stage")
    assert found.group("early")["value"] == pytest.approx(0.5)
    assert found.group("senior")["value"] == pytest.approx(0)
    assert found.figure("nothing") == pytest.approx(0.1)


def test_the_inequality_is_split() -> None:
    found = measured(MEASURE, EXAMPLE, "career_stage")
    assert found.figure("within") == pytest.approx(1)
    assert found.figure("between") == pytest.approx(0)
    assert found.figure("top_tenth") == pytest.approx(0.2)


def test_inequality_is_described_and_not_judged() -> None:
    judged = measured(MEASURE, EXAMPLE, "career_stage").judged
    assert set(judged.grade) == {""}
    assert np.isnan(judged.diff).all()
