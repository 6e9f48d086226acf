"""Progress is told on the error channel, and the width follows the terminal."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from commonweal.cli import shared


class Screen(io.StringIO):
    """Be a terminal."""

    def isatty(self) -> bool:
        return True


def test_steps_are_lines_where_there_is_no_terminal_and_each_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = shared.Progress()
    for _ in range(3):
        progress("Reading", 0, 2)
    progress("Writing", 0, 1)
    progress("", 2, 2)
    assert capsys.readouterr().err == "Reading (1 of 2)\nWriting\n"


def test_a_terminal_shows_one_line_that_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.delenv("NO_COLOR", raising=False)
    progress = shared.Progress()
    progress("Reading", 0, 2)
    progress("", 2, 2)
    assert screen.getvalue() == "\r\x1b[KReading (1 of 2)\r\x1b[K"


def test_no_color_means_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    shared.Progress()("Reading", 0, 1)
    assert screen.getvalue() == "Reading\n"


def test_after_ten_seconds_the_time_left_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter((90.0, 100.0, 105.0, 120.0))
    monkeypatch.setattr(shared.time, "monotonic", lambda: next(clock))
    progress = shared.Progress()
    progress("Reading", 1, 4)
    progress("Writing", 2, 4)
    assert capsys.readouterr().err == "Reading (2 of 4)\nWriting (3 of 4, about 20 s left)\n"


def test_another_stage_is_timed_from_its_own_beginning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter((0.0, 0.0, 1.0, 100.0, 101.0, 120.0))
    monkeypatch.setattr(shared.time, "monotonic", lambda: next(clock))
    progress = shared.Progress()
    progress("Reading", 3, 4)
    progress("Measuring", 0, 8)
    progress("Judging", 2, 8)
    assert capsys.readouterr().err == (
        "Reading (4 of 4)\nMeasuring (1 of 8)\nJudging (3 of 8, about 60 s left)\n"
    )


def test_the_width_is_that_of_the_terminal_or_eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "123")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert shared.width() == 80
    monkeypatch.setattr(sys, "stdout", Screen())
    assert shared.width() == 123


def test_the_store_is_the_one_named_then_the_environment_then_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMMONWEAL_STORE", "elsewhere")
    assert shared.store_of(Path("named")) == Path("named")
    assert shared.store_of(None) == Path("elsewhere")
    monkeypatch.delenv("COMMONWEAL_STORE")
    assert shared.store_of(None) == Path()


def test_the_clock_is_that_of_the_world() -> None:
    assert shared.now().utcoffset() is not None
    assert abs((shared.now().date() - shared.today()).days) <= 1
