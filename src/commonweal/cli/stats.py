"""commonweal stats: a calculator of inequality on one's own table of groups."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared, stats_json, stats_page
from commonweal.cli import stats_words as words
from commonweal.cli.own_reading import read_own_table
from commonweal.cli.own_table import Kind, Names, OwnTable
from commonweal.cli.stats_answer import AT_ONCE, Declared, Progress, answer
from commonweal.cli.stats_chosen import measures_for
from commonweal.cli.stats_measures import MEASURES
from commonweal.disclosure import Policy
from commonweal.kinds import Problem
from commonweal.report.document import Document, Fact, Facts
from commonweal.report.writers.text import write_text

SCALES = (1.0, 100.0, 1000.0, 100000.0)


class Better(StrEnum):
    """Name which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


def stats(
    file: Annotated[
        Path | None,
        typer.Argument(help="A CSV file with a header: one row a group.", show_default=False),
    ] = None,
    better: Annotated[
        Better | None,
        typer.Option(help="Is more good (vaccinated) or bad (died)? It must be said."),
    ] = None,
    scale: Annotated[
        int | None,
        typer.Option(
            help="People a unit counts: 1, 100, 1000 or 100000. 100 for events of people; for "
            "estimates and rates over time it must be said."
        ),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(help="Column with the order of groups: 1 for the most disadvantaged."),
    ] = None,
    reference: Annotated[
        str | None, typer.Option(help="Name of the group to compare with.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="Key of a measure; all that apply when left out.")
    ] = None,
    list_measures: Annotated[
        bool, typer.Option("--list", help="List the measures and what each says.")
    ] = False,
    level: Annotated[float, typer.Option(help="Coverage of the intervals.")] = 0.95,
    drop_missing: Annotated[
        bool,
        typer.Option("--drop-missing", help="Measure without the groups that have no figure."),
    ] = False,
    own_table: Annotated[
        bool, typer.Option("--own-table", help="State that this table may be shown whole.")
    ] = False,
    smallest: Annotated[int, typer.Option(help="Fewest persons shown; 11 or more.")] = 11,
    public: Annotated[bool, typer.Option("--public", help="One mark for hidden numbers.")] = False,
    table: Annotated[
        str | None, typer.Option(help="Column that tells tables apart, if not 'table'.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(help="Column of group names, if not 'group'.")
    ] = None,
    events: Annotated[str | None, typer.Option(help="Column of events, if not 'events'.")] = None,
    people: Annotated[str | None, typer.Option(help="Column of people, if not 'people'.")] = None,
    time: Annotated[
        str | None, typer.Option(help="Column of time lived, if not 'time'; for rates.")
    ] = None,
    estimate: Annotated[
        str | None, typer.Option(help="Column of estimates, if not 'estimate'.")
    ] = None,
    se: Annotated[str | None, typer.Option(help="Column of standard errors, if not 'se'.")] = None,
    decimal_comma: Annotated[
        bool, typer.Option("--decimal-comma", help="Read 12,5 as twelve and a half.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a group is left out or not shown.")
    ] = False,
) -> None:
    """Measure inequality between the groups of your own table.

    The file has a column 'group' and either 'events' and 'people' (and 'time', for rates), or
    'estimate', 'se' and 'people'. A column 'table' may tell several tables apart.

    Example: commonweal stats vaccinated.csv --better higher --order rank
    """
    if list_measures:
        _list()
        return
    path, chosen = _asked(file, measure)
    names = Names(table, group, events, people, time, estimate, se, order)
    own = read_own_table(path, names, decimal_comma=decimal_comma, own_table=own_table)
    declared = Declared(
        scale=_scale(own, scale),
        favorable=_better(better),
        reference=reference,
        level=level,
        drop_missing=drop_missing,
        policy=None if own_table else Policy(smallest, "public" if public else "internal"),
    )
    found = answer(own, declared, _progress(own))
    asked = measures_for(found, chosen)
    if as_json:
        typer.echo(stats_json.write(found, path.name, order, asked))
    else:
        page = stats_page.document(found, path.name, order, asked)
        typer.echo(write_text(page, shared.width()), nl=False)
    if strict and stats_page.needs_attention(found):
        raise typer.Exit(1)


def _list() -> None:
    facts = []
    for key, one in MEASURES.items():
        said = words.LISTED.format(name=one.name, says=one.says, needs=words.NEEDS[one.needs])
        facts.append(Fact(key, said))
    page = Document(words.LIST_TITLE, words.LIST_HEAD, (Facts(tuple(facts)),), words.LIST_FOOT)
    typer.echo(write_text(page, shared.width()), nl=False)


def _asked(file: Path | None, measure: list[str] | None) -> tuple[Path, tuple[str, ...]]:
    if file is None:
        raise Problem(
            "table-unnamed",
            "No file was named.",
            "Name your CSV: commonweal stats FILE.csv --better higher",
        )
    chosen = tuple(dict.fromkeys(measure or ()))
    unknown = [key for key in chosen if key not in MEASURES]
    if unknown:
        raise Problem(
            "summary-measure-unknown",
            f"There is no measure '{unknown[0]}'.",
            "List them with: commonweal stats --list",
        )
    return file, chosen


def _better(better: Better | None) -> bool:
    if better is None:
        raise Problem(
            "better-unsaid",
            "Nobody said whether more is good or bad, and no number can tell.",
            "Add --better higher (such as vaccinated) or --better lower (such as died).",
        )
    return better is Better.HIGHER


def _scale(own: OwnTable, scale: int | None) -> float:
    if scale is None and own.kind is Kind.SHARE:
        return 100.0
    if scale is None:
        raise Problem(
            "scale-unsaid",
            "Nobody said what the figures are counted in, and no number can tell.",
            "Add --scale 1 (shares and means), 100 (percent), 1000 or 100000.",
        )
    if scale not in SCALES:
        raise Problem(
            "scale-unknown",
            f"The scale {scale} is not known.",
            "Write --scale 1, 100, 1000 or 100000.",
        )
    return float(scale)


def _progress(own: OwnTable) -> Progress:
    """Say what is being done only where it takes long enough to be asked."""
    return shared.Progress() if len(own.names) > AT_ONCE else lambda what, done, of: None
