"""No spoiled export crashes a reader or loses a row: a small run of benchmarks/fuzz/exports."""

from __future__ import annotations

import random

import pytest
from benchmarks.fuzz import exports

from commonweal.intake import sources
from commonweal.intake.files import FileRecord
from commonweal.intake.sources import Into, Source

HANG = 60.0  # seconds; how fast a reader is, benchmarks say


@pytest.fixture(autouse=True)
def _only_a_hang_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LONGEST", HANG)


def test_no_promise_is_broken() -> None:
    seen = exports.run(110, 7)
    assert seen.faults == {}
    assert set(seen.cases) == set(exports.GOOD)
    assert 0 < seen.refused.total() < 110


@pytest.mark.parametrize("name", exports.GOOD)
def test_a_good_export_is_never_refused(name: str) -> None:
    seen = exports.Seen()
    kind, files = exports.GOOD[name]
    exports.one(kind, files, seen, name)
    assert (seen.refused.total(), seen.faults) == (0, {})


def test_a_reader_that_fails_or_loses_a_row_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def loses(_: Source, into: Into) -> set[str]:
        into.files.append(FileRecord("main", "x", "0", received=2, accepted=1))
        return set()

    def fails(*_: object) -> set[str]:
        raise ValueError

    for reader, fault in ((loses, "OMOP: rows lost"), (fails, "OMOP: ValueError")):
        monkeypatch.setitem(sources.READERS, "omop", reader)
        seen = exports.Seen()
        exports.one("omop", exports.GOOD["OMOP"][1], seen, "OMOP")
        assert dict(seen.faults) == {fault: 1}


def test_an_export_that_takes_too_long_or_too_much_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LONGEST", 0.0)
    held = iter((100, 901))
    monkeypatch.setattr(exports, "_peak", lambda: next(held))
    seen = exports.Seen()
    exports.one("results", exports.GOOD["results"][1], seen, "results")
    assert dict(seen.faults) == {"results: longer than 0 s": 1, "results: more than 600 MB": 1}
    assert (seen.longest[0] > 0, seen.largest) == (True, 801)


def test_each_way_of_spoiling_changes_something() -> None:
    luck = random.Random(1)  # noqa: S311  no secret
    for way in exports.WAYS:
        assert any(way(exports.CSV, luck) != exports.CSV for _ in range(20))
