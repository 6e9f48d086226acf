"""Our linear decompositions beside base R linear algebra, every field of every case."""

import pytest
from tests.reference.vectors import cases

from commonweal.stats.decomposition.oaxaca import threefold, twofold

REFERENCES = {
    "twofold_ref_A": "group",
    "twofold_ref_B": "rest",
    "twofold_pooled_with_indicator": "pooled_with_group",
    "twofold_pooled_neumark": "pooled",
}
PARTS = ("endowments", "coefficients", "interaction")


def table(case):
    rows = case["A"] + case["B"]
    names = [name for name in rows[0] if name != "y"]
    columns = {name: [row[name] for row in rows] for name in names}
    return [row["y"] for row in rows], columns, [1] * len(case["A"]) + [0] * len(case["B"])


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def by_term(parts, name):
    return dict(zip(parts.terms, parts.detail[name].value.tolist(), strict=True))


@pytest.mark.parametrize("case", cases("statistics", "oaxaca"))
def test_the_three_parts_match_in_total_and_by_variable(case):
    parts, expected = threefold(*table(case)), case["threefold"]
    assert parts.gap.value[0] == near(case["gap"])
    for name in PARTS:
        assert parts.totals[name].value[0] == near(expected[name])
        assert by_term(parts, name) == near(expected[f"{name}_by_var"])


@pytest.mark.parametrize("case", cases("statistics", "oaxaca"))
def test_the_two_parts_match_for_every_reference(case):
    for field, reference in REFERENCES.items():
        parts, expected = twofold(*table(case), reference=reference), case[field]
        assert by_term(parts, "explained") == near(expected["explained"])
        assert parts.totals["explained"].value[0] == near(expected["explained_total"])
        assert parts.totals["unexplained"].value[0] == near(expected["unexplained_total"])


@pytest.mark.parametrize("case", cases("statistics", "oaxaca"))
def test_the_standard_error_counts_the_regressors_as_random(case):
    parts = twofold(*table(case), reference="group")
    assert parts.totals["explained"].se[0] == near(case["se_explained_ref_A"])


@pytest.mark.parametrize("case", cases("statistics", "oaxaca"))
def test_no_field_of_a_case_is_passed_over(case):
    read = {"id", "A", "B", "gap", "threefold", "se_explained_ref_A", *REFERENCES}
    assert set(case) <= read
