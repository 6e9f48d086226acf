"""Every measure has one worked example, and every worked example a measure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.spec.people import read
from tests.spec.tabled import tables_of
from tests.spec.toc import example, pages

from commonweal.measures.measure import Unit
from commonweal.measures.registry import every_measure, find
from commonweal.tables.registry import BY_NAME

PAGES = pages()
CLINICAL = [key for key in PAGES if isinstance(find(key).unit_of_analysis, Unit)]
TABLED = [key for key in PAGES if key not in CLINICAL]


def test_every_measure_has_a_spec_file_and_every_spec_file_a_measure() -> None:
    assert list(PAGES) == [measure.key for measure in every_measure()]


@pytest.mark.parametrize("key", PAGES)
def test_the_file_runs_the_measure_of_its_name(key: str) -> None:
    text = PAGES[key].read_text(encoding="utf-8")
    assert f"from commonweal.measures.{key} import MEASURE\n" in text


@pytest.mark.parametrize("key", CLINICAL)
def test_an_example_of_care_is_run_row_by_row(key: str) -> None:
    text = PAGES[key].read_text(encoding="utf-8")
    assert "\ntest_people, test_counts = worked(MEASURE, EXAMPLE, *RULES)\n" in text


@pytest.mark.parametrize("key", TABLED)
def test_an_example_of_tables_is_taken_in_and_says_what_is_expected(key: str) -> None:
    text = PAGES[key].read_text(encoding="utf-8")
    assert "measured(MEASURE, " in text
    shown = example(PAGES[key])
    blocks = re.split(r"\n\s*\n", shown.strip())
    assert sum(len(block.splitlines()) for block in blocks) >= 5
    # Some tables are written whole; of larger ones the example shows what they are made of.
    tables = tables_of(shown)
    assert not tables or sum(len(table.rows) for table in tables) >= 5
    assert any(block.splitlines()[0].strip() not in BY_NAME for block in blocks)


@pytest.mark.parametrize("key", CLINICAL)
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
