"""How people got in, in the made-up system: what is planted is there, and the rest is null."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from tests.unit.sample.reading import extension, language, resources

from commonweal.kinds import Problem
from commonweal.sample import gaps
from commonweal.sample.gaps import ACCESS, PLANTED, PlantedGap
from commonweal.sample.system import SampleManifest, write


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleManifest:
    return write(
        tmp_path_factory.mktemp("access"), patients=6_000, seed=5, years=1, beside_care=False
    )


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tongues(sample: SampleManifest) -> dict[str, str]:
    return {one["id"]: language(one) or "" for one in resources(sample.folder, "Patient")}


def test_help_is_rarer_in_the_planted_language_only(sample: SampleManifest) -> None:
    tongue = tongues(sample)
    needs = {
        one["id"]
        for one in resources(sample.folder, "Patient")
        if (said := extension(one, "us-core-interpreter-needed"))
        and said["valueCoding"]["display"] == "Yes"
    }
    helped = {row["visit"]: row for row in read(sample.tables, "interpreter_use")}
    found: dict[str, list[bool]] = defaultdict(list)
    for one in resources(sample.folder, "Encounter"):
        person = one["subject"]["reference"].removeprefix("Patient/")
        row = helped.get(one["id"])
        if person in needs and not (row and row["declined"] == "yes"):
            found[tongue[person]].append(row is not None and row["mode"] != "family")
    planted = ACCESS["care.interpreter_provided"] + PLANTED[4].difference
    assert sum(found["zh"]) / len(found["zh"]) == pytest.approx(planted, abs=0.06)
    assert sum(found["es"]) / len(found["es"]) == pytest.approx(0.74, abs=0.04)


def minutes(row: dict[str, str]) -> float:
    arrived, seen = (datetime.fromisoformat(row[name]) for name in ("arrived_at", "provider_at"))
    return (seen - arrived).total_seconds() / 60


def test_waits_are_longer_in_the_planted_language_only(sample: SampleManifest) -> None:
    tongue = tongues(sample)
    found: dict[str, list[float]] = defaultdict(list)
    for row in read(sample.tables, "ed_track"):
        if row["provider_at"]:
            found[tongue[row["person"]]].append(minutes(row))
    assert median(found["en"]) == pytest.approx(24, abs=3)
    assert median(found["es"]) == pytest.approx(36, abs=6)


def test_who_left_unseen_was_not_seen_and_clocks_are_sometimes_wrong(
    sample: SampleManifest,
) -> None:
    rows = read(sample.tables, "ed_track")
    left = [row for row in rows if row["ending"] == "LWBS"]
    assert len(left) / len(rows) == pytest.approx(0.03, abs=0.015)
    assert not any(row["provider_at"] or row["roomed_at"] for row in left)
    assert any(row["provider_at"] and minutes(row) < 0 for row in rows)
    assert any(not row["provider_at"] for row in rows if row["ending"] != "LWBS")


def test_a_gap_in_waiting_is_carried_to_groups_that_share_people() -> None:
    found = gaps.affected(PLANTED)
    assert found["care.wait_to_provider", "language"] == "planted"
    assert found["care.wait_to_provider", "race_ethnicity"] == "carried"
    assert ("care.wait_to_provider", "sex") not in found
    assert not any(measure == "care.left_without_being_seen" for measure, _ in found)


@pytest.mark.parametrize(
    ("gap", "code"),
    [
        (PlantedGap("care.cancelled_by_us", "language", "es", 0.1), "gap-unknown"),
        (PlantedGap("care.wait_to_provider", "language", "es", -30), "gap-impossible"),
        (PlantedGap("care.wait_to_provider", "language", "es", 300), "gap-impossible"),
        (PlantedGap("care.interpreter_provided", "language", "es", 0.3), "gap-impossible"),
    ],
)
def test_a_gap_that_cannot_be_is_refused(gap: PlantedGap, code: str) -> None:
    with pytest.raises(Problem) as caught:
        gaps.check((gap,))
    assert caught.value.code == code
