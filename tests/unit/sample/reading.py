"""Read a written sample with nothing but the standard library, to count it a second way."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

Resource = dict[str, Any]


@lru_cache(maxsize=16)
def resources(folder: Path, kind: str) -> list[Resource]:
    """Read every resource of one type."""
    text = gzip.decompress((folder / "fhir" / f"{kind}.ndjson.gz").read_bytes())
    return [json.loads(line) for line in text.splitlines()]


def codes(concept: Resource) -> set[str]:
    """Give the codes of a concept."""
    return {entry["code"] for entry in concept["coding"]}


def owner(resource: Resource) -> str:
    """Give the id of the person a resource is about."""
    for name in ("subject", "patient", "beneficiary"):
        if name in resource:
            return str(resource[name]["reference"]).removeprefix("Patient/")
    return str(resource["id"])


def extension(patient: Resource, name: str) -> Resource | None:
    """Find an extension of a patient by the end of its address."""
    return next((part for part in patient["extension"] if part["url"].endswith(f"/{name}")), None)


def hispanic(patient: Resource) -> bool:
    """Say whether the record says Hispanic or Latino."""
    found = extension(patient, "us-core-ethnicity")
    return found is not None and '"2135-2"' in json.dumps(found)


def language(patient: Resource) -> str:
    """Give the preferred language on record, or ""."""
    spoken = patient.get("communication")
    return str(spoken[0]["language"]["coding"][0]["code"]) if spoken else ""


def age(patient: Resource, year: int) -> int:
    """Give the age on the last day of a year."""
    return year - int(patient["birthDate"][:4])


def lead_people(folder: Path, year: int) -> set[str]:
    """Give who was at a clinic in a year."""
    return {
        owner(visit)
        for visit in resources(folder, "Encounter")
        if visit["class"]["code"] == "AMB" and visit["period"]["start"][:4] == str(year)
    }


def last_pressure_controlled(folder: Path, year: int) -> dict[str, bool]:
    """Say of each person measured in a year whether the last day's lowest values are controlled."""
    days: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for found in resources(folder, "Observation"):
        if "85354-9" in codes(found["code"]) and found["effectiveDateTime"][:4] == str(year):
            upper, lower = (part["valueQuantity"]["value"] for part in found["component"])
            days[owner(found)][found["effectiveDateTime"][:10]].append((upper, lower))
    controlled = {}
    for person, readings in days.items():
        last = readings[max(readings)]
        controlled[person] = min(r[0] for r in last) < 140 and min(r[1] for r in last) < 90
    return controlled
