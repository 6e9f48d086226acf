"""The lists of words are dated data, with sources, and what can not be is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commonweal.kinds import Problem
from commonweal.services.term_lists import Use, Verdict, read, shipped

ONE = """
reviewed_by = ""

[[lists]]
key = "k"
verdict = "refused"
since = 2026-01-01
state = "in force"
uses = ["award"]
says = "Why."
terms = ["term"]

[[lists.sources]]
title = "T"
at = "example.org"
read = 2026-11-21
"""


def test_every_list_is_dated_sourced_and_says_why() -> None:
    terms = shipped()
    assert {use for one in terms.lists for use in one.uses} == set(Use)
    for one in terms.lists:
        assert one.since >= date(2020, 1, 1)
        assert one.sources
        assert one.says.endswith(".")
        assert len(set(one.terms)) == len(one.terms)


def test_nobody_qualified_is_said_to_have_read_them() -> None:
    assert shipped().reviewed_by == ""


def test_every_use_has_a_list_that_refuses() -> None:
    for use in Use:
        refusing = [one for one in shipped().lists if one.verdict is Verdict.REFUSED]
        assert any(use in one.uses for one in refusing)


def test_a_list_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ONE)
    (only,) = read(path).lists
    assert (only.key, only.closed, only.until) == ("k", False, None)
    assert only.holds_on(date(2026, 1, 1))
    assert not only.holds_on(date(2025, 12, 31))


def test_one_list_follows_another(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    first = ONE.replace('state = "in force"', 'state = "in force"\nuntil = 2026-06-30')
    second = ONE.split('reviewed_by = ""')[1].replace("2026-01-01", "2026-07-01")
    path.write_text(first + second)
    assert len(read(path).lists) == 2
    path.write_text(first + second.replace("2026-07-01", "2026-06-30"))
    with pytest.raises(Problem, match="hold at once") as caught:
        read(path)
    assert caught.value.code == "terms-unreadable"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('key = "k"', ""),
        ('key = "k"', 'key = "k"\nquota = 3'),
        ('verdict = "refused"', 'verdict = "maybe"'),
        ("since = 2026-01-01", 'since = "2026-01-01"'),
        ('state = "in force"', 'state = "asleep"'),
        ('uses = ["award"]', 'uses = ["wages"]'),
        ('terms = ["term"]', "terms = []"),
        ('terms = ["term"]', "terms = [3]"),
        ('terms = ["term"]', 'terms = [" "]'),
        ('at = "example.org"\n', ""),
        ("read = 2026-11-21", 'read = "today"'),
        ('reviewed_by = ""', "reviewed_by = 3"),
        ('reviewed_by = ""', 'goal = "x"'),
        ("[[lists]]", "[[other]]"),
        ("[[lists]]", "[[lists"),
    ],
)
def test_what_can_not_be_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(ONE.replace(old, new, 1))
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "terms-unreadable"
    assert "own.toml" in caught.value.says


def test_lists_that_are_no_tables_or_missing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    for text in ("lists = [1]", "lists = 3", 'reviewed_by = ""'):
        path.write_text(text)
        with pytest.raises(Problem):
            read(path)
    with pytest.raises(Problem, match="not there"):
        read(tmp_path / "none.toml")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Problem, match="UTF-8"):
        read(path)
