"""A text that was said is English text, and keeps the message that it was made from."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonweal.kinds import Said, message, messages, opened
from commonweal.kinds.said import as_data, from_data, lowered, spoken, within

TEXTS = some.text(max_size=20).map(lambda text: text.replace("{", "").replace("}", ""))
SENTENCES = some.recursive(
    TEXTS | TEXTS.map(message),
    lambda parts: some.builds(
        lambda one, two, several, case: case(
            messages("{a} of {b}", "{a}, many of {b}", several).format(a=one, b=two)
        ),
        parts, parts, some.integers(0, 3), some.sampled_from([str.strip, opened, lowered]),
    ),
    max_leaves=6,
)  # fmt: skip


def english(text: str, plural: str, many: int) -> str:
    return plural if plural and many != 1 else text


@given(SENTENCES)
def test_what_is_kept_is_read_back_with_its_message(text: str) -> None:
    read = from_data(json.loads(json.dumps(as_data(text))))
    assert read == text
    assert as_data(read) == as_data(text)


@given(SENTENCES)
def test_said_in_english_it_is_the_same(text: str) -> None:
    assert spoken(text, english) == text


@given(SENTENCES)
def test_a_copy_and_another_process_have_it_whole(text: str) -> None:
    sent = pickle.loads(pickle.dumps(text))  # noqa: S301  made in the line itself
    for same in (copy.copy(text), copy.deepcopy(text), sent):
        assert same == text
        assert as_data(same) == as_data(text)


@given(SENTENCES)
def test_parts_that_are_not_changed_leave_it_as_it_is(text: str) -> None:
    assert within(text, lambda part: part) == text


def test_a_message_takes_parts_by_name_only() -> None:
    with pytest.raises(TypeError, match="names"):
        message("{} of {}").format(1, 2)


def test_a_number_becomes_a_part_in_figures() -> None:
    told = message("{n} days").format(n=3)
    assert (told, told.parts) == ("3 days", {"n": "3"})


def test_text_that_nobody_marked_is_changed_too() -> None:
    assert (opened("east"), lowered("EAST")) == ("East", "east")
    assert within("a  b", lambda part: part.replace("  ", " ")) == "a b"
    assert not isinstance(opened("east"), Said)


def test_a_part_that_holds_braces_is_no_message() -> None:
    told = message("Named {name}.").format(name="{people}")
    assert told == "Named {people}."
    assert spoken(told, english) == "Named {people}."
