"""Every message on what lies behind a finding fills its named parts, and is short."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from commonweal.findings import course_words

TEXTS = [
    *(
        text
        for name, value in vars(course_words).items()
        if name.isupper() and not name.startswith("_")
        for text in (value.values() if isinstance(value, dict) else [value])
    ),
    course_words.beyond(1),
    course_words.beyond(2),
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_part_has_a_name_and_no_sentence_is_longer_than_thirty_words(text: str) -> None:
    parts = [part for _, part, _, _ in Formatter().parse(text) if part is not None]
    assert all(part.isidentifier() for part in parts)
    filled = text.format(**dict.fromkeys(parts, "word"))
    assert "{" not in filled
    assert max(len(one.split()) for one in re.split(r"(?<=[.!?])\s+", filled)) <= 30


def test_one_point_is_not_written_as_several() -> None:
    assert course_words.beyond(1) != course_words.beyond(2)


def test_every_kind_of_part_has_its_sentence() -> None:
    kinds = {course_words.MONTHS, course_words.QUARTERS, course_words.SITES}
    assert set(course_words.PAIRS) == set(course_words.PAIRS_HIGHER) == kinds
