"""Make the dictionary of tables and the list of views, from the classes that declare them."""

from __future__ import annotations

from pathlib import Path

from marked import bullets, code, page, plain, table, term

from commonweal.intake.mapping import declared
from commonweal.tables.clinical import CLINICAL
from commonweal.tables.columns import COMMON, Flag, Number, Point, Text, Tokens
from commonweal.tables.columns import Table as Declared
from commonweal.tables.views import ALIASES, NOT_STATED, VIEWS, View
from commonweal.vault import vault

KINDS = {
    Text: "text",
    Number: "number",
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
        *(_table(one) for one in CLINICAL),
        "(table-vault)=\n## vault",
        f"What people say of themselves lies apart, in the {term('vault')}, never in the tables "
        "above. A mapping may fill these answers:",
        bullets(code(name) for name in vault.ATTRIBUTES),
        "An answer is one of these: " + ", ".join(code(one) for one in vault.STATUSES) + ".",
    )


def _table(one: type[Declared]) -> str:
    source = ", ".join(one.made_from)
    made = f"Made from FHIR {source}." if source else "FHIR exports lack it; it comes from CSV."
    fillable = declared(one.name)
    rows = (
        (
            code(column.name),
            KINDS[type(column)],
            plain(column.says),
            "yes" if column.name in fillable else "no",
        )
        for column in one.declared()
    )
    head = ("Column", "Kind", "What stands in it", "Mapping")
    anchor = f"(table-{one.name.replace('_', '-')})="
    return "\n\n".join(
        [f"{anchor}\n## {plain(one.name)}", f"{plain(one.says)}. {made}", table(head, rows)]
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
