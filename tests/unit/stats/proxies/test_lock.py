"""Numbers of groups from names and places, and of groups only."""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.proxies.lock import measure_by_proxy
from commonweal.stats.proxies.posterior import posterior
from commonweal.stats.proxies.refusal import GROUPS
from commonweal.stats.proxies.regressed import regressed
from commonweal.stats.proxies.weighted import confounded, weighted

NATION = [0.6, 0.12, 0.06, 0.01, 0.03, 0.18]


def people(rows=4000, seed=3, link="group"):
    """Make people whose outcome hangs on their group, or on their name and place only."""
    chance = np.random.Generator(np.random.Philox(seed))
    surname, place = (chance.dirichlet(6 * np.array(NATION), rows) for _ in range(2))
    chances = posterior(surname, place, NATION).shares
    group = (chance.random((rows, 1)) > np.cumsum(chances, axis=1)[:, :-1]).sum(axis=1)
    rate = np.array([0.2, 0.5, 0.3, 0.4, 0.3, 0.4])
    risk = rate[group] if link == "group" else chances @ rate
    outcome = (chance.random(rows) < risk).astype(float)
    truth = np.array([outcome[group == one].mean() for one in range(6)])
    return (surname, place, NATION, outcome), truth


def test_both_gaps_and_their_bracket_are_given():
    given, truth = people()
    found = measure_by_proxy(*given)
    for name in ("black", "api", "hispanic"):
        at = GROUPS.index(name)
        true = truth[at] - truth[0]
        assert 0 < found.weighted.value[at] < found.regressed.value[at]
        slack = 2 * found.regressed.se[at]
        assert found.low[at] - slack < true < found.high[at] + slack
        assert found.low[at] == found.weighted.value[at]
        assert found.high[at] == found.regressed.value[at]
    assert (found.weighted.value[0], found.regressed.value[0]) == (0, 0)
    assert found.placed == 1


def test_the_weighted_mean_is_right_when_only_name_and_place_matter():
    given, truth = people(20_000, link="evidence")
    found = measure_by_proxy(*given)
    for at in (0, 1, 5):
        assert abs(found.mean.value[at] - truth[at]) < 4 * found.mean.se[at] + 0.02
        assert found.mean.low[at] < found.mean.value[at] < found.mean.high[at]


def test_the_bound_holds_the_truth_once_the_correlation_is_allowed():
    given, truth = people(20_000)
    whole = measure_by_proxy(*given, correlation=1.0)
    none = measure_by_proxy(*given, correlation=0.0)
    for at in (1, 2, 5):
        assert whole.least[at] < truth[at] - truth[0] < whole.most[at]
        assert none.least[at] == none.most[at] == none.weighted.value[at]
        edge = measure_by_proxy(*given, correlation=float(none.breaks_at[at]))
        assert min(abs(edge.least[at]), abs(edge.most[at])) < 1e-12
    assert whole.least[0] == whole.most[0] == 0


def test_the_bias_bound_holds_where_the_truth_is_known_to_be_off():
    # Half of each row's chance, but the outcome is the group itself: weighted means are all alike.
    chances = np.full((400, 2), 0.5)
    outcome = np.tile([0.0, 1.0], 200)
    found = weighted(chances, outcome)
    assert found.mean.tolist() == [0.5, 0.5]
    assert confounded(found, 0.25, 400).tolist() == [0.5, 0.5]


def test_a_certain_proxy_leaves_nothing_open():
    sure = np.eye(6)[np.arange(600) % 6]
    outcome = (np.arange(600) % 4 == 0).astype(float)
    found = measure_by_proxy(sure, sure, NATION, outcome)
    assert found.least[1] == found.most[1] == found.weighted.value[1]
    assert found.weighted.value[1] == pytest.approx(found.regressed.value[1], abs=1e-12)
    assert found.weighted.value[1] != 0
    assert found.breaks_at[1] == 1


def test_people_whom_proxies_do_not_serve_are_refused_unless_allowed():
    given, _ = people()
    found = measure_by_proxy(*given)
    for name in ("native", "multiple"):
        at = GROUPS.index(name)
        assert found.mean.reason[at] == found.weighted.reason[at] == "proxy_not_served"
        assert found.regressed.reason[at] == "proxy_not_served"
        assert np.isnan([found.low[at], found.least[at], found.people[at], found.mean.n[at]]).all()
    allowed = measure_by_proxy(*given, allowed=["native", "multiple"])
    at = GROUPS.index("multiple")
    assert allowed.mean.ok[at]
    assert allowed.mean.flags[at] == ("proxy", "proxy_not_validated")
    assert allowed.mean.flags[0] == ("proxy",)


def test_a_refused_reference_takes_the_gaps_with_it():
    given, _ = people()
    found = measure_by_proxy(*given, reference="native")
    assert found.mean.ok[0]
    assert found.weighted.reason[0] == "reference_refused"
    assert found.weighted.reason[GROUPS.index("native")] == "proxy_not_served"


def test_rows_without_name_and_place_or_outcome_are_left_out_and_counted():
    (surname, place, nation, outcome), _ = people(400)
    short = measure_by_proxy(surname[100:], place[100:], nation, outcome[100:])
    surname[:50], place[:50], outcome[50:100] = np.nan, np.nan, np.nan
    found = measure_by_proxy(surname, place, nation, outcome)
    assert found.placed == 0.75
    np.testing.assert_array_equal(found.mean.value, short.mean.value)


def test_first_names_sharpen():
    (surname, place, nation, outcome), _ = people(400)
    plain = measure_by_proxy(surname, place, nation, outcome)
    named = measure_by_proxy(surname, place, nation, outcome, first_name=surname)
    assert named.mean.value[0] != plain.mean.value[0]


def test_groups_that_rows_do_not_tell_apart_have_no_slope():
    given = [[0.5, 0.5]] * 60, [[0.5, 0.5]] * 60, [0.5, 0.5], [0.0, 1.0] * 30
    found = measure_by_proxy(*given, groups=("white", "black"))
    assert found.weighted.value.tolist() == [0, 0]
    assert found.regressed.reason == ("not_identified", "not_identified")
    assert np.isnan(found.low).all()


def test_as_many_rows_as_groups_leave_no_freedom():
    ours = regressed(np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0.0, 1.0]), 0)
    assert ours.freedom == 0
    assert ours.known.all()


def test_nobody_gives_no_number_and_no_exception():
    empty = np.empty((0, 6))
    found = measure_by_proxy(empty, empty, NATION, [])
    assert not found.mean.ok.any()
    assert not found.regressed.ok.any()
    assert found.placed == 0


def test_an_outcome_that_all_share_is_no_question_about_a_person():
    (surname, place, nation, _), _ = people(400)
    found = measure_by_proxy(surname, place, nation, np.full(400, 3.0))
    assert found.mean.value[0] == 3
    assert found.weighted.value[1] == 0


@pytest.mark.parametrize(("events", "ok"), [(10, False), (11, True), (389, True), (390, False)])
def test_an_outcome_rests_on_at_least_eleven_people(events, ok):
    (surname, place, nation, _), _ = people(400)
    outcome = (np.arange(400) < events).astype(float)
    assert measure_by_proxy(surname, place, nation, outcome).mean.ok[0] == ok


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"groups": ("white", "blue")}, "proxy-group-unknown"),
        ({"groups": ("white", "white")}, "proxy-group-unknown"),
        ({"groups": ("black", "api"), "reference": "white"}, "proxy-group-unknown"),
        ({"groups": ("white", "black"), "allowed": ["aian"]}, "proxy-group-unknown"),
        ({"groups": ("white", "black", "api")}, "shapes-differ"),
        ({"groups": ("white", "black"), "correlation": 1.5}, "share-outside"),
        ({"groups": ("white", "black"), "level": 1.0}, "level-outside"),
    ],
)
def test_what_can_not_be_is_refused(named, code):
    with pytest.raises(Problem) as caught:
        measure_by_proxy([[0.5, 0.5]] * 20, [[0.5, 0.5]] * 20, [0.5, 0.5], [0.0, 1.0] * 10, **named)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("outcome", "code"),
    [([[0.0]] * 20, "shapes-differ"), ([0.0] * 19, "shapes-differ"),
     ([np.inf] * 20, "numbers-missing")],
)  # fmt: skip
def test_an_outcome_is_one_plain_column(outcome, code):
    with pytest.raises(Problem) as caught:
        measure_by_proxy([[0.5, 0.5]] * 20, [[0.5, 0.5]] * 20, [0.5, 0.5], outcome,
                         groups=("white", "black"))  # fmt: skip
    assert caught.value.code == code


@pytest.mark.parametrize("unit", [1e-300, 1e-9, 2.0**40, 1e300])
def test_the_unit_of_the_outcome_does_not_matter(unit):
    (surname, place, nation, outcome), _ = people(400)
    plain = measure_by_proxy(surname, place, nation, outcome)
    scaled = measure_by_proxy(surname, place, nation, outcome * unit)
    for name in ("mean", "weighted", "regressed"):
        one, other = getattr(plain, name), getattr(scaled, name)
        np.testing.assert_allclose(other.value / unit, one.value, rtol=1e-9)
        np.testing.assert_allclose(other.se / unit, one.se, rtol=1e-9)
    np.testing.assert_allclose(scaled.breaks_at, plain.breaks_at, rtol=1e-9)
    np.testing.assert_allclose(scaled.most / unit, plain.most, rtol=1e-9)
