from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.unit.intake.records import SCT

from commonweal.intake import valuesets
from commonweal.kinds import Problem

ONE = {"url": "urn:one", "name": "One", "version": "1", "codes": [[SCT, "1"], [SCT, "2"]]}
NONE = {"url": "urn:none|7", "name": "None", "codes": []}


def saved(path: Path, *entries: Any) -> Path:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return path


def tokens(store: Path) -> list[tuple[str, str, str]]:
    found = valuesets.current(store)
    assert found is not None
    table = pq.read_table(found[1])
    rows = zip(table["url"].to_pylist(), table["version"].to_pylist(),
               table["token"].to_pylist(), strict=True)  # fmt: skip
    return [row for row in rows if row[2] is not None]


def test_lines_and_what_is_kept_of_them(tmp_path: Path) -> None:
    assert valuesets.current(tmp_path) is None
    assert valuesets.empty(tmp_path) == ()
    assert valuesets.known(tmp_path) == frozenset()
    name = valuesets.load(tmp_path, saved(tmp_path / "a", ONE, NONE))
    assert valuesets.current(tmp_path) == (name, tmp_path / "valuesets" / f"{name}.parquet")
    assert tokens(tmp_path) == [("urn:one", "1", f"{SCT}|1"), ("urn:one", "1", f"{SCT}|2")]
    assert valuesets.empty(tmp_path) == ("urn:none",)
    assert valuesets.known(tmp_path) == {"urn:none", "urn:one"}
    listed = json.loads((tmp_path / "valuesets" / f"{name}.json").read_text())
    assert listed["sets"][0] == {"url": "urn:none", "name": "None", "version": "7", "codes": 0}


def test_order_and_packing_do_not_change_the_hash(tmp_path: Path) -> None:
    turned = ONE | {"codes": [[SCT, "2"], [SCT, "1"], [SCT, "1"]]}
    plain = saved(tmp_path / "a", ONE, NONE)
    packed = tmp_path / "b.gz"
    packed.write_bytes(gzip.compress(saved(tmp_path / "c", NONE, turned).read_bytes()))
    assert valuesets.load(tmp_path, plain) == valuesets.load(tmp_path, packed)


def test_of_several_versions_the_last_counts_and_parts_of_one_are_joined(tmp_path: Path) -> None:
    newer = ONE | {"version": "2", "codes": [[SCT, "3"]]}
    more = newer | {"codes": [[SCT, "4"]], "name": "Again"}
    valuesets.load(tmp_path, saved(tmp_path / "a", newer, ONE, more))
    assert [token for _, _, token in tokens(tmp_path)] == [f"{SCT}|3", f"{SCT}|4"]


EXPANDED = {
    "resourceType": "ValueSet",
    "url": "urn:x",
    "title": "X",
    "expansion": {
        "contains": [
            {"system": SCT, "code": "1", "contains": [{"system": SCT, "code": "2"}]},
            {"system": SCT, "code": "3", "abstract": True},
            {"display": "a heading"},
        ]
    },
}
LISTED = {
    "resourceType": "ValueSet",
    "url": "urn:y",
    "compose": {"include": [{"system": SCT, "concept": [{"code": "9"}]}]},
}


def test_fhir_value_sets_one_several_and_in_a_bundle(tmp_path: Path) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": EXPANDED}, {"resource": LISTED}]}
    names = {
        valuesets.load(tmp_path, saved(tmp_path / "a", bundle)),
        valuesets.load(tmp_path, saved(tmp_path / "b", EXPANDED, LISTED)),
        valuesets.load(tmp_path, saved(tmp_path / "c", [LISTED, EXPANDED])),
    }
    assert len(names) == 1
    assert [token for _, _, token in tokens(tmp_path)] == [f"{SCT}|1", f"{SCT}|2", f"{SCT}|9"]
    valuesets.load(tmp_path, saved(tmp_path / "d", EXPANDED))
    assert len(tokens(tmp_path)) == 2


def test_only_empty_sets(tmp_path: Path) -> None:
    valuesets.load(tmp_path, saved(tmp_path / "a", NONE))
    assert tokens(tmp_path) == []


@pytest.mark.parametrize(
    "entry",
    [
        {}, {"url": "urn:a"}, {"url": "", "codes": []}, {"url": 3, "codes": []}, 7,
        {"url": "urn:a", "codes": [["one"]]}, {"url": "urn:a", "codes": 3},
        {"url": "urn:a", "resourceType": "ValueSet"},
        LISTED | {"compose": {"include": [{"system": SCT, "filter": []}]}},
        LISTED | {"compose": {"include": [], "exclude": [{"system": SCT}]}},
    ],
)  # fmt: skip
def test_what_is_no_value_set(tmp_path: Path, entry: Any) -> None:
    with pytest.raises(Problem) as caught:
        valuesets.load(tmp_path, saved(tmp_path / "a", entry, ONE))
    assert caught.value.code == "valuesets-unreadable"
    assert valuesets.current(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "content"), [("a", b"{"), ("a", b""), ("a", b"[]"), ("a.gz", b"not gz")]
)
def test_what_can_not_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Problem) as caught:
        valuesets.load(tmp_path, tmp_path / name)
    assert caught.value.code == "valuesets-unreadable"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        valuesets.load(tmp_path, tmp_path / "nowhere")
    assert caught.value.code == "valuesets-missing"
