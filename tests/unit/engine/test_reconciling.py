"""Submitted figures beside rows with planted faults: each reason, and all of them to the row."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from tests.unit.engine.made import Row, dataset
from tests.unit.engine.results_made import PEOPLE, figure, result, store

from commonweal.engine.explained import Tally
from commonweal.engine.reconciling import Compared, compare
from commonweal.tables.dataset import Dataset

MET = 40


def rows() -> list[Row]:
    """Give a row a person, of whom forty met it."""
    return [result(n, in_numerator=n < MET) for n in range(PEOPLE)]


def changed(places: range, **more: object) -> list[Row]:
    return [row | more if n in places else row for n, row in enumerate(rows())]


def only(held: Dataset, *measures: str) -> Compared:
    (found,) = compare(held, measures)
    return found


def used(found: Compared) -> dict[str, Tally]:
    """Give what each reason adds, what no row explains, and check that all adds up."""
    parts = found.explained.parts
    for place, goal in enumerate(found.difference):
        taken = sum(part.taken[place] for part in parts)
        assert goal is None or taken + found.explained.rest[place] == goal
    told = {part.lot.reason: part.taken for part in parts if part.used}
    return told | ({"rest": found.explained.rest} if any(found.explained.rest) else {})


def test_a_figure_that_is_the_same_needs_no_explanation(tmp_path: Path) -> None:
    found = only(store(tmp_path, rows(), [figure(denominator=60.0, numerator=40.0)]))
    assert (found.ours, found.difference) == ((60, 40, 0), (0, 0, None))
    assert found.persons == (60, 40, 20, 0)
    assert used(found) == {}
    assert found.measure is not None
    assert found.measure.key == "results.m"


@pytest.mark.parametrize(
    ("reason", "more", "taken"),
    [
        ("orphan", {"patient_key": "nobody", "problem": ["orphan"]}, (1, 1, 0)),
        ("unmapped", {"in_numerator": None, "problem": ["flag_unreadable"]}, (10, 8, 0)),
        ("unknown", {"in_numerator": None}, (10, 8, 0)),
        ("unknown", {"in_denominator": None}, (10, 8, 0)),
        ("version", {"measure_version": "0"}, (10, 8, 0)),
        ("version", {"measure_version": None}, (10, 8, 0)),
        ("period", {"period_start": "2024", "period_end": "2024"}, (10, 8, 0)),
        ("period", {"period_end": None}, (10, 8, 0)),
    ],
)
def test_each_reason_is_found(
    tmp_path: Path, reason: str, more: Row, taken: tuple[int, ...]
) -> None:
    places = range(32, 42) if reason != "orphan" else range(32, 33)
    submitted = figure(denominator=60.0, numerator=40.0, exclusions=0.0)
    found = only(store(tmp_path, changed(places, **more), [submitted]))
    assert used(found) == {reason: taken}
    assert [row.reason for row in found.left] == [reason] * len(places)
    assert {row.key for row in found.left} == {f"main/{n:04d}" for n in places}


def test_lines_that_were_set_aside_are_a_reason_where_they_name_the_measure(
    tmp_path: Path,
) -> None:
    aside = [(70, "p1,M,1,yes"), (71, "p2,M,1"), (72, "p3,OTHER,1")]
    held = store(tmp_path, rows(), [figure(denominator=62.0, numerator=41.0)], aside=aside)
    found = only(held)
    assert used(found) == {"set_aside": (2, 1, 0)}
    assert [(row.reason, row.file, row.line, row.key) for row in found.left] == [
        ("set_aside", 0, 70, ""), ("set_aside", 0, 71, ""),
    ]  # fmt: skip


def test_a_person_with_several_rows_is_a_reason_where_the_figure_counted_them_all(
    tmp_path: Path,
) -> None:
    twice = [result(PEOPLE + n, in_numerator=True) for n in range(5)]
    lines = {"main/0050": (9, 80, 90)}
    figures = [figure(denominator=67.0, numerator=45.0)]
    found = only(store(tmp_path, rows() + twice, figures, lines))
    assert used(found) == {"duplicate": (7, 5, 0)}
    assert sorted(row.line or 0 for row in found.left)[-2:] == [80, 90]


def test_rows_of_another_site_are_a_reason(tmp_path: Path) -> None:
    sited = [row | {"site": "N" if n % 3 else "S"} for n, row in enumerate(rows())]
    sited[0]["site"] = None
    figures = [figure(site="N", denominator=60.0, numerator=40.0)]
    found = only(store(tmp_path, sited, figures))
    assert found.ours == (40, 26, 0)
    assert used(found) == {"site": (20, 14, 0)}


def test_who_is_excluded_and_in_the_numerator_is_a_reason(tmp_path: Path) -> None:
    figures = [figure(denominator=60.0, numerator=40.0, exclusions=0.0)]
    found = only(store(tmp_path, changed(range(6), excluded=True), figures))
    assert found.ours == (54, 34, 6)
    assert used(found) == {"excluded_met": (6, 6, -6)}


def test_several_reasons_add_up_and_what_is_in_no_row_is_said(tmp_path: Path) -> None:
    mixed = changed(range(30, 45), in_numerator=None)
    mixed[1] |= {"patient_key": "gone", "problem": ["orphan"]}
    mixed += [result(100 + n, period_start="2024", period_end="2024") for n in range(50)]
    found = only(store(tmp_path, mixed, [figure(denominator=63.0, numerator=45.0)]))
    assert used(found) == {"orphan": (1, 1, 0), "unknown": (15, 15, 0), "rest": (3, 0, 0)}
    assert [part.lot.rows for part in found.explained.parts] == [1, 15, 50]


def test_exclusions_may_still_be_inside_the_denominator(tmp_path: Path) -> None:
    figures = [
        figure(denominator=60.0, exclusions=5.0, numerator=35.0, exclusions_inside=True),
        figure(submitted_figure_key="g", denominator=60.0, exclusions_inside=True, rate="x"),
    ]
    found = compare(store(tmp_path, changed(range(5), excluded=True, in_numerator=None), figures))
    assert [one.difference for one in found] == [(None, None, None), (0, 0, 0)]


def test_what_is_no_count_is_no_figure(tmp_path: Path) -> None:
    found = only(store(tmp_path, rows(), [figure(denominator=0.5, numerator=-1.0)]))
    assert found.difference == (None, None, None)


def test_means_are_exact(tmp_path: Path) -> None:
    waits = [result(n, value=0.1 * (n + 1), in_numerator=None, in_denominator=None)
             for n in range(3)]  # fmt: skip
    figures = [figure(denominator=4.0, numerator=2.0, rate="0.2")]
    found = only(store(tmp_path, [*waits, result(3, in_numerator=None)], figures))
    assert found.mean == (Fraction("0.1") + Fraction("0.2") + Fraction(str(0.1 * 3))) / 3
    assert found.difference == (1, None, None)
    assert used(found) == {"unknown": (1, 0, 0)}


def test_a_mean_of_nobody_is_none(tmp_path: Path) -> None:
    waits = [result(0, value=1.0, in_numerator=None, period_start="2024", period_end="2024")]
    assert only(store(tmp_path, waits, [figure(denominator=4.0)])).mean is None


def test_the_version_and_the_period_may_be_left_out_where_there_is_one(tmp_path: Path) -> None:
    short = figure(measure_version=None, period_start=None, period_end=None, denominator=60.0)
    found = only(store(tmp_path, rows(), [short]))
    assert found.period is not None
    assert (found.ours[0], found.period.label, used(found)) == (60, "2025", {})


def test_where_there_are_several_the_choice_is_told(tmp_path: Path) -> None:
    versions = [*rows(), result(100, measure_version="2")]
    found = only(store(tmp_path / "v", versions, [figure(measure_version=None)]))
    assert (found.why_not, found.choice) == ("version", ("1", "2"))
    years = [*rows(), result(100, period_start="2024", period_end="2024")]
    found = only(store(tmp_path / "p", years, [figure(period_start=None)]))
    assert (found.why_not, found.choice) == ("period", ("2024", "2025"))


def test_rows_do_not_say_who_is_of_a_population(tmp_path: Path) -> None:
    assert only(store(tmp_path, rows(), [figure(population="Medicaid")])).why_not == "population"


def test_a_figure_without_rows_has_none_to_explain_it(tmp_path: Path) -> None:
    figures = [
        figure(measure_id="X", denominator=9.0, period_start=None),
        figure(measure_id="Y", denominator=9.0, numerator=3.0),
        figure(measure_version="9", denominator=60.0, numerator=40.0),
        {"submitted_figure_key": "n", "denominator": 3.0},
    ]
    found = compare(store(tmp_path, rows(), figures))
    assert [(one.figure.measure_id, one.why_not) for one in found] == [
        ("M", ""), ("X", "no_rows"), ("Y", ""),
    ]  # fmt: skip
    assert used(found[0]) == {"version": (60, 40, 0)}
    assert found[0].measure is None
    assert used(found[2]) == {"rest": (9, 3, 0)}


def test_figures_may_be_asked_for_by_measure(tmp_path: Path) -> None:
    held = store(tmp_path, rows(), [figure(), figure(measure_id="X")])
    assert only(held, "X").figure.measure_id == "X"


def test_a_store_without_figures_gives_none(tmp_path: Path) -> None:
    assert compare(dataset(tmp_path, {"patient": [], "measure_result": []})) == ()


def test_without_lineage_rows_are_told_by_their_keys(tmp_path: Path) -> None:
    held = store(tmp_path, changed(range(1), in_numerator=None), [figure(denominator=60.0)])
    for folder in ("lineage", "quarantine"):
        shutil.rmtree(held.folder / folder)
    (left,) = only(held).left
    assert (left.file, left.line, left.key) == (None, None, "main/0000")
