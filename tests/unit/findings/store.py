"""A small made-up system taken in once, for the tests that need a real store."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from commonweal.findings.audit import Answer, Question, audit
from commonweal.intake.load import ingest
from commonweal.intake.sources import Source
from commonweal.intake.versions import open_current
from commonweal.kinds import Period
from commonweal.measures.registry import find
from commonweal.sample import system
from commonweal.sample.gaps import PlantedGap
from commonweal.tables.dataset import Dataset
from commonweal.vision.vision import shipped

TODAY = date(2026, 6, 1)
YEAR = Period.parse("2025")
KEYS = ("care.breast", "care.ed_visits_simple", "care.flu_vaccine_simple")
VIEWS = ("race_ethnicity", "sex")
GAP = PlantedGap("care.flu_vaccine_simple", "sex", "male", -0.35)
_HOME = TemporaryDirectory(prefix="commonweal-findings-")


@cache
def exports() -> Path:
    """Give the folder of a made-up system of 300 people with one wide gap, written once."""
    folder = Path(_HOME.name) / "exports"
    system.write(folder, patients=300, profile="small", gaps=(GAP,))
    return folder


@cache
def dataset() -> Dataset:
    """Give the version that the made-up system becomes."""
    store = Path(_HOME.name) / "store"
    ingest(store, [Source(exports() / "fhir", "fhir")], today=TODAY)
    return open_current(store)


def people() -> list[dict[str, Any]]:
    """Give the Patient resources of the made-up system."""
    with gzip.open(exports() / "fhir" / "Patient.ndjson.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def retold(folder: Path, change: Callable[[dict[str, Any]], None]) -> Dataset:
    """Take in the same system with each Patient changed."""
    copy = folder / "fhir"
    copy.mkdir()
    for path in sorted((exports() / "fhir").iterdir()):
        if not path.name.startswith("Patient."):
            (copy / path.name).write_bytes(path.read_bytes())
    made = people()
    for one in made:
        change(one)
    lines = "".join(f"{json.dumps(one)}\n" for one in made)
    (copy / "Patient.ndjson").write_text(lines, encoding="utf-8")
    ingest(folder / "store", [Source(copy, "fhir")], today=TODAY)
    return open_current(folder / "store")


def question(held: Dataset | None = None, keys: tuple[str, ...] = KEYS) -> Question:
    """Give what the audits of these tests ask."""
    return Question(held or dataset(), YEAR, tuple(find(key) for key in keys), VIEWS)


@cache
def answered() -> Answer:
    """Give one audit of the made-up system."""
    return audit(question(), shipped("promises"))
