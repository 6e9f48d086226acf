"""The same people twice."""

import numpy as np
import pytest
from scipy.stats import binomtest, ttest_rel

from commonweal.kinds import Problem
from commonweal.stats.rates.paired import mcnemar, paired_means, paired_newcombe

BEFORE = np.array([5.0, 6.1, 7.3, 4.4, 9.0, 5.5])
AFTER = np.array([4.1, 6.0, 6.2, 4.9, 7.7, 5.1])


def test_mean_differences_within_pairs_are_those_of_the_paired_t_test():
    theirs = ttest_rel(BEFORE, AFTER).confidence_interval(0.95)
    ours = paired_means(BEFORE, AFTER)
    assert [ours.low[0], ours.high[0]] == pytest.approx([theirs.low, theirs.high])
    assert ours.n.tolist() == [6]


def test_many_tables_of_pairs_come_out_in_the_order_of_their_labels():
    table = list("baabab")
    ours = paired_means(BEFORE, AFTER, table=table)
    mine = np.array(table) == "a"
    assert ours.value[0] == pytest.approx((BEFORE - AFTER)[mine].mean())
    assert ours.low[1] == pytest.approx(paired_means(BEFORE[~mine], AFTER[~mine]).low[0])


def test_pairs_that_differ_alike_have_no_variation_and_one_pair_tells_nothing():
    ours = paired_means([1.1, 2.2, 7], [0.1, 1.2, 3], table=[0, 0, 1])
    assert ours.reason == ("", "one_value")
    assert paired_means([0.3, 0.3], [0.1, 0.1]).flags == (("no_variation",),)
    assert paired_means([], []).reason == ("zero_denominator",)


def test_the_interval_is_the_published_one():
    ours = paired_newcombe([36], [12], [2], [0])
    assert [ours.low[0], ours.high[0]] == pytest.approx([0.0569, 0.3404], abs=5e-5)


def test_without_a_margin_the_two_answers_count_as_independent():
    from commonweal.stats.rates.two_proportions import newcombe

    ours, apart = paired_newcombe([43], [0], [1], [0]), newcombe([43], [44], [44], [44])
    assert [ours.low[0], ours.high[0]] == pytest.approx([apart.low[0], apart.high[0]])


def test_the_agreement_of_answers_narrows_the_interval():
    agreeing = paired_newcombe([40], [5], [3], [40])
    crossed = paired_newcombe([20], [25], [23], [20])
    assert agreeing.value == pytest.approx(crossed.value)
    width = [one.high[0] - one.low[0] for one in (agreeing, crossed)]
    assert width[0] < 0.5 * width[1]


def test_sides_may_be_changed_and_limits_stay_between_minus_one_and_one():
    tables = np.array([[36, 12, 2, 0], [0, 9, 0, 0], [0, 0, 0, 9], [5, 4, 3, 9], [1, 8, 9, 1]]).T
    ours = paired_newcombe(*tables)
    turned = paired_newcombe(tables[0], tables[2], tables[1], tables[3])
    np.testing.assert_allclose(ours.low, -turned.high, atol=1e-15)
    assert (ours.low >= -1).all()
    assert (ours.high <= 1).all()
    assert ((ours.low <= ours.value) & (ours.value <= ours.high)).all()
    assert ours.value[1] == ours.high[1] == 1


def test_nobody_is_undefined_and_a_negative_count_a_problem():
    assert paired_newcombe([0], [0], [0], [0]).reason == ("zero_denominator",)
    with pytest.raises(Problem) as caught:
        paired_newcombe([1], [-1], [0], [0])
    assert caught.value.code == "counts-negative"


def test_only_those_who_changed_tell_whether_the_proportions_differ():
    ours = mcnemar([12, 2, 5, 0], [2, 12, 5, 0]).value
    expected = binomtest(12, 14, 0.5).pvalue
    assert ours == pytest.approx([expected, expected, 1, 1])


def test_mid_p_counts_half_of_what_was_seen():
    exact, middle = mcnemar([12, 0, 3], [2, 4, 3]).value, mcnemar([12, 0, 3], [2, 4, 3], midp=True)
    seen = [91 / 2**14, 1 / 2**4, 20 / 2**6]
    assert middle.value[:2] == pytest.approx([exact[0] - seen[0], exact[1] - seen[1]])
    # Twice the smaller half and what was seen in the middle: 1 in all, as it must be.
    assert middle.value[2] == pytest.approx(1)
    assert mcnemar([0], [0], midp=True).value.tolist() == [1]


def test_half_a_person_can_not_change():
    with pytest.raises(Problem) as caught:
        mcnemar([1.5], [2])
    assert caught.value.code == "counts-not-whole"
