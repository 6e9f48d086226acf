"""The vision is a file the institution can replace, so no promise text stands in code."""

from __future__ import annotations

import re

import pytest
from tests.house.reading import Module, modules

from commonweal.vision import names, shipped


def plain(text: str) -> str:
    """Strip what a line break inside a string of Python would change."""
    return re.sub(r"[\s\"'\\]+", " ", text).lower()


PROMISES = [
    (name, row.key, plain(row.promise).strip(" ."))
    for name in names()
    for row in shipped(name).commitments
]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_no_promise_stands_in_code(module: Module) -> None:
    text = plain(module.text)
    assert [(name, key) for name, key, promise in PROMISES if promise in text] == []


def test_a_promise_broken_over_lines_would_be_found() -> None:
    first = shipped().commitments[0].promise
    half = len(first) // 2
    code = f'"{first[:half]}"\n    "{first[half:]}"'.replace('"\n    "', "\n")
    assert plain(first).strip(" .").replace(" ", "") in plain(code).replace(" ", "")
