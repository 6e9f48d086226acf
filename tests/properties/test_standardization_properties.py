"""On any ages: a standardized rate stands inside its limits, or says why it does not."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.standardization.contrast import direct_difference, direct_ratio, direct_test
from commonweal.stats.standardization.direct import dobson, gamma, gamma_midp, lost_weight
from commonweal.stats.standardization.indirect import ratio_test, standardized_ratio

bounded = settings(max_examples=150, deadline=None, derandomize=True)
PEOPLE = st.one_of(st.just(0), st.integers(1, 50), st.integers(1, 10**7))


@st.composite
def tables(draw, width):
    people = np.array([draw(PEOPLE) for _ in range(width)], dtype=float)
    return np.array([draw(st.integers(0, int(min(n, 10**4)))) for n in people]), people


@st.composite
def pairs(draw):
    width = draw(st.integers(1, 6))
    standard = np.array(draw(st.lists(st.integers(0, 9999), min_size=width, max_size=width)))
    return draw(tables(width)), draw(tables(width)), standard


def is_sound(ours):
    assert (np.isnan(ours.value) == ~ours.ok).all()
    assert all(
        (status == "ok") == (reason == "")
        for status, reason in zip(ours.status, ours.reason, strict=True)
    )


def holds_its_value(ours):
    is_sound(ours)
    ok = ours.ok
    near = 1e-9 * np.maximum(np.abs(ours.value[ok]), 1e-12)
    assert (ours.low[ok] <= ours.value[ok] + near).all()
    assert (ours.high[ok] >= ours.value[ok] - near).all()


@bounded
@given(drawn=pairs(), level=st.sampled_from([0.6, 0.95, 0.998]))
def test_any_group_has_a_rate_inside_its_limits_or_a_reason(drawn, level):
    (events, people), _, standard = drawn
    for method in (dobson, gamma, gamma_midp):
        ours = method([events], [people], standard, level=level, collapse=True)
        holds_its_value(ours)
        kept = (people > 0) & (standard > 0)
        assert ours.ok[0] == kept.any()
        if kept.any():
            rates = events[kept] / people[kept]
            assert rates.min() - 1e-12 <= ours.value[0] <= rates.max() + 1e-12
    assert 0 <= lost_weight([people], standard)[0] <= 1


@bounded
@given(drawn=pairs())
def test_any_two_groups_compare_or_a_reason_is_given_and_sides_may_be_changed(drawn):
    one, other, standard = drawn
    there = [one[0]], [one[1]], [other[0]], [other[1]], standard
    back = *there[2:4], *there[:2], standard
    difference, turned = (direct_difference(*each, collapse=True) for each in (there, back))
    holds_its_value(difference)
    np.testing.assert_allclose(difference.low, -turned.high, rtol=1e-9, atol=1e-15)
    ratio, turned = (direct_ratio(*each, collapse=True) for each in (there, back))
    holds_its_value(ratio)
    np.testing.assert_allclose(ratio.low, 1 / turned.high, rtol=1e-9)
    test = direct_test(*there, collapse=True)
    is_sound(test)
    assert ((test.value[test.ok] >= 0) & (test.value[test.ok] <= 1)).all()


@bounded
@given(drawn=pairs(), scale=st.integers(2, 1000))
def test_only_the_shape_of_a_standard_matters(drawn, scale):
    (events, people), _, standard = drawn
    for method in (dobson, gamma, gamma_midp):
        ours = method([events], [people], standard, collapse=True)
        again = method([events], [people], scale * standard, collapse=True)
        np.testing.assert_allclose(ours.high, again.high, rtol=1e-12)


@bounded
@given(observed=st.integers(0, 10**6), expected=st.one_of(st.just(0.0), st.floats(1e-6, 1e6)))
def test_any_ratio_has_limits_and_a_p_value_or_a_reason(observed, expected):
    holds_its_value(standardized_ratio([observed], [expected]))
    test = ratio_test([observed], [expected])
    is_sound(test)
    assert ((test.value[test.ok] >= 0) & (test.value[test.ok] <= 1)).all()
