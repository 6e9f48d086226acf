"""The page of `commonweal stats`: groups first, then the test, then the summary measures."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.cli import stats_numbers as numbers
from commonweal.cli import stats_words as words
from commonweal.cli.own_shown import Figure, Line
from commonweal.cli.own_table import Kind
from commonweal.cli.stats_answer import Answer, Measured, TableAnswer, has_interval
from commonweal.cli.stats_measures import name_of
from commonweal.cli.stats_notes import about, foot, left_out, notes_of, way_out, why_not_shown
from commonweal.disclosure import Hidden
from commonweal.report.document import (
    Block,
    Document,
    Fact,
    Facts,
    Notes,
    Paragraph,
    Section,
    Table,
    cleaned,
)


def document(answer: Answer, file: str, order: str | None, asked: tuple[str, ...]) -> Document:
    """Lay out the answer.

    file:  name of the file
    order: name of the column with the order, or None
    asked: keys of the measures to show
    """
    own = answer.own
    used = sum(int(one.shown.kept.sum()) + len(one.shown.hidden) for one in answer.tables)
    context = words.CONTEXT.format(
        file=file,
        rows=f"{len(own.row) + len(own.blank):,}",
        used=f"{used:,}",
        without=f"{len(own.row) - used:,}",
        blank=f"{len(own.blank):,}",
    )
    several = own.names != ("",)
    blocks: list[Block] = [_declared(answer, order)]
    for place, table in enumerate(answer.tables):
        inner = tuple(_table(answer, table, asked))
        title = table.shown.name
        blocks += [Section(title, f"table-{place}", inner)] if several else inner
    blocks.append(Notes(tuple(notes_of(answer, asked))))
    return cleaned(Document(words.TITLE, context, tuple(blocks), foot(answer)))


def _declared(answer: Answer, order: str | None) -> Facts:
    kind, scale = answer.own.kind.value, answer.declared.scale
    unit = words.UNITS[kind].get(scale) or words.UNIT[kind].format(scale=f"{scale:,.0f}")
    ranked = words.BY_COLUMN.format(column=order) if order else words.NO_ORDER
    return Facts(
        (
            Fact(words.TABLES, f"{len(answer.tables):,}"),
            Fact(words.FIGURES, unit),
            Fact(words.DIRECTION, words.BETTER[answer.declared.favorable]),
            Fact(words.ORDERED, ranked),
            Fact(words.COMPARED, answer.declared.reference or words.NO_ORDER),
        )
    )


def _table(answer: Answer, table: TableAnswer, asked: tuple[str, ...]) -> Iterator[Block]:
    yield _groups(answer, table)
    hidden = tuple(why_not_shown(table))
    if hidden:
        yield Notes(hidden)
    found = [(key, table.measures[key]) for key in asked]
    reasons = {table.p.reason, *(one.reason for _, one in found)}
    if len(reasons) == 1 and table.p.reason:
        yield Paragraph(words.NOTHING.format(reason=words.reason_of(table.p.reason)))
        notes = (*left_out(table), *way_out(table))
    else:
        yield Paragraph(_any_inequality(answer, table))
        valued = [(key, one) for key, one in found if one.status == "ok"]
        if valued:
            yield _measures(answer, valued)
        notes = (*left_out(table), *about(found))
    if notes:
        yield Notes(notes)


def _groups(answer: Answer, table: TableAnswer) -> Table:
    level = numbers.level_of(answer.declared.level)
    lines = table.shown.lines
    if table.shown.total is not None:
        lines = (*lines, table.shown.total)
    limits = [one for line in lines if isinstance(line.figure, Figure)
              for one in (line.figure.value, line.figure.low, line.figure.high)]  # fmt: skip
    places = numbers.decimals(limits)
    counted = answer.own.kind is not Kind.ESTIMATE
    head = [words.GROUP, words.COLUMN[answer.declared.scale], words.INTERVAL.format(level=level)]
    head += [words.EVENTS] if counted else []
    whole = words.ALL_WITH if table.shown.empty else words.ALL
    rows = tuple(_line(line, line.group or whole, places, counted) for line in lines)
    caption = words.GROUPS.format(level=level, method=words.method_of(answer.method))
    columns = (*head, words.PEOPLE)
    return Table(caption, columns, rows, (False, *(True for _ in columns[1:])), (1,) * len(columns))


def _line(line: Line, name: str, places: int, counted: bool) -> tuple[str, ...]:
    figure = line.figure
    if isinstance(figure, Figure):
        texts = [
            numbers.number(figure.value, places),
            numbers.span(figure.low, figure.high, places),
        ]
    else:
        bare = (words.NO_FIGURE, words.NO_INTERVAL)
        texts = list(bare if figure is None else (words.NOT_SHOWN, words.NOT_SHOWN))
    events = [numbers.count(line.events)] if counted else []
    return (name, *texts, *events, numbers.count(line.people))


def _any_inequality(answer: Answer, table: TableAnswer) -> str:
    if table.p.status != "ok":
        return words.UNTESTED.format(reason=words.reason_of(table.p.reason))
    sure = table.p.value < 1 - answer.declared.level
    return (words.UNEQUAL if sure else words.PERHAPS).format(
        p=numbers.p_value(table.p.value),
        q=numbers.number(table.q.value, numbers.decimals([table.q.value])),
        freedom=table.freedom,
    )


def _measures(answer: Answer, valued: list[tuple[str, Measured]]) -> Table:
    interval = words.INTERVAL.format(level=numbers.level_of(answer.declared.level))
    columns = (words.MEASURE, words.VALUE, interval, words.METHOD)
    rows = tuple(_measure(key, one) for key, one in valued)
    return Table(words.SUMMARY, columns, rows, (False, True, True, False), (1,) * 4)


def _measure(key: str, one: Measured) -> tuple[str, ...]:
    places = numbers.decimals((one.value, one.low, one.high))
    method = one.method if has_interval(one) else "none"
    value, span = numbers.number(one.value, places), numbers.span(one.low, one.high, places)
    return name_of(key), value, span, words.method_of(method)


def needs_attention(answer: Answer) -> bool:
    """Say whether a group was left out or could not be shown."""
    lines = [line for one in answer.tables for line in one.shown.lines]
    return any(line.figure is None or isinstance(line.figure, Hidden) for line in lines)
