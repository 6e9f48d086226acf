"""Participation against prevalence: published strata, edges, and references that are samples."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.unit.stats.estimators.made_research import (
    absent,
    csv_of,
    each,
    keyed,
    rows,
    table,
    vectors,
)

from commonweal.kinds import Asked
from commonweal.stats.enrollment.labels import log_disparity
from commonweal.stats.estimators.participation import REFERENCE, estimate, expect

ASKED = Asked(ratio=True, reference="benchmark")


def reference(shares, condition="x", view="sex", sampled=np.nan, persons=1000.0):
    many = len(shares)
    return table(
        condition=[condition] * many, view=[view] * many, stratum=list(shares),
        share=list(shares.values()), sampled=[sampled] * many,
        persons=[persons * one for one in shares.values()],
    )  # fmt: skip


def enrolled(sizes, shares, **more):
    beside = reference(shares, **more)
    names = list(sizes)
    made = each(list(sizes.values()))
    return rows(made, codes=names, condition=["x"] * len(made), beside={REFERENCE: beside})


@pytest.mark.parametrize("case", vectors("ppr"))
def test_a_stratum_is_as_in_base_r(case):
    x, n, q = case["x"], case["n"], case["pop_share"]
    if not 0 < q < 1:
        pytest.skip("a stratum outside the reference stands below")
    found = estimate(enrolled({"a": x, "b": n - x}, {"a": q, "b": 1 - q}), ASKED)
    assert found.gap.value[0] == pytest.approx(case["ppr"], rel=1e-9)
    few = x < 5 or n - x < 5
    limits = case["ppr_exact" if few else "ppr_wilson"]
    assert [found.gap.low[0], found.gap.high[0]] == pytest.approx(limits, rel=1e-8)
    assert found.p[0] == pytest.approx(case["p_exact" if few else "p_score"], rel=1e-9)
    told = keyed(found.figures)["difference", "a"]
    assert told.value == pytest.approx(case["participation_difference"], rel=1e-9)


@pytest.mark.parametrize("case", vectors("ppr"))
def test_a_reference_that_is_a_sample_widens_the_limits_as_in_base_r(case):
    if case.get("pop_n") is None or case.get("ppr_two_sample_ci") is None:
        pytest.skip("the case has a reference that is no sample")
    x, n, q = case["x"], case["n"], case["pop_share"]
    made = enrolled({"a": x, "b": n - x}, {"a": q, "b": 1 - q}, sampled=case["pop_n"])
    found = estimate(made, ASKED)
    limits = [found.gap.low[0], found.gap.high[0]]
    assert limits == pytest.approx(case["ppr_two_sample_ci"], rel=1e-8)


def published():
    path = csv_of("qi2021_accord_demo.csv")
    if path is None:
        return [absent("research/qi2021_accord_demo.csv")]
    lines = list(csv.DictReader(path.read_text().splitlines()))
    traits = ("gender", "age_group", "race_ethnicity", "education")
    alone = [one for one in lines if sum(bool(one[trait]) for trait in traits) == 1]
    found = {
        trait: {one[trait]: one for one in alone if one[trait]} for trait in traits
    }  # fmt: skip
    return [pytest.param(one, id=trait) for trait, one in found.items()]


@pytest.mark.parametrize("strata", published())
def test_the_strata_of_a_published_trial_come_out_as_published(strata):
    sizes = {name: int(one["n_observed"]) for name, one in strata.items()}
    shares = {name: float(one["ideal_rate"]) for name, one in strata.items()}
    made = enrolled(sizes, shares)
    found = estimate(made, ASKED)
    odds = log_disparity(list(sizes.values()), sum(sizes.values()), list(shares.values()))
    for at, one in enumerate(strata.values()):
        assert odds.value[at] == pytest.approx(float(one["log_disparity_published"]), abs=1e-6)
        if float(one["p_published"]) > 1e-3:
            assert found.p[at] == pytest.approx(float(one["p_published"]), rel=1e-5)
        ratio = sizes[list(sizes)[at]] / sum(sizes.values()) / shares[list(sizes)[at]]
        assert found.gap.value[at] == pytest.approx(ratio)


def test_each_condition_is_held_against_its_own_reference() -> None:
    first, second = reference({"a": 0.2, "b": 0.8}), reference({"a": 0.6, "b": 0.4}, "y")
    columns = {name: [*first.words(name), *second.words(name)]
               for name in ("condition", "view", "stratum")}  # fmt: skip
    numbers = {name: [*first.columns[name], *second.columns[name]]
               for name in ("share", "sampled", "persons")}  # fmt: skip
    made = rows(
        each((50, 50)), codes="ab", condition=["x"] * 25 + ["y"] * 50 + ["x"] * 25,
        beside={REFERENCE: table(**columns, **numbers)},
    )  # fmt: skip
    assert expect(made).share == pytest.approx([0.4, 0.6])
    assert expect(made).persons == pytest.approx(2000)


def test_a_stratum_of_whom_nobody_is_there_is_named() -> None:
    found = estimate(enrolled({"a": 60, "b": 40}, {"a": 0.5, "b": 0.3, "c": 0.2}), ASKED)
    told = keyed(found.figures)
    assert told["absent", "c"].value == pytest.approx(0.2)
    assert told["absent", "c"].people == 0


def test_a_group_outside_the_reference_has_no_ratio() -> None:
    found = estimate(enrolled({"a": 60, "new": 40}, {"a": 1.0}), ASKED)
    assert found.gap.reason[1] == "outside_reference"
    assert np.isnan(found.p[1])
    assert np.isnan(found.rest[1])


def test_who_did_not_say_is_in_no_share_and_counted() -> None:
    found = estimate(enrolled({"a": 30, "b": 50, "unknown": 20}, {"a": 0.5, "b": 0.5}), ASKED)
    assert found.value.value[:2] == pytest.approx([0.375, 0.625])
    assert found.value.reason[2] == "not_compared"
    assert keyed(found.figures)["unknown", ""].value == pytest.approx(0.2)
    assert found.people.tolist() == [80, 80, 80]


def test_a_label_tells_a_small_study_from_a_just_one() -> None:
    small = estimate(enrolled({"a": 3, "b": 17}, {"a": 0.2, "b": 0.8}), ASKED)
    large = estimate(enrolled({"a": 100, "b": 900}, {"a": 0.2, "b": 0.8}), ASKED)
    assert keyed(small.figures)["label", "a"].text == "underpowered"
    assert keyed(large.figures)["label", "a"].text == "far_below"


def test_without_a_reference_nothing_is_said() -> None:
    made = rows(each((30, 70)), condition=["x"] * 100)
    found = estimate(made, ASKED)
    assert set(found.gap.reason) == {"zero_denominator"}
    assert keyed(found.figures)["no_reference", ""].value == 1
    assert found.total.reason == ("not_compared",)
    assert estimate(rows(np.ones((3, 0)), condition=["x"] * 3), ASKED).figures == ()


def test_shares_of_another_view_or_of_no_known_size_are_no_reference() -> None:
    beside = table(
        condition=["x"] * 4, view=["sex", "sex", "sex", "age"], stratum=["a", "b", "c", "a"],
        share=[0.4, 0.6, np.nan, 0.9], sampled=[np.nan] * 4, persons=[4.0, 6.0, 1.0, 9.0],
    )  # fmt: skip
    made = rows(each((50, 50)), codes="ab", condition=["x"] * 100, beside={REFERENCE: beside})
    assert expect(made).share == pytest.approx([0.4, 0.6])
    assert expect(made).others == ()
