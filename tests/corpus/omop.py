"""Bad exports in the OMOP common data model, as text."""

from __future__ import annotations

from typing import Any

from tests.corpus.case import MARK, Case, Count, Write, files, zipped

HEAD = (
    "person_id,gender_concept_id,year_of_birth,month_of_birth,day_of_birth,"
    "race_concept_id,ethnicity_concept_id,person_source_value\n"
)
GOOD = f"{HEAD}1,8532,1980,2,3,8516,38003564,{MARK}-a\n2,8507,1990,1,1,8527,38003564,{MARK}-b\n"
VISITS = (
    "visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date,"
    "visit_source_value\n"
    f"10,1,9202,2020-03-01,2020-03-01,{MARK}\n"
)
TIMED = "visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_start_datetime\n"
ROWS = GOOD.removeprefix(HEAD)
WHOLE: Count = (2, 2, 0, 0)


def _case(name: str, write: Write, refused: str = "", **wanted: Any) -> Case:
    return Case(name, "omop", write, refused, **wanted)


def _row(name: str, bad: bytes | str, reason: str = "malformed", lines: int = 1) -> Case:
    """Put one bad row after two good ones: it is set aside, and they are kept."""
    raw = bad.encode() if isinstance(bad, str) else bad
    return _case(name, files(person__csv=GOOD.encode() + raw + b"\n"), aside={reason: lines},
                 files={"person.csv": (2 + lines, 2, lines, 0)})  # fmt: skip


def _kept(name: str, content: bytes | str, count: Count = WHOLE) -> Case:
    return _case(name, files(person__csv=content), files={"person.csv": count})


def _visit(name: str, row: str, mark: str) -> Case:
    return _case(name, files(person__csv=GOOD, visit_occurrence__csv=VISITS + row + "\n"),
                 marks={mark: 1}, files={"visit_occurrence.csv": WHOLE})  # fmt: skip


CASES = (
    _case("an empty folder", files(), "source-empty"),
    _case("a folder of other tables", files(people__csv=GOOD), "source-empty"),
    _case("a table of headings alone", files(person__csv=HEAD),
          files={"person.csv": (0, 0, 0, 0)}),
    _case("a table without its id", files(person__csv=GOOD.replace("person_id", "number", 1)),
          "omop-column-missing"),
    _case("a line end of old Macintoshes in the headings", files(
        person__csv=GOOD.replace("gender", "gen\rder", 1)), "omop-unreadable"),
    _kept("headings in capitals", GOOD.replace(HEAD, HEAD.upper())),
    _kept("a byte order mark", b"\xef\xbb\xbf" + GOOD.encode()),
    _kept("line ends of Windows", GOOD.replace("\n", "\r\n")),
    _kept("no line end after the last row", GOOD.rstrip("\n")),
    _kept("cells parted by tabs", GOOD.replace(",", "\t")),
    _kept("columns that are not of the model", "\n".join(
        line + ",x" for line in GOOD.splitlines()) + "\n"),
    _row("a row of too few cells", "3,8532", "wrong_field_count"),
    _row("a row of too many cells", "3,8532,1980,2,3,0,0,x,y,z", "wrong_field_count"),
    _row("a row of a hundred thousand cells", "3" + ",8532" * 100_000, "wrong_field_count"),
    _case("12 MB of refused rows before others", files(
        person__csv=f"{HEAD}{('3,' + 'x' * 1_200_000 + chr(10)) * 10}{ROWS}"),
        aside={"wrong_field_count": 10}, files={"person.csv": (12, 2, 10, 0)}),
    _row("a row without its id", ",8532,1980,2,3,0,0,x", "no_id"),
    _row("a NUL inside a row", "3,85\x0032,1980,2,3,0,0,x"),
    _kept("a byte of another encoding in a column that is not read",
          GOOD.encode() + b"3,8532,1980,2,3,0,0,\xe9\n", (3, 3, 0, 0)),
    _case("a gz that breaks off", files(person__csv__gz=zipped(HEAD + ROWS * 30)[:-9]),
          broken=("person.csv.gz",)),
    _case("a gz with a wrong checksum", files(person__csv__gz=zipped(GOOD)[:-8] + b"\0" * 8),
          broken=("person.csv.gz",)),
    _case("one id twice, other content", files(person__csv=GOOD + "1,8507,1999,2,3,0,0,x\n"),
          marks={"patient dup_conflict": 1}, files={"person.csv": (3, 3, 0, 0)}),
    _case("a birth that is not", files(person__csv=GOOD + "3,8532,1980,13,45,0,0,x\n"),
          marks={"patient date_unreadable": 1}, files={"person.csv": (3, 3, 0, 0)}),
    _visit("a day that is not", "11,1,9202,2020-02-30,2020-02-30,x", "encounter date_unreadable"),
    _visit("a visit of nobody known", "11,99,9202,2020-03-01,2020-03-01,x", "encounter orphan"),
    _visit("a visit that ends before it starts", "11,1,9202,2020-03-02,2020-03-01,x",
           "encounter interval_reversed"),
    _visit("a visit before the birth", "11,1,9202,1950-03-02,1950-03-02,x",
           "encounter event_before_birth"),
    _row("the headings once more", HEAD.upper().strip(), "not_a_row"),
    _row("a sum at the end", "Total,2,,,,,,", "not_a_row"),
    _row("a count of rows at the end", "(2 rows affected)", "wrong_field_count"),
    _row("a ruled line", "---,---,---,--,--,--,--,--", "no_id"),
    _row("quotes within quotes that are not doubled", '3,8507,1990,1,1,0,0,"a "b" c"'),
    _row("a line of three million letters", f"3,8507,1990,1,1,0,0,{'x' * 3_000_000}",
         "line_too_long"),
    _case("a quote that does not end, before other rows", files(
        person__csv=f'{HEAD}3,8507,1990,1,1,0,0,"x\n' + GOOD.removeprefix(HEAD) * 200),
        aside={"malformed": 1}, files={"person.csv": (401, 400, 1, 0)}),
    _case("words for no id, and an id that was rounded", files(person__csv=GOOD + "".join(
        f"{one},8507,1990,1,1,0,0,x\n" for one in ("NULL", "\\N", "N/A", "nan", "1.23E+09"))),
        aside={"no_id": 5}, files={"person.csv": (7, 2, 5, 0)}),
    _case("visits of people whose id is a word for none", files(
        person__csv=GOOD, visit_occurrence__csv=VISITS + "".join(
            f"{n},{one},9202,2020-03-01,2020-03-01,x\n"
            for n, one in enumerate(("NULL", "none"), 20))),
        aside={"no_person": 2}, files={"visit_occurrence.csv": (3, 1, 2, 0)}),
    _kept("words for nothing in every cell", GOOD + "3,NULL,NULL,\\N,null,NULL,NULL,NULL\n",
          (3, 3, 0, 0)),
    _kept("quotes within quotes", GOOD + '3,8507,1990,1,1,0,0,"a ""b"" c"\n', (3, 3, 0, 0)),
    _kept("a cell that goes on in the next line", GOOD + '3,8507,1990,1,1,0,0,"a\nb"\n',
          (3, 3, 0, 0)),
    _kept("blank lines between rows", GOOD.replace("\n", "\n\n")),
    _kept("cells parted by semicolons", GOOD.replace(",", ";")),
    _kept("three thousand columns that are not of the model", "\n".join(
        line + "," + ",".join(f"x{n}" for n in range(3000)) for line in GOOD.splitlines()) + "\n"),
    _kept("no concept known of anybody", GOOD.replace("8516", "0").replace("8527", "0")),
    _case("a table in UTF-16", files(person__csv=GOOD.encode("utf-16")), "omop-column-missing",
          says="utf-16"),
    _case("a note of a spreadsheet before the headings", files(person__csv="sep=,\n" + GOOD),
          "omop-column-missing", says="take that line out"),
    _case("a column that stands twice", files(
        person__csv=GOOD.replace("month_of_birth", "year_of_birth", 1)), "omop-column-repeated"),
    _case("a visit table without its dates", files(
        person__csv=GOOD, visit_occurrence__csv=VISITS.replace("visit_start_date", "day", 1)),
        "omop-column-missing"),
    _case("line ends that are mixed", files(person__csv=GOOD.replace("\n", "\r\n", 1)),
          "omop-unreadable", says="line end"),
    _case("line ends that are mixed, in a gz that breaks off", files(
        person__csv__gz=zipped(GOOD.replace("\n", "\r\n", 1) * 40)[:-9]), "omop-unreadable"),
    _case("a gz in a gz", files(person__csv__gz=zipped(zipped(GOOD))), "omop-unreadable"),
    _case("a gz that holds one line of 200 MB", files(person__csv__gz=zipped(
        GOOD.encode() + b"3,8507,1990,1,1,0,0," + b"x" * 200_000_000 + b"\n")),
        aside={"line_too_long": 1}, files={"person.csv.gz": (3, 2, 1, 0)}),
    _case("births that stand for no day, and of two digits", files(
        person__csv=GOOD + "3,8507,1900,1,1,0,0,x\n4,8507,80,1,1,0,0,x\n"),
        marks={"patient birth_implausible": 1, "patient date_unreadable": 1}),
    _visit("a day of another order", "11,1,9202,03/01/2020,03/01/2020,x",
           "encounter date_unreadable"),
    _case("concepts that nobody explains", files(person__csv=GOOD, visit_occurrence__csv=VISITS),
          marks={"encounter concept_unknown": 1}),
    _case("visits without a person table", files(visit_occurrence__csv=VISITS),
          marks={"encounter orphan": 1}, files={"visit_occurrence.csv": (1, 1, 0, 0)}),
    _case("a concept in words", files(person__csv=GOOD, condition_occurrence__csv=(
        "condition_occurrence_id,person_id,condition_concept_id,condition_start_date\n"
        "1,1,E11,2020-01-01\n")), aside={"wrong_type": 1}),
    _case("an empty line before the headings", files(person__csv="\n" + GOOD),
          "omop-column-missing", says="first line is empty"),
    _case("a time of another day than its date", files(
        person__csv=GOOD, visit_occurrence__csv=TIMED + "11,1,9202,2020-03-01,2020-03-02 10:00\n"),
        marks={"encounter dates_differ": 1}),
    _case("a time in a zone that nobody knows", files(
        person__csv=GOOD,
        visit_occurrence__csv=TIMED + "11,1,9202,2020-03-01,2020-03-01 10:00 XYZ\n"),
        marks={"encounter date_unreadable": 1}),
    _case("a year of five digits, a month of three and a day of three", files(
        person__csv=GOOD + "3,8507,19800,1,1,0,0,x\n4,8507,1980,100,1,0,0,x\n"
        "5,8507,1980,2,150,0,0,x\n"), marks={"patient date_unreadable": 3}),
    _case("a race in words where its concept should be", files(
        person__csv=GOOD + "3,8507,1980,1,1,White,0,x\n"), marks={"patient code_unknown": 1}),
    _case("two days of death of one person", files(
        person__csv=GOOD, death__csv="person_id,death_date\n1,2020-05-06\n1,2020-05-07\n"),
        marks={"patient dup_conflict": 1}),
    _case("a ZIP that lost its zero", files(
        person__csv=GOOD.replace("person_source_value", "location_id", 1).replace(
            f"{MARK}-a", "1").replace(f"{MARK}-b", "1"),
        location__csv="location_id,zip\n1,2139\n"), marks={"patient zip_unreadable": 2}),
    _case("ids that are formulas and statements", files(person__csv=GOOD + "".join(
        f"{one},8507,1990,1,1,8527,38003564,x\n" for one in ("=cmd()", "'; DROP TABLE x; --"))),
        files={"person.csv": (4, 4, 0, 0)}),
)  # fmt: skip
