"""Ways to group people: found by either spelling, worded in full, always in the same order."""

from __future__ import annotations

import pytest

from commonweal.kinds import Problem
from commonweal.tables.views import ALIASES, NOT_STATED, VIEWS, View, by_name

VIEW = View("size", "size", (("s", "Small"), ("l", "Large")))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_view_is_found_by_its_key(view: View) -> None:
    assert by_name(view.key) is view


@pytest.mark.parametrize("alias", sorted(ALIASES))
def test_a_view_is_found_by_the_spelling_of_the_specifications(alias: str) -> None:
    assert by_name(alias).key == ALIASES[alias]


def test_an_unknown_view_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Problem, match="race_ethnicity, race_any") as caught:
        by_name("shoe_size")
    assert caught.value.code == "view-unknown"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_codes_and_words_of_a_view_are_unlike_each_other(view: View) -> None:
    codes = [code for code, _ in view.groups + NOT_STATED]
    assert len(set(codes)) == len(codes)
    assert len({label for _, label in view.groups + NOT_STATED}) == len(codes)


def test_a_group_bears_its_words_and_whether_people_said_so() -> None:
    assert VIEW.group("s").label == "Small"
    assert VIEW.group("s").stated
    assert VIEW.group("declined").label == "Declined to say"
    assert not VIEW.group("declined").stated


def test_a_code_that_no_list_names_stands_under_itself() -> None:
    assert VIEW.group("xl").label == "xl"
    assert VIEW.group("xl").stated


def test_the_order_is_named_groups_then_others_by_code_then_those_without_an_answer() -> None:
    codes = ["not_recorded", "xl", "declined", "l", "m", "s"]
    assert sorted(codes, key=VIEW.order) == ["s", "l", "m", "xl", "declined", "not_recorded"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_group_can_be_named_inside_a_sentence(view: View) -> None:
    for code, _ in (*view.groups, ("north", "North")):
        named = view.named(code, "patients")
        assert "patients" in named
        assert len(named) > len("patients ")
        assert not set("{}") & set(named)


def test_a_label_that_reads_otherwise_in_a_sentence_is_replaced_there_only() -> None:
    view = View("size", "size", (("s", "Small"),), phrase="{people} of {label} size",
                in_sentence=(("s", "small"),))  # fmt: skip
    assert view.named("s", "visitors") == "visitors of small size"
    assert view.named("xl", "visitors") == "visitors of xl size"
    assert view.label("s") == "Small"


def test_what_is_renamed_for_a_sentence_is_a_group_of_the_view() -> None:
    for view in VIEWS:
        assert dict(view.in_sentence).keys() <= dict(view.groups).keys()
