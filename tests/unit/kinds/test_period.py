"""Periods are read as people write them, and the one before has the same length."""

from __future__ import annotations

from datetime import date

import pytest

from commonweal.kinds import Period, Problem
from commonweal.kinds.period import long_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        (" 2020 ", "2020-01-01", "2020-12-31"),
        ("2020-Q1", "2020-01-01", "2020-03-31"),
        ("2020-Q3", "2020-07-01", "2020-09-30"),
        ("2020-Q4", "2020-10-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020-03-04", "2020-03-04", "2020-03-04"),
        ("2019-07/2020-06", "2019-07-01", "2020-06-30"),
        ("2019/2020", "2019-01-01", "2020-12-31"),
        ("2020-01-05/2020-Q2", "2020-01-05", "2020-06-30"),
    ],
)
def test_a_period_is_read_as_written(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "soon", "20", "2020-13", "2020-00", "2020-Q5", "2020-02-30", "1/2/3", "0000", "/"]
)
def test_what_is_no_period_is_said_with_the_forms(text: str) -> None:
    with pytest.raises(Problem, match="2020-Q3") as caught:
        Period.parse(text)
    assert caught.value.code == "period-unreadable"


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        Period.parse("2020/2019")
    assert caught.value.code == "period-reversed"


@pytest.mark.parametrize("text", ["2020", "2019-07/2020-06", "2020-03-04", "2020-Q2"])
def test_the_key_can_be_read_back(text: str) -> None:
    period = Period.parse(text)
    assert Period.parse(period.key) == period


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2020", "2020"),
        ("2020-02", "February 2020"),
        ("2020-Q3", "July 2020 to September 2020"),
        ("2019/2020", "January 2019 to December 2020"),
        ("2020-01-05/2020-02-29", "January 5, 2020 to February 29, 2020"),
        ("2020-01-01/2020-02-28", "January 1, 2020 to February 28, 2020"),
        ("2020-03-04", "March 4, 2020 to March 4, 2020"),
    ],
)
def test_the_label_is_what_a_reader_expects(text: str, label: str) -> None:
    assert Period.parse(text).label == label


@pytest.mark.parametrize(
    ("text", "whole"),
    [("2020", True), ("2019/2020", False), ("2020-Q1", False), ("2020-02/2020-12", False)],
)
def test_a_whole_year_is_one_calendar_year(text: str, whole: bool) -> None:
    assert Period.parse(text).whole_year is whole


@pytest.mark.parametrize(
    ("text", "steps", "before"),
    [
        ("2020", 1, "2019-01-01/2019-12-31"),
        ("2020", 2, "2018-01-01/2018-12-31"),
        ("2020", 0, "2020-01-01/2020-12-31"),
        ("2021-03", 1, "2021-02-01/2021-02-28"),
        ("2020-Q1", 1, "2019-10-01/2019-12-31"),
        ("2019-07/2020-06", 2, "2017-07-01/2018-06-30"),
        ("2020-01-11/2020-01-20", 1, "2020-01-01/2020-01-10"),
        ("2020-01-10", 1, "2020-01-09/2020-01-09"),
    ],
)
def test_the_period_before_ends_the_day_before_and_is_as_long(
    text: str, steps: int, before: str
) -> None:
    assert Period.parse(text).previous(steps).key == before


def test_a_day_is_written_in_words() -> None:
    assert long_date(date(2024, 2, 29)) == "February 29, 2024"
