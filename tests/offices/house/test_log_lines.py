"""A line of the log is one event, with its instant in UTC, and goes to one place."""

from __future__ import annotations

import logging
import re

from django.conf import settings

from commonweal.offices.house.logs import NoNames


def line(message: str, created: float = 0.0) -> str:
    record = logging.LogRecord("x", logging.WARNING, "a.py", 7, message, (), None)
    record.created = created
    return NoNames().format(record)


def test_a_line_begins_with_its_instant_in_utc() -> None:
    assert (
        line("It happened.", 1_790_000_000.5) == "2026-09-21T14:13:20Z WARNING x a:7 It happened."
    )


def test_what_somebody_typed_adds_no_line() -> None:
    said = line("a\nERROR forged\r\n2026 ok\x1b[2J\u2028more\x00")
    assert len(said.splitlines()) == 1
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", said)


def test_there_is_one_place_for_lines() -> None:
    told = settings.LOGGING
    assert set(told["handlers"]) == {"console"}
    assert told["handlers"]["console"]["class"] == "logging.StreamHandler"
    assert told["root"]["handlers"] == ["console"]
    assert [one for one in told["loggers"].values() if one["handlers"]] == []
