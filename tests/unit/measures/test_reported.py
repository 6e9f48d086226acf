"""Measures computed elsewhere, declared from what a store holds and an institution says."""

from __future__ import annotations

import pytest

from commonweal.measures.measure import Better, Fidelity
from commonweal.measures.reported import Reported, declared, measure_of, unit_of
from commonweal.tables.units.results import ReportedResult, results_of


def keys(*held: Reported) -> list[str]:
    return [measure.key for _, measure in declared(held)]


def test_a_key_is_the_id_in_small_letters() -> None:
    assert keys(Reported("CMS-165 v13", "")) == ["results.cms_165_v13"]
    assert keys(Reported("§", "")) == ["results.unnamed"]


def test_several_versions_bear_the_version_behind_the_id() -> None:
    held = [Reported("CMS2", "v14"), Reported("CMS2", ""), Reported("CMS9", "v1")]
    assert keys(*held) == ["results.cms2.unversioned", "results.cms2.v14", "results.cms9"]


def test_ids_that_read_alike_are_told_apart() -> None:
    assert keys(Reported("CMS-2", ""), Reported("cms_2", "")) == [
        "results.cms_2", "results.cms_2_2",
    ]  # fmt: skip


def test_nobody_said_which_way_is_better() -> None:
    measure = measure_of(Reported("CMS165", "v13"), "results.cms165")
    assert (measure.better, measure.fidelity) == (Better.NEITHER, Fidelity.REPORTED)
    assert (measure.title, measure.met, measure.unit) == ("CMS165", "met CMS165", "percent")
    assert "which way is better" in measure.caveats[0]
    assert measure.commitments == ("C1", "C2")
    assert measure.estimator == "proportion"
    assert measure.sources[0].startswith("Results of CMS165, version v13")


def test_what_the_institution_says_is_taken() -> None:
    said = Reported(
        "CMS165", "v13", title="Blood pressure under control", better="lower", promises="C1 R3",
        met="was not under control", smallest_gap=0.2, sites=2, visits=True,
    )  # fmt: skip
    measure = measure_of(said, "results.cms165")
    assert (measure.better, measure.commitments) == (Better.LOWER, ("C1", "R3"))
    assert (measure.met, measure.smallest_gap) == ("was not under control", 0.2)
    assert measure.caveats == ()
    assert measure.stratify_by[-1] == "reported_site"
    assert measure.people == "visits"


def test_values_are_averaged() -> None:
    waits = Reported("ED-1", "", measured=True, unit="min", smallest_difference=5.0)
    measure = measure_of(waits, "results.ed_1")
    assert (measure.estimator, measure.event, measure.unit) == ("mean", None, "minutes")
    assert measure.met == "had a value of {value} on average"
    assert (measure.version, measure.smallest_difference) == ("not named", 5.0)
    assert measure.sources == ("Results of ED-1, computed by the engine that reports them",)


def test_a_phrase_without_a_place_for_the_value_gets_one() -> None:
    measure = measure_of(Reported("ED-1", "", measured=True, met="waited"), "results.ed_1")
    assert measure.met == "waited {value} on average"


@pytest.mark.parametrize(
    ("measured", "unit", "written"),
    [(False, "minutes", "percent"), (True, "Minutes", "minutes"), (True, "furlong", "number")],
)
def test_a_unit_is_one_that_figures_are_written_in(measured: bool, unit: str, written: str) -> None:
    assert unit_of(Reported("x", "", measured=measured, unit=unit)) == written


def test_the_same_measure_is_the_same_declaration() -> None:
    assert measure_of(Reported("a", "1"), "k") == measure_of(Reported("a", "1"), "k")
    assert results_of("a", "1", one_each=False).key == ReportedResult.key
