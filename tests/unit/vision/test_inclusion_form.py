"""The inclusion form of NIH as dated data."""

from __future__ import annotations

from datetime import date

import pytest

from commonweal.kinds import Problem
from commonweal.vision.forms.inclusion_form import form_on


def test_the_form_has_seven_rows_and_nine_columns() -> None:
    form = form_on(date(2026, 1, 1))
    assert form.shape == (7, 3, 3)
    assert form.rows[-2:] == ("More Than One Race", "Unknown or Not Reported")
    assert not form.reviewed


@pytest.mark.parametrize(
    ("day", "sex"), [(date(2025, 8, 15), "Sex/Gender"), (date(2025, 8, 16), "Sex")]
)
def test_the_word_for_sex_is_that_of_the_day(day: date, sex: str) -> None:
    assert form_on(day).sex == sex


def test_before_the_form_there_is_none() -> None:
    with pytest.raises(Problem) as caught:
        form_on(date(1990, 1, 1))
    assert caught.value.code == "form-not-known"
