"""Whether units may have a mean: ICC(1), ICC(2) and r_wg, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.scales.agreement import (
    intraclass,
    scale_agreement,
    unit_mean_reliability,
    within_unit_agreement,
)

SCORES, UNIT = [1, 2, 5, 6], ["a", "a", "b", "b"]


def test_the_two_coefficients_follow_from_the_mean_squares() -> None:
    between, within = 16.0, 0.5  # 2 (1.5 - 3.5)^2 + 2 (5.5 - 3.5)^2 over 1; 4 x 0.25 over 2
    assert intraclass(SCORES, UNIT).value[0] == pytest.approx(
        (between - within) / (between + within)
    )
    assert unit_mean_reliability(SCORES, UNIT).value[0] == pytest.approx(1 - within / between)


def test_the_second_is_the_first_stepped_up_to_the_size_of_a_unit() -> None:
    one = intraclass(SCORES, UNIT).value[0]
    assert unit_mean_reliability(SCORES, UNIT).value[0] == pytest.approx(2 * one / (1 + one))


@pytest.mark.parametrize(
    ("scores", "unit", "reason"),
    [
        ([1, 2], ["a", "a"], "single_group"),
        ([1, 2], ["a", "b"], "one_value"),
        ([3, 3, 3, 3], UNIT, "no_variation"),
        ([], [], "single_group"),
    ],
)
def test_what_cannot_be_said_says_why(scores: list[float], unit: list[str], reason: str) -> None:
    for method in (intraclass, unit_mean_reliability):
        assert method(scores, np.array(unit, dtype=str)).reason == (reason,)


def test_units_of_equal_means_have_no_reliable_means() -> None:
    assert unit_mean_reliability([1, 5, 1, 5], UNIT).reason == ("no_variation",)


def test_agreement_on_a_scale_is_that_of_its_items_stepped_up() -> None:
    answers = [[4, 5], [5, 5], [1, 3], [5, 3]]
    first = within_unit_agreement([4, 5, 1, 5], UNIT, 5).value
    second = within_unit_agreement([5, 5, 3, 3], UNIT, 5).value
    apart = 1 - (first + second) / 2
    wanted = 2 * (1 - apart) / (2 * (1 - apart) + apart)
    assert scale_agreement(answers, UNIT, 5).value == pytest.approx(wanted)


def test_only_people_who_answered_every_item_count() -> None:
    found = scale_agreement([[4.0, 5], [5, 5], [1, np.nan], [5, 3]], UNIT, 5)
    assert found.reason == ("", "one_value")
    assert found.n is not None
    assert found.n.tolist() == [2, 1]
    nobody = scale_agreement([[np.nan], [np.nan]], ["a", "b"], 5)
    assert nobody.reason == ("one_value", "one_value")


def test_what_is_no_table_of_people_is_refused() -> None:
    for call in (
        lambda: scale_agreement([1, 2], ["a", "b"], 5),
        lambda: scale_agreement([[1, 2]], ["a", "b"], 5),
        lambda: unit_mean_reliability([1, 2], ["a"]),
    ):
        with pytest.raises(Problem) as caught:
            call()
        assert caught.value.code == "shapes-differ"
