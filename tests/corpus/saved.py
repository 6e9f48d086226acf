"""Bad tables as the programs of hospitals save them: spreadsheets, databases and their reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.corpus.case import MARK, Case, Count, Write, files, zipped
from tests.corpus.mapped import GOOD, HEAD, MAPPING, RESULTS, ROWS_OF_GOOD, VISITS, WHOLE

ID = f"{MARK}-c"
SEMICOLONS = MAPPING.replace("[[file]]", '[[file]]\ndelimiter = ";"')
SIXTEEN = MAPPING.replace("[[file]]", '[[file]]\nencoding = "utf-16"')
WINDOWS = MAPPING.replace("[[file]]", '[[file]]\nencoding = "cp1252"')
THREE: Count = (3, 3, 0, 0)


def _with(mapping: str = MAPPING, **content: bytes | str | None) -> Write:
    return files(mapping__toml=mapping, **content)


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "csv", write, refused, **wanted)


def _kept(name: str, content: bytes | str, count: Count = WHOLE, mapping: str = MAPPING) -> Case:
    return _case(name, _with(mapping, people__csv=content), files={"people.csv": count})


def _row(name: str, bad: str, reason: str, lines: int = 1) -> Case:
    return _case(name, _with(people__csv=f"{GOOD}{bad}\n"), aside={reason: lines},
                 files={"people.csv": (2 + lines, 2, lines, 0)})  # fmt: skip


def _marked(name: str, rows: str, **marks: int) -> Case:
    """Put odd rows after two good ones: they are kept, and marked."""
    many = 2 + len(rows.splitlines())
    return _case(name, _with(people__csv=GOOD + rows), files={"people.csv": (many, many, 0, 0)},
                 marks={f"patient {code}": count for code, count in marks.items()})  # fmt: skip


def _numbers(name: str, *values: str) -> Case:
    rows = "".join(f'n{n},{MARK}-a,"{value}"\n' for n, value in enumerate(values))
    return _case(name, _with(people__csv=GOOD, results__csv=RESULTS + rows),
                 marks={"observation number_unreadable": len(values)})  # fmt: skip


def _born(*days: str) -> str:
    return "".join(f"{ID}{n},{day},02118,no\n" for n, day in enumerate(days))


def _capitals(folder: Path) -> None:
    (folder / "mapping.toml").write_text(MAPPING.replace("people.*", "PEOPLE.*"))
    (folder / "PEOPLE.CSV").write_text(GOOD)


def _in_a_folder(folder: Path) -> None:
    _with(MAPPING)(folder)
    (folder / "extract").mkdir()
    (folder / "extract" / "people.csv").write_text(GOOD)


SPREADSHEETS = (
    _kept("semicolons between cells, and said so", GOOD.replace(",", ";"), mapping=SEMICOLONS),
    _case("semicolons between cells, and not said so", _with(people__csv=GOOD.replace(",", ";")),
          "mapping-column-missing", says="another character"),
    _case("a note of how cells are parted", _with(people__csv="sep=,\n" + GOOD),
          "mapping-column-missing", says="take that line out"),
    _case("a spreadsheet that was never saved as text", _with(people__xlsx=b"PK\3\4"),
          "source-empty", says=".csv"),
    _case("a zip that was not unpacked", _with(people__zip=b"PK\3\4"), "source-empty",
          says="Unpack"),
    _case("tables in a folder of the folder", _in_a_folder, "source-empty", says="folder inside"),
    _case("a name of a file in capitals", _capitals, files={"PEOPLE.CSV": WHOLE}),
    _case("empty cells after the last in every row", _with(
        people__csv=HEAD + ROWS_OF_GOOD.replace("\n", ",,\n")), "source-nothing-read",
        says="as many cells"),
    _kept("empty columns after the last", GOOD.replace("\n", ",,,\n")),
    _numbers("decimal commas and commas of thousands", "7,2", "1,234", "1.234,5"),
    _numbers("numbers with signs, units and letters", "$7", "<5", "7 mg", "7%", "(7)"),
    _numbers("numbers that only a program reads", "1_000", "0x10", "\uff17", "infinity"),
    _row("an id that was rounded", "1.23E+09,1980-02-03,02118,no", "no_id"),
    _marked("ZIP codes that lost their zero, of elsewhere, and a phone number",
            "".join(f"{ID}{n},1980-01-01,{code},no\n" for n, code in enumerate(
                ("2118", "K1A 0B1", "6175551234", "02118XYZ"))), zip_unreadable=4),
    _marked("days as a spreadsheet counts them", _born("43864", "1900-01-00", "2/3/80"),
            date_unreadable=3),
    _kept("no break between a heading and its end", GOOD.replace("born", "born\u00a0", 1)),
    _kept("a heading with a sign that nobody sees", GOOD.replace("born", "\u200bborn", 1)),
    _kept("blanks before quotes", f'{HEAD}"{ID}", "1980-02-03", "02118", "no"\n', (1, 1, 0, 0)),
)  # fmt: skip
DATABASES = (
    _row("the headings once more", HEAD.strip(), "not_a_row"),
    _row("the headings of a further file, in capitals", "\ufeff" + HEAD.upper().strip(),
         "not_a_row"),
    _row("a ruled line below the headings", "---,----------,-----,----", "not_a_row"),
    _row("a count of rows at the end", "\n(2 rows affected)", "wrong_field_count"),
    _row("a sum at the end", "Total: 2,,,", "not_a_row"),
    _row("a sum in two cells at the end", "Grand Total,2,,", "not_a_row"),
    _row("a note at the end", "End of report,,,", "not_a_row"),
    _row("the end of a file of old", "\x1a", "wrong_field_count"),
    _row("a word for no id", "NULL,1980-02-03,02118,no", "no_id"),
    _row("another word for no id", "\\N,1980-02-03,02118,no", "no_id"),
    _row("a third word for no id", "N/A,1980-02-03,02118,no", "no_id"),
    _kept("words for nothing in every other cell", f"{GOOD}{ID},NULL,\\N,(null)\n", THREE),
    _case("visits of people whose id is a word for none", _with(
        people__csv=GOOD, visits__csv=VISITS + "w1,NULL,O,2020-03-01\nw2,none,O,2020-03-01\n"),
        marks={"encounter orphan": 2}),
    _marked("days that databases write for none",
            _born("1900-01-01", "1753-01-01", "0001-01-01", "9999-12-31"),
            birth_implausible=3, birth_in_future=1),
    _marked("days of other orders and lengths",
            _born("1980-2-3", "1980/02/03", "03-FEB-80", "80-02-03", "1980-W05", "1980-034"),
            date_unreadable=6),
    _marked("an age where a birth should be", _born("-5"), date_unreadable=1),
    _case("times that no clock shows", _with(people__csv=GOOD, visits__csv=VISITS + "".join(
        f"t{n},{MARK}-a,O,{when}\n" for n, when in enumerate(
            ("2020-03-01T24:00", "2016-12-31T23:59:60", "2020-03-01 10:00 AM",
             "2020-03-01T10:00 EST")))), marks={"encounter date_unreadable": 4}),
    _case("an hour that clocks skip, and one that they show twice", _with(
        MAPPING.replace('table = "encounter"', 'table = "encounter"\nzone = "America/New_York"'),
        people__csv=GOOD, visits__csv=VISITS + f"t1,{MARK}-a,O,2020-03-08T02:30\n"
        f"t2,{MARK}-a,O,2020-11-01T01:30\n"),
        marks={"encounter time_skipped": 1, "encounter time_twice": 1}),
    _case("ids with blanks at their ends, other capitals and signs that nobody sees", _with(
        people__csv=GOOD, visits__csv=VISITS + f"w1,{MARK}-a  ,O,2020-03-01\n"
        f"w2,{MARK}-a\u00a0,O,2020-03-01\nw3,{MARK}-A,O,2020-03-01\nw4,{MARK}-a\u200b,O,2020-03-01\n"),
        marks={"encounter orphan": 2}, files={"visits.csv": (5, 5, 0, 0)}),
    _case("visits without a table of people", _with(visits__csv=VISITS),
          marks={"encounter orphan": 1}, files={"visits.csv": (1, 1, 0, 0)}),
)  # fmt: skip
TEXTS = (
    _kept("UTF-16, and said so", GOOD.encode("utf-16"), mapping=SIXTEEN),
    _case("UTF-16 without its mark", _with(SIXTEEN, people__csv=GOOD.encode("utf-16-le")),
          "text-unreadable"),
    _case("UTF-16 that breaks off within a letter", _with(
        SIXTEEN, people__csv=GOOD.encode("utf-16")[:-1]), "text-unreadable"),
    _kept("letters of Windows, and said so", (GOOD + f"{ID}\u00e9,1980-01-01,02118,no\n")
          .encode("cp1252"), THREE, WINDOWS),
    _kept("line ends of old Macintoshes", GOOD.replace("\n", "\r")),
    _kept("line ends that are mixed", GOOD.replace("\n", "\r\n", 1)),
    _kept("quotes within quotes", f'{GOOD}"{MARK}""c""",1980-01-01,02118,no\n', THREE),
    _row("quotes within quotes that are not doubled", f'"{MARK} "c" d",1980-01-01,02118,no',
         "malformed"),
    _row("quotes that are set off by a backslash", f'"{MARK}\\"c",1980-01-01,02118,no',
         "malformed"),
    _row("a line with a sign that parts paragraphs", f"{MARK}\u2028c,1980-01-01",
         "wrong_field_count"),
    _row("a cell of twenty thousand letters", f"{ID},{'x' * 20_000},02118,no", "malformed"),
    _case("a quote that does not end, before other rows", _with(
        people__csv=f'{HEAD}"{ID},1980-01-01,02118,no\n' + ROWS_OF_GOOD * 4),
        "source-nothing-read"),
    _case("a gz in a gz", _with(people__csv__gz=zipped(zipped(GOOD))), "mapping-column-missing"),
    *(_case(f"a table parted by {word} with a row of too few cells", _with(
        MAPPING, **{f"people__{ending}": GOOD.replace(",", mark) + f"{ID}{mark}1980-01-01\n"}),
        aside={"wrong_field_count": 1}, files={f"people.{ending}": (3, 2, 1, 0)})
      for word, ending, mark in (("tabs", "tsv", "\t"), ("bars", "psv", "|"))),
    *(_case(f"commas in a table named for {word}", _with(MAPPING, **{f"people__{ending}": GOOD}),
            "mapping-column-missing", says="another character")
      for word, ending in (("tabs", "tsv"), ("bars", "psv"))),
)  # fmt: skip

CASES = (*SPREADSHEETS, *DATABASES, *TEXTS)
