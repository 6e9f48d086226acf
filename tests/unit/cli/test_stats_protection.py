"""The calculator gives nobody away: what it says is made from what may be shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.unit.cli.test_stats import asked, found

from commonweal.cli.own_figures import figures_of
from commonweal.cli.own_reading import read_own_table
from commonweal.cli.own_release import shown_rows
from commonweal.cli.own_table import Names
from commonweal.disclosure import Hidden, Policy

SMALL = "group,events,people\nAsian,80,130\nBlack,100,240\nPacific Islander,4,9\nWhite,500,800\n"
# The same totals; only what is hidden in SMALL differs.
OTHER = "group,events,people\nAsian,79,131\nBlack,100,240\nPacific Islander,5,8\nWhite,500,800\n"
WAYS = ("--drop-missing", "--json", "--public")


def pairs() -> list[tuple[str, str, tuple[str, ...]]]:
    """Give tables that differ only in what is hidden, with the words to ask about them."""
    rates = "group,events,people,time\nA,30,60,{}\nB,55,70,{}\nC,3,9,{}\nD,40,300,500\n"
    estimates = "group,estimate,se,people\nA,50,2,70\nB,50,2,90\nC,{},{},{}\nD,3,{},300\n"
    means = "group,estimate,se,people\nA,120,2,70\nB,150,2,90\nC,{},{},{}\nD,130,2,300\n"
    gap = SMALL.replace("Pacific Islander,4,9", "Pacific Islander,,{}")
    return [
        (SMALL, OTHER, ()),
        (rates.format(90, 95, 9), rates.format(70, 95, 19), ("--scale", "100")),
        (estimates.format(50, 1, 8, 1), estimates.format(62.5, 2, 7, 4), ("--scale", "100")),
        (means.format(70, 2, 8), means.format(71, 3, 9.5), ("--scale", "1")),
        (gap.format(3), gap.format(9), ()),
    ]


@pytest.mark.parametrize("way", [(), *((one,) for one in WAYS), WAYS], ids="".join)
@pytest.mark.parametrize("pair", pairs(), ids=["shares", "rates", "estimates", "means", "gap"])
def test_what_is_hidden_changes_nothing_that_is_said(
    pair: tuple[str, str, tuple[str, ...]], way: tuple[str, ...], tmp_path: Path
) -> None:
    one, other, words = pair
    said = [asked(tmp_path, text, "--better", "higher", *words, *way) for text in (one, other)]
    assert said[0].code == 0, said[0].err
    assert one != other
    assert said[0].out == said[1].out
    assert "ot shown (" in said[0].out


def test_the_pairs_differ_where_all_is_shown(tmp_path: Path) -> None:
    for one, other, words in pairs():
        whole = [asked(tmp_path, text, "--better", "higher", "--own-table", *words).out
                 for text in (one, other)]  # fmt: skip
        assert whole[0] != whole[1]


def test_measures_wait_until_the_user_agrees_to_leave_hidden_groups_out(tmp_path: Path) -> None:
    (table,) = found(tmp_path, SMALL, "--better", "higher")["tables"]
    assert {one["reason"] for one in table["measures"].values()} == {"hidden_group"}
    assert {one["status"] for one in table["measures"].values()} == {"suppressed"}
    assert table["any_inequality"]["p"] is None
    said = asked(tmp_path, SMALL, "--better", "higher").out
    assert "Not shown (1 to 10): Pacific Islander (figure, events, people)." in said
    assert "Not shown (protects another number): Asian" in said
    assert "leaves these out: Asian, Pacific Islander." in " ".join(said.split())


def test_measures_without_hidden_groups_are_those_of_the_others_alone(tmp_path: Path) -> None:
    words = ("--better", "higher", "--drop-missing")
    (table,) = found(tmp_path, SMALL, *words)["tables"]
    rest = "group,events,people\nBlack,100,240\nWhite,500,800\n"
    (alone,) = found(tmp_path, rest, *words)["tables"]
    for key, one in table["measures"].items():
        assert one["value"] == pytest.approx(alone["measures"][key]["value"]), key
    assert table["share_left_out"] == pytest.approx(139 / 1179)
    said = asked(tmp_path, SMALL, *words).out
    assert "The measures leave out Asian, Pacific Islander: 11.8% of people." in said


def test_a_table_that_is_stated_to_be_showable_is_shown_whole_and_says_so(tmp_path: Path) -> None:
    said = asked(tmp_path, SMALL, "--better", "higher", "--own-table").out
    assert "Pacific Islander     44.4" in said
    assert said.endswith("Shown whole: you stated with --own-table that this table may be.\n")
    assert "not shown" not in said
    page = found(tmp_path, SMALL, "--better", "higher", "--own-table")
    assert (page["own_table"], page["smallest"]) == (True, None)
    assert found(tmp_path, SMALL, "--better", "higher")["own_table"] is False


def test_in_public_the_small_and_the_protecting_bear_one_mark(tmp_path: Path) -> None:
    said = asked(tmp_path, SMALL, "--better", "higher", "--public").out
    assert "Not shown (small, or protects a small number): Asian" in said
    assert "1 to 10)" not in said


def test_the_smallest_number_can_be_raised_and_not_lowered(tmp_path: Path) -> None:
    text = SMALL.replace("4,9", "15,30").replace("80,130", "60,130")
    assert "ot shown (" not in asked(tmp_path, text, "--better", "higher").out
    raised = asked(tmp_path, text, "--better", "higher", "--smallest", "21").out
    assert "Not shown (1 to 20): Pacific Islander (figure, events" in raised
    lowered = asked(tmp_path, text, "--better", "higher", "--smallest", "5")
    assert (lowered.code, lowered.out) == (2, "")
    assert "(threshold-too-low)" in lowered.err


def test_all_or_none_of_a_small_group_is_not_told(tmp_path: Path) -> None:
    text = SMALL.replace("4,9", "0,30")
    (table,) = found(tmp_path, text, "--better", "higher")["tables"]
    assert table["groups"][2]["figure"] == {"hidden": "not shown (protects another number)"}


def test_the_time_of_a_hidden_group_can_not_be_worked_out_from_the_total(tmp_path: Path) -> None:
    text = "group,events,people,time\nA,30,60,90\nB,55,70,95\nC,3,9,9\nD,40,300,500\n"
    (table,) = found(tmp_path, text, "--better", "lower", "--scale", "100")["tables"]
    assert table["all"]["figure"] is None
    whole = text.replace("C,3,9,9", "C,30,90,90")
    (table,) = found(tmp_path, whole, "--better", "lower", "--scale", "100")["tables"]
    assert table["all"]["figure"] is not None


@pytest.mark.parametrize(("estimate", "people", "hidden"), [
    (50.0, 10, True), (50.0, 22, False), (5.0, 40, True), (95.0, 40, True), (0.0, 40, True),
    (0.0, 60, False), (30.0, 100, False), (0.5, 0.5, True),
])  # fmt: skip
def test_an_estimate_is_judged_by_the_people_and_events_behind_it(
    estimate: float, people: float, hidden: bool, tmp_path: Path
) -> None:
    text = f"group,estimate,se,people\nA,50,2,400\nB,50,2,500\nC,{estimate},2,{people}\n"
    (table,) = found(tmp_path, text, "--better", "higher", "--scale", "100")["tables"]
    assert ("hidden" in table["groups"][2]["figure"]) is hidden


def test_a_mean_is_judged_by_its_people_alone(tmp_path: Path) -> None:
    text = "group,estimate,se,people\nA,130,2,400\nB,120,2,12\nC,-3,2,20\n"
    (table,) = found(tmp_path, text, "--better", "higher", "--scale", "1")["tables"]
    assert [one["figure"]["value"] for one in table["groups"]] == [130, 120, -3]
    text = text.replace("2,12", "2,9")
    words = ("--better", "higher", "--scale", "1", "--drop-missing")
    (table,) = found(tmp_path, text, *words)["tables"]
    assert table["groups"][1]["figure"] == {"hidden": "not shown (1 to 10)"}
    assert table["groups"][2]["figure"]["value"] == -3
    # How many are left out would tell how many are hidden.
    assert table["share_left_out"] is None
    assert table["measures"]["d"]["value"] == 133


def test_a_group_without_people_or_figure_hides_nothing(tmp_path: Path) -> None:
    text = SMALL.replace("4,9", "0,0")
    (table,) = found(tmp_path, text, "--better", "higher", "--drop-missing")["tables"]
    assert table["groups"][2] == {
        "group": "Pacific Islander", "figure": None, "events": None, "people": 0,
    }  # fmt: skip
    assert table["share_left_out"] == 0
    assert table["measures"]["d"]["status"] == "ok"


def test_few_people_without_a_figure_are_not_counted_out(tmp_path: Path) -> None:
    text = SMALL.replace("4,9", ",9")
    (table,) = found(tmp_path, text, "--better", "higher", "--drop-missing")["tables"]
    assert table["groups"][2]["people"] == {"hidden": "not shown (1 to 10)"}
    assert table["share_left_out"] is None
    assert table["measures"]["d"]["status"] == "ok"
    said = asked(tmp_path, text, "--better", "higher", "--drop-missing").out
    assert "Their share of people is not shown" in said
    waiting = asked(tmp_path, text, "--better", "higher").out
    assert "These groups have no figure: Pacific Islander. Find their figures" in waiting


def test_when_not_even_the_total_is_shown_nothing_is_measured(tmp_path: Path) -> None:
    text = "group,events,people\nA,2,4\n"
    (table,) = found(tmp_path, text, "--better", "higher", "--drop-missing")["tables"]
    assert "hidden" in table["all"]["people"]
    assert {one["reason"] for one in table["measures"].values()} == {"hidden_share"}
    said = asked(tmp_path, text, "--better", "higher", "--drop-missing").out
    assert "nobody could tell how many people would be left out" in " ".join(said.split())


def test_every_small_number_is_hidden_in_many_tables(tmp_path: Path) -> None:
    rng = np.random.default_rng(20261121)
    rows = []
    for table in range(60):
        for group in "abcd":
            people = int(rng.choice([rng.integers(0, 40), rng.integers(100, 900)]))
            rows.append(f"{table},{group},{rng.integers(0, people + 1)},{people}")
    path = tmp_path / "many.csv"
    path.write_text("table,group,events,people\n" + "\n".join(rows), encoding="utf-8")
    own = read_own_table(path, Names())
    figures = figures_of(own, 100.0, 0.95)
    hidden = 0
    for table in range(60):
        part = np.flatnonzero(own.table == table)
        told = shown_rows(own, part, figures, 100.0, 0.95, Policy())
        for line in told.lines:
            for count in (line.events, line.people):
                assert isinstance(count, Hidden) or count is None or count not in range(1, 11)
                hidden += isinstance(count, Hidden)
    assert hidden > 50
