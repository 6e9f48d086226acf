"""Vector files are found by area and family, so that a new file is a new test without new code."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reference import vectors


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMMONWEAL_VECTORS", str(tmp_path))
    (tmp_path / "statistics").mkdir()
    return tmp_path / "statistics"


def test_a_family_has_its_own_file_and_its_data_sets(folder: Path) -> None:
    for name in ("rates.json", "rates_large.json", "two_rates.json", "ratesx.json"):
        (folder / name).write_text('{"cases": [{"id": "a"}]}')
    assert [path.name for path in vectors.files("statistics", "rates")] == [
        "rates.json", "rates_large.json",
    ]  # fmt: skip
    assert len(vectors.cases("statistics", "rates")) == 2


def test_a_longer_family_keeps_its_own_files(folder: Path) -> None:
    for name in ("two_proportions.json", "two_proportion_score.json"):
        (folder / name).write_text("[]")
    assert [path.name for path in vectors.files("statistics", "two_proportions")] == [
        "two_proportions.json"
    ]


def test_an_absent_family_is_a_skip_that_says_so(folder: Path) -> None:
    (one,) = vectors.cases("statistics", "rates")
    assert one.id == "absent"
    assert "no vectors statistics/rates.json" in one.marks[0].kwargs["reason"]
