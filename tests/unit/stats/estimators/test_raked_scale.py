"""Favorable shares weighed to the frame, with the raw result beside them."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Beside, Estimated, Group, Rows
from commonweal.stats.estimators.raked_scale import estimate

NAN = np.nan
NAMES = ("layer", "work_unit", "tenure")
# Three nurses, all favorable; three aides, one of them.
ANSWERS = np.array([[5, 4], [4, 4], [5, NAN], [1, 1], [5, 5], [2, 1.0]])


def rows(answers: np.ndarray = ANSWERS, beside: dict[str, Beside] | None = None) -> Rows:
    n = len(answers)
    layer = np.array([0.0, 0, 0, 1, 1, 1])[:n]
    groups = (Group("layer", "nurse", "Nurses"), Group("layer", "aide", "Aides"))
    columns = {f"item_{at + 1}": column for at, column in enumerate(answers.T)}
    columns |= {"layer": layer, "work_unit": np.zeros(n), "tenure": np.zeros(n)}
    words = {"layer": ("nurse", "aide"), "work_unit": ("a",), "tenure": ("t",)}
    member = np.eye(2, dtype=bool)[layer.astype(int)]
    return Rows(groups, member, np.arange(n), np.ones(n, bool), columns, words, beside or {})


def frame(nurses: float, aides: float, unit: float = 0.0) -> dict[str, Beside]:
    columns = {
        "invited": np.array([nurses, aides]), "layer": np.array([0.0, 1]),
        "work_unit": np.array([unit, unit]), "tenure": np.zeros(2),
    }  # fmt: skip
    labels = {"layer": ("nurse", "aide"), "work_unit": ("a", "z"), "tenure": ("t",)}
    return {"frame_stratum": Beside(columns, labels)}


def figures(found: Estimated) -> dict[tuple[str, str], float]:
    return {(one.key, one.about): one.value for one in found.figures}


def test_those_who_answered_less_often_weigh_more() -> None:
    found = estimate(rows(beside=frame(10, 30)), Asked())
    assert found.total.value[0] == pytest.approx(0.25 * 1 + 0.75 / 3)
    assert found.value.value == pytest.approx([1, 1 / 3])
    assert found.gap.value == pytest.approx([2 / 3, -2 / 3])
    told = figures(found)
    assert told["raw", ""] == pytest.approx(4 / 6)
    assert told["margins", ""] == 3
    # Weights 0.5 and 1.5: 6^2 / (3 x 0.25 + 3 x 2.25).
    assert told["n_eff", ""] == pytest.approx(36 / 7.5)
    assert told["response", ""] == pytest.approx(6 / 40)
    assert told["hedges_g", "nurse"] == -told["hedges_g", "aide"]


def test_without_a_frame_nobody_is_weighed() -> None:
    found = estimate(rows(), Asked())
    assert found.total.value[0] == pytest.approx(4 / 6)
    told = figures(found)
    assert (told["n_eff", ""], told["margins", ""]) == (6, 0)
    assert ("response", "") not in told


def test_a_frame_of_other_places_weighs_nobody() -> None:
    found = estimate(rows(beside=frame(10, 30, unit=1.0)), Asked())
    assert found.total.value[0] == pytest.approx(4 / 6)
    assert figures(found)["margins", ""] == 0


def test_who_answered_fewer_than_half_is_left_out() -> None:
    short = np.column_stack([ANSWERS, np.full((6, 2), NAN)])
    found = estimate(rows(short), Asked())
    assert found.people.tolist() == [2, 3]  # the third nurse answered one of four


def test_nobody_gives_nothing() -> None:
    none = estimate(rows(np.full((2, 2), NAN), frame(1, 1)), Asked())
    assert none.total.reason == ("zero_denominator",)
    assert none.people.tolist() == [0, 0]
    assert none.figures == ()
    assert np.isnan(none.p).all()


def test_groups_that_nobody_named_have_no_gap_to_show() -> None:
    here = rows()
    alone = Rows((), here.member[:, :0], here.person, here.met, here.columns, here.labels)
    assert ("hedges_g", "nurse") not in figures(estimate(alone, Asked()))
