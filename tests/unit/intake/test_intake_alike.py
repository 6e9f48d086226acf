"""Rows of one id are compared by what their lines say, however these are written."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import duckdb
import pytest
from tests.unit.intake.records import TODAY, Resource, Store, about, concept, patient, visit

from commonweal.intake import alike
from commonweal.intake.lines import line_hash
from commonweal.intake.load import Limits, ingest
from commonweal.intake.query import rows
from commonweal.intake.sources import Source

WAYS = ("plain", "blanks", "turned")


def said(resource: Resource, way: str) -> str:
    if way == "turned":
        return json.dumps({name: resource[name] for name in reversed(resource)}) + "\n"
    return json.dumps(resource, separators=(" , ", " : ") if way == "blanks" else None) + "\n"


def taken(folder: Path, texts: dict[str, str], store: Path | None = None) -> Store:
    """Take in one folder with these files."""
    source = folder / "export"
    source.mkdir(parents=True)
    for name, text in texts.items():
        content = text.encode()
        packed = gzip.compress(content, mtime=0) if name.endswith(".gz") else content
        (source / name).write_bytes(packed)
    store = store or folder / "store"
    report = ingest(store, [Source(source, "fhir")], accept=Limits(), today=TODAY)
    return Store(store, report)


def panel(parts: int = 2) -> Resource:
    one = {"code": concept("8480-6"), "valueQuantity": {"value": 120, "code": "mm[Hg]"}}
    return about("Observation", "o1", status="final", component=[one] * parts)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["b.ndjson", "b.ndjson.gz"])
def test_the_same_said_in_another_way_is_no_conflict(tmp_path: Path, way: str, name: str) -> None:
    things = [patient(gender="male"), visit(), panel()]
    found = taken(tmp_path, {
        "a.ndjson": "".join(said(one, "plain") for one in things),
        name: "".join(said(one, way) for one in reversed(things)),
    })  # fmt: skip
    assert found.report.rows == {"component": 2, "encounter": 1, "observation": 1, "patient": 1}
    assert found.report.repeated == {"encounter": 1, "observation": 1, "patient": 1}
    assert found.problems() == {}
    assert found.said("admin_gender") == [("male", "stated")]


def greater(*resources: Resource) -> Resource:
    def hashed(one: Resource) -> str:
        text = json.dumps(one, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    return max(resources, key=hashed)


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", WAYS)
def test_the_greater_hash_of_what_is_said_is_kept_however_it_is_written(
    tmp_path: Path, first: str, second: str
) -> None:
    pairs = [(visit(f"e{number}", status="one"), visit(f"e{number}", status="other"))
             for number in range(6)]  # fmt: skip
    text = "".join(said(one, first) + said(other, second) for one, other in pairs)
    found = taken(tmp_path, {"a.ndjson": said(patient(), "plain") + text})
    assert found.problems() == {("encounter", "dup_conflict"): 6}
    kept = [row["status"] for row in found.rows("encounter")]
    assert kept == [greater(*pair)["status"] for pair in pairs]


def test_parts_and_answers_are_of_the_row_that_is_kept(tmp_path: Path) -> None:
    one, other = panel(1), panel(3)
    men = patient(gender="male"), patient(gender="female")
    ways = ((one, "turned"), (men[0], "blanks"), (other, "plain"), (men[1], "turned"))
    text = "".join(said(thing, way) for thing, way in ways)
    found = taken(tmp_path, {"a.ndjson": text})
    parts = len(greater(one, other)["component"])
    assert found.report.rows == {"component": parts, "observation": 1, "patient": 1}
    assert found.said("admin_gender") == [(greater(*men)["gender"], "stated")]


def test_more_lines_than_are_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_AT_ONCE", 2)
    visits = [visit(f"e{number}") for number in range(9)]
    found = taken(tmp_path, {
        "a.ndjson": said(patient(), "plain") + "\n\n" + "".join(said(v, "plain") for v in visits),
        "b.ndjson": "".join(said(one, "turned") for one in visits[::-1]),
    })  # fmt: skip
    assert found.report.repeated == {"encounter": 9}
    assert found.problems() == {}


def test_what_was_compared_stays_so_in_the_next_version(tmp_path: Path) -> None:
    first = taken(tmp_path / "1", {
        "a.ndjson": said(patient(), "plain") + said(visit(), "plain") + said(visit(), "turned"),
    })  # fmt: skip
    more = tmp_path / "2"
    more.mkdir()
    (more / "a.ndjson").write_text(said(visit("e2"), "plain"))
    report = ingest(first.path, [Source(more, "fhir", load="since")], today=TODAY)
    again = Store(first.path, report)
    assert again.report.rows["encounter"] == 2
    assert again.problems() == {}


def test_a_line_that_changed_since_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    lines = [said(visit("e1"), "plain"), said(visit("e2"), "turned")]
    path.write_text("".join(lines))
    connection = duckdb.connect()
    rows(connection, "CREATE TABLE unlike (file INTEGER, line BIGINT, written BLOB)")
    for file, line, text in ((0, 1, lines[0]), (0, 2, "another"), (0, 7, lines[1]), (1, 1, "")):
        rows(connection, "INSERT INTO unlike VALUES ($1, $2, $3)",
             [file, line, line_hash(text.strip().encode())])  # fmt: skip
    alike.read_again(connection, {0: path})
    found = rows(connection, "SELECT file, line, digest FROM alike")
    assert found == [(0, 1, alike.canonical(lines[0].encode()))]
