"""What must hold of every mapped file: one content is one table, and every row is somewhere."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.intake.records import TODAY

from commonweal.intake.context import Context
from commonweal.intake.files import FileRecord
from commonweal.intake.keys import PatientKeys
from commonweal.intake.load import Limits, ingest
from commonweal.intake.mapped.moments import TWICE, UNREADABLE, Way, moment, zone_of
from commonweal.intake.mapped.reader import read_mapped
from commonweal.intake.sources import Source
from commonweal.intake.staging import Staging
from commonweal.kinds import Problem

ANYTHING = Limits(bad_share=1.0, orphan_share=1.0)
HEAD = ("id", "who", "what", "at", "long", "state")
MAPPING = """
[[file]]
name = "bookings*"
table = "appointment"
zone = "America/New_York"
[file.columns]
appointment_key = "id"
patient_key = "who"
service_type = "what"
start = "at"
minutes = "long"
status = { column = "state", map = { done = "fulfilled", missed = "noshow" } }
"""
ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")


def rows(many: int) -> list[tuple[str, ...]]:
    """Give made-up bookings: some stand twice, some hold a word or a time of no use."""
    chance = random.Random(7)  # noqa: S311 - made-up data, seeded
    found = [
        (f"b{n}", f"p{n % 9}", chance.choice(("Eye", 'Ear "5"', "a;b", "")),
         f"2020-{n % 12 + 1:02d}-{n % 30 + 1:02d} {n % 24:02d}:15", str(n % 60),
         chance.choice(("done", "missed", "gone", "")))
        for n in range(many)
    ]  # fmt: skip
    return found + found[:5] + [("", "p1", "", "", "", "done")]


def written(folder: Path, ending: str, given_rows: list[tuple[str, ...]]) -> None:
    """Write rows as text of one delimiter, or as Parquet."""
    folder.mkdir()
    path = folder / f"bookings.{ending}"
    if ending == "parquet":
        columns = list(zip(*given_rows, strict=True))
        held = {name: list(column) for name, column in zip(HEAD, columns, strict=True)}
        held["long"] = [float(text) if text else None for text in held["long"]]
        pq.write_table(pa.table(held), path, row_group_size=17)
        return
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, delimiter={"csv": ",", "tsv": "\t", "psv": "|"}[ending])
        writer.writerow(HEAD)
        writer.writerows(given_rows)


def test_one_content_makes_the_same_bytes_whatever_holds_it(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING)
    (tmp_path / "key").write_bytes(b"k" * 32)
    made = set()
    for place, ending in enumerate(("csv", "tsv", "psv", "parquet")):
        shuffled = random.Random(place).sample(rows(300), 306)  # noqa: S311 - an order, seeded
        written(tmp_path / ending, ending, shuffled)
        report = ingest(
            tmp_path / f"store-{ending}",
            [Source(tmp_path / ending, "csv", mapping=tmp_path / "m.toml")],
            accept=ANYTHING, today=TODAY, key_file=tmp_path / "key",
        )  # fmt: skip
        assert report.dataset is not None
        (record,) = report.files
        assert (record.received, record.accepted, record.quarantined) == (306, 305, 1)
        parts = report.dataset.parts("appointment")
        made.add(tuple(hashlib.sha256(Path(part).read_bytes()).hexdigest() for part in parts))
    assert len(made) == 1


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=400))
@example(content=b'b1,p1,"open\nb2,p2\n')
@example(content=b"b1\r\rb2,p,,,,\r\n\0")
@example(content=b'"\n\n\n",,,,,\n' * 3)
def test_no_bytes_crash_the_reader_or_lose_a_row(ending: str, content: bytes) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        delimiter = b"\t" if ending == "tsv" else b","
        head = delimiter.join(one.encode() for one in HEAD) + b"\n"
        path = folder / f"bookings.{ending}"
        path.write_bytes((b"" if ending == "parquet" else head) + content)
        (folder / "m.toml").write_text(MAPPING)
        (folder / "stage").mkdir()
        files: list[FileRecord] = []
        context = Context("main", PatientKeys(b"k" * 32))
        try:
            read_mapped(path, folder / "m.toml", Staging(folder / "stage"), context, files=files)
        except Problem as problem:
            assert problem.code == "parquet-unreadable"
            return
        (record,) = files
        assert record.received == record.accepted + record.quarantined + sum(record.aside.values())
        parsed = io.StringIO(content.decode("utf-8", "surrogateescape"), newline="")
        assert record.received or not any(line.strip() for line in parsed)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.sampled_from(ZONES),
)  # fmt: skip
@example(datetime(2020, 11, 1, 1, 30), "America/New_York")
@example(datetime(2020, 3, 8, 2, 30), "America/New_York")
@example(datetime(2020, 4, 5, 1, 45), "Australia/Lord_Howe")
def test_a_local_time_keeps_its_day_and_comes_back(when: datetime, zone: str) -> None:
    found, mark = moment(when.isoformat(" "), Way(zone=zone))
    assert found is not None and found[0] is not None and found[2] == "T"
    assert found[1] == (when - datetime(1970, 1, 1)).days
    utc = datetime(1970, 1, 1) + timedelta(microseconds=found[0])
    back = utc.replace(tzinfo=zone_of("UTC")).astimezone(zone_of(zone))
    if not mark:
        assert back.replace(tzinfo=None) == when
    if mark == TWICE:  # the first of the two was taken
        assert (back.replace(tzinfo=None), back.fold) == (when, 0)


@given(st.text(max_size=40), st.sampled_from((None, *ZONES)), st.booleans(), st.booleans())
def test_no_text_of_a_time_crashes(
    text: str, zone: str | None, instant: bool, whole_day: bool
) -> None:
    for form in (None, "%m/%d/%Y", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S%z"):
        found, mark = moment(text, Way(form, zone, instant, whole_day))
        assert (found is None) == (mark == UNREADABLE)
