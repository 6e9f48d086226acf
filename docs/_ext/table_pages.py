"""Make the dictionary of tables and the list of views, from the classes that declare them."""

from __future__ import annotations

from pathlib import Path

from marked import bullets, code, page, plain, table, term

from commonweal.findings.quality_words import AREAS, PEOPLE_LISTED
from commonweal.intake.history import MADE
from commonweal.intake.mapped.mapping import declared
from commonweal.intake.marks import MARKS
from commonweal.tables.clinical import CLINICAL
from commonweal.tables.columns import (
    COMMON,
    Column,
    Flag,
    Money,
    Number,
    Person,
    Point,
    Text,
    Tokens,
)
from commonweal.tables.columns import Table as Declared
from commonweal.tables.registry import ROSTERS, TABLES
from commonweal.tables.views import ALIASES, NOT_STATED, VIEWS, View
from commonweal.vault import vault

KINDS = {
    Text: "text",
    Number: "number",
    Money: "money, in cents",
    Flag: "true or false",
    Tokens: "list of codings",
    Point: "point in time",
}


def pages(checkout: Path) -> dict[str, str]:
    """Give the two pages. They are made from the package, so the checkout is not read."""
    del checkout
    return {"tables.md": _tables(), "views.md": _views()}


def _tables() -> str:
    common = table(
        ("Column", "Type", "What stands in it"),
        ((code(name), code(sql), plain(says)) for name, sql, says in COMMON),
    )
    return page(
        "Tables",
        "What an export becomes inside a store. A *point in time* takes three columns: "
        "`<name>_ts` is the instant in UTC, `<name>_day` the date as the source wrote it, and "
        "`<name>_prec` how exact it is (Y, M, D or T). A coding is written `system|code`.",
        f"A {term('mapping')} may fill the columns marked *yes*; the others are worked out.",
        "Every table ends with these columns:",
        common,
        "## All tables",
        "A table that lists people, one row each, is marked with a star. Only its file may hold "
        "their answers, beside files of answers alone.",
        *(_area(area) for area in dict.fromkeys(_area_of(one) for one in TABLES)),
        *(_table(one) for one in TABLES),
        "(table-vault)=\n## vault",
        f"What people say of themselves lies apart, in the {term('vault')}, never in the tables "
        "above. A mapping may fill these answers:",
        bullets(code(name) for name in vault.ATTRIBUTES),
        "An answer is one of these: " + ", ".join(code(one) for one in vault.STATUSES) + ".",
        "Whose they are is one of these: "
        + ", ".join(f"{code(one)} ({PEOPLE_LISTED.get(one, 'patients')})" for one in ROSTERS)
        + ". The key of the person is made of the source, the kind of people and the id, so staff "
        "number 7 is never patient 7.",
        "(row-marks)=\n## Marks of rows",
        "What is odd is kept and marked in the column `problem`. `commonweal quality` counts the "
        "marks.",
        table(("Mark", "What it means"), ((code(one), plain(says)) for one, says in MARKS.items())),
    )


def _area_of(one: type[Declared]) -> str:
    return one.__module__.rpartition(".")[2]


def _area(area: str) -> str:
    """Give the list of the tables of one area."""
    listed = bullets(
        f"[{plain(one.name)}](#{_anchor(one)}){' ★' if one.roster() else ''}: {plain(one.says)}"
        for one in TABLES if _area_of(one) == area
    )  # fmt: skip
    words = AREAS[area].removeprefix("the ")
    return f"### {words.capitalize()}\n\n{listed}"


def _anchor(one: type[Declared]) -> str:
    return f"table-{one.name.replace('_', '-')}"


def _kind(column: Column) -> str:
    if isinstance(column, Person):
        return f"person ({PEOPLE_LISTED.get(column.people, 'patients')})"
    return KINDS[type(column)]


def _origin(one: type[Declared]) -> str:
    """Say where the rows of a table come from."""
    if one.made_from:
        return f"Made from FHIR {', '.join(one.made_from)}."
    if one.name in MADE:
        return "It comes from CSV, or is made of headcount snapshots."
    return "FHIR exports lack it; it comes from CSV." if one in CLINICAL else "It comes from CSV."


def _table(one: type[Declared]) -> str:
    fillable = declared(one.name)
    rows = (
        (
            code(column.name),
            _kind(column),
            plain(column.says),
            "yes" if column.name in fillable else "no",
        )
        for column in one.declared()
    )
    head = ("Column", "Kind", "What stands in it", "Mapping")
    anchor = f"({_anchor(one)})="
    return "\n\n".join(
        [f"{anchor}\n## {plain(one.name)}", f"{plain(one.says)}. {_origin(one)}", table(head, rows)]
    )


def _views() -> str:
    stated = bullets(plain(label) for _, label in NOT_STATED)
    return page(
        "Views",
        f"A {term('view')} is one way to group people. Write its name after `--by`. The groups "
        "bear the names that people use for themselves.",
        *(_view(one) for one in VIEWS),
        "## Those who gave no answer",
        "They are shown apart and are never judged: how often it happens says something about "
        "how we ask.",
        stated,
    )


def _view(one: View) -> str:
    also = sorted(alias for alias, key in ALIASES.items() if key == one.key)
    lines = [f"## {one.key}", f"By {plain(one.says)}."]
    if also:
        lines.append("Also written " + ", ".join(code(alias) for alias in also) + ".")
    if one.overlapping:
        lines.append("One person may stand in several groups.")
    rows = ((plain(label), code(key)) for key, label in one.groups)
    lines.append(
        table(("Group", "Code"), rows) if one.groups else "The groups are those in your data."
    )
    return "\n\n".join(lines)
