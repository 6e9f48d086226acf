"""The made-up health system has a post that answers for each of its promises."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from commonweal.sample import promises
from commonweal.vision import read, shipped


def test_a_post_answers_for_each_promise_and_nothing_else_is_changed(tmp_path: Path) -> None:
    found, before = read(promises.write(tmp_path)), shipped()
    assert {row.key: row.owner for row in found.commitments} == promises.OWNERS
    bare = tuple(replace(row, owner="") for row in found.commitments)
    assert bare == before.commitments
    assert (found.offices, found.words, found.title) == (
        before.offices, before.words, before.title)  # fmt: skip


def test_whoever_answers_is_a_post_or_an_office() -> None:
    named = re.compile(r"^(Chief|Vice dean|Office of|Institute|Center)")
    assert all(named.match(owner) for owner in promises.OWNERS.values())
