"""The calculator on one's own table says what the library computes, in words that can be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from tests.unit.cli.calling import Ended, call

from commonweal.cli import shared, stats_measures, stats_numbers, stats_words
from commonweal.stats.inequality.heterogeneity import heterogeneity_test
from commonweal.stats.inequality.standard_errors import share_errors
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import summarize
from commonweal.stats.rates.proportion import wilson
from commonweal.stats.rates.rate import exact

RANKED = """group,rank,events,people
Lowest income,1,312,640
Second,2,401,702
Third,3,455,698
Highest income,4,560,695
"""
RATES = """group,events,people,time
North,30,400,812.5
South,55,420,790
East,0,60,100
"""
ESTIMATES = """table,group,estimate,se,people
2023,Lowest,14.2,1.5,800
2023,Highest,12.1,1.4,900
2024,Lowest,14.0,1.5,810
2024,Highest,12.0,,880
"""


def asked(folder: Path, text: str, *words: object) -> Ended:
    """Write a table and ask about it."""
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return call("stats", path, *words)


def found(folder: Path, text: str, *words: object) -> dict[str, Any]:
    """Ask for machines."""
    ended = asked(folder, text, "--json", *words)
    assert ended.code == 0, ended.err
    page: dict[str, Any] = json.loads(ended.out)
    return page


def library(level: float = 0.95) -> tuple[Subgroups, dict[str, Any]]:
    """Compute the ranked table with the library."""
    events, people = np.array([312, 401, 455, 560]), np.array([640, 702, 698, 695])
    se = 100 * share_errors(events, people)
    tables = Subgroups.one(100 * events / people, se, people, favorable=True, order=[1, 2, 3, 4])
    return tables, dict(summarize(tables, level, draws=10_000))


def test_the_numbers_are_those_of_the_library(tmp_path: Path) -> None:
    page = found(tmp_path, RANKED, "--better", "higher", "--order", "rank")
    tables, expected = library()
    (table,) = page["tables"]
    for key, one in table["measures"].items():
        assert one["value"] == pytest.approx(float(expected[key].value[0]), rel=1e-12), key
        low = float(expected[key].low[0])
        assert one["low"] == (None if np.isnan(low) else pytest.approx(low)), key
        assert one["method"] == expected[key].method
    p = float(heterogeneity_test(tables).value[0])
    assert table["any_inequality"]["p"] == pytest.approx(p)
    assert table["any_inequality"]["degrees_of_freedom"] == 3
    first = wilson([312], [640])
    assert table["groups"][0]["figure"]["low"] == pytest.approx(100 * float(first.low[0]))
    assert table["all"] == {
        "events": 1728, "people": 2735,
        "figure": {"value": 100 * 1728 / 2735,
                   "low": pytest.approx(100 * float(wilson([1728], [2735]).low[0])),
                   "high": pytest.approx(100 * float(wilson([1728], [2735]).high[0]))},
    }  # fmt: skip
    assert page["rows"] == {"read": 4, "blank": [], "without_figure": []}


def test_another_level_goes_everywhere(tmp_path: Path) -> None:
    words = ("--better", "higher", "--order", "rank", "--level", "0.8")
    (table,) = found(tmp_path, RANKED, *words)["tables"]
    expected = library(0.8)[1]["d"]
    assert table["measures"]["d"]["low"] == pytest.approx(float(expected.low[0]))
    low = 100 * float(wilson([312], [640], 0.8).low[0])
    assert table["groups"][0]["figure"]["low"] == pytest.approx(low)
    assert "80% interval" in asked(tmp_path, RANKED, *words).out


def test_every_measure_has_words_and_every_word_a_measure() -> None:
    assert set(stats_measures.MEASURES) == set(library()[1])


def test_the_page_says_groups_then_the_test_then_the_measures(tmp_path: Path) -> None:
    page = asked(tmp_path, RANKED, "--better", "higher", "--order", "rank").out
    places = [page.index(words) for words in (
        "Lowest income      48.8  44.9 to 52.6     312     640",
        "Is there any inequality? Yes",
        "p\nbelow 0.001",
        "How large is it?",
        "Difference                       31.8    27.0 to 36.7  calibrated",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "4 rows read. Groups with a figure: 4; without: 0; empty rows: 0." in page
    assert "2 measures need a group to compare with" in page
    assert "Numbers from 1 to 10 persons are not shown" in page
    assert max(map(len, page.splitlines())) <= 80


def test_a_narrow_terminal_is_filled_and_not_passed(tmp_path: Path) -> None:
    with mock.patch.object(shared, "width", lambda: 40):
        page = asked(tmp_path, RANKED, "--better", "higher", "--order", "rank").out
    assert max(map(len, page.splitlines())) <= 40
    assert "Lowest income" in page


def test_no_page_bears_color(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(RANKED, encoding="utf-8")
    words = [sys.executable, "-m", "commonweal", "stats", "own.csv", "--better", "higher"]
    said = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path,
                          check=True)  # fmt: skip
    assert "\x1b" not in said.stdout
    assert said.stderr == ""


def test_measures_can_be_chosen(tmp_path: Path) -> None:
    words = ("--better", "higher", "--measure", "r", "--measure", "aci")
    page = found(tmp_path, RANKED, *words)
    measures = page["tables"][0]["measures"]
    assert list(measures) == ["aci", "r"]
    assert (measures["aci"]["value"], measures["aci"]["reason"]) == (None, "not_ordered")
    said = asked(tmp_path, RANKED, *words).out
    assert "No value (Concentration index, absolute). The groups have no order." in said
    assert "The column 'rank'" not in said
    assert "Columns that were not used: rank." in said
    one = asked(tmp_path, RANKED, "--better", "higher", "--measure", "aci").out
    assert "No summary measure has a value. The groups have no order." in one


def test_a_column_called_order_is_not_taken_for_one_unasked(tmp_path: Path) -> None:
    text = RANKED.replace("rank", "order")
    said = asked(tmp_path, text, "--better", "higher").out
    assert "The column 'order' was not taken for the order of the groups." in said
    assert "Concentration" not in said


def test_a_named_group_is_compared_with(tmp_path: Path) -> None:
    words = ("--better", "higher", "--reference", "SECOND")
    measures = found(tmp_path, RANKED, *words)["tables"][0]["measures"]
    assert measures["d"]["value"] == pytest.approx(100 * (401 / 702 - 312 / 640))
    assert measures["mdru"]["value"] is not None
    assert "aci" not in measures


def test_less_can_be_better(tmp_path: Path) -> None:
    best = {way: found(tmp_path, RANKED, "--better", way)["tables"][0]["measures"]["mdbw"]["value"]
            for way in ("higher", "lower")}  # fmt: skip
    assert best["higher"] != pytest.approx(best["lower"])


def test_rates_over_time_have_exact_intervals(tmp_path: Path) -> None:
    page = found(tmp_path, RATES, "--better", "lower", "--scale", "1000")
    (table,) = page["tables"]
    north = exact([30], [812.5], 1000)
    assert page["group_method"] == "exact"
    assert table["groups"][0]["figure"]["high"] == pytest.approx(float(north.high[0]))
    assert table["all"]["figure"]["value"] == pytest.approx(1000 * 85 / 1702.5)
    assert table["measures"]["r"]["reason"] == "zero_in_ratio"
    said = asked(tmp_path, RATES, "--better", "lower", "--scale", "1000", "--order", "people").out
    assert "No value (Ratio" in said
    assert "A group with no event, or with nothing else, has no spread of its own" in said
    assert "2 measures need a group" in said
    assert "4 measures are for shares of people only." in said
    assert "events for every 1,000 of the time given" in said


def test_estimates_stand_as_they_are_given(tmp_path: Path) -> None:
    page = found(tmp_path, ESTIMATES, "--better", "lower", "--scale", "100")
    first, second = page["tables"]
    low = pytest.approx(14.2 - 1.959964 * 1.5)
    assert first["groups"][0] == {
        "group": "Lowest", "events": None, "people": 800,
        "figure": {"value": 14.2, "low": low, "high": pytest.approx(14.2 + 1.959964 * 1.5)},
    }  # fmt: skip
    assert first["all"] is None
    assert first["measures"]["d"]["value"] == pytest.approx(2.1)
    assert second["groups"][1]["figure"]["low"] is None
    assert second["any_inequality"]["reason"] == "standard_error_missing"
    said = asked(tmp_path, ESTIMATES, "--better", "lower", "--scale", "100").out
    assert "This can not be tested. A group has no standard error." in said
    assert "An estimate is judged by the people behind it" in said
    assert "For use inside: tables are protected one by one." in said
    assert "\n2023\n" in said
    assert "Q = 1.05" in said
    assert "chance alone may explain" in said
    assert "Highest     12.0   no interval     880" in said


def test_a_group_without_a_figure_is_listed_with_its_share_of_people(tmp_path: Path) -> None:
    text = RANKED + "Unknown,5,,100\n,,,\n"
    words = ("--better", "higher")
    said = asked(tmp_path, text, *words).out
    assert "6 rows read. Groups with a figure: 4; without: 1; empty rows: 1." in said
    assert "These groups have no figure: Unknown. They hold 3.5% of people." in " ".join(
        said.split()
    )
    assert "Rows without a figure: 6." in said
    assert "Empty rows, left out: 7." in said
    assert "All groups with a figure" in said
    page = found(tmp_path, text, *words)
    assert page["rows"] == {"read": 6, "blank": [7], "without_figure": [6]}
    assert page["tables"][0]["measures"]["d"]["reason"] == "missing_group"
    dropped = asked(tmp_path, text, *words, "--drop-missing").out
    assert "The measures leave out Unknown: 3.5% of people." in dropped
    assert "Difference" in dropped


def test_too_many_people_without_a_figure_leave_nothing_to_say(tmp_path: Path) -> None:
    text = RANKED + "Unknown,5,,900\n"
    (table,) = found(tmp_path, text, "--better", "higher", "--drop-missing")["tables"]
    assert {one["reason"] for one in table["measures"].values()} == {"missing_people"}
    assert table["share_left_out"] == pytest.approx(900 / 3635)


def test_strict_ends_with_one_when_a_group_is_left_out(tmp_path: Path) -> None:
    words = ("--better", "higher", "--strict")
    assert asked(tmp_path, RANKED, *words).code == 0
    assert asked(tmp_path, RANKED + "Unknown,5,,100\n", *words).code == 1
    assert asked(tmp_path, RANKED + "Few,5,2,5\n", *words).code == 1
    assert asked(tmp_path, RANKED + "Few,5,2,5\n", *words[:2]).code == 0


def test_the_list_says_what_each_measure_says() -> None:
    said = call("stats", "--list")
    assert said.code == 0
    for key in stats_measures.MEASURES:
        assert f"\n{key}" in said.out
    assert "\nbgsd                Between-group deviation." in said.out
    assert said.out.count("--order") == 9
    assert max(map(len, said.out.splitlines())) <= 80


def test_help_shows_an_example() -> None:
    said = " ".join(call("stats", "--help").out.split())
    assert "Example: commonweal stats vaccinated.csv --better higher" in said


def test_every_code_of_the_library_has_a_sentence() -> None:
    rng = np.random.default_rng(7)
    reasons, flags = set(), set()
    for trial in range(60):
        size = int(rng.integers(1, 6))
        odd = rng.choice([0, 0, 1, 50, 100, 130, -5, np.nan, 1e-300, 1e300, 20, 30], 8 * size)
        drawn = (odd, rng.choice([0.0, 100.0], 8 * size), rng.uniform(0, 100, 8 * size))
        tables = Subgroups.many(
            np.repeat(np.arange(8), size),
            drawn[trial % 3],
            rng.choice([0, 1, 2, np.nan], 8 * size),
            rng.choice([0.0, 10.0, 1000.0], 8 * size),
            scale=float(rng.choice([1, 100, 1000])),
            favorable=bool(trial % 2),
            order=np.tile(np.arange(1.0, size + 1), 8) if trial % 2 else None,
            reference=int(rng.integers(-1, size)),
            drop_missing=bool(rng.integers(2)),
        )
        for one in (*summarize(tables, draws=1_000).values(), heterogeneity_test(tables)):
            reasons |= set(one.reason) - {""}
            flags |= {flag for each in one.flags for flag in each}
    assert len(reasons) > 12
    assert reasons - set(stats_words.REASONS) == set()
    said = {*stats_words.FLAGS, *stats_words.NO_INTERVALS, "groups_dropped"}
    assert flags - said == set()


def test_a_page_with_nothing_to_explain_explains_nothing(tmp_path: Path) -> None:
    words = ("--better", "higher", "--order", "rank", "--measure", "sii_logit")
    said = asked(tmp_path, RANKED, *words).out
    assert "Slope index, logit line" in said
    assert said.count("•") == 1


def test_many_tables_are_told_apart_and_progress_is_said(tmp_path: Path) -> None:
    rows = [f"T{n},{group},{40 + n % 7},{200 + n % 11}" for n in range(501) for group in "ab"]
    text = "table,group,events,people\n" + "\n".join(rows)
    ended = asked(tmp_path, text, "--better", "higher", "--json", "--measure", "d")
    page = json.loads(ended.out)
    assert len(page["tables"]) == 501
    assert page["tables"][500]["table"] == "T500"
    assert "Measuring (1 of 501)" in ended.err


def test_words_that_nobody_wrote_yet_are_said_by_their_code() -> None:
    assert stats_words.reason_of("moonlight") == "The code of the reason is moonlight."
    assert stats_words.no_interval(("moonlight",)) == "The code of the reason is moonlight."
    assert stats_words.no_interval(()) == stats_words.NO_INTERVALS[""]
    assert stats_words.method_of("by_moonlight") == "by moonlight"
    assert stats_measures.name_of("moonlight") == "moonlight"


@pytest.mark.parametrize(("limits", "text"), [
    ((1.0, 2.0), "1.00 to 2.00"), ((np.nan, 2.0), "up to 2.00"), ((1.0, np.nan), "1.00 or more"),
    ((np.nan, np.nan), "no interval"), ((-0.001, 2.0), "0.00 to 2.00"),
])  # fmt: skip
def test_an_interval_is_written_with_both_its_ends(limits: tuple[float, float], text: str) -> None:
    assert stats_numbers.span(*limits, stats_numbers.decimals([2.0])) == text


def test_numbers_bear_three_digits() -> None:
    said = [stats_numbers.number(one, stats_numbers.decimals([one]))
            for one in (12345.6, 123.4, 12.34, 0.01234, 0.0, -0.5)]  # fmt: skip
    assert said == ["12,346", "123", "12.3", "0.0123", "0.0", "-0.500"]
    assert stats_numbers.level_of(0.998) == "99.8"
    assert stats_numbers.p_value(0.0004) == "p below 0.001"
