"""Is this a gap?"""

import numpy as np
import pytest

from commonweal.kinds import Problem
from commonweal.stats.decision.grade import Grade, grade_groups
from commonweal.stats.rates.two_proportions import fisher, newcombe, pooled_z


def letters(*tables, favourable=True, prior_flagged=0, **named):
    ours = grade_groups(*tables, favourable=favourable, prior_flagged=prior_flagged, **named)
    return "".join(grade.value for grade in ours.grade)


def test_a_gap_is_established_only_when_flagged_before():
    tables = [600, 600, 600], [1000] * 3, 700, 1000
    assert letters(*tables, prior_flagged=[0, 1, 2]) == "BAA"


def test_fewer_people_than_the_minimum_are_never_judged():
    tables = [0, 0], [29, 30], 900, 1000
    assert letters(*tables, prior_flagged=2) == "SA"
    assert letters(*tables, prior_flagged=2, minimum=31) == "SS"


def test_the_minimum_counts_real_people_and_not_effective_ones():
    assert letters([0], [30], 900, 1000, deff=3) == "B"


def test_groups_below_the_minimum_are_no_part_of_the_family():
    ours = grade_groups([0, 60], [29, 100], 700, 1000, favourable=True, prior_flagged=0)
    assert np.isnan(ours.q[0])
    assert ours.q[1] == ours.p[1]
    assert ours.p[0] < 1e-9


def test_a_small_gap_measured_well_is_said_to_be_small():
    assert letters([5000], [10000], 505_000, 1_000_000) == "N"


def test_a_certain_gap_of_no_size_is_only_possible():
    assert letters([52_500], [100_000], 500_000, 1_000_000) == "N"
    assert letters([5350], [10_000], 499_000, 1_000_000, relative=0.08) == "C"


def test_a_gap_that_the_family_takes_back_is_only_possible():
    alone = letters([560], [1000], 5100, 10_000, relative=0.09)
    many = letters([560] + [510] * 40, [1000] * 41, 5100, 10_000, relative=0.09)
    assert alone == "B"
    assert many[0] == "C"


def test_too_little_data_is_inconclusive_and_never_small():
    assert letters([15], [30], 500, 1000) == "I"


def test_size_is_judged_in_both_framings():
    ours = grade_groups([930], [1000], 9500, 10_000, favourable=True, prior_flagged=0)
    assert ours.relative_as_reported[0] == pytest.approx(0.02 / 0.95)
    assert ours.relative_complement[0] == pytest.approx(0.02 / 0.05)
    assert ours.grade == (Grade.B,)


@pytest.mark.parametrize(("favourable", "word"), [(True, "worse"), (False, "better")])
def test_the_direction_is_told_apart_from_the_grade(favourable, word):
    ours = grade_groups([60, 80, 70], [100] * 3, 700, 1000, favourable=favourable, prior_flagged=0)
    other = {"worse": "better", "better": "worse"}[word]
    assert ours.direction == (word, other, "same")


def test_a_comparison_that_never_had_the_event_leaves_nothing_to_be_relative_to():
    ours = grade_groups([9, 0], [100, 100], [0, 0], [500, 500], favourable=False, prior_flagged=0)
    assert np.isnan(ours.relative_as_reported).all()
    assert ours.margin.tolist() == [0, 0]
    assert ours.grade == (Grade.B, Grade.I)
    assert ours.p[1] == 1


def test_a_comparison_that_always_had_the_event_leaves_no_complement():
    ours = grade_groups([90], [100], [500], [500], favourable=True, prior_flagged=0)
    assert np.isnan(ours.relative_complement[0])
    assert ours.grade == (Grade.B,)


def test_nobody_to_compare_with_is_inconclusive_with_a_reason():
    ours = grade_groups(
        [40, 0, 40], [50, 0, 50], [0, 5, 5], [0, 50, 50], favourable=True, prior_flagged=1
    )
    assert ours.difference.reason == ("zero_denominator", "zero_denominator", "")
    assert np.isnan(ours.p).tolist() == np.isnan(ours.q).tolist() == [True, True, False]
    assert np.isnan(ours.margin).tolist() == [True, False, False]
    assert ours.grade == (Grade.I, Grade.S, Grade.A)
    assert ours.direction == ("same", "same", "better")
    assert ours.mdd.reason == ("zero_denominator", "zero_denominator", "")


def test_design_effects_widen_the_doubt_and_leave_the_rate():
    tables = [60], [100], [700], [1000]
    plain = grade_groups(*tables, favourable=True, prior_flagged=0)
    ours = grade_groups(*tables, favourable=True, prior_flagged=0, deff=2, rest_deff=4)
    assert (ours.rate[0], ours.rest_rate[0]) == (plain.rate[0], plain.rest_rate[0])
    expected = newcombe([30], [50], [175], [250])
    assert (ours.difference.low[0], ours.difference.high[0]) == (expected.low[0], expected.high[0])
    assert ours.p[0] == pooled_z([30], [50], [175], [250]).value[0]
    assert ours.mdd.value[0] > plain.mdd.value[0]


def test_the_level_moves_both_intervals():
    ours = grade_groups([60], [100], [700], [1000], favourable=True, prior_flagged=0, level=0.99)
    assert (ours.difference.level, ours.equivalence.level) == (0.99, pytest.approx(0.98))


def test_few_expected_can_be_tested_exactly():
    tables = [3, 50], [40, 100], [10, 600], [1000, 1000]
    pooled = grade_groups(*tables, favourable=False, prior_flagged=0)
    exact = grade_groups(*tables, favourable=False, prior_flagged=0, exact_when_few=True)
    assert pooled.p[0] == pooled_z([3], [40], [10], [1000]).value[0]
    assert exact.p[0] == fisher([3], [40], [10], [1000]).value[0]
    assert exact.p[1] == pooled.p[1]


def test_effective_numbers_are_cut_to_whole_people_for_the_exact_test():
    ours = grade_groups(
        [4],
        [41],
        [10],
        [1000],
        favourable=False,
        prior_flagged=0,
        deff=2,
        rest_deff=3,
        exact_when_few=True,
    )
    assert ours.p[0] == fisher([2], [20], [3], [333]).value[0]


def test_enough_expected_everywhere_needs_no_exact_test():
    tables = [50], [100], [600], [1000]
    one = grade_groups(*tables, favourable=True, prior_flagged=0, exact_when_few=True)
    assert one.p[0] == pooled_z(*tables).value[0]


def test_no_group_gives_no_grade():
    assert letters([], [], [], []) == ""


@pytest.mark.parametrize(
    ("tables", "named", "code"),
    [
        (([5], [4], [1], [9]), {}, "counts-above-people"),
        (([1], [4], [10], [9]), {}, "counts-above-people"),
        (([1], [4], [1], [9]), {"deff": 0.5}, "design-effect-below-one"),
        (([1], [4], [1], [9]), {"rest_deff": 0}, "design-effect-below-one"),
        (([1], [4], [1], [9]), {"level": 0.5}, "level-outside"),
        (([1], [4], [1], [9]), {"prior_flagged": -1}, "counts-negative"),
        (([1, 2], [4, 4], [1] * 3, [9] * 3), {}, "shapes-differ"),
        (([1], [4], [1], [float("nan")]), {}, "numbers-missing"),
    ],
)
def test_input_that_can_not_be_is_a_problem(tables, named, code):
    with pytest.raises(Problem) as caught:
        letters(*tables, **named)
    assert caught.value.code == code


def test_where_nothing_differs_rare_events_raise_few_flags_with_the_exact_test():
    random, sizes, families = np.random.default_rng(5), np.array([35, 60, 150, 600, 1500]), 400
    flagged = 0
    for _ in range(families):
        events = random.binomial(sizes, 0.01)
        rest = events.sum() - events, sizes.sum() - sizes
        found = letters(events, sizes, *rest, exact_when_few=True)
        flagged += "B" in found
    # 5 percent of families, plus three standard errors of this many.
    assert flagged / families <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / families)


def test_a_thin_normal_tail_is_doubted_where_the_exact_test_is_less_sure():
    tables = [8], [300], [97], [11_700]
    plain = grade_groups(*tables, favourable=False, prior_flagged=0)
    exact = grade_groups(*tables, favourable=False, prior_flagged=0, exact_when_few=True)
    assert plain.p[0] == pooled_z(*tables).value[0] < 0.05
    assert exact.p[0] == fisher(*tables).value[0] > plain.p[0]


def test_the_pooled_test_stands_where_it_would_not_count_or_thousands_are_expected():
    for tables in (([30], [300], [1000], [11_700]), ([60_000], [100_000], [58_000], [100_000])):
        exact = grade_groups(*tables, favourable=False, prior_flagged=0, exact_when_few=True)
        assert exact.p[0] == pooled_z(*tables).value[0]


def test_many_families_at_once_are_each_as_alone():
    tables = [560, 510, 530, 560, 9, 590], [1000] * 4 + [20, 1000], 5100, 10_000
    named = {"favourable": True, "prior_flagged": [0, 0, 1, 0, 0, 2], "relative": 0.09}
    both = grade_groups(*tables, family=[7, 7, 7, 2, 2, 2], **named)
    for part in (slice(0, 3), slice(3, 6)):
        alone = grade_groups(
            tables[0][part], tables[1][part], *tables[2:], favourable=True, relative=0.09,
            prior_flagged=named["prior_flagged"][part],
        )  # fmt: skip
        np.testing.assert_array_equal(both.q[part], alone.q)
        assert both.grade[part] == alone.grade
    together = grade_groups(*tables, **named)
    assert (together.q[[0, 3]] != both.q[[0, 3]]).all()
