"""An institution's own list of values becomes a grouping, and a bad one is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.intake import targets
from commonweal.kinds import Problem

LIST = """
key = "state_race"
says = "race, as the state asks it"
multiple = "two_or_more"
[[value]]
code = "white"
label = "White"
from = ["race_1997:white"]
[[value]]
code = "cambodian"
label = "Cambodian"
from = ["race_detail:2033-9"]
[[value]]
code = "nobody"
label = "A value that no answer of ours stands for"
"""


def written(folder: Path, text: str = LIST) -> Path:
    path = folder / "list.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_answers_in_detail_are_looked_at_before_broad_ones(tmp_path: Path) -> None:
    view = targets.read(written(tmp_path))
    assert view.crosswalk == (
        ("race_detail", "2033-9", "cambodian"),
        ("race_1997", "white", "white"),
    )
    assert [code for code, _ in view.groups] == ["white", "cambodian", "nobody", "two_or_more"]
    assert view.group("unplaced").stated is False
    assert view.named("white", "patients") == "patients recorded as White"


def test_a_list_whose_groups_overlap_has_no_group_of_several(tmp_path: Path) -> None:
    text = LIST.replace('multiple = "two_or_more"', "overlapping = true")
    view = targets.read(written(tmp_path, text))
    assert (view.overlapping, len(view.groups)) == (True, 3)


def test_the_code_of_several_may_be_a_value_of_the_list(tmp_path: Path) -> None:
    view = targets.read(written(tmp_path, LIST.replace("two_or_more", "nobody")))
    assert len(view.groups) == 3


def test_a_kept_list_is_found_by_its_key_and_replaced_by_the_next(tmp_path: Path) -> None:
    store = tmp_path / "store"
    targets.keep(store, written(tmp_path))
    targets.keep(store, written(tmp_path, LIST.replace("White", "White people")))
    (view,) = targets.supplied(store)
    assert targets.find(store, "state_race") == view
    assert view.label("white") == "White people"
    assert targets.find(store, "sex").key == "sex"
    with pytest.raises(Problem, match="state_race") as refused:
        targets.find(store, "shoe_size")
    assert refused.value.code == "view-unknown"


def test_a_store_without_lists_has_none(tmp_path: Path) -> None:
    assert targets.supplied(tmp_path) == ()


@pytest.mark.parametrize(("old", "new", "why"), [
    ('key = "state_race"', 'key = "race"', "not a new name"),
    ('key = "state_race"', 'key = "State Race"', "not a new name"),
    ('key = "state_race"', "key = 7", "'key' is not said"),
    ('says = "race, as the state asks it"', "", "'says' is not said"),
    ('multiple = "two_or_more"', 'colour = "red"', "'colour', which nothing reads"),
    ('multiple = "two_or_more"', 'overlapping = "yes"', "true or false"),
    ('multiple = "two_or_more"', 'phrase = "{nobody}"', "{label} and {people} only"),
    ('code = "white"', 'code = "declined"', "a word of ours"),
    ('code = "cambodian"', 'code = "white"', "stands twice"),
    ('label = "White"', "", "'label' is not said"),
    ('label = "White"', 'label = "White"\nsize = 3', "only code, label and from"),
    ("race_1997:white", "shoe_size:9", "not an answer"),
    ("race_1997:white", "white", "not an answer"),
    ("race_detail:2033-9", "race_1997:white", "stands for two values"),
    (LIST, 'key = "x"\nsays = "x"\n', "no [[value]] part"),
    (LIST, LIST.split('from = ["race_1997', maxsplit=1)[0], "which answers stand for it"),
    (LIST, "key = ", "can not be read"),
])  # fmt: skip
def test_a_list_that_can_not_be_read_says_why(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in LIST
    with pytest.raises(Problem) as refused:
        targets.read(written(tmp_path, LIST.replace(old, new)))
    assert refused.value.code == "target-unreadable"
    assert why in refused.value.says
    assert "Nothing was changed." in str(refused.value)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        targets.keep(tmp_path, tmp_path / "none.toml")
    assert refused.value.code == "target-missing"


def test_a_refused_list_leaves_the_one_before(tmp_path: Path) -> None:
    targets.keep(tmp_path, written(tmp_path))
    with pytest.raises(Problem):
        targets.keep(tmp_path, written(tmp_path, "key = "))
    assert [view.key for view in targets.supplied(tmp_path)] == ["state_race"]
