"""A small made-up store of results and submitted figures, written straight to Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.unit.engine.made import Row, dataset

from commonweal.tables.dataset import Dataset

MEASURE = {"measure_id": "M", "measure_version": "1", "period_start": "2025", "period_end": "2025"}
PEOPLE = 60


def result(place: int, **more: object) -> Row:
    """Give a row of a person who is in the denominator and met it, unless said otherwise."""
    row: Row = {
        **MEASURE, "measure_result_key": f"main/{place:04d}", "source_id": "main",
        "patient_key": f"p{place % PEOPLE:02d}", "in_denominator": True, "excluded": False,
        "in_numerator": True, "problem": [],
    }  # fmt: skip
    return row | more


def figure(**more: object) -> Row:
    """Give a submitted figure of the measure."""
    return {**MEASURE, "submitted_figure_key": "main/f", **more}


def store(
    folder: Path,
    results: Sequence[Row],
    figures: Sequence[Row] = (),
    lines: Mapping[str, Sequence[int]] | None = None,
    aside: Sequence[tuple[int, str]] = (),
) -> Dataset:
    """Write the tables of a store.

    folder:  an empty folder
    results, figures: rows
    lines:   for each key the lines that said it; a row that is not named stood on line 1
    aside:   (line, text) of what was set aside in the same file
    """
    tables = {"patient": [{"patient_key": f"p{n:02d}"} for n in range(PEOPLE)],
              "measure_result": results, "submitted_figure": figures}  # fmt: skip
    sexes = [(f"p{n:02d}", "admin_gender", ("female", "male")[n % 2], "stated")
             for n in range(PEOPLE)]  # fmt: skip
    made = dataset(folder, tables, sexes)
    listed = [(row["measure_result_key"], line) for row in results
              for line in (lines or {}).get(row["measure_result_key"], (1,))]  # fmt: skip
    (made.folder / "lineage").mkdir()
    pq.write_table(pa.table({
        "key": pa.array([key for key, _ in listed], pa.string()),
        "file": pa.array([0] * len(listed), pa.int32()),
        "line": pa.array([line for _, line in listed], pa.int64()),
    }), made.folder / "lineage" / "measure_result.parquet")  # fmt: skip
    (made.folder / "quarantine").mkdir()
    hashes = pa.array([f"h{line}" for line, _ in aside], pa.string())
    pq.write_table(pa.table({
        "source_id": pa.array(["main"] * len(aside), pa.string()),
        "file": pa.array([0] * len(aside), pa.int32()),
        "line_no": pa.array([line for line, _ in aside], pa.int64()), "sha256": hashes,
    }), made.folder / "quarantine" / "lines.parquet")  # fmt: skip
    texts = pa.array([text.encode() for _, text in aside], pa.binary())
    pq.write_table(pa.table({"sha256": hashes, "text": texts}),
                   made.folder / "quarantine" / "text.parquet")  # fmt: skip
    return made
