"""The trail keeps every entry, and names the first that was changed, taken away or moved."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing import get_context
from pathlib import Path

import pytest

from commonweal.kinds import Problem, Purpose
from commonweal.trail import FILE, Entry, anchor, entries, verify, write
from commonweal.trail.chain import FIELDS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DROP = "DROP TRIGGER entry_never_changes; DROP TRIGGER entry_never_goes;"


def entry(number: int) -> Entry:
    return Entry("u1", "analyst", Purpose.EQUITY_MONITORING, "read", f"object-{number}", "p", "r")


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    """Make a trail of six entries in a store that did not exist."""
    path = tmp_path / "store" / FILE
    for number in range(1, 7):
        write(path, entry(number), NOON + timedelta(minutes=number))
    return path


def force(path: Path, script: str) -> None:
    """Go around the file's own refusals, as somebody with the disk in hand would."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(DROP + script)


def write_some(path: Path, writer: int) -> None:
    for number in range(10):
        write(
            path, Entry(f"w{writer}", "job", Purpose.OPERATE_THE_SYSTEM, "step", str(number)), NOON
        )


def test_entries_come_back_as_they_were_written(trail: Path) -> None:
    kept = entries(trail)
    assert [each.entry for each in kept] == [entry(number) for number in range(1, 7)]
    assert [each.seq for each in kept] == [1, 2, 3, 4, 5, 6]
    assert kept[0].time == "2026-03-01T12:01:00.000000+00:00"
    assert kept[0].previous == "0" * 64
    assert [each.previous for each in kept[1:]] == [each.hash for each in kept[:-1]]


def test_the_hash_is_that_of_the_canonical_json(trail: Path) -> None:
    first = entries(trail)[0]
    text = json.dumps(
        {
            "action": "read", "actor": "u1", "object_id": "object-1", "plan_hash": "p",
            "previous": "0" * 64, "purpose": "P1", "result_hash": "r", "role": "analyst",
            "seq": 1, "time": "2026-03-01T12:01:00.000000+00:00",
        },
        separators=(",", ":"),
    )  # fmt: skip
    assert first.hash == hashlib.sha256(text.encode()).hexdigest()


def test_writing_gives_the_hash_that_becomes_the_head(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert anchor(path) == "0" * 64
    digest = write(path, entry(1), NOON)
    assert anchor(path) == digest == entries(path)[-1].hash


def test_the_same_entries_make_the_same_chain_in_another_place(trail: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    for number in range(1, 7):
        write(other, entry(number), NOON + timedelta(minutes=number))
    assert anchor(other) == anchor(trail)


def test_a_time_of_another_zone_is_kept_in_utc(tmp_path: Path) -> None:
    path = tmp_path / FILE
    write(path, entry(1), NOON.astimezone(timezone(timedelta(hours=-5))))
    assert entries(path)[0].time == "2026-03-01T12:00:00.000000+00:00"


def test_a_trail_never_begun_is_empty_and_whole(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert entries(path) == ()
    assert verify(path).whole
    assert verify(path).count == 0
    assert not path.exists()


def test_an_untouched_trail_is_whole(trail: Path) -> None:
    verdict = verify(trail)
    assert (verdict.count, verdict.first_bad, verdict.whole) == (6, None, True)


@pytest.mark.parametrize(
    "column",
    [
        *("time", "actor", "role", "purpose", "action", "object_id"),
        *("plan_hash", "result_hash", "previous", "hash"),
    ],
)
def test_a_changed_field_is_found(trail: Path, column: str) -> None:
    force(trail, f"UPDATE entry SET {column} = 'P2' WHERE seq = 4")
    assert verify(trail).first_bad == 4


@pytest.mark.parametrize("spoilt", ["x'ff00'", "CAST(x'ff' AS TEXT)", "7", "1.5"])
def test_a_field_spoilt_to_another_type_is_found_and_not_a_crash(trail: Path, spoilt: str) -> None:
    force(trail, f"UPDATE entry SET object_id = {spoilt} WHERE seq = 2")
    assert verify(trail).first_bad == 2


def test_a_changed_entry_with_a_fresh_hash_is_found_at_the_next(trail: Path) -> None:
    force(trail, "UPDATE entry SET actor = 'u2' WHERE seq = 3")
    names = FIELDS.split(", ")
    with closing(sqlite3.connect(trail)) as database:
        row = database.execute(f"SELECT {FIELDS} FROM entry WHERE seq = 3").fetchone()
        text = json.dumps(dict(zip(names, row, strict=True)), sort_keys=True, separators=(",", ":"))
        fresh = hashlib.sha256(text.encode()).hexdigest()
        database.execute("UPDATE entry SET hash = ? WHERE seq = 3", (fresh,))
        database.commit()
    assert verify(trail).first_bad == 4


@pytest.mark.parametrize("gone", [1, 3, 5])
def test_a_missing_entry_is_found_at_its_place(trail: Path, gone: int) -> None:
    force(trail, f"DELETE FROM entry WHERE seq = {gone}")
    verdict = verify(trail)
    assert (verdict.count, verdict.first_bad) == (5, gone)


def test_entries_that_changed_places_are_found(trail: Path) -> None:
    force(
        trail,
        "UPDATE entry SET seq = 99 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 5;"
        "UPDATE entry SET seq = 5 WHERE seq = 99;",
    )
    assert verify(trail).first_bad == 2


def test_a_cut_end_is_found_by_an_anchor_kept_elsewhere(trail: Path) -> None:
    kept = anchor(trail)
    force(trail, "DELETE FROM entry WHERE seq > 4")
    assert verify(trail).whole
    assert verify(trail, kept).first_bad == 5


def test_a_lost_file_is_found_by_an_anchor_kept_elsewhere(trail: Path) -> None:
    kept = anchor(trail)
    trail.unlink()
    assert verify(trail, kept).first_bad == 1


def test_an_old_anchor_holds_after_more_entries(trail: Path) -> None:
    kept = anchor(trail)
    write(trail, entry(7), NOON)
    assert verify(trail, kept).whole
    assert verify(trail, "0" * 64).whole


def test_an_anchor_does_not_hide_a_change_before_it(trail: Path) -> None:
    kept = anchor(trail)
    force(trail, "UPDATE entry SET actor = 'u2' WHERE seq = 2")
    assert verify(trail, kept).first_bad == 2


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE entry SET actor = 'u2' WHERE seq = 1",
        "DELETE FROM entry WHERE seq = 6",
        "INSERT INTO entry SELECT 9, time, actor, role, purpose, action, object_id, plan_hash, "
        "result_hash, previous, hash FROM entry WHERE seq = 6",
        "INSERT OR REPLACE INTO entry SELECT 6, time, 'u2', role, purpose, action, object_id, "
        "plan_hash, result_hash, previous, hash FROM entry WHERE seq = 6",
    ],
)
def test_the_file_itself_refuses_to_be_changed(trail: Path, script: str) -> None:
    with (
        closing(sqlite3.connect(trail)) as database,
        pytest.raises(sqlite3.IntegrityError, match="an entry of the trail"),
    ):
        database.execute(script)
    assert verify(trail).whole


def test_writers_in_several_processes_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(write_some, [path] * 4, range(4)))
    assert verify(path).whole
    assert verify(path).count == 40
    for writer in range(4):
        own = [each.entry.object_id for each in entries(path) if each.entry.actor == f"w{writer}"]
        assert own == [str(number) for number in range(10)]


def test_a_write_that_fails_leaves_nothing(trail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> str:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("commonweal.trail.chain.digest", fail)
    with pytest.raises(RuntimeError):
        write(trail, entry(7), NOON)
    monkeypatch.undo()
    assert verify(trail).count == 6
    assert write(trail, entry(7), NOON) == anchor(trail)


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path / FILE, entry(1), NOON.replace(tzinfo=None))
    assert caught.value.code == "trail-time-without-zone"
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("text", ["x" * 201, "two\nlines", "\x00"])
def test_what_is_no_id_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path / FILE, Entry("u1", "analyst", Purpose.RUN_A_PROGRAM, "read", text), NOON)
    assert caught.value.code == "trail-not-an-id"
    assert "object_id" in str(caught.value)
    assert text not in str(caught.value)


@pytest.mark.parametrize("ask", [entries, verify, anchor, lambda path: write(path, entry(1), NOON)])
def test_a_file_that_is_no_trail_is_said(tmp_path: Path, ask: object) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"this is not a database, and it is long enough to be looked at" * 20)
    with pytest.raises(Problem) as caught:
        ask(path)  # type: ignore[operator] # each of them takes a path
    assert caught.value.code == "trail-unusable"


def test_a_place_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where a folder should be")
    with pytest.raises(Problem) as caught:
        write(tmp_path / "store" / FILE, entry(1), NOON)
    assert caught.value.code == "trail-unusable"


def test_reading_a_spoilt_purpose_points_at_verify(trail: Path) -> None:
    force(trail, "UPDATE entry SET purpose = 'P9' WHERE seq = 3")
    with pytest.raises(Problem, match="Entry 3") as caught:
        entries(trail)
    assert caught.value.code == "trail-broken"
