"""More rows than memory holds are sorted part by part, as if they were sorted at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from tests.unit.intake.records import about, load, patient, visit

from commonweal.intake import finish, record, sheets, spread
from commonweal.intake.spread import Spread

_WORDS = [None, "", "0", "00", "7f", "80", "80a", "8", "9", "fe", "ff", "ffff", "main/1", "é", "~"]
_ROWS = pa.table({
    "person": _WORDS * 9,
    "key": [f"k{n % 7}-{n}" for n in range(9 * len(_WORDS))],
    "codes": [[str(n)] * (n % 3) for n in range(9 * len(_WORDS))],
})  # fmt: skip
_ORDERED = _ROWS.sort_by([("person", "ascending"), ("key", "ascending")])


def _in_order() -> list[dict[str, object]]:
    rows = _ORDERED.to_pylist()
    return [row for row in rows if row["person"] is None] + [
        row for row in rows if row["person"] is not None
    ]


def _spread(path: Path, many: int, least: int, at_once: int) -> Spread:
    batches = _ROWS.to_batches(max_chunksize=at_once)
    reader = pa.RecordBatchReader.from_batches(_ROWS.schema, batches)
    return Spread(path, reader, ("person", "key"), many, least=least)


@pytest.mark.parametrize("at_once", [1, 4, 1000])
@pytest.mark.parametrize("least", [1, 2, 16, 256])
def test_parts_that_follow_one_another_hold_all_rows_in_order(
    tmp_path: Path, at_once: int, least: int
) -> None:
    held = _spread(tmp_path / "aside", 9, least, at_once)
    assert held.parts == least
    found = [row for part in range(held.parts) for batch in held.batches(part)
             for row in batch.to_pylist()]  # fmt: skip
    assert found == _in_order()


@pytest.mark.parametrize("batch", [1, 10, 1000])
@pytest.mark.parametrize("bound", ["LARGE_ROWS", "LARGE_BYTES"])
def test_a_part_too_large_to_be_held_is_sorted_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, bound: str
) -> None:
    monkeypatch.setattr(spread, bound, 0)
    monkeypatch.setattr(spread, "BATCH", batch)
    held = _spread(tmp_path / "aside", 9, 4, 20)
    found = [row for part in range(4) for one in held.batches(part) for row in one.to_pylist()]
    assert found == _in_order()


def test_there_are_more_parts_the_more_rows_there_are(tmp_path: Path) -> None:
    many = spread.PART_ROWS
    parts = [_spread(tmp_path / "aside", rows, 1, 999).parts for rows in (0, many, many + 1)]
    assert parts == [1, 1, 2]
    assert _spread(tmp_path / "aside", 10**12, 1, 999).parts == spread.MOST_PARTS


def test_no_rows_are_spread_over_parts_without_any(tmp_path: Path) -> None:
    none = pa.RecordBatchReader.from_batches(_ROWS.schema, [])
    held = Spread(tmp_path / "aside", none, ("person", "key"), 0, least=2)
    assert [list(held.batches(part)) for part in range(2)] == [[], []]
    sheets.write_spread(held, range(2), tmp_path / "none.parquet", "key")
    assert duckdb.read_parquet(str(tmp_path / "none.parquet")).fetchall() == []


@pytest.mark.parametrize("at_once", [700, 9_000, 100_000])
def test_rows_give_the_same_bytes_in_whatever_batches_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """A column of many words is encoded in one way up to a place, and then in another."""
    rows = duckdb.connect(config={"threads": 1})
    rows.execute("""CREATE TABLE rows AS SELECT SHA256(CAST(n AS TEXT)) AS person,
        SHA256(CAST(n AS TEXT) || 'k') AS word, CAST(n AS TEXT) AS key FROM range(20000) AS t(n)""")
    sheets.write_parquet(rows, "FROM rows ORDER BY person, key", tmp_path / "whole", "key")
    monkeypatch.setattr(spread, "BATCH", at_once)
    reader = rows.sql("FROM rows").to_arrow_reader(at_once)
    held = Spread(tmp_path / "aside", reader, ("person", "key"), 9, least=8)
    sheets.write_spread(held, range(8), tmp_path / "parts", "key")
    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes()


@pytest.mark.parametrize("alone", [7, 1_000_000])
def test_a_load_that_is_sorted_part_by_part_is_the_same_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: int
) -> None:
    """A sort takes memory with its rows: two gigabytes of OMOP once ended for want of it."""
    people = [f"p{n}" for n in range(40)]
    found = [patient(one) for one in people]
    found += [visit(f"e-{one}-{n}", one) for one in people for n in range(3)]
    found += [about("Observation", f"o-{one}", "nobody" if one == "p7" else one, status="final")
              for one in people]  # fmt: skip
    found += [about("Coverage", f"c-{one}", one, status="active") for one in people]
    key = tmp_path / "key"
    whole = load(tmp_path / "whole", found, key_file=key).report
    made: list[Spread] = []
    monkeypatch.setattr(spread, "PART_ROWS", 7)
    monkeypatch.setattr(sheets, "TURN_ROWS", 7)
    monkeypatch.setattr(finish, "ALONE_ROWS", alone)
    monkeypatch.setattr(finish, "FEW_ROWS", 7)
    monkeypatch.setattr(finish, "HERE_ROWS", 7)  # few rows are sorted in another way

    class Seen(Spread):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            made.append(self)

    monkeypatch.setattr(finish, "Spread", Seen)
    monkeypatch.setattr(record, "HERE_ROWS", 7)
    parted = load(tmp_path / "parts", found, key_file=key).report
    assert parted.version == whole.version
    assert max(one.parts for one in made) > 8
    assert not list((tmp_path / "parts").rglob("*.spread"))
    for table in ("encounter", "observation", "patient"):
        place = Path("store/versions", whole.version, "lineage", f"{table}.parquet")
        assert (tmp_path / "parts" / place).read_bytes() == (
            tmp_path / "whole" / place
        ).read_bytes()
