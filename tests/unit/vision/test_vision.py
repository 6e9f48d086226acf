"""What a vision file may say, and what is said when it does not hold together."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from commonweal.kinds import Problem
from commonweal.vision import names, read, shipped
from commonweal.vision.checked import TEXT, Field, fields, offices_named, unique

KEYS = [
    *("C1", "C2", "C3", "R1", "R2", "R3", "T1", "T2", "T3"),
    *("S1", "S2", "S3", "W1", "W2", "W3"),
]
OURS = """
title = "Ours"
language = "en-US"
[words]
gap = "distance"
[[offices]]
key = "council"
title = "The council"
does = "Leads."
[[domains]]
key = "care"
title = "Care"
[[domains.commitments]]
key = "X1"
title = "Kindness"
promise = "We are kind."
offices = ["council"]
owner = "Chief nurse"
held_by_counsel = true
[[domains.commitments]]
key = "X2"
title = "Speed"
promise = "We are quick."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problem_of(folder: Path, text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        read(written(folder, text))
    return caught.value


@pytest.mark.parametrize("name", names())
def test_a_shipped_vision_has_the_fifteen_commitments_in_five_domains(name: str) -> None:
    vision = shipped(name)
    assert [row.key for row in vision.commitments] == KEYS
    assert [domain.key for domain in vision.domains] == [
        "care", "research", "teaching", "community", "workforce",
    ]  # fmt: skip
    assert [len(domain.commitments) for domain in vision.domains] == [3] * 5
    assert not any(row.held_by_counsel for row in vision.commitments)


def test_the_two_vocabularies_differ_in_words_only() -> None:
    one, two = shipped("promises"), shipped("outcomes")
    for key in KEYS:
        assert one.domain_of(key).key == two.domain_of(key).key
        assert one.commitment(key).offices == two.commitment(key).offices
        assert one.commitment(key).promise != two.commitment(key).promise
    assert one.words.keys() == two.words.keys()
    assert one.word("gap") != two.word("gap")


@pytest.mark.parametrize("name", names())
def test_a_title_is_short_and_a_promise_is_one_sentence(name: str) -> None:
    for row in shipped(name).commitments:
        assert len(row.title.split()) <= 5
        assert row.promise.endswith(".")
        assert "\n" not in row.promise


@pytest.mark.parametrize("name", names())
def test_every_commitment_has_an_office_that_can_move_it_and_every_office_has_one(
    name: str,
) -> None:
    vision = shipped(name)
    assert all(vision.offices_of(key) for key in KEYS)
    moving = {office.key for key in KEYS for office in vision.offices_of(key)}
    assert moving == {office.key for office in vision.offices}


def test_names_lists_every_vision_file_that_is_packaged() -> None:
    from importlib import resources

    folder = resources.files("commonweal.vision")
    packaged = {each.name for each in folder.iterdir() if each.name.endswith(".toml")}
    assert packaged == {f"{name}.toml" for name in names()}


def test_an_institution_brings_its_own(tmp_path: Path) -> None:
    vision = read(written(tmp_path, OURS))
    assert (vision.title, vision.language) == ("Ours", "en-US")
    first, second = vision.commitments
    assert first.owner == "Chief nurse"
    assert first.held_by_counsel
    assert [office.title for office in vision.offices_of("X1")] == ["The council"]
    assert (second.owner, second.offices, second.held_by_counsel) == ("", (), False)
    assert vision.domain_of("X2").title == "Care"
    assert vision.word("gap") == "distance"
    assert vision.word("group") == "group"


def test_a_vision_may_leave_out_words_and_offices(tmp_path: Path) -> None:
    text = 'title = "Ours"\nlanguage = "en"\ndomains = []\n'
    vision = read(written(tmp_path, text))
    assert (vision.commitments, vision.offices, vision.words) == ((), (), {})


def test_words_of_one_vision_do_not_leak_into_another(tmp_path: Path) -> None:
    text = 'title = "Ours"\nlanguage = "en"\ndomains = []\n'
    read(written(tmp_path, text)).words["gap"] = "changed"
    assert read(written(tmp_path, text)).word("gap") == "gap"


def test_a_vision_can_not_be_changed_in_passing() -> None:
    with pytest.raises(FrozenInstanceError):
        shipped().title = "Another"  # type: ignore[misc] # the point of the test


@pytest.mark.parametrize("ask", ["commitment", "domain_of", "offices_of"])
def test_an_unknown_key_is_answered_with_the_known_ones(ask: str) -> None:
    with pytest.raises(Problem, match="C1, C2, C3") as caught:
        getattr(shipped(), ask)("Z9")
    assert caught.value.code == "commitment-unknown"


def test_an_unknown_shipped_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Problem, match="promises, outcomes") as caught:
        shipped("profits")
    assert caught.value.code == "vision-unknown"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(Problem) as caught:
            read(path)
        assert caught.value.code == "vision-missing"


def test_a_file_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(b'title = "\xff\xfe"')
    with pytest.raises(Problem, match="UTF-8") as caught:
        read(path)
    assert caught.value.code == "vision-unreadable"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[words]", "[words", "vision-unreadable"),
        ('title = "Ours"\n', "", "vision-incomplete"),
        ('promise = "We are quick."\n', "", "vision-incomplete"),
        ('title = "Ours"', "title = 5", "vision-wrong-kind"),
        ('title = "Ours"', 'title = "  "', "vision-wrong-kind"),
        ('gap = "distance"', "gap = 5", "vision-wrong-kind"),
        ('offices = ["council"]', "offices = [5]", "vision-wrong-kind"),
        ('offices = ["council"]', 'offices = "council"', "vision-wrong-kind"),
        ("held_by_counsel = true", 'held_by_counsel = "yes"', "vision-wrong-kind"),
        ('owner = "Chief nurse"', 'boss = "Chief nurse"', "vision-unknown-field"),
        ('key = "X2"', 'key = "X1"', "vision-duplicate-key"),
        ('offices = ["council"]', 'offices = ["senate"]', "vision-unknown-office"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_with_what_to_do(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in OURS
    problem = problem_of(tmp_path, OURS.replace(old, new, 1))
    assert problem.code == code
    assert "ours.toml" in problem.says
    assert problem.do.endswith(".")


@pytest.mark.parametrize("sort", ["domains", "offices"])
def test_domains_and_offices_have_keys_of_their_own_too(tmp_path: Path, sort: str) -> None:
    again = {
        "domains": '\n[[domains]]\nkey = "care"\ntitle = "Again"\ncommitments = []\n',
        "offices": '\n[[offices]]\nkey = "council"\ntitle = "Again"\ndoes = "More."\n',
    }
    assert problem_of(tmp_path, OURS + again[sort]).code == "vision-duplicate-key"


def test_a_row_of_the_file_is_named_by_its_key_when_it_has_one(tmp_path: Path) -> None:
    problem = problem_of(tmp_path, OURS.replace('promise = "We are quick."\n', ""))
    assert "'X2'" in problem.says
    assert "'promise'" in problem.says


def test_a_wrong_kind_says_the_right_one() -> None:
    wanted = {"true or false.": Field(bool), "a list of tables.": Field(list, dict)}
    wanted |= {"a table of text.": Field(dict), "text, not empty.": TEXT}
    for words, form in wanted.items():
        with pytest.raises(Problem) as caught:
            fields({"each": 5}, {"each": form}, "ours.toml")
        assert caught.value.do.endswith(words)


def test_an_empty_text_stands_where_empty_is_the_default() -> None:
    form = {"owner": Field(str, default="")}
    assert fields({"owner": ""}, form, "ours.toml") == {"owner": ""}


def test_keys_that_differ_pass_and_named_offices_pass() -> None:
    unique(["a", "b"], "office", "ours.toml")
    offices_named("C1", [], set(), "ours.toml")
