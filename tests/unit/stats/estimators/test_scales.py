"""What stands beside every scale: reliability, and what silence could hide."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Beside, Figure, Group, Rows
from commonweal.stats.estimators.scales import items, reliability_figures, silence_figures
from commonweal.stats.scales.reliability import reliability

NAN = np.nan
CHANCE = np.random.Generator(np.random.Philox(2))
TABLE = np.clip(np.round(3 + CHANCE.normal(0, 1, (40, 1)) + CHANCE.normal(0, 1, (40, 3))), 1, 5)
TABLE[0, 1] = NAN


def rows(table: np.ndarray = TABLE, **more: object) -> Rows:
    n = len(table)
    columns = {f"item_{at + 1}": column for at, column in enumerate(table.T)}
    unit = np.arange(n) % 2 if n > 4 else np.zeros(n)
    groups = (Group("layer", "nurse", "Nurses"), Group("layer", "aide", "Aides"))
    member = np.eye(2, dtype=bool)[np.arange(n) % 2]
    return Rows(
        groups, member, np.arange(n), np.ones(n, bool), columns | {"work_unit": unit.astype(float)},
        {"work_unit": ("a", "b")}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def keyed(figures: tuple[Figure, ...]) -> dict[tuple[str, str], Figure]:
    return {(one.key, one.about): one for one in figures}


def test_items_stand_in_the_order_of_their_numbers() -> None:
    found = items(rows(np.arange(11.0)[None, :]))
    assert found.tolist() == [list(range(11))]


def test_reliability_is_that_of_the_family_and_counts_its_people() -> None:
    found = keyed(reliability_figures(rows(), 0.95))
    alpha = found["alpha", ""]
    wanted = reliability(TABLE).alpha
    assert (alpha.value, alpha.low, alpha.high) == (wanted.value[0], wanted.low[0], wanted.high[0])
    assert alpha.people == 39
    assert {key for key, _ in found} == {"alpha", "omega", "icc1", "icc2", "r_wg"}
    assert found["r_wg", ""].people == 39


def test_small_units_have_no_agreement_of_their_own() -> None:
    assert "r_wg" not in {one.key for one in reliability_figures(rows(TABLE[:12]), 0.95)}
    assert reliability_figures(rows(np.full((3, 2), NAN)), 0.95) == ()


FRAME = Beside(
    {"invited": np.array([30.0, 50, NAN]), "layer": np.array([0.0, 1, 1])},
    {"layer": ("aide", "nurse")},
)


def test_silence_is_bounded_both_ways() -> None:
    found = keyed(silence_figures(rows(beside={"frame_stratum": FRAME}), 0.6))
    assert found["response", ""].value == 0.5
    bound = found["if_all_answered", ""]
    assert (bound.low, bound.high) == (pytest.approx(0.3), pytest.approx(0.8))
    assert bound.value == 0.6
    assert found["response", "nurse"].value == pytest.approx(20 / 50)
    assert found["response", "aide"].value == pytest.approx(20 / 30)


def test_more_answers_than_invitations_are_a_full_response() -> None:
    few = Beside({"invited": np.array([5.0]), "layer": np.array([-1.0])}, {"layer": ("nurse",)})
    found = keyed(silence_figures(rows(beside={"frame_stratum": few}), 0.6))
    assert found["response", ""].value == 1
    assert ("response", "nurse") not in found


def test_without_a_frame_nothing_is_said_of_silence() -> None:
    assert silence_figures(rows(), 0.5) == ()
    empty = Beside({"invited": np.array([])}, {})
    assert silence_figures(rows(beside={"frame_stratum": empty}), 0.5) == ()
