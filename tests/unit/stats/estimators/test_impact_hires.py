"""Impact hires: what is not evidenced does not count, and what is possible is said."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_community import rows_of

from commonweal.kinds import Asked
from commonweal.stats.estimators.impact_hires import estimate
from commonweal.stats.rates.proportion import wilson

NAN = float("nan")
ASKED = Asked(reference="target", target=0.1)


def test_the_denominator_is_all_hires() -> None:
    impact = [1] * 3 + [0] * 5 + [NAN] * 2
    columns = dict.fromkeys(("impact", "priority", "pathway", "degree_free"), impact)
    found = estimate(rows_of(["a"] * 10, columns), ASKED)
    assert found.value.value[0] == pytest.approx(0.3)
    assert found.value.low[0] == pytest.approx(wilson([3], [10]).low[0])
    assert found.people.tolist() == [10]
    told = {one.key: one.value for one in found.figures}
    assert told["possible"] == pytest.approx(0.5)
    assert told["pathway"] == pytest.approx(0.3)
    assert told["pathway_unknown"] == pytest.approx(0.2)


def test_of_nobody_nothing_is_said() -> None:
    columns = dict.fromkeys(("impact", "priority", "pathway", "degree_free"), np.zeros(0))
    assert estimate(rows_of([], columns), ASKED).figures == ()


def test_a_group_of_nobody_has_no_figure() -> None:
    columns = {key: [1.0] for key in ("impact", "priority", "pathway", "degree_free")}
    rows = rows_of(["a"], columns)
    rows.member[:] = False
    assert "possible" not in {one.key for one in estimate(rows, ASKED).figures}
