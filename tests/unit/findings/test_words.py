"""Every message fills its named parts, and is short."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from commonweal.findings import words

PLURALS = {
    name: value
    for name, value in vars(words).items()
    if callable(value) and getattr(value, "__module__", "") == words.__name__
}
CONSTANT = {
    name: text
    for name, value in vars(words).items()
    if name.isupper() and not name.startswith("_")
    for text in (value.values() if isinstance(value, dict) else [value])
    if isinstance(text, str)
}
MESSAGES = [
    *((name, text) for name, text in CONSTANT.items()),
    *(
        (name, text)
        for name in ("VERDICTS", "NEXT", "FIDELITY")
        for text in getattr(words, name).values()
    ),
    *((f"{name} {n}", make(n)) for name, make in PLURALS.items() for n in (1, 2)),
]


def test_there_are_messages_to_look_at() -> None:
    assert len(PLURALS) == 8
    assert len(MESSAGES) > 70


@pytest.mark.parametrize(("name", "text"), MESSAGES, ids=[name for name, _ in MESSAGES])
def test_every_part_of_a_message_has_a_name_and_fills(name: str, text: str) -> None:
    parts = [part for _, part, form, _ in Formatter().parse(text) if part is not None]
    assert all(part.isidentifier() for part in parts)
    filled = text.format(**dict.fromkeys(parts, "word"))
    assert "{" not in filled


@pytest.mark.parametrize(("name", "text"), MESSAGES, ids=[name for name, _ in MESSAGES])
def test_no_sentence_is_longer_than_thirty_words(name: str, text: str) -> None:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    assert max(len(sentence.split()) for sentence in sentences) <= 30, name


def test_one_is_not_written_as_several() -> None:
    for make in PLURALS.values():
        assert make(1) != make(2)


def test_verdicts_are_those_of_the_closed_list() -> None:
    assert words.VERDICTS == {
        "A": "A gap is likely, and it repeats",
        "B": "A gap is likely",
        "C": "A gap is possible",
        "N": "No gap that matters",
        "I": "Too little data to say",
        "S": "Too little data to say",
    }
