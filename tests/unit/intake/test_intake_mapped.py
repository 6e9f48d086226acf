"""Files of an institution's own: every delimiter, Parquet, local times, what is set aside."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.intake.records import LENIENT, TODAY, Store
from tests.unit.intake.test_intake_csv import opened, refused, taken

from commonweal.intake.faults import Fault, fault_lines
from commonweal.intake.load import Limits, LoadReport, ingest
from commonweal.intake.mapped import delimited
from commonweal.intake.mapped.aside import Aside
from commonweal.intake.mapped.moments import Way, midnight_of, moment, zone_of
from commonweal.intake.sources import Source
from commonweal.intake.telling import load_lines
from commonweal.kinds import Problem

BOOKINGS = """
[[file]]
name = "bookings.*"
table = "appointment"
SETTINGS
[file.columns]
appointment_key = "id"
patient_key = "who"
service_type = "what"
start = "at"
minutes = "long"
status = { column = "state", map = { done = "fulfilled", missed = "noshow" } }
"""
HEAD = ("id", "who", "what", "at", "long", "state")
ROWS = [
    ("b1", "p1", "Eye", "2020-02-03 14:30", "30", "done"),
    ("b2", "p2", "Ear", "2020-07-03 08:00", "15", "missed"),
]


def bookings(settings: str = "") -> str:
    return BOOKINGS.replace("SETTINGS", settings)


def text(delimiter: str, rows: list[tuple[str, ...]] | None = None) -> str:
    return "".join(delimiter.join(row) + "\n" for row in [HEAD, *(rows or ROWS)])


def parquet(path: Path, columns: dict[str, Any], **options: Any) -> bytes:
    pq.write_table(pa.table(columns), path, **options)
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.mark.parametrize(
    ("name", "delimiter", "settings"),
    [
        ("bookings.csv", ",", ""),
        ("bookings.tsv", "\t", ""),
        ("bookings.tab", "\t", ""),
        ("bookings.psv", "|", ""),
        ("bookings.txt", ",", ""),
        ("bookings.txt", ";", 'delimiter = ";"'),
        ("bookings.csv", "|", 'delimiter = "|"'),
    ],
)
def test_the_delimiter_is_the_mappings_or_that_of_the_ending(
    tmp_path: Path, name: str, delimiter: str, settings: str
) -> None:
    store = opened(tmp_path, bookings(settings), {name: text(delimiter)})
    assert [row["service_type"] for row in store.rows("appointment")] == ["Eye", "Ear"]


def test_packed_tab_text_is_read_by_the_ending_below(tmp_path: Path) -> None:
    packed = gzip.compress(text("\t").encode())
    assert opened(tmp_path, bookings(), {"bookings.tsv.gz": packed}).report.rows["appointment"] == 2


@pytest.mark.parametrize(
    "settings",
    ['delimiter = "||"', 'delimiter = "\\""', "delimiter = 3", 'quote = "some"', "missing = 3",
     "missing = [3]", 'nonsense = "x"', 'system_made = "no"', "set_aside = 3", "set_aside = [3]",
     'set_aside = [{ reason = "x" }]', 'set_aside = [{ nonsense = "x" }]',
     'set_aside = [{ reason = "No Visit", empty = ["id"] }]', 'set_aside = [{ empty = "id" }]',
     'set_aside = [{ equals = 3 }]', 'set_aside = [{ month_end = 3 }]'],
)  # fmt: skip
def test_settings_that_make_no_sense(tmp_path: Path, settings: str) -> None:
    assert (
        refused(tmp_path, bookings(settings), {"bookings.csv": text(",")}) == "mapping-unreadable"
    )


@pytest.mark.parametrize("zone", ["Nowhere/Land", "America", "+25:00", "../etc/passwd"])
def test_a_time_zone_that_is_none(tmp_path: Path, zone: str) -> None:
    code = refused(tmp_path, bookings(f'zone = "{zone}"'), {"bookings.csv": text(",")})
    assert code == "zone-unknown"


def test_a_precision_is_a_day(tmp_path: Path) -> None:
    mapping = bookings().replace('start = "at"', 'start = { column = "at", precision = "hour" }')
    assert refused(tmp_path, mapping, {"bookings.csv": text(",")}) == "mapping-unreadable"


def test_a_file_without_quotes_holds_them_as_text(tmp_path: Path) -> None:
    rows = [("b1", "p1", '5" scope', "2020-02-03", "1", "done")]
    store = opened(tmp_path, bookings('quote = "none"'), {"bookings.tsv": text("\t", rows)})
    assert store.row("appointment")["service_type"] == '5" scope'


def test_a_word_for_nothing_is_nothing(tmp_path: Path) -> None:
    rows = [("b1", "p1", "NULL", "\\N", "NULL", "NULL")]
    settings = "missing = ['NULL', '\\N']"
    store = opened(tmp_path, bookings(settings), {"bookings.csv": text(",", rows)})
    row = store.row("appointment")
    assert (row["service_type"], row["start_ts"], row["minutes"], row["problem"]) == (
        None, None, None, [])  # fmt: skip


def test_local_times_become_instants_and_keep_their_day(tmp_path: Path) -> None:
    rows = [
        ("b1", "p1", "winter", "2020-02-03 23:30", "", ""),
        ("b2", "p1", "summer", "2020-07-03T23:30:00", "", ""),
        ("b3", "p1", "twice", "2020-11-01 01:30", "", ""),
        ("b4", "p1", "skipped", "2020-03-08 02:30", "", ""),
        ("b5", "p1", "offset", "2020-02-03T23:30:00-08:00", "", ""),
        ("b6", "p1", "day", "2020-02-03", "", ""),
        ("b7", "p1", "spaced", "2020-02-03 23:30:00.0000000 +01:00", "", ""),
    ]
    mapping = bookings('zone = "America/New_York"')
    store = opened(tmp_path, mapping, {"bookings.csv": text(",", rows)})
    found = {row["service_type"]: row for row in store.rows("appointment")}
    assert found["winter"]["start_ts"] == datetime(2020, 2, 4, 4, 30)
    assert found["winter"]["start_day"] == date(2020, 2, 3)
    assert found["summer"]["start_ts"] == datetime(2020, 7, 4, 3, 30)
    assert found["twice"]["start_ts"] == datetime(2020, 11, 1, 5, 30)
    assert found["twice"]["problem"] == ["time_twice"]
    assert found["skipped"]["start_ts"] == datetime(2020, 3, 8, 7, 30)
    assert found["skipped"]["start_day"] == date(2020, 3, 8)
    assert found["skipped"]["problem"] == ["time_skipped"]
    assert found["offset"]["start_ts"] == datetime(2020, 2, 4, 7, 30)
    assert (found["day"]["start_prec"], found["day"]["problem"]) == ("D", [])
    assert found["spaced"]["start_ts"] == datetime(2020, 2, 3, 22, 30)


def test_a_column_may_have_its_own_zone_and_be_a_day_only(tmp_path: Path) -> None:
    mapping = bookings('zone = "America/New_York"').replace(
        'start = "at"',
        'start = { column = "at", zone = "-05:00", format = "%d.%m.%Y %H:%M" }\n'
        'created = { column = "at", precision = "day", format = "%d.%m.%Y %H:%M" }',
    )
    rows = [("b1", "p1", "", "03.07.2020 23:30", "", "")]
    row = opened(tmp_path, mapping, {"bookings.csv": text(",", rows)}).row("appointment")
    assert row["start_ts"] == datetime(2020, 7, 4, 4, 30)
    assert (row["created_prec"], row["created_day"]) == ("D", date(2020, 7, 3))


def test_times_at_the_ends_of_time() -> None:
    east = Way(zone="+12:00", instant=True)
    assert moment("9999-12-31T23:00:00Z", east) == (None, "date_unreadable")
    assert moment("0001-01-01T01:00:00", Way(zone="+12:00")) == (None, "date_unreadable")
    assert moment("2020-01-01T23:00:00Z", east)[0] == (
        1_577_919_600_000_000, (date(2020, 1, 2) - date(1970, 1, 1)).days, "T")  # fmt: skip
    assert moment("nothing", Way()) == (None, "date_unreadable")
    assert moment("2020", Way(form="%d")) == (None, "date_unreadable")
    assert moment("2020-01-01T10:00:00-05:00", Way(zone="UTC"))[0] is not None
    assert zone_of("-05:00").utcoffset(None) == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-02-29", date(2020, 2, 29)), ("2020-02-29 00:00", date(2020, 2, 29)),
        ("2020-02-29T00:00:00-05:00", date(2020, 2, 29)), ("2020-02-29 00:01", None),
        ("2020-02", None), ("nothing", None),
    ],
)  # fmt: skip
def test_midnight_is_told_by_its_own_clock(written: str, day: date | None) -> None:
    assert midnight_of(written, Way(zone="America/New_York")) == day


TYPED = """
[[file]]
name = "typed.parquet"
table = "appointment"
zone = "America/New_York"
[file.columns]
appointment_key = "ID"
patient_key = "who"
created = { column = "made", format = "%m/%d/%Y" }
start = "at"
minutes = "long"
status = { column = "kept", map = { true = "fulfilled", false = "noshow" } }
service_type = "what"
[[file]]
name = "typed.parquet"
table = "procedure"
[file.columns]
procedure_key = "id"
patient_key = "who"
code = { column = "codes", system = "urn:x" }
start = "local"
"""


def typed() -> dict[str, Any]:
    noon = datetime(2020, 7, 4, 3, 30, tzinfo=UTC)
    return {
        "id": pa.array([1, 2, 3], pa.int64()),
        "who": pa.array([Decimal("1.00"), Decimal("20.50"), None], pa.decimal128(9, 2)),
        "made": pa.array([date(2020, 1, 2), None, date(2020, 3, 4)], pa.date32()),
        "at": pa.array([noon, None, noon], pa.timestamp("us", "UTC")),
        "local": pa.array([datetime(2020, 7, 3, 9)] * 3, pa.timestamp("ns")),
        "long": pa.array([30.0, float("nan"), 7.25], pa.float64()),
        "kept": pa.array([True, None, False]),
        "what": pa.array(["Eye", None, " Ear "]).dictionary_encode(),
        "codes": pa.array([["a", " ", "b"], None, []], pa.list_(pa.string())),
        "unread": pa.array([{"x": 1}] * 3),
    }


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    content = parquet(tmp_path / "x", typed())
    store = opened(tmp_path, TYPED, {"typed.parquet": content})
    rows = store.rows("appointment")
    first, second, third = sorted(rows, key=lambda row: row["appointment_key"])
    assert first["appointment_key"] == "main/1"
    assert (first["start_ts"], first["start_day"]) == (
        datetime(2020, 7, 4, 3, 30), date(2020, 7, 3))  # fmt: skip
    assert (first["created_day"], first["created_prec"]) == (date(2020, 1, 2), "D")
    assert [row["minutes"] for row in (first, second, third)] == [30.0, None, 7.25]
    assert [row["status"] for row in (first, second, third)] == ["fulfilled", None, "noshow"]
    assert [row["service_type"] for row in (first, second, third)] == ["Eye", None, "Ear"]
    codes = {row["procedure_key"]: row["code"] for row in store.rows("procedure")}
    assert codes == {"main/1": ["urn:x|a", "urn:x|b"], "main/2": [], "main/3": []}
    assert {row["start_ts"] for row in store.rows("procedure")} == {datetime(2020, 7, 3, 9)}


def only(kind: Any, values: list[Any]) -> dict[str, Any]:
    return {"id": ["b1"] * len(values), "who": ["p1"] * len(values), "what": values,
            "at": pa.array(values, kind), "long": values, "state": values}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "day"),
    [
        (pa.timestamp("s"), 86_400, date(1970, 1, 2)), (pa.timestamp("ms"), 0, date(1970, 1, 1)),
        (pa.date64(), 86_400_000, date(1970, 1, 2)), (pa.timestamp("ms"), 2**60, None),
        (pa.date32(), 2**30, None), (pa.date32(), -(2**30), None),
        (pa.timestamp("us", "-05:00"), 0, date(1969, 12, 31)),
    ],
)  # fmt: skip
def test_dates_of_every_unit_and_out_of_range(
    tmp_path: Path, kind: Any, value: int, day: date | None
) -> None:
    table = {"id": ["b1"], "who": ["p1"], "what": ["x"], "at": pa.array([value], kind),
             "long": ["1"], "state": ["done"]}  # fmt: skip
    content = parquet(tmp_path / "x", table, store_schema=True)
    row = opened(tmp_path, bookings(), {"bookings.parquet": content}).row("appointment")
    assert row["start_day"] == day
    assert row["problem"] == ([] if day else ["date_unreadable"])


def test_ids_are_one_whatever_number_holds_them(tmp_path: Path) -> None:
    same = (
        pa.array([7], pa.int32()), pa.array([7.0]), pa.array(["7"]),
        pa.array([Decimal(7)], pa.decimal128(38, 0)), pa.array(["7"], pa.large_string()),
    )  # fmt: skip
    keys = set()
    for place, ids in enumerate(same):
        table = {
            "id": ids,
            "who": ["p1"],
            "what": [""],
            "at": [""],
            "long": [None],
            "state": [None],
        }
        content = parquet(tmp_path / "x", table)
        store = opened(tmp_path / str(place), bookings(), {"bookings.parquet": content})
        keys.add(store.row("appointment")["appointment_key"])
    assert keys == {"main/7"}


def test_text_of_parquet_that_is_no_text_is_set_aside(tmp_path: Path) -> None:
    bad = pa.array([b"\xff", b"a\0b", b"good"], pa.binary()).view(pa.string())
    table = {"id": ["b1", "b2", "b3"], "who": ["p1"] * 3, "what": bad, "at": [""] * 3,
             "long": [""] * 3, "state": ["done"] * 3}  # fmt: skip
    store = opened(tmp_path, bookings(), {"bookings.parquet": parquet(tmp_path / "x", table)})
    assert store.report.files[-1].quarantined == 2
    assert store.row("appointment")["service_type"] == "good"


def test_a_row_of_parquet_without_its_id_is_listed_with_its_lists(tmp_path: Path) -> None:
    table = typed() | {"id": pa.array([1, None, 3], pa.int64())}
    store = opened(tmp_path, TYPED, {"typed.parquet": parquet(tmp_path / "x", table)})
    record = store.report.files[-1]
    assert (record.received, record.accepted, record.quarantined) == (3, 2, 1)


def test_a_type_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    table = {name: ["x"] for name in HEAD} | {"what": pa.array([{"x": 1}])}
    with pytest.raises(Problem, match="'what'") as caught:
        taken(tmp_path, bookings(), {"bookings.parquet": parquet(tmp_path / "x", table)})
    assert caught.value.code == "column-type-unknown"


def test_parquet_that_is_none_or_broken(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "x", {name: ["x" * 50] * 5000 for name in HEAD})
    torn = whole[:4] + bytes(400) + whole[404:]
    for place, content in enumerate((b"id,who\n", whole[: len(whole) // 2], torn)):
        code = refused(tmp_path / str(place), bookings(), {"bookings.parquet": content})
        assert code == "parquet-unreadable"


def test_a_parquet_column_that_is_constant_only(tmp_path: Path) -> None:
    mapping = '[[file]]\ntable = "appointment"\n[file.columns]\nstatus = {constant = "x"}\n'
    content = parquet(tmp_path / "x", {"id": [1, 2]})
    assert opened(tmp_path, mapping, {"a.parquet": content}).report.rows["appointment"] == 1


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    header = "id,who,What,WHAT,at,long,state\n"
    assert refused(tmp_path, bookings(), {"bookings.csv": header}) == "mapping-column-repeated"


def test_every_missing_column_is_named_with_what_may_be_wrong(tmp_path: Path) -> None:
    said = {}
    for name, content in {
        "few": b"id,who\n", "other": text(";").encode(), "wide": text(",").encode("utf-16"),
    }.items():  # fmt: skip
        with pytest.raises(Problem) as caught:
            taken(tmp_path / name, bookings(), {"bookings.csv": content})
        said[name] = caught.value.says
    assert "'at', 'long', 'state', 'what'" in said["few"]
    assert "another character" in said["other"]
    assert "utf-16" in said["wide"]


def test_a_text_of_another_encoding(tmp_path: Path) -> None:
    settings = 'encoding = "utf-16"'
    store = opened(tmp_path / "a", bookings(settings), {"bookings.csv": text(",").encode("utf-16")})
    assert store.report.rows["appointment"] == 2
    broken = text(",").encode("utf-16")[:-1]
    assert (
        refused(tmp_path / "b", bookings(settings), {"bookings.csv": broken}) == "text-unreadable"
    )


def test_lines_beyond_the_limit_and_quotes_that_do_not_close_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONGEST", 200)
    good = ",".join(ROWS[0])
    long = "b9,p1," + "x" * 700 + ",,,"
    content = "\n".join([",".join(HEAD), good, long, 'b3,"p1', "", "b4,p1,,,,done", "b5,p1", ""])
    store = opened(tmp_path, bookings(), {"bookings.csv": content})
    record = store.report.files[-1]
    # the open quote swallows the lines below it: each is listed
    assert (record.received, record.accepted, record.quarantined) == (5, 1, 4)
    assert [fault.lines for fault in store.report.faults] == [(3, 4, 6, 7)]


def test_a_packed_text_that_breaks_off_within_a_row_lists_its_lines(tmp_path: Path) -> None:
    rows = [("b1", "p1", "Eye", "2020-01-01", "1", "done")]
    start = text(",", rows) + 'b2,p1,"' + "".join(f"{n * 7919}\n" for n in range(9000))
    packed = gzip.compress(start.encode())
    store = opened(tmp_path, bookings(), {"bookings.csv.gz": packed[: len(packed) // 2]})
    record = store.report.files[-1]
    assert (record.broken, record.accepted) == (True, 1)
    assert record.received == record.accepted + record.quarantined > 10


def test_a_packed_text_that_breaks_off_at_once(tmp_path: Path) -> None:
    mapping = '[[file]]\ntable = "appointment"\n[file.columns]\nstatus = {constant = "x"}\n'
    whole = {"b.csv": "a,b\n1,2\n"}
    store = opened(tmp_path, mapping, {"a.csv.gz": gzip.compress(b"a,b\n")[:8]} | whole)
    assert store.report.broken == ("a.csv.gz",)


VISITS = """
[[file]]
name = "visits.csv"
table = "encounter"
zone = "America/New_York"
SETTINGS
[file.columns]
encounter_key = "csn"
patient_key = "who"
visit_class = "class"
start = "date"
end = "left"
org_key = "place"
"""
VISIT_ROWS = (
    "csn,who,class,date,left,place,kind\n"
    "v1,p1,AMB,2020-01-31 00:00,,eye,office\n"
    "v2,p1,,2020-01-31 00:00,,,batch\n"
    "v3,p1,,2020-02-29,,,batch\n"
    "v4,p1,,2020-01-30 00:00,,,batch\n"
    "v5,p1,,2020-01-31 09:00,,,batch\n"
    "v6,p1,,2020-01-31 00:00,2020-01-31 10:00,,batch\n"
    "v7,p1,,,,,batch\n"
)


def visits(folder: Path, settings: str = "", **mapped: str) -> Store:
    mapping = VISITS.replace("SETTINGS", settings)
    for old, new in mapped.items():
        mapping = mapping.replace(old, new)
    return opened(folder, mapping, {"visits.csv": VISIT_ROWS})


def test_encounters_that_a_system_made_are_set_aside_and_listed(tmp_path: Path) -> None:
    store = visits(tmp_path)
    record = store.report.files[-1]
    assert (record.received, record.accepted, record.quarantined) == (7, 5, 0)
    assert record.aside == {"system_made": 2}
    said = load_lines(store.report)
    assert ", 0 set aside, 2 set aside by the mapping, 0 of kinds that no table holds." in said[0]
    assert "visits.csv: 2 rows set aside by the mapping (system_made); see the quarantine folder." \
        in said  # fmt: skip
    (listed,) = [fault for fault in store.report.faults if not fault.column]
    assert (listed.code, listed.rows, listed.lines) == ("system_made", 2, (3, 4))
    manifest = json.loads(
        (store.path / "versions" / store.report.version / "manifest.json").read_text()
    )
    written = manifest["files"][-1]
    assert written["set_aside"] == {"system_made": 2}
    assert len(written["mapping"]) == 64


def test_the_rule_that_stands_always_may_be_turned_off(tmp_path: Path) -> None:
    assert visits(tmp_path, "system_made = false").report.files[-1].aside == {}


def test_without_a_column_of_place_nobody_can_tell(tmp_path: Path) -> None:
    store = visits(tmp_path, org_key='disposition = { column = "kind" }\n# org_key')
    assert store.report.files[-1].aside == {}


def test_rules_of_an_institution_are_data(tmp_path: Path) -> None:
    rules = (
        'set_aside = [{ reason = "batch", empty = ["left"], equals = { kind = ["batch"] },'
        ' month_end = "date" }, { reason = "no_date", empty = ["date"] }]'
    )
    assert visits(tmp_path, rules).report.files[-1].aside == {"batch": 2, "no_date": 1}


def test_a_rule_may_look_at_a_column_that_nothing_else_reads() -> None:
    rule = Aside(month_end="day")
    assert rule.holds({"day": "2020-12-31"})
    assert not rule.holds({"day": ""})
    assert not rule.holds({"day": ("2020-12-31",)})


def test_rows_of_a_rule_are_no_reason_to_refuse(tmp_path: Path) -> None:
    rows = "csn,who,class,date,left,place,kind\n" + "".join(
        f"v{n},p1,,2020-01-31 00:00,,,x\n" for n in range(66)
    )
    rows += "".join(f"w{n},p1,AMB,2020-01-05 10:00,,eye,x\n" for n in range(45))
    source = tmp_path / "s"
    source.mkdir()
    (source / "visits.csv").write_text(rows)
    (source / "people.csv").write_text("id\np1\n")
    people = (
        '[[file]]\nname = "people.csv"\ntable = "patient"\n[file.columns]\npatient_key = "id"\n'
    )
    (tmp_path / "m.toml").write_text(VISITS.replace("SETTINGS", "") + people)
    report = ingest(
        tmp_path / "st", [Source(source, "csv", mapping=tmp_path / "m.toml")], today=TODAY
    )
    assert report.rows["encounter"] == 45


def tried(folder: Path, rows: list[tuple[str, ...]], **options: Any) -> LoadReport:
    path = folder / "bookings.csv"
    path.write_text(text(",", rows))
    (folder / "m.toml").write_text(bookings('zone = "America/New_York"'))
    return ingest(
        folder / "store", [Source(path, "csv", mapping=folder / "m.toml")],
        today=TODAY, dry_run=True, **options,
    )  # fmt: skip


def test_a_trial_tells_columns_and_lines_and_no_rare_word(tmp_path: Path) -> None:
    rows = [(f"b{n}", f"p{n}", "", "2020-01-01", "x" if n == 3 else "1", "left") for n in range(11)]
    rows += [("b20", "p20", "", "31.12.", "1", "rare"), ("", "p1", "", "", "", "")]
    rows += [("b21", "p1", "", "", "", "a" * 41), ("b22", "p1", "", "", "", "odd")]
    report = tried(tmp_path, rows, accept=LENIENT, errors=tmp_path / "e.csv")
    assert report.refused is None
    assert report.faults == (
        Fault("bookings.csv", "", "no_id", 1, (14,)),
        Fault("bookings.csv", "at", "date_unreadable", 1, (13,)),
        Fault("bookings.csv", "long", "number_unreadable", 1, (5,)),
        Fault("bookings.csv", "state", "value_unmapped", 14, (2, 3, 4, 5, 6), ("left",), 3),
    )
    said = list(fault_lines(report.faults))
    assert said == [
        "bookings.csv",
        "  1 row set aside: no_id; line 14",
        "  at: date_unreadable in 1 row; line 13",
        "  long: number_unreadable in 1 row; line 5",
        "  state: value_unmapped in 14 rows; lines 2, 3, 4, 5, 6 ...",
        "    not in the map: 'left'",
        "    not in the map and not shown, as few people bear them: 3 words",
    ]
    with (tmp_path / "e.csv").open(newline="") as handle:
        listed = list(csv.reader(handle))
    assert listed[0] == ["file", "line", "column", "code"]
    assert len(listed) == 1 + 1 + 1 + 1 + 14
    assert ["bookings.csv", "13", "at", "date_unreadable"] in listed
    assert "rare" not in (tmp_path / "e.csv").read_text()
    assert not (tmp_path / "store").exists()


def test_one_word_that_is_not_shown() -> None:
    fault = Fault("a.csv", "x", "value_unmapped", 1, (2,), (), 1)
    assert list(fault_lines([fault, fault]))[-1].endswith("bear them: a word")


def test_a_trial_tells_all_that_would_be_refused(tmp_path: Path) -> None:
    rows = [("", "p1", "", "", "", "") for _ in range(12)]
    rows += ROWS
    report = tried(tmp_path, rows, accept=Limits())
    assert report.refused is not None
    assert report.refused.code == "file-refused"
    assert report.faults[0].rows == 12
    assert "would be refused" in load_lines(report)[-1]


def test_one_file_tried_alone_is_not_refused_for_people_of_another(tmp_path: Path) -> None:
    rows = [(f"b{n}", f"p{n}", "", "", "", "") for n in range(20)]
    assert tried(tmp_path, rows, accept=Limits()).refused is None


def test_the_list_of_errors_needs_a_place(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        tried(tmp_path, ROWS, errors=tmp_path / "nowhere" / "e.csv")
    assert caught.value.code == "errors-unwritable"


def test_what_a_spreadsheet_would_run_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,=cmd()\nb1,x\n")
    (tmp_path / "m.toml").write_text(
        '[[file]]\ntable = "appointment"\n[file.columns]\nappointment_key = "id"\n'
        'minutes = "=cmd()"\n'
    )
    ingest(
        tmp_path / "store", [Source(path, "csv", mapping=tmp_path / "m.toml")], today=TODAY,
        dry_run=True, errors=tmp_path / "e.csv",
    )  # fmt: skip
    assert ",'=cmd()," in (tmp_path / "e.csv").read_text()


def test_answers_that_are_not_understood_are_listed(tmp_path: Path) -> None:
    mapping = """
[[file]]
table = "patient"
[file.columns]
patient_key = "id"
zip5 = "zip"
[file.vault]
admin_gender = "gender"
race_1997 = { column = "race", map = { W = "white" } }
recorded = "asked"
"""
    rows = "id,zip,gender,race,asked\np1,021,mostly,Q,soon\np2,02139,female,W,2020-01-01\n"
    store = opened(tmp_path, mapping, {"p.csv": rows}, people=False)
    assert {(one.column, one.code) for one in store.report.faults} == {
        ("zip", "zip_unreadable"), ("gender", "answer_unknown"), ("race", "value_unmapped"),
        ("asked", "date_unreadable"),
    }  # fmt: skip
    assert store.problems()["patient", "zip_unreadable"] == 1


def test_another_mapping_makes_another_version(tmp_path: Path) -> None:
    plain = opened(tmp_path / "a", bookings(), {"bookings.csv": text(",")})
    noted = opened(tmp_path / "b", bookings() + "# a note\n", {"bookings.csv": text(",")})
    assert plain.report.files[-1].sha256 == noted.report.files[-1].sha256
    assert plain.report.files[-1].mapping != noted.report.files[-1].mapping
    assert plain.report.files[0].mapping == ""
