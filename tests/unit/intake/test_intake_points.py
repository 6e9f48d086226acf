from __future__ import annotations

from datetime import date, datetime

import pytest

from commonweal.intake.points import (
    NOTHING,
    birth,
    day_of,
    just_before,
    of_day,
    of_moment,
    point,
)

DAY = 86_400_000_000


def days(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2020", "2020-01-01", "Y"),
        ("2020-05", "2020-05-01", "M"),
        ("2020-05-06", "2020-05-06", "D"),
    ],
)
def test_a_partial_date_stands_on_its_first_day(text: str, day: str, precision: str) -> None:
    assert point(text) == (days(day) * DAY, days(day), precision)


def test_an_instant_is_in_utc_and_its_day_is_as_written() -> None:
    found = point("2025-12-31T20:00:00-05:00")
    assert found == ((days("2026-01-01") * 24 + 1) * 3_600_000_000, days("2025-12-31"), "T")


def test_a_time_without_offset_is_utc_and_fractions_count() -> None:
    assert point("1970-01-01T00:00:01.5") == (1_500_000, 0, "T")
    assert point("1970-01-01T00:01Z") == (60_000_000, 0, "T")


@pytest.mark.parametrize(
    "text",
    [
        "1980-13-02", "1980-02-30", "80-01-01", "20200101", "2020-W01-1", "2020-01-01T25:00:00Z",
        "2020-01T10:00:00Z", "2020-01-01 10:00", "", "today", "0000", "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59-10:00", "2020-01-01T10:00:60Z",
    ],
)  # fmt: skip
def test_what_is_no_date_is_nothing(text: str) -> None:
    assert point(text) is None


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("1980", "1980-07-01", "Y"),
        ("1980-02", "1980-02-15", "M"),
        ("1980-02-03", "1980-02-03", "D"),
    ],
)
def test_a_birth_stands_in_the_middle_of_what_is_known(text: str, day: str, precision: str) -> None:
    assert birth(text) == (days(day) * DAY, days(day), precision)


def test_an_impossible_birth_is_nothing() -> None:
    assert birth("1980-13") is None
    assert birth("abcd") is None


def test_an_exclusive_end_is_one_millisecond_less_in_both_readings() -> None:
    assert just_before("2020-01-01T00:00:00-05:00") == (
        days("2020-01-01") * DAY + 5 * 3_600_000_000 - 1000,
        days("2019-12-31"),
        "T",
    )
    assert just_before("2020-01-01") == (days("2020-01-01") * DAY - 1000, days("2019-12-31"), "T")
    assert just_before("2020-13-01") is None


def test_days_and_moments_make_points() -> None:
    assert of_day(date(1970, 1, 2)) == (DAY, 1, "D")
    assert of_moment(datetime(1970, 1, 1, 1)) == (3_600_000_000, 0, "T")
    assert day_of(of_day(date(2020, 2, 29))) == date(2020, 2, 29)
    assert day_of(NOTHING) is None
