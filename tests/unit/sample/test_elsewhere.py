"""What another engine hands over of the made-up system: one figure matches, one is explained."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.unit.cli.calling import call

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.sample import system
from commonweal.sample.gaps import PlantedGap

GAP = PlantedGap("care.bp_control", "race_ethnicity", "hispanic", -0.18)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> system.SampleManifest:
    home = tmp_path_factory.mktemp("elsewhere")
    return system.write(
        home / "made", patients=1500, years=1, gaps=(GAP,), results=home / "results"
    )


def read(made: system.SampleManifest, name: str) -> list[dict[str, str]]:
    assert made.results is not None
    with (made.results / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_figures_are_what_the_rows_add_up_to(made: system.SampleManifest) -> None:
    rows = read(made, "results.csv")
    for figure in read(made, "submitted.csv"):
        own = [row for row in rows if row["measure_id"] == figure["measure_id"]]
        assert int(figure["exclusions"]) == sum(row["excluded"] == "yes" for row in own)
        assert int(figure["denominator"]) == sum(row["excluded"] == "no" for row in own)
        assert int(figure["numerator"]) == sum(row["in_numerator"] == "yes" for row in own)
        assert figure["rate"].endswith(" %")


def test_one_figure_matches_and_the_other_is_explained_to_the_row(
    made: system.SampleManifest, tmp_path: Path
) -> None:
    assert made.results is not None
    sources = [Source(made.fhir, "fhir"), Source(made.results / "about.toml", "results")]
    sources += [
        Source(made.results / f"{name}.csv", "results") for name in ("results", "submitted")
    ]
    ingest(tmp_path / "store", sources, today=date(2026, 11, 22))
    said = call("reconcile", tmp_path / "store").out
    pressure, vaccine = said.split("Influenza vaccine in the year (FLU 2), 2025")
    assert "same as submitted" in pressure
    assert "These parts add up to the difference." in vaccine
    kinds = Counter(
        "moved" if row["person_id"].startswith("moved") else row["measure_version"]
        for row in read(made, "results.csv")
        if row["measure_id"] == "FLU"
    )
    assert kinds["moved"] > 0
    assert kinds["1"] > 10  # fewer would be hidden
    assert f"Rows of another version of the measure: {kinds['1']} rows." in vaccine


def test_the_truth_says_where_the_gap_shows_too(
    made: system.SampleManifest, tmp_path: Path
) -> None:
    def shown(manifest: system.SampleManifest) -> set[str]:
        said = json.loads(manifest.truth.read_text(encoding="utf-8"))
        return {one["view"] for one in said["affected"] if one["measure"] == "results.cms165"}

    assert {"race_ethnicity", "language"} <= shown(made)
    assert "sex" not in shown(made)
    assert shown(system.write(tmp_path / "plain", patients=20, years=1, gaps=(GAP,))) == set()


def test_a_system_in_which_nobody_is_counted_has_no_rate(tmp_path: Path) -> None:
    few = system.write(tmp_path / "made", patients=1, years=1, seed=3, results=tmp_path / "few")
    assert {row["rate"] for row in read(few, "submitted.csv")} & {""}
