"""Selection by group: the published tables through rows, within searches, and its thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from commonweal.kinds import Asked, Group, Rows
from commonweal.stats.estimators.selection import by_stratum, compare, estimate
from commonweal.stats.selection.strata import mantel_haenszel_test, read_strata

WOMEN, MEN = Group("sex", "female", "Female"), Group("sex", "male", "Male")
SILENT = Group("sex", "declined", "Declined to say", stated=False)
UCB = {
    "A": (89, 108, 512, 825), "B": (17, 25, 353, 560), "C": (202, 593, 120, 325),
    "D": (131, 375, 138, 417), "E": (94, 393, 53, 191), "F": (24, 341, 22, 373),
}  # fmt: skip


def applicants(tables: dict[str, tuple[int, int, int, int]], *, strata: bool = True) -> Rows:
    """Spell tables out, one line an applicant: women first in each search."""
    met: list[bool] = []
    women: list[bool] = []
    search: list[float] = []
    for place, (had, size, rest_had, rest_size) in enumerate(tables.values()):
        met += [True] * had + [False] * (size - had)
        met += [True] * rest_had + [False] * (rest_size - rest_had)
        women += [True] * size + [False] * rest_size
        search += [float(place)] * (size + rest_size)
    side = np.array(women)
    columns = {"stratum": np.array(search)} if strata else {}
    labels = {"stratum": tuple(tables)} if strata else {}
    member = np.column_stack((side, ~side))
    return Rows((WOMEN, MEN), member, np.arange(len(met)), np.array(met), columns, labels)


def figure(rows: Rows, key: str, about: str) -> float:
    found = estimate(rows, Asked()).figures
    return next(one.value for one in found if (one.key, one.about) == (key, about))


def test_the_admissions_of_1973_are_compared_within_departments() -> None:
    found = estimate(applicants(UCB), Asked(ratio=True))
    assert found.gap.value[0] == pytest.approx(1.05830742358921, rel=1e-9)
    # The exact test beside the chi-square of Mantel and Haenszel, which is 0.2169.
    assert found.p[0] == pytest.approx(0.216923697055517, abs=0.005)


def test_with_very_many_the_test_is_that_of_mantel_and_haenszel() -> None:
    rows = applicants({"one": (2100, 4000, 2300, 4000), "two": (900, 2000, 1000, 2000)})
    p = mantel_haenszel_test(read_strata([2100, 900], [4000, 2000], [2300, 1000], [4000, 2000])).p
    assert estimate(rows, Asked()).p[0] == pytest.approx(p[0])


def test_beside_them_all_as_one_with_a_warning_that_it_points_the_other_way() -> None:
    rows = applicants(UCB)
    assert figure(rows, "impact_ratio", "female") == pytest.approx(0.681829843563068, rel=1e-9)
    turned = [one for one in estimate(rows, Asked()).figures if one.key == "turned"]
    assert {one.text for one in turned} == {"simpson"}


def test_the_illustration_of_the_guidelines_is_read_on_both_axes() -> None:
    rows = applicants({"one": (12, 40, 48, 80)}, strata=False)
    found = estimate(rows, Asked(ratio=True))
    assert found.gap.value[0] == pytest.approx(0.5)
    assert found.p[0] == pytest.approx(0.00277573094911936, rel=1e-9)
    assert found.gap.low[0] == pytest.approx(0.301432941045597, rel=1e-9)
    assert figure(rows, "shortfall", "female") == pytest.approx(8)
    assert figure(rows, "to_four_fifths", "female") == 8
    words = {one.about: one.text for one in found.figures if one.key == "reading"}
    assert words["female"] == "refer"


def test_swapping_sides_inverts_every_ratio() -> None:
    found = estimate(applicants(UCB), Asked(ratio=True))
    assert found.gap.value[0] * found.gap.value[1] == pytest.approx(1)
    assert found.gap.low[0] * found.gap.high[1] == pytest.approx(1)
    assert found.p[0] == pytest.approx(found.p[1])


def test_a_group_of_which_nobody_went_on_has_a_ratio_of_zero_and_an_exact_limit() -> None:
    found = estimate(applicants({"one": (0, 30, 40, 80)}), Asked(ratio=True))
    assert (found.gap.value[0], found.gap.low[0]) == (0, 0)
    assert found.gap.high[0] < 0.5


def test_where_no_search_says_anything_all_are_compared_as_one() -> None:
    found = estimate(applicants({"a": (0, 5, 0, 5), "b": (3, 3, 0, 0)}), Asked(ratio=True))
    assert found.value.value[0] == pytest.approx(3 / 8)
    assert np.isnan(found.gap.value[0])


def test_people_of_several_applications_are_counted_once() -> None:
    rows = applicants({"one": (2, 4, 2, 4)})
    again = Rows(rows.groups, rows.member, rows.person // 2, rows.met, rows.columns, rows.labels)
    assert estimate(again, Asked()).people.tolist() == [2, 2]


def test_the_silent_are_shown_and_have_no_figures() -> None:
    rows = applicants({"one": (2, 4, 2, 4)})
    quiet = Rows((WOMEN, SILENT), rows.member, rows.person, rows.met, rows.columns, rows.labels)
    assert {one.about for one in estimate(quiet, Asked()).figures} == {"female"}


def test_the_ratios_of_stages_multiply() -> None:
    rows = applicants({"one": (10, 40, 40, 80)})
    reached = np.where(rows.met, 3.0, 1.0) + (np.arange(120) % 3 == 0) * ~rows.met
    staged = Rows(rows.groups, rows.member, rows.person, rows.met,
                  dict(rows.columns) | {"reached": reached}, rows.labels)  # fmt: skip
    parts = [figure(staged, key, "female") for key in ("stage_2", "stage_3")]
    assert parts[0] * parts[1] == pytest.approx(figure(staged, "impact_ratio", "female"))


def test_one_stage_alone_has_no_ratios() -> None:
    rows = applicants({"one": (1, 2, 1, 2)})
    flat = Rows(rows.groups, rows.member, rows.person, rows.met, {"reached": np.ones(4)})
    assert not [one for one in estimate(flat, Asked()).figures if one.key.startswith("stage")]


def test_applications_of_unknown_searches_are_compared_with_each_other() -> None:
    rows = applicants({"one": (1, 2, 1, 2), "two": (1, 2, 2, 2)})
    lost = Rows(rows.groups, rows.member, rows.person, rows.met,
                {"stratum": np.where(rows.columns["stratum"] == 1, -1.0, 0.0)})  # fmt: skip
    assert by_stratum(lost, rows.member[:, 0])[1].tolist() == [2, 2]


def test_nobody_at_all_is_undefined() -> None:
    nobody = Rows((), np.zeros((0, 0), bool), np.arange(0), np.zeros(0, bool), {})
    assert compare(nobody, Asked(), []).total.reason == ("zero_denominator",)
