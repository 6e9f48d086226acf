"""The truth of a sample: what was planted is there, elsewhere is nothing, and it is written."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from tests.unit.sample.reading import (
    age,
    codes,
    extension,
    hispanic,
    language,
    last_pressure_controlled,
    lead_people,
    owner,
    resources,
)

from commonweal.kinds import Problem
from commonweal.measures.measure import Unit
from commonweal.measures.registry import every_measure
from commonweal.sample import gaps, people
from commonweal.sample.draws import Draws
from commonweal.sample.gaps import BASE, MEASURES, PLANTED, PlantedGap
from commonweal.sample.system import SampleManifest, write
from commonweal.sample.years import Years
from commonweal.tables.views import VIEWS

YEAR = 2025
SIZE = 9_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleManifest:
    return write(tmp_path_factory.mktemp("large"), patients=SIZE, seed=5, years=1)


def close(found: list[bool], expected: float) -> bool:
    """Say whether a share is within four standard errors of what was planted."""
    error = sqrt(expected * (1 - expected) / len(found))
    return abs(sum(found) / len(found) - expected) < 4 * error


def test_pressure_is_controlled_less_often_among_hispanic_people(sample: SampleManifest) -> None:
    patients = {entry["id"]: entry for entry in resources(sample.folder, "Patient")}
    ill = {
        owner(entry)
        for entry in resources(sample.folder, "Condition")
        if "59621000" in codes(entry["code"])
    }
    split: dict[bool, list[bool]] = {True: [], False: []}
    for person, controlled in last_pressure_controlled(sample.folder, YEAR).items():
        patient = patients[person]
        if person in ill and extension(patient, "us-core-ethnicity") is not None:
            split[hispanic(patient)].append(controlled)
    assert close(split[True], BASE["care.bp_control"] + PLANTED[0].difference)
    # Some who are Hispanic did not say so, and stand among the others.
    assert close(split[False], BASE["care.bp_control"] + 0.05 * PLANTED[0].difference)


def test_colorectal_screening_is_rarer_in_the_two_languages_only(sample: SampleManifest) -> None:
    tested = {
        owner(entry)
        for entry in resources(sample.folder, "Observation")
        if "29771-3" in codes(entry["code"])
    } | {
        owner(entry)
        for entry in resources(sample.folder, "Procedure")
        if "73761001" in codes(entry["code"])
    }
    seen = lead_people(sample.folder, YEAR)
    expected = {"es": 0.64 - 0.18, "zh": 0.64 - 0.22, "en": 0.64, "pt": 0.64}
    for tongue, chance in expected.items():
        found = [
            patient["id"] in tested
            for patient in resources(sample.folder, "Patient")
            if 46 <= age(patient, YEAR) <= 75
            and patient["id"] in seen
            and language(patient) == tongue
        ]
        assert len(found) > 50
        assert close(found, chance)


def test_men_are_screened_for_depression_less_often(sample: SampleManifest) -> None:
    planned = {owner(entry) for entry in resources(sample.folder, "ServiceRequest")}
    met, refused = set(), set()
    for entry in resources(sample.folder, "Observation"):
        if codes(entry["code"]) & {"73832-8", "73831-0"}:
            if entry["status"] == "cancelled":
                refused.add(owner(entry))
            elif "428171000124102" in codes(entry["valueCodeableConcept"]):
                met.add(owner(entry))
    met |= planned
    seen = lead_people(sample.folder, YEAR) - refused
    for sex, chance in (("male", 0.56), ("female", 0.66)):
        found = [
            patient["id"] in met
            for patient in resources(sample.folder, "Patient")
            if age(patient, YEAR) > 12 and patient["id"] in seen and patient["gender"] == sex
        ]
        assert close(found, chance)


def test_vaccines_are_given_alike(sample: SampleManifest) -> None:
    given = {owner(entry) for entry in resources(sample.folder, "Immunization")}
    seen = lead_people(sample.folder, YEAR)
    everybody = resources(sample.folder, "Patient")
    for name in ("female", "male"):
        found = [p["id"] in given for p in everybody if p["gender"] == name and p["id"] in seen]
        assert close(found, BASE["care.flu_vaccine_simple"])
    found = [p["id"] in given for p in everybody if hispanic(p) and p["id"] in seen]
    assert close(found, BASE["care.flu_vaccine_simple"])


def test_the_truth_is_written_down(sample: SampleManifest) -> None:
    said = json.loads(sample.truth.read_text())
    assert said["patients"] == SIZE
    assert [entry["difference"] for entry in said["planted"]] == [gap.difference for gap in PLANTED]
    affected = {(entry["measure"], entry["view"]): entry["why"] for entry in said["affected"]}
    assert affected == gaps.affected(PLANTED)
    assert said["rows"]["fhir/Patient"] == SIZE


def test_measures_and_views_are_those_of_the_house() -> None:
    clinical = [one for one in every_measure() if isinstance(one.unit_of_analysis, Unit)]
    assert list(MEASURES) == [measure.key for measure in clinical]
    asked = {view.key for view in VIEWS if not view.column} - {"whole"}
    assert sorted(gaps.VIEWS) == sorted(asked)


def test_a_gap_is_carried_to_what_shares_its_data_and_its_people() -> None:
    found = gaps.affected(PLANTED)
    assert found["care.bp_control", "race_ethnicity"] == "planted"
    assert found["care.bp_control_simple", "race_ethnicity"] == "carried"
    assert found["care.bp_any_simple", "language"] == "carried"
    assert found["care.bp_any_simple", "age"] == "age"
    assert ("care.bp_control", "sex") not in found
    assert not any(measure == "care.flu_vaccine_simple" for measure, _ in found)
    assert set(gaps.affected(())) == set(gaps.THROUGH_AGE)


@pytest.fixture(scope="module")
def everybody() -> people.People:
    return people.draw(Draws(1), 4000, Years(YEAR, 3))


def test_a_gap_holds_for_people_whatever_their_record_says(everybody: people.People) -> None:
    found = gaps.members(everybody, "race_ethnicity", "hispanic")
    assert found.sum() > (found & (everybody.ethnicity_said == people.STATED)).sum() > 0
    alone = gaps.members(everybody, "race_ethnicity", "asian")
    assert not (found & alone).any()
    for view, group in (
        ("language", "ht"), ("sex", "female"), ("interpreter_needed", "yes"), ("payer", "dual"),
    ):  # fmt: skip
        share = gaps.members(everybody, view, group).mean()
        assert 0 < share < 1


def test_the_same_people_differ_by_the_planted_size(everybody: people.People) -> None:
    chance = gaps.probabilities("care.bp_control", everybody, PLANTED)
    assert set(np.round(chance, 12)) == {0.66, 0.48}
    assert set(gaps.probabilities("care.breast", everybody, PLANTED)) == {BASE["care.breast"]}


@pytest.mark.parametrize(
    ("measure", "view", "group"),
    [
        ("care.bp_control_simple", "sex", "male"),
        ("care.unheard_of", "sex", "male"),
        ("care.breast", "site", "north"),
        ("care.breast", "sex", "neither"),
        ("care.breast", "race_ethnicity", "martian"),
    ],
)
def test_a_gap_that_can_not_be_planted_is_refused(
    tmp_path: Path, measure: str, view: str, group: str
) -> None:
    with pytest.raises(Problem) as refused:
        write(tmp_path, patients=10, gaps=(PlantedGap(measure, view, group, -0.1),))
    assert refused.value.code == "gap-unknown"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "planted",
    [
        (PlantedGap("care.breast", "language", "es", 0.3),),
        (PlantedGap("care.breast", "language", "es", -0.75),),
        # One in seven had a colonoscopy before, whatever happens now.
        (PlantedGap("care.colorectal", "language", "es", -0.5),),
        (
            PlantedGap("care.breast", "language", "es", -0.4),
            PlantedGap("care.breast", "race_ethnicity", "hispanic", -0.4),
        ),
    ],
)
def test_gaps_too_large_to_hold_are_refused(
    tmp_path: Path, planted: tuple[PlantedGap, ...]
) -> None:
    with pytest.raises(Problem) as refused:
        write(tmp_path, patients=10, gaps=planted)
    assert refused.value.code == "gap-impossible"


def test_power_grows_with_people_and_gap_and_is_the_error_without_one() -> None:
    assert gaps.expected_power((200, 0.5), (800, 0.5)) == pytest.approx(0.025)
    small = gaps.expected_power((100, 0.50), (900, 0.66))
    large = gaps.expected_power((200, 0.50), (800, 0.66))
    assert small < large < 1
    assert gaps.expected_power((200, 0.50), (800, 0.66), comparisons=6) < large
    assert gaps.expected_power((0, 0.5), (800, 0.5)) == 0.0
    # z = 2.8 standard errors from zero is the textbook's 80 %.
    assert gaps.expected_power((388, 0.5), (388, 0.6)) == pytest.approx(0.80, abs=0.01)
