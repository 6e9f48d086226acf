"""Rows of OMOP that stand on many lines, bear marks of inches, or follow empty lines."""

from __future__ import annotations

import gzip
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from commonweal.intake.omop import exports
from commonweal.intake.omop.copying import Copied, Copying
from commonweal.intake.staging import Staging

HEAD = (
    "observation_id,person_id,observation_concept_id,observation_date,value_as_string,"
    + ",".join(f"x{n}" for n in range(15))
    + "\n"
)
OPEN = '7,"x\n'  # a quote that never ends: DuckDB would take all that follows for its cell


def noted(number: int, text: str = "", last: str = "") -> str:
    return f"{number},1,11,2024-01-01,{text}{',' * 15}{last}\n"


def copied(folder: Path, text: str, packed: bool = False) -> tuple[Copied, list[str]]:
    path = folder / ("observation.csv.gz" if packed else "observation.csv")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    (folder / "staged").mkdir()
    with duckdb.connect() as connection:
        staging = Staging(folder / "staged")
        copying = Copying(connection, staging, Lock(), folder=folder, place=0, source_id="main")
        became = copying.run(exports.look(path, "observation"))
        staging.close(["_quarantine"])
    return became, pq.read_table(folder / "0.parquet", columns=["id"])["id"].to_pylist()


def aside(folder: Path) -> list[dict[str, Any]]:
    paths = sorted((folder / "staged").rglob("*_quarantine*"))
    found: list[dict[str, Any]] = [
        row for path in paths if path.is_file() for row in pq.read_table(path).to_pylist()
    ]
    return sorted(found, key=lambda one: int(one["line_no"]))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_a_long_letter_and_marks_of_inches_are_rows(
    tmp_path: Path, wide: bool, packed: bool
) -> None:
    letter = '"' + "Dear colleague\n" * 14_000 + '"'
    text = HEAD + noted(1) + noted(2, letter) + noted(3, last='5 " a')
    text += "".join(noted(n) for n in range(4, 50)) + noted(50, '6 " b') + noted(51)
    text += f"9{',' * 60_000}\n" * wide + noted(52)
    became, ids = copied(tmp_path, text, packed)
    assert became.refused == wide
    assert ids == [str(n) for n in range(1, 53)]


@pytest.mark.parametrize("end", ["", OPEN, f"8{',' * 60_000}\n"])
@pytest.mark.parametrize("empty", [0, 5, 90, 70_000])
def test_a_refused_line_is_told_by_its_place_in_the_file(
    tmp_path: Path, empty: int, end: str
) -> None:
    before = f"{HEAD}{noted(1)}9,9\n" + "\n" * empty + noted(2)
    text = f"{before}9,8\n{noted(3)}" + "\n" * (empty // 2) + f"9,7\n{noted(4)}{end}"
    became, ids = copied(tmp_path, text)
    assert (became.refused, ids) == (3 + bool(end), ["1", "2", "3", "4"])
    lines = text.split("\n")
    assert len(aside(tmp_path)) == became.refused
    for one in aside(tmp_path):
        line = lines[one["line_no"] - 1]
        assert one["text"].decode().strip() == line
        assert one["byte"] == len("\n".join(lines[: one["line_no"] - 1])) + 1
    assert [one["reason"] for one in aside(tmp_path)][:3] == ["wrong_field_count"] * 3


def test_a_gz_that_breaks_off_is_parted_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "observation.csv.gz"
    rows = "".join(noted(n, f"{n * 7919 % 10_007}") for n in range(10, 4_000))
    path.write_bytes(gzip.compress((HEAD + noted(1) + OPEN + rows).encode())[:-4_000])
    (tmp_path / "staged").mkdir()
    with duckdb.connect() as connection:
        staging = Staging(tmp_path / "staged")
        copying = Copying(connection, staging, Lock(), folder=tmp_path, place=0, source_id="main")
        became = copying.run(exports.look(path, "observation"))
    assert (became.sound, became.refused) == (False, 1)
    ids = pq.read_table(tmp_path / "0.parquet", columns=["id"])["id"].to_pylist()
    assert ids == ["1", *(str(n) for n in range(10, 9 + len(ids)))]
    assert len(ids) > 1_000
