"""How far a load is, and how long it may take, is told only when it is known."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.unit.cli.calling import Ended, call
from tests.unit.intake.records import patient, write

from commonweal.cli import loading, shared
from commonweal.intake.resume.keeper import Keeper

MB = 1_000_000


class Screen(io.StringIO):
    """Be a terminal."""

    def isatty(self) -> bool:
        return True


def told(
    monkeypatch: pytest.MonkeyPatch, steps: Iterable[tuple[float, str, int, int]], live: bool = True
) -> list[str]:
    screen = Screen() if live else io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(shared, "width", lambda: 200)
    show = loading.Loading()
    for moment, what, done, whole in steps:
        monkeypatch.setattr("time.monotonic", lambda moment=moment: moment)
        show(what, done, whole)
    show.end()
    return [line for line in screen.getvalue().replace("\r\x1b[K", "\n").split("\n") if line]


def reading(seconds: int, rate: int, whole: int) -> list[tuple[float, str, int, int]]:
    return [(float(at), "Reading a.ndjson", at * rate * MB, whole * MB) for at in range(seconds)]


def test_in_the_first_seconds_no_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch, reading(12, 10, 845))
    assert lines[0] == "Reading a.ndjson: 0 of 845 MB, step 1 of 2"
    assert not [line for line in lines[:8] if "left" in line]
    assert lines[11] == "Reading a.ndjson: 110 of 845 MB, step 1 of 2, about a minute left"


@pytest.mark.parametrize(
    ("whole", "words"),
    [(300, "less than a minute"), (900, "about a minute"), (2500, "about 4 minutes"),
     (80_000, "about 2 hours")],
)  # fmt: skip
def test_time_is_told_in_words(monkeypatch: pytest.MonkeyPatch, whole: int, words: str) -> None:
    assert told(monkeypatch, reading(20, 10, whole))[-1].endswith(f", {words} left")


def test_only_the_last_half_minute_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = reading(100, 1, 10_000)
    fast = [(100.0 + at, "Reading b.ndjson", (100 + at * 100) * MB, 10_000 * MB)
            for at in range(40)]  # fmt: skip
    assert told(monkeypatch, slow)[-1].endswith("about 3 hours left")
    assert told(monkeypatch, [*slow, *fast])[-1].endswith("about a minute left")


def test_steps_without_movement_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(float(at), f"Reading {at}.ndjson", 0, 10 * MB) for at in range(40)]
    assert not [line for line in told(monkeypatch, steps) if "left" in line]


def test_writing_has_its_own_pace_and_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    writing = [(50.0 + at * 10, f"Writing {at}", at, 4) for at in range(4)]
    other = (48.0, "Looking for rows that are repeated", 0, 1)
    lines = told(monkeypatch, [*reading(40, 10, 845), other, *writing])[40:]
    assert lines == [
        "Looking for rows that are repeated", "Writing 0: 0% of all rows, step 2 of 2",
        "Writing 1: 25% of all rows, step 2 of 2", "Writing 2: 50% of all rows, step 2 of 2",
        "Writing 3: 75% of all rows, step 2 of 2, less than a minute left",
    ]  # fmt: skip


def test_where_rows_are_still_to_be_joined_no_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(at * 3.0, "Bringing in person.csv", at * MB, 99 * MB) for at in range(20)]
    assert told(monkeypatch, steps)[-1] == "Bringing in person.csv: 19 of 99 MB, step 1 of 2"


def test_without_a_terminal_a_line_comes_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(told(monkeypatch, reading(41, 1, 50), live=False)) == 5


def test_a_terminal_is_not_written_over_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(at / 100, "Reading a", at, 1000) for at in range(100)]
    assert len(told(monkeypatch, steps)) < 7


def test_a_load_that_is_interrupted_says_what_is_kept_and_what_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        write(tmp_path / "in put" / f"{name}.ndjson", [patient(f"p{name}")])
    monkeypatch.setattr(Keeper, "often", lambda *_: 1)
    ended = interrupted(tmp_path, monkeypatch, calls=4)
    assert ended.code == 130
    assert "kept: 0 MB. To go on, type:" in ended.err
    assert "'" + str(tmp_path / "in put") + "'" in ended.err
    assert "--resume" in ended.err and "What was published before is whole." in ended.err
    again = call("ingest", tmp_path / "in put", "--to", tmp_path / "store", "--resume")
    assert again.code == 0 and "patient" in again.out


def test_a_load_that_is_interrupted_early_says_that_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in put" / "a.ndjson", [patient()])
    ended = interrupted(tmp_path, monkeypatch, calls=1)
    assert ended.code == 130 and "Nothing is kept of this load" in ended.err
    nothing = call("ingest", tmp_path / "in put", "--to", tmp_path / "store", "--resume")
    assert nothing.code == 2 and "(resume-nothing)" in nothing.err


def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int) -> Ended:
    left = iter(range(calls))

    def tell(*_: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading.Loading, "__call__", tell)
        return call("ingest", tmp_path / "in put", "--to", tmp_path / "store")
