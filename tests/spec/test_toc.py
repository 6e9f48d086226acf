"""Every measure has one worked example, and every worked example a measure."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.people import read
from tests.spec.toc import example, pages

from commonweal.measures.registry import every_measure, find

PAGES = pages()


def test_every_measure_has_a_spec_file_and_every_spec_file_a_measure() -> None:
    assert list(PAGES) == [measure.key for measure in every_measure()]


@pytest.mark.parametrize("key", PAGES)
def test_the_file_runs_the_measure_of_its_name(key: str) -> None:
    text = PAGES[key].read_text(encoding="utf-8")
    assert f"from commonweal.measures.{key} import MEASURE\n" in text
    assert "\ntest_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)\n" in text


@pytest.mark.parametrize("key", PAGES)
def test_the_example_shows_five_to_twelve_people_and_all_there_is_to_see(key: str) -> None:
    measure = find(key)
    table = read(example(PAGES[key]), "toc", measure)
    people = [one for one in table.resources if one["resourceType"] == "Patient"]
    assert 5 <= len(people) <= 12
    ways = {unit.lands.partition(":")[0] for unit in table.units}
    wanted = {"met", "not met", "out"}
    wanted |= {"excluded"} if measure.exclusions else set()
    wanted |= {"exception"} if measure.exceptions else set()
    assert ways == wanted


def test_a_file_without_an_example_is_named(tmp_path: Path) -> None:
    path = tmp_path / "test_empty.py"
    path.write_text("MEASURE = None\n")
    with pytest.raises(ValueError, match=r"test_empty\.py holds no EXAMPLE"):
        example(path)
