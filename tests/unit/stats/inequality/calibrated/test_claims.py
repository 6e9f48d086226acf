"""Tables without enough in them, or with groups that are not clear, are told from the others."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats.inequality.calibrated import claims
from commonweal.stats.inequality.subgroups import Subgroups


def made(y, se, people=None, **declared):
    people = [500] * len(y) if people is None else people
    return Subgroups.one(y, se, people, favorable=True, **declared)


@pytest.mark.parametrize(("share", "people"), [(0.1, 300), (0.5, 80), (0.95, 1000)])
def test_events_of_a_share_are_the_fewer_of_those_with_and_without(share, people):
    error = np.sqrt(share * (1 - share) / people)
    tables = made([100 * share, 50], [100 * error, 100 * np.sqrt(0.25 / 1e6)])
    assert claims.events(tables)[0] == pytest.approx(min(share, 1 - share) * people)


def test_events_of_a_rate_are_those_of_a_count():
    tables = made([40, 90], [4, 1], scale=1000)
    assert claims.events(tables)[0] == pytest.approx((40 / 4) ** 2)


def test_amounts_have_no_events_to_count():
    assert claims.events(made([170, 175], [1, 1], scale=100))[0] == np.inf
    assert claims.events(made([-0.2, 0.1], [0.1, 0.1], scale=1))[0] == np.inf
    # A rate may pass its unit and still be counted.
    assert claims.events(made([1200, 400], [100, 10], scale=1000))[0] == pytest.approx(144)


@pytest.mark.parametrize("se", [None, [1, 0], [1, np.nan]])
def test_an_error_that_is_0_or_not_known_is_told(se):
    tables = made([10, 30], se)
    assert np.isnan(claims.events(tables)[0])
    assert claims.general(tables)["error_not_known"][0]
    assert not claims.general(tables)["few_events"][0]


def test_groups_of_nobody_and_of_few_events_are_told():
    found = claims.general(made([10, 30], [3, 4], [5, 0]))
    assert found["few_events"][0]
    assert found["weightless_group"][0]
    sound = claims.general(made([10, 30], [1, 1]))
    assert not np.any(list(sound.values()))


def test_filling_beside_a_longer_table_is_no_group():
    tables = Subgroups.many(
        [0, 0, 1, 1, 1], [10, 30, 10, 30, 0], [1, 1, 1, 1, 1], [500] * 5, favorable=True
    )
    assert claims.general(tables)["few_events"].tolist() == [False, True]
    assert not claims.general(tables)["weightless_group"].any()


def test_a_group_that_makes_little_of_the_width_may_have_few_events():
    tables = made([10, 30, 20], [1, 2, 15], [900, 500, 20])
    assert claims.events(tables)[0] < claims.FEWEST_EVENTS
    assert not claims.smooth(np.array([[-1.0, 1.0, 0.01]]), tables)["few_events"][0]
    assert claims.smooth(np.array([[-1.0, 1.0, 1.0]]), tables)["few_events"][0]


def test_a_group_without_error_is_told_where_it_counts():
    tables = made([10, 30, 20], [1, 2, 0])
    assert not claims.smooth(np.array([[-1.0, 1.0, 0.0]]), tables)["error_not_known"][0]
    assert claims.smooth(np.array([[-1.0, 1.0, 1.0]]), tables)["error_not_known"][0]
    none = made([10, 30, 20], None)
    assert claims.smooth(np.array([[-1.0, 1.0, 0.0]]), none)["error_not_known"][0]


def test_what_bends_needs_more_events():
    assert claims.fewest_of("ti") > claims.fewest_of("bgsd")


def test_an_uncertain_line_is_told_of_the_measures_that_bend_with_it():
    tables = made([10, 30], [3, 4], order=[1, 2])
    for name, low, high in (("rii_linear", 0.1, 0.4), ("kmi", 0.1, 0.4), ("sii_logit", 5, 20)):
        assert not claims.bent(name, np.array([low]), tables)["line_uncertain"][0]
        assert claims.bent(name, np.array([high]), tables)["line_uncertain"][0]
        assert not claims.bent(name, np.array([np.nan]), tables)["line_uncertain"][0]
    assert claims.bent("aci", np.array([50.0]), tables) == {}
    assert claims.bent("kmi", None, tables) == {}


def test_groups_at_the_kink_make_a_pattern_unclear():
    error, counts = np.ones((1, 4)), np.full((1, 4), 0.25)
    clear = claims.unclear(np.array([[9.0, 9.0, 9.0, 9.0]]), error, counts)
    hidden = claims.unclear(np.array([[1.0, -2.0, 0.0, 2.0]]), error, counts)
    assert clear[0] == 0
    assert hidden[0] == pytest.approx(2.0)


def test_the_highest_group_leads_only_if_it_is_clear_of_every_other():
    se = np.ones((1, 3))
    assert claims.led(np.array([[1.0, 2.0, 9.0]]), se)[0]
    assert not claims.led(np.array([[1.0, 8.0, 9.0]]), se)[0]
    assert not claims.led(np.array([[1.0, 2.0, 9.0]]), 3 * se)[0]
