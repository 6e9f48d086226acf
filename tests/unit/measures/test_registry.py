"""The folder is the registry, and every measure in it is whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonweal import measures
from commonweal.engine import needs
from commonweal.kinds import Problem
from commonweal.measures.measure import Fidelity, Measure
from commonweal.measures.registry import every_measure, find
from commonweal.tables.registry import BY_NAME
from commonweal.tables.views import by_name

ALL = every_measure()


def test_measures_are_sorted_and_their_keys_are_their_own() -> None:
    keys = [measure.key for measure in ALL]
    assert keys == sorted(set(keys))


def test_every_file_of_a_domain_declares_a_measure_of_its_name() -> None:
    home = Path(measures.__path__[0])
    files = {
        f"{path.parent.name}.{path.stem}"
        for path in home.glob("*/*.py")
        if path.stem != "__init__" and path.parent.name != "__pycache__"
    }
    assert files == {measure.key for measure in ALL}


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.key)
def test_a_measure_is_whole(measure: Measure) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z0-9_]+", measure.key)
    assert re.fullmatch(r"\d+\.\d+\.\d+", measure.version)
    for field in ("title", "met", "why", "limits", "levers", "people", "sources"):
        assert getattr(measure, field), field
    assert set(measure.needs) <= needs.of(measure).tables <= set(BY_NAME)
    for key in measure.stratify_by:
        assert by_name(key).key
    reviewed = (measure.reviewed_by, measure.reviewed_on, measure.review_by)
    assert all(reviewed) or not any(reviewed)
    if measure.fidelity is Fidelity.EXACT:
        assert needs.of(measure).value_sets
    if measure.fidelity is Fidelity.ADAPTED:
        assert measure.caveats


def test_a_measure_is_found_by_its_key() -> None:
    for measure in ALL:
        assert find(measure.key) is measure


def test_an_unknown_key_names_those_that_exist() -> None:
    with pytest.raises(Problem) as raised:
        find("care.nothing")
    assert raised.value.code == "measure-unknown"
    assert "'care.nothing'" in raised.value.says
    assert all(measure.key in raised.value.do for measure in ALL)


@pytest.fixture
def reading_anew() -> Iterator[None]:
    every_measure.cache_clear()
    yield
    every_measure.cache_clear()


def test_a_new_file_is_a_new_measure_and_other_files_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading_anew: None
) -> None:
    domain = tmp_path / "zoo"
    domain.mkdir()
    (domain / "__init__.py").write_text("")
    (domain / "shared.py").write_text("MEASURE = 'not a declaration'\n")
    (domain / "words.py").write_text("")
    (domain / "fed.py").write_text(
        "from dataclasses import replace\n"
        "from commonweal.measures.care.bp_any_simple import MEASURE as FIRST\n"
        "MEASURE = replace(FIRST, key='zoo.fed')\n"
    )
    monkeypatch.setattr(measures, "__path__", [*measures.__path__, str(tmp_path)])
    try:
        assert [measure.key for measure in every_measure()] == [
            *(measure.key for measure in ALL), "zoo.fed",
        ]  # fmt: skip
        assert find("zoo.fed").title == find("care.bp_any_simple").title
    finally:
        for name in [name for name in sys.modules if name.startswith("commonweal.measures.zoo")]:
            del sys.modules[name]
