"""Representation: three kinds that are never mixed, one of them tested, none with a goal."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Beside, Estimated, Group, Rows
from commonweal.stats.estimators.representation import estimate

GROUPS = (
    Group("sex", "female", "Female"),
    Group("sex", "male", "Male"),
    Group("sex", "declined", "Declined to say", stated=False),
)
Line = tuple[str, str, str, float, float]


def elsewhere(*lines: Line) -> Beside:
    """Make the table of shares: kind, family ("" for all), group, share and margin."""
    kinds, families, codes = (sorted({one[at] for one in lines} - {""}) for at in (0, 1, 2))

    def places(words: list[str], at: int) -> np.ndarray:
        return np.array([words.index(str(one[at])) if one[at] else -1 for one in lines], float)

    return Beside(
        {
            "kind": places(kinds, 0), "family": places(families, 1), "code": places(codes, 2),
            "attribute": np.zeros(len(lines)), "share": np.array([one[3] for one in lines]),
            "moe90": np.array([one[4] for one in lines]),
        },
        {"kind": tuple(kinds), "family": tuple(families), "code": tuple(codes),
         "attribute": ("sex",)},
    )  # fmt: skip


def staff(women: int, men: int, beside: Beside, silent: int = 0, family: str = "care") -> Rows:
    kind = np.array([0] * women + [1] * men + [2] * silent)
    member = kind[:, None] == np.arange(3)[None]
    return Rows(GROUPS, member, np.arange(len(kind)), np.ones(len(kind), bool),
                {"family": np.zeros(len(kind))}, {"family": (family,)},
                {"share_elsewhere": beside})  # fmt: skip


def held(rows: Rows, kind: str) -> Estimated:
    return estimate(rows, Asked(options={"kind": kind}))


def test_a_published_case_through_rows() -> None:
    # Castaneda v. Partida: 339 of 870, 79.1 percent available.
    rows = staff(339, 531, elsewhere(("availability", "", "female", 0.791, np.nan)))
    found = held(rows, "availability")
    assert found.value.value[0] == pytest.approx(0.389655172413793)
    assert found.gap.value[0] == pytest.approx(0.389655172413793 - 0.791)
    told = {one.key: one for one in found.figures}
    assert told["shortfall"].value == pytest.approx(349.17)
    assert told["eighty_percent"].text == "below"
    assert found.p[0] < 1e-100


def test_few_are_tested_exactly() -> None:
    rows = staff(1, 11, elsewhere(("availability", "", "female", 0.18, np.nan)))
    assert held(rows, "availability").p[0] == pytest.approx(0.7061, abs=1e-4)


def test_an_error_of_the_availability_widens_the_gap() -> None:
    sure = held(staff(30, 70, elsewhere(("availability", "", "female", 0.4, np.nan))),
                "availability")  # fmt: skip
    unsure = held(staff(30, 70, elsewhere(("availability", "", "female", 0.4, 0.1))),
                  "availability")  # fmt: skip
    assert unsure.gap.low[0] < sure.gap.low[0]
    assert unsure.gap.high[0] > sure.gap.high[0]
    assert unsure.p[0] > sure.p[0]


def test_families_without_a_share_are_left_out() -> None:
    beside = elsewhere(("availability", "research", "female", 0.4, np.nan))
    found = held(staff(3, 7, beside, family="care"), "availability")
    assert np.isnan(found.gap.value).all()
    assert np.isnan(found.rest).all()


@pytest.mark.parametrize("kind", ["mirror", "norm"])
def test_a_mirror_or_a_norm_is_a_ratio_without_test_shortfall_or_figures(kind: str) -> None:
    found = held(staff(40, 60, elsewhere((kind, "", "female", 0.5, np.nan))), kind)
    assert found.gap.value[0] == pytest.approx(0.8)
    assert np.isnan(found.p).all()
    assert found.figures == ()


@pytest.mark.parametrize("kind", ["availability", "mirror", "norm"])
def test_kinds_are_never_mixed(kind: str) -> None:
    others = {"availability", "mirror", "norm"} - {kind}
    beside = elsewhere(*((one, "", "female", 0.5, np.nan) for one in sorted(others)))
    assert np.isnan(held(staff(40, 60, beside), kind).rest).all()


def test_the_silent_are_bounds_and_are_not_compared() -> None:
    found = held(staff(3, 3, elsewhere(("mirror", "", "female", 0.5, np.nan)), silent=4), "mirror")
    assert found.value.value[0] == pytest.approx(0.5)
    assert (found.value.low[0], found.value.high[0]) == pytest.approx((0.3, 0.7))
    assert np.isnan(found.gap.value[2])


def test_no_group_at_all_leaves_a_ratio_with_an_upper_bound_only() -> None:
    found = held(staff(0, 20, elsewhere(("mirror", "", "female", 0.5, np.nan))), "mirror")
    assert np.isnan(found.gap.value[0])
    assert found.gap.high[0] == pytest.approx((1 - 0.025 ** (1 / 20)) / 0.5)
