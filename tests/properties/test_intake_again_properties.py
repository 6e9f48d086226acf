"""A store that was brought up step by step holds the same bytes as one that was loaded at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.properties.test_intake_properties import tables
from tests.unit.intake import exports, records

from commonweal.intake.load import ingest
from commonweal.intake.sources import Source

PEOPLE = ("p0", "p1")
THINGS = ("Patient/p0", "Patient/p1", "Encounter/e0", "Encounter/e1", "Observation/o0")


def made(thing: str, day: int) -> dict[str, Any]:
    """One thing as it was updated on a day: everything about it depends on the day."""
    kind, identity = thing.split("/")
    stamp = f"2020-01-{day:02d}"
    if kind == "Patient":
        spoken = [records.race(("2106-3", "2054-5", "UNK")[day % 3])]
        return exports.at(records.patient(identity, extension=spoken), stamp)
    if kind == "Encounter":
        return exports.at(records.visit(identity, PEOPLE[day % 2], status=f"s{day}"), stamp)
    parts = [{"code": records.concept(f"{n}"), "valueQuantity": {"value": day}}
             for n in range(day % 4)]  # fmt: skip
    return exports.at(records.about("Observation", identity, "p0", component=parts), stamp)


# A step is what happened to one thing on one day of its own; it was updated, or deleted.
STEPS = st.lists(st.tuples(st.sampled_from(THINGS), st.booleans()), min_size=3, max_size=12).map(
    lambda drawn: [(thing, day, gone) for day, (thing, gone) in enumerate(drawn, 1)]
)


def told(thing: str, day: int, gone: bool) -> dict[str, Any]:
    return exports.deleted(thing, day=f"2020-01-{day:02d}") if gone else made(thing, day)


@settings(
    max_examples=4, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(STEPS, st.integers(0, 6), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_loads_of_what_is_new_in_any_order_make_what_one_load_makes(
    steps: list[tuple[str, int, bool]], first: int, places: list[int]
) -> None:
    anchor = [
        exports.at(one, "2020-01-01")
        for one in (records.patient("anchor"), records.visit("anchor", "anchor"),
                    records.about("Observation", "anchor", "anchor"))
    ]  # fmt: skip
    last = {thing: (day, gone) for thing, day, gone in steps}
    stands = [made(thing, day) for thing, (day, gone) in last.items() if not gone]
    base = {thing: made(thing, day) for thing, day, gone in steps[:first] if not gone}
    # An export holds a thing once, as it is at that time; of deletions it may tell many.
    parts: list[dict[tuple[str, bool], dict[str, Any]]] = [{}, {}, {}]
    for (thing, day, gone), place in zip(steps, places, strict=False):
        parts[place][thing, gone] = told(thing, day, gone)
    since = [list(part.values()) for part in parts]
    ways = {"one": [stands], "steps": [list(base.values()), *since]}
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = []
        for store, loads in ways.items():
            for number, resources in enumerate(loads):
                path = records.write(folder / store / f"{number}.ndjson", anchor + resources)
                source = Source(path, "fhir", load="since" if number else "full")
                report = ingest(
                    folder / f"{store}-store", [source], accept=exports.LENIENT,
                    today=records.TODAY, key_file=folder / "patient.key",
                )  # fmt: skip
            found.append(tables(report))
    assert drop(found[0]) == drop(found[1])


def drop(files: dict[str, str]) -> dict[str, str]:
    """Without the rows as they were read: they say in which file that was."""
    return {name: digest for name, digest in files.items() if not name.startswith("said")}
