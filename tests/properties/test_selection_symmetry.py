"""Any group may stand on either side: changing sides turns signs and inverts ratios (G9)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.stats.rates.two_proportions import fisher
from commonweal.stats.selection.association import association, pooled_score
from commonweal.stats.selection.exact import mid_p
from commonweal.stats.selection.four_fifths import (
    below_four_fifths,
    selections_to_four_fifths,
    turns_on_one_person,
)
from commonweal.stats.selection.impact_ratio import impact_ratio, log_ratio_score
from commonweal.stats.selection.size import cohen_h, odds_ratio, phi, shortfall
from commonweal.stats.selection.strata import common_odds_ratio, read_strata

side = st.integers(1, 400).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))
NEAR = {"rel": 1e-12, "abs": 1e-12, "nan_ok": True}


@settings(derandomize=True, max_examples=200)
@given(side, side)
def test_changing_sides_turns_signs_and_inverts_ratios(one, other):
    given, turned = (*one, *other), (*other, *one)
    for signed in (pooled_score, log_ratio_score, phi, cohen_h, shortfall):
        assert signed(*given).value == pytest.approx(-signed(*turned).value, **NEAR)
    if 0 not in {one[0], other[0]}:
        assert impact_ratio(*given).value * impact_ratio(*turned).value == pytest.approx(1)
    if odds_ratio(*given).ok:
        assert odds_ratio(*given).value * odds_ratio(*turned).value == pytest.approx(1)
    for test in (fisher, mid_p):
        assert test(*given).value == pytest.approx(test(*turned).value, rel=1e-9)
    assert association(*given).p == pytest.approx(association(*turned).p, **NEAR)


@settings(derandomize=True, max_examples=200)
@given(side, side)
def test_the_selections_that_reach_four_fifths_reach_it_and_one_fewer_do_not(one, other):
    needed = int(selections_to_four_fifths(*one, *other).value[0])
    assert (needed > 0) == (below_four_fifths(*one, *other).value[0] == 1)
    if needed and one[0] + needed <= one[1]:
        assert below_four_fifths(one[0] + needed, one[1], *other).value[0] == 0
        assert below_four_fifths(one[0] + needed - 1, one[1], *other).value[0] == 1
    if turns_on_one_person(*one, *other).value[0]:
        assert below_four_fifths(*one, *other).value[0] == 1


@settings(derandomize=True, max_examples=100)
@given(st.lists(st.tuples(side, side), min_size=1, max_size=6))
def test_requisitions_may_come_in_any_order_and_from_either_side(rows):
    columns = [[one[at] for one, _ in rows] for at in (0, 1)]
    rest = [[other[at] for _, other in rows] for at in (0, 1)]
    straight = common_odds_ratio(read_strata(*columns, *rest)).value
    backward = common_odds_ratio(read_strata(*(each[::-1] for each in (*columns, *rest)))).value
    assert straight == pytest.approx(backward, **NEAR)
    turned = common_odds_ratio(read_strata(*rest, *columns)).value
    assert np.isnan(straight) or straight * turned == pytest.approx(1)
