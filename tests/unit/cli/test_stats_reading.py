"""A table that can not be read is refused in words, with the rows to look at; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.calling import call
from tests.unit.cli.test_stats import ESTIMATES, RANKED, RATES, asked, found

from commonweal.cli.own_csv import listed

ALL = ("--better", "higher")
# Code, table, words, and what must be said.
REFUSED = [
    ("better-unsaid", RANKED, (), "--better higher"),
    ("scale-unsaid", ESTIMATES, ALL, "--scale 1"),
    ("scale-unsaid", RATES, ALL, "--scale 1"),
    ("scale-unknown", RANKED, (*ALL, "--scale", "10"), "The scale 10"),
    ("level-outside", RANKED, (*ALL, "--level", "95"), "0.95"),
    ("summary-measure-unknown", RANKED, (*ALL, "--measure", "gini"), "stats --list"),
    ("reference-absent", RANKED, (*ALL, "--reference", "Nobody"), "no group 'Nobody' to"),
    ("reference-absent", ESTIMATES, (*ALL, "--scale", "1", "--reference", "X"), "table '2023'"),
    ("table-empty", "group,events,people\n", ALL, "no rows"),
    ("table-empty", "", ALL, "no rows"),
    ("header-repeated", "group,people,People,events\na,1,1,1\n", ALL, "people"),
    ("rows-uneven", "group,events,people\na,1,200\nb,1\nc,1,2,000\n", ALL, "3, 4"),
    ("table-broken", 'group,events,people\n"a,1,200\n', ALL, "quote"),
    ("column-missing", "who,events,people\na,1,200\n", ALL, "no column 'group'"),
    ("column-missing", "group,people\na,200\n", ALL, "no column 'events'"),
    ("column-missing", "group,events\na,200\n", ALL, "no column 'people'"),
    ("column-missing", "group,estimate,people\na,1,200\n", ALL, "no column 'se'"),
    ("column-missing", RANKED, (*ALL, "--order", "place"), "'rank'"),
    ("column-missing", RANKED, (*ALL, "--time", "years"), "--time"),
    ("columns-ambiguous", "group,events,estimate,se,people\na,1,1,1,1\n", ALL, "--events"),
    ("group-unnamed", "group,events,people\na,1,20\n,5,10\n", ALL, "rows have no name in the"),
    ("group-repeated", "group,events,people\na,1,20\nA,5,10\n", ALL, "--table"),
    ("cells-not-numbers", "group,events,people\na,one,20\nb,5%,10\n", ALL, "2, 3"),
    ("cells-not-numbers", "group;events;people\na;1,5;20\n", ALL, "--decimal-comma"),
    ("cells-not-numbers", "group,events,people\na,inf,20\nb,1_0,20\n", ALL, "2, 3"),
    ("cells-empty", "group,events,people\na,1,\n", ALL, "'people' is empty"),
    ("cells-negative", "group,events,people\na,-1,20\n", ALL, "'events' is below zero"),
    ("cells-not-whole", "group,events,people\na,1.5,20\n", ALL, "estimate, se and people"),
    ("cells-too-large", "group,events,people\na,1,1e16\n", ALL, "'people'"),
    ("cells-too-large", "group,events,people\na,1,1e999\n", ALL, "'people'"),
    ("events-above-people", "group,events,people\na,30,20\n", ALL, "'time'"),
    ("events-repeat", "group,events,people,time\na,30,20,9\n", (*ALL, "--scale", "1"), "first"),
    ("order-incomplete", RANKED.replace("2,401", ",401"), (*ALL, "--order", "rank"), "order, and"),
    ("order-shared", RANKED.replace("2,401", "1,401"), (*ALL, "--order", "rank"), "another group"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "words", "said"), REFUSED)
def test_what_can_not_be_is_refused(
    code: str, text: str, words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    ended = asked(tmp_path, text, *words)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.endswith(f"({code})\n")
    assert said in ended.err
    assert "Nothing was changed." in ended.err


def test_a_file_must_be_named_and_there(tmp_path: Path) -> None:
    nothing = call("stats", *ALL)
    assert (nothing.code, nothing.err.splitlines()[-1]) == (2, "(table-unnamed)")
    missing = call("stats", tmp_path / "none.csv", *ALL)
    assert (missing.code, missing.err.splitlines()[-1]) == (2, "(table-missing)")
    folder = call("stats", tmp_path, *ALL)
    assert (folder.code, folder.err.splitlines()[-1]) == (2, "(table-missing)")


def test_a_file_in_old_letters_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("group,events,people\nMünster,20,100\n".encode("cp1252"))
    ended = call("stats", path, *ALL)
    assert ended.code == 2
    assert "CSV UTF-8" in ended.err


@pytest.mark.parametrize("text", [
    "\ufeff" + RANKED, RANKED.replace(",", ";"), RANKED.replace(",", "\t"),
    RANKED.replace("\n", "\r\n"), RANKED + "\n\n", RANKED.replace("312", " 312 "),
    RANKED.replace("312", "312.0"), RANKED.replace("group", "GROUP"),
], ids=["mark", "semicolons", "tabs", "windows", "empty lines", "blanks", "point",
        "capitals"])  # fmt: skip
def test_a_table_is_the_same_however_a_spreadsheet_writes_it(text: str, tmp_path: Path) -> None:
    plain = asked(tmp_path, RANKED, *ALL, "--order", "rank").out
    assert asked(tmp_path, text, *ALL, "--order", "rank").out == plain


def test_decimal_commas_are_read_when_it_is_said(tmp_path: Path) -> None:
    words = (*ALL, "--scale", "100")
    text = ESTIMATES.replace(",", ";").replace(".", ",")
    plain = asked(tmp_path, ESTIMATES, *words).out
    assert asked(tmp_path, text, *words, "--decimal-comma").out == plain


def test_columns_may_bear_other_names(tmp_path: Path) -> None:
    plain = found(tmp_path, RANKED, *ALL)["tables"]
    text = RANKED.replace("group,rank,events,people", "Income,rank,Vaccinated,Asked")
    words = ("--group", "income", "--events", "vaccinated", "--people", "Asked")
    assert found(tmp_path, text, *ALL, *words)["tables"] == plain


def test_naming_a_column_says_which_of_two_is_meant(tmp_path: Path) -> None:
    text = "group,events,estimate,se,people\na,30,20,1,100\nb,40,30,1,120\n"
    counted = found(tmp_path, text, *ALL, "--events", "events")
    assert counted["columns_not_used"] == ["estimate", "se"]
    given = found(tmp_path, text, *ALL, "--estimate", "estimate", "--scale", "100")
    assert given["columns_not_used"] == ["events"]
    assert given["group_method"] == "normal"


def test_tables_may_stand_in_any_order_of_rows(tmp_path: Path) -> None:
    words = (*ALL, "--scale", "100", "--reference", "Highest")
    head, *rows = ESTIMATES.splitlines()
    mixed = "\n".join([head, rows[0], rows[2], rows[3], rows[1]])
    assert found(tmp_path, mixed, *words)["tables"] == found(tmp_path, ESTIMATES, *words)["tables"]


def test_events_may_repeat_in_a_table_that_may_be_shown_whole(tmp_path: Path) -> None:
    text = "group,events,people,time\na,300,200,90\nb,250,220,95\n"
    page = found(tmp_path, text, *ALL, "--scale", "1", "--own-table")
    assert page["tables"][0]["groups"][0]["figure"]["value"] == pytest.approx(300 / 90)


def test_an_order_may_be_there_for_some_tables_only(tmp_path: Path) -> None:
    text = ("table,group,rank,events,people\nx,a,1,30,100\nx,b,2,40,100\ny,a,,30,100\n"
            "y,b,,40,100\n")  # fmt: skip
    first, second = found(tmp_path, text, *ALL, "--order", "rank")["tables"]
    assert first["measures"]["aci"]["status"] == "ok"
    assert second["measures"]["aci"]["reason"] == "not_ordered"


def test_letters_that_steer_a_terminal_are_taken_out(tmp_path: Path) -> None:
    text = RANKED.replace("Second", "Sec\x1b[31mond")
    assert "\x1b" not in asked(tmp_path, text, *ALL).out
    assert "\x1b" not in asked(tmp_path, text, *ALL, "--json").out


def test_of_many_rows_the_first_ones_are_named() -> None:
    assert listed([3, 2, 3]) == "2, 3"
    assert listed(range(1, 2001)) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1,990 more"
