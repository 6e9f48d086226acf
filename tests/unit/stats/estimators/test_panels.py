"""A panel of units and periods, read from rows, and effects put in one answer."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.stats.estimators.made_teaching import NEVER, panel_rows

from commonweal.kinds import Asked
from commonweal.stats.estimators.panels import Effect, lay, told

OUTCOME = [[1.0, 2, 3, 4], [5, 6, np.nan, 8], [9, 10, 11, 12], [1, 1, 1, 1], [2, 2, 2, 2]]


def test_a_unit_has_begun_in_the_period_that_holds_its_day():
    # Periods begin on days 0, 90, 180, 270; the last one ends before 360.
    laid = lay(panel_rows(OUTCOME, [90, 179, 359, 360, NEVER]), 0)
    assert laid.start.tolist() == [2, 2, 4, np.inf, np.inf]
    assert laid.begun == 3


def test_what_began_before_the_data_counts_from_the_first_period_on():
    assert lay(panel_rows(OUTCOME, [-500, 0, 90, NEVER, NEVER]), 0).start[:2].tolist() == [1, 1]


def test_what_is_unknown_is_counted_and_weighs_nothing():
    laid = lay(panel_rows(OUTCOME, [90] * 5), 0)
    assert laid.unknown == 1
    assert np.isnan(laid.outcome[1, 2])
    assert laid.weight[1, 2] == 0
    assert laid.people == 19 * 20


def test_the_mean_before_the_start_is_that_of_units_that_began():
    laid = lay(panel_rows(OUTCOME, [180, 180, NEVER, NEVER, NEVER]), 0)
    assert laid.before == pytest.approx(np.mean([1, 2, 5, 6]))
    assert np.isnan(lay(panel_rows(OUTCOME, [NEVER] * 5), 0).before)


def test_one_period_alone_is_a_panel_too():
    assert lay(panel_rows([[1.0], [2.0]], [0, NEVER]), 0).start.tolist() == [1, np.inf]


def test_effects_are_put_side_by_side_with_the_reasons_of_those_that_have_none():
    laid = lay(panel_rows(OUTCOME, [90] * 5), 0)
    effects = [Effect(2.0, 1.0, 10.0), Effect(np.nan, np.nan, np.nan, "too_few_units"),
               Effect(1.0, 0.5, 8.0, p=0.2), Effect(1.0, 0.0, 8.0)]  # fmt: skip
    found = told([(laid, one) for one in effects], Asked(), "made")
    assert found.value.reason == ("", "too_few_units", "", "")
    assert found.rest.tolist()[0] == 0
    assert found.p == pytest.approx([0.0734, np.nan, 0.2, np.nan], abs=1e-4, nan_ok=True)
    assert found.gap.low[0] == pytest.approx(2 - 2.2281, abs=1e-4)
    assert found.narrow.low[0] == pytest.approx(2 - 1.8125, abs=1e-4)
    assert found.narrow.level == pytest.approx(0.9)
    assert found.total.value[0] == pytest.approx(4 / 3)
    assert np.isnan(found.total.low[0])


def test_one_program_is_all_programs_and_none_is_nothing():
    laid = lay(panel_rows(OUTCOME, [90] * 5), 0)
    one = told([(laid, Effect(2.0, 1.0, 10.0))], Asked(), "made")
    assert [one.total.value[0], one.total.low[0]] == [one.value.value[0], one.value.low[0]]
    none = told([(laid, Effect(np.nan, np.nan, np.nan, "no_controls"))], Asked(), "made")
    assert none.total.reason == ("not_together",)
