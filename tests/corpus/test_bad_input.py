"""Each bad export ends as it must: a clear refusal, or every row kept or listed; nothing said."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.corpus.case import DONE, MARK, PROBLEM, Case
from tests.corpus.cases import CASES
from tests.corpus.table import page
from tests.unit.cli.calling import call

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bad-input.md"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store that holds a good version, to see that a refusal leaves it."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "in").mkdir()
    (folder / "in" / "Patient.ndjson").write_text('{"resourceType":"Patient","id":"old"}\n')
    assert call("ingest", folder / "in", "--to", folder / "store").code == DONE
    return folder / "store"


def manifest(store: Path) -> dict[str, Any]:
    current = (store / "CURRENT").read_text().strip()
    found: dict[str, Any] = json.loads((store / "versions" / current / "manifest.json").read_text())
    return found


def set_aside(store: Path) -> Counter[str]:
    current = (store / "CURRENT").read_text().strip()
    lines = store / "versions" / current / "quarantine" / "lines.parquet"
    rows = duckdb.from_parquet(str(lines)).project("reason").fetchall()
    return Counter(reason for (reason,) in rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind} {case.name}")
def test_a_bad_export_ends_as_it_must(case: Case, before: Path, tmp_path: Path) -> None:
    given, store = tmp_path / "in", tmp_path / "store"
    given.mkdir()
    shutil.copytree(before, store)
    case.write(given)
    beside = ("--mapping", given / "mapping.toml") if case.kind == "csv" else ()
    ended = call("ingest", given, "--to", store, "--kind", case.kind, *beside)
    assert MARK not in ended.out + ended.err
    if case.refused:
        assert (ended.code, manifest(store)) == (PROBLEM, manifest(before)), ended.err
        assert case.refused in ended.err
        assert case.says in ended.err
        assert "Nothing was changed." in ended.err
        return
    assert ended.code == DONE, ended.err
    told = manifest(store)
    counts = {one["name"]: (one["received"], one["accepted"], one["quarantined"], one["left_out"])
              for one in told["files"]}  # fmt: skip
    assert all(got == kept + aside + out for got, kept, aside, out in counts.values())
    assert {name: counts[name] for name in case.files} == dict(case.files)
    assert set_aside(store) == Counter(case.aside)
    assert set_aside(store).total() == sum(aside for _, _, aside, _ in counts.values())
    marks = {f"{table} {code}": rows for table, code, rows, *_ in told["problems"]}
    assert {name: marks.get(name) for name in case.marks} == dict(case.marks)
    assert tuple(one["name"] for one in told["files"] if one["broken"]) == case.broken


def test_there_are_cases_enough_and_each_has_a_name_of_its_own() -> None:
    names = [(case.kind, case.name) for case in CASES]
    assert len(set(names)) == len(names) >= 120


def test_the_page_of_the_documentation_lists_every_case() -> None:
    if os.environ.get("COMMONWEAL_REWRITE"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "Run again with COMMONWEAL_REWRITE=1."
