"""The places of the made-up system: two founding hospitals, two community hospitals, a school."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.sample.codes import TERMINOLOGY
from commonweal.sample.shapes import Resource, concept

HOSPITALS = (
    ("founding-north", "Founding Hospital North (made up)"),
    ("founding-south", "Founding Hospital South (made up)"),
    ("community-east", "Community Hospital East (made up)"),
    ("community-west", "Community Hospital West (made up)"),
)
SCHOOL = ("school", "School of Health Professions (made up)")
PROVIDERS = tuple({"reference": f"Organization/{number}"} for number, _ in HOSPITALS)


def organizations() -> Iterator[Resource]:
    """Write every Organization."""
    for (number, name), kind in [(place, "prov") for place in HOSPITALS] + [(SCHOOL, "edu")]:
        yield {
            "resourceType": "Organization",
            "id": number,
            "active": True,
            "type": [concept((f"{TERMINOLOGY}organization-type", kind))],
            "name": name,
            "address": [{"state": "MA", "country": "US"}],
        }
