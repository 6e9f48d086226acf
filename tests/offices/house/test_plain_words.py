"""Strings of the interface are plain: short sentences, easy words, none of the list to avoid."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from statistics import median

import pytest
from tests.house.reading import CHECKOUT

from commonweal.offices.house import catalogues

LONGEST = 30  # words in a sentence
GRADE = 8  # Flesch-Kincaid, in the middle
INSTEAD: dict[str, str] = tomllib.loads(
    (CHECKOUT / "tests/house/words_to_avoid.toml").read_text(encoding="utf-8")
)["instead"]
NAMED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[\w.]*\}")
TAG = re.compile(r"<[^>]*>")
END = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,/:-]*")
VOWELS = re.compile(r"[aeiouy]+")


def strings() -> Iterator[str]:
    for message in catalogues.gathered():
        for text in (message.id, message.plural):
            if text:
                yield TAG.sub(" ", NAMED.sub("it", text))


def sentences() -> list[list[str]]:
    found = [WORD.findall(one) for text in strings() for one in END.split(text)]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Count syllables as a reader hears them, well enough for an average."""
    small = word.lower()
    if not small[0].isalpha():
        return 1
    heard = len(VOWELS.findall(small))
    if small.endswith("e") and not small.endswith(("le", "ee")) and heard > 1:
        heard -= 1
    if small.endswith("ed") and not small.endswith(("ted", "ded")) and heard > 1:
        heard -= 1
    return max(1, heard)


def grade(words: list[str]) -> float:
    """Give the school grade of a sentence: Kincaid and others 1975."""
    return 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("named", 1), ("opened", 2), ("people", 2), ("promise", 2), ("commitment", 3)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade(["The", "cat", "sat", "on", "the", "mat"]) == pytest.approx(-1.45)


def test_no_sentence_is_long() -> None:
    assert [" ".join(words) for words in sentences() if len(words) > LONGEST] == []


def test_the_middle_sentence_is_easy() -> None:
    whole = [words for words in sentences() if len(words) > 3]  # a label is no sentence
    assert len(whole) > 100
    assert median(map(grade, whole)) <= GRADE


def test_no_string_has_a_word_to_avoid() -> None:
    every = re.compile(
        rf"\b(?:{'|'.join(sorted(map(re.escape, INSTEAD), key=len, reverse=True))})(?!\w)",
        re.IGNORECASE,
    )
    found = [
        f"{hit[0]!r} in {text!r}: write {INSTEAD[hit[0].lower()]!r}"
        for text in strings()
        for hit in every.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_the_list_of_words_to_avoid_is_long_and_says_what_to_write_instead() -> None:
    assert len(INSTEAD) > 200
    assert all(one.strip() and one != word for word, one in INSTEAD.items())
