"""The gap in funding: plain on applicants, and the steps of glm and sandwich."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.reference.tables import pairs, present
from tests.unit.stats.estimators.made_research import each, keyed, rows

from commonweal.kinds import Asked
from commonweal.stats.estimators.funding_gap import estimate

PAIRS = pairs("research", "fundgap")


@pytest.mark.parametrize("one", PAIRS)
def test_the_steps_are_those_of_the_reference(one):
    expected, path = one
    lines = list(csv.DictReader(path.read_text().splitlines()))
    inside = np.array([line["group"] == "1" for line in lines])
    made = rows(
        np.column_stack((inside, ~inside)),
        codes=("one", "other"),
        person=np.array([int(line["applicant"]) for line in lines]),
        met=[line["funded"] == "1" for line in lines],
        step1_exper=[float(line["exper"]) for line in lines],
        step1_pubs=[float(line["pubs"]) for line in lines],
        step2_topic=[line["topic"] for line in lines],
    )
    found = estimate(made, Asked())
    assert found.gap.value[0] == pytest.approx(expected["raw"], rel=1e-9)
    told = keyed(found.figures)
    for key, step in (("alone", "m0"), ("step1", "m1"), ("step2", "m2")):
        figure = told[key, "one"]
        assert figure.value == pytest.approx(expected[step]["ame"], rel=1e-9)
        half = (figure.high - figure.low) / 2 / 1.959963984540054
        assert half == pytest.approx(expected[step]["ame_se"], rel=1e-6)
    assert present(PAIRS[0])


def many(**columns: object) -> dict[str, object]:
    size = 240
    won = np.arange(size) % 5 < 2
    return {"met": won, "step1_years": np.arange(size) % 7, **columns}


def test_applications_of_one_person_count_as_alike() -> None:
    apart = estimate(rows(each((120, 120)), **many()), Asked())
    pairs_of = estimate(rows(each((120, 120)), person=np.arange(240) // 5, **many()), Asked())
    assert apart.people.tolist() == [120, 120]
    assert pairs_of.people.tolist() == [24, 24]
    assert pairs_of.value.value == pytest.approx(apart.value.value)


def test_a_row_without_a_number_is_in_no_model_and_counted() -> None:
    years = np.where(np.arange(240) % 4 == 0, np.nan, np.arange(240) % 7)
    told = keyed(estimate(rows(each((120, 120)), **many(step1_years=years)), Asked()).figures)
    assert told["left_out", ""].value == pytest.approx(0.25)


def test_a_word_that_is_not_known_is_a_level_of_its_own() -> None:
    topic = [None if at % 3 == 0 else "basic" for at in range(240)]
    told = keyed(estimate(rows(each((120, 120)), **many(step2_topic=topic)), Asked()).figures)
    assert ("step2", "g0") in told
    assert told["left_out", ""].value == 0


def test_few_applicants_and_those_who_did_not_say_have_no_model() -> None:
    made = rows(each((8, 112, 120)), codes=("few", "many", "unknown"), **many())
    told = keyed(estimate(made, Asked()).figures)
    assert {about for _, about in told} == {"many", ""}


def test_nobody_applied() -> None:
    made = rows(np.ones((0, 2)), met=[], step1_years=[])
    assert np.isnan(keyed(estimate(made, Asked()).figures)["left_out", ""].value)
