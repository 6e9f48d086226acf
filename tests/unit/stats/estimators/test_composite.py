"""The composite of each group beside that of everybody else, and the index of layers."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Estimated, Group, Rows
from commonweal.stats.estimators.composite import estimate
from commonweal.stats.scales.positive import difference_within, positive_composite

NAN = np.nan
OPTIONS = {"lowest": "aide", "highest": "attending"}
ANSWERS = np.array([[5, 4], [4, 1], [2, NAN], [1, 1], [5, 5], [5, 4], [4, 4], [3, 5.0]])


def rows(answers: np.ndarray = ANSWERS, units: tuple[int, ...] = (0, 0, 1, 1) * 2) -> Rows:
    n = len(answers)
    layer = np.array([0.0] * (n // 2) + [1.0] * (n // 2))
    groups = (Group("layer", "aide", "Aides"), Group("layer", "attending", "Attendings"))
    columns = {f"item_{at + 1}": column for at, column in enumerate(answers.T)}
    return Rows(
        groups, np.eye(2, dtype=bool)[layer.astype(int)], np.arange(n), np.ones(n, bool),
        columns | {"layer": layer, "work_unit": np.array(units, float)},
        {"layer": ("aide", "attending"), "work_unit": ("a", "b")},
    )  # fmt: skip


def found(**options: str) -> Estimated:
    return estimate(rows(), Asked(options=OPTIONS | options))


def test_each_group_stands_beside_everybody_else() -> None:
    answer = found()
    # Aides: 2 of 4 and 1 of 3; attendings: 3 of 4 and 4 of 4.
    assert answer.value.value == pytest.approx([(1 / 2 + 1 / 3) / 2, (3 / 4 + 1) / 2])
    assert answer.rest == pytest.approx(answer.value.value[::-1])
    assert answer.gap.value == pytest.approx(answer.value.value - answer.rest)
    assert answer.total.value[0] == pytest.approx((5 / 8 + 5 / 7) / 2)
    assert answer.people.tolist() == [4, 4]
    assert not answer.counted
    assert answer.narrow.high[0] < answer.gap.high[0]


def test_it_is_the_family_s_number() -> None:
    wanted = positive_composite(ANSWERS, rows().member)
    assert found().value.se == pytest.approx(wanted.se)


def test_the_index_is_taken_inside_units_and_told_of_the_smaller_layer() -> None:
    (index,) = [one for one in found().figures if one.key == "layer_gap"]
    here = rows()
    wanted = difference_within(
        ANSWERS, here.columns["work_unit"], (here.member[:, 0], here.member[:, 1])
    )
    assert index.value == pytest.approx(100 * wanted.value[0])
    assert index.people == 4


def test_an_index_of_layers_that_are_not_there_is_not_given() -> None:
    assert "layer_gap" not in {one.key for one in found(lowest="transport").figures}
    apart = estimate(rows(units=(0,) * 4 + (1,) * 4), Asked(options=OPTIONS))
    assert "layer_gap" not in {one.key for one in apart.figures}


def test_nobody_gives_nothing() -> None:
    none = estimate(rows(np.full((2, 2), NAN), (0, 1)), Asked(options=OPTIONS))
    assert none.total.reason == ("zero_denominator",)
    assert none.figures == ()
