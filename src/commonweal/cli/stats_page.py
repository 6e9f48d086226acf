"""The page of `commonweal stats`: groups first, then the test, then the summary measures."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.cli import stats_numbers as numbers
from commonweal.cli import stats_words as words
from commonweal.cli.own_csv import listed
from commonweal.cli.own_table import Kind
from commonweal.cli.own_table_shown import Figure, Line
from commonweal.cli.stats_answer import Answer, Measured, TableAnswer, has_interval
from commonweal.disclosure import Hidden
from commonweal.findings.words import FOOT, ONE_BY_ONE
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
    notes = tuple(_notes(answer, asked))
    if notes:
        blocks.append(Notes(notes))
    return cleaned(Document(words.TITLE, context, tuple(blocks), _foot(answer)))


def measures_for(answer: Answer, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Give the keys of the measures to show: those chosen, else all that apply."""
    if chosen:
        return chosen
    left = {key for keys in _inapplicable(answer).values() for key in keys}
    return tuple(key for key in answer.tables[0].measures if key not in left)


def _inapplicable(answer: Answer) -> dict[str, tuple[str, ...]]:
    """Give the measures that can not be asked of this file, by what they need."""
    without = {
        words.ORDER: answer.own.order is None,
        words.REFERENCE: answer.declared.reference is None,
    }
    keys = [(key, words.MEASURES[key]) for key in answer.tables[0].measures
            if key in words.MEASURES]  # fmt: skip
    found = {
        need: tuple(key for key, one in keys if one.needs == need) if lacking else ()
        for need, lacking in without.items()
    }
    others = {key for group in found.values() for key in group}
    rate = answer.own.kind is Kind.RATE
    found["share"] = tuple(key for key, one in keys if one.share and rate and key not in others)
    return found


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
    hidden = tuple(_why_not_shown(table))
    if hidden:
        yield Notes(hidden)
    found = [(key, table.measures[key]) for key in asked]
    reasons = {table.p.reason, *(one.reason for _, one in found)}
    if len(reasons) == 1 and table.p.reason:
        yield Paragraph(words.NOTHING.format(reason=words.reason_of(table.p.reason)))
        notes = (*_left_out(table), *_way_out(table))
    else:
        yield Paragraph(_any_inequality(answer, table))
        valued = [(key, one) for key, one in found if one.status == "ok"]
        if valued:
            yield _measures(answer, valued)
        notes = (*_left_out(table), *_about(found))
    if notes:
        yield Notes(notes)


def _why_not_shown(table: TableAnswer) -> Iterator[str]:
    """Say of each hidden cell why it is hidden, each reason once."""
    cells: dict[str, list[str]] = {}
    total = (table.shown.total,) if table.shown.total else ()
    for line in (*table.shown.lines, *total):
        columns: dict[str, list[str]] = {}
        parts = ((words.FIGURE, line.figure), (words.EVENTS, line.events),
                 (words.PEOPLE, line.people))  # fmt: skip
        for column, cell in parts:
            if isinstance(cell, Hidden):
                columns.setdefault(str(cell), []).append(column.lower())
        for reason, those in columns.items():
            name = line.group or words.ALL
            said = words.CELLS.format(group=name, columns=", ".join(those))
            cells.setdefault(reason, []).append(said)
    for reason, said_of in cells.items():
        yield words.WHY_NOT_SHOWN.format(reason=reason.capitalize(), cells="; ".join(said_of))


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
    return words.name_of(key), value, span, words.method_of(method)


def _about(found: list[tuple[str, Measured]]) -> Iterator[str]:
    """Say why something has no value or no interval, and what must be known of the rest."""
    without = [(key, words.reason_of(one.reason)) for key, one in found if one.status != "ok"]
    if len(without) == len(found) and len(set(dict(without).values())) == 1:
        yield words.NO_VALUES.format(reason=without[0][1])
        return
    valued = [(key, one) for key, one in found if one.status == "ok"]
    bare = {key: one for key, one in valued if not has_interval(one)}
    limits = [(key, words.no_interval(one.flags)) for key, one in bare.items()]
    flags = [
        (key, words.FLAGS[flag])
        for key, one in valued
        for flag in one.flags
        if flag in words.FLAGS and not (key in bare and flag in words.NO_INTERVALS)
    ]
    yield from _gathered(words.NO_VALUE, without)
    yield from _gathered(words.NO_LIMITS, limits)
    yield from _gathered(words.ABOUT, flags)


def _gathered(message: str, said: list[tuple[str, str]]) -> Iterator[str]:
    """Say each sentence once, with all the measures that it holds for."""
    names: dict[str, list[str]] = {}
    for key, sentence in said:
        names.setdefault(sentence, []).append(words.name_of(key))
    for sentence, those in names.items():
        yield message.format(measures="; ".join(those), sentence=sentence)


def _left_out(table: TableAnswer) -> Iterator[str]:
    groups = (*table.shown.hidden, *table.shown.empty)
    if not groups or table.p.reason in {"hidden_group", "missing_group"}:
        return
    named = ", ".join(groups)
    if table.left_out is None:
        yield words.LEFT_OUT_UNTOLD.format(groups=named)
    else:
        yield words.LEFT_OUT.format(groups=named, share=numbers.percent(table.left_out))


def _way_out(table: TableAnswer) -> Iterator[str]:
    reason = table.p.reason
    if reason == "hidden_group":
        yield words.HOW_HIDDEN.format(groups=", ".join((*table.shown.hidden, *table.shown.empty)))
    elif reason == "missing_group":
        named = ", ".join(table.shown.empty)
        if table.left_out is None:
            yield words.HOW_MISSING_UNTOLD.format(groups=named)
        else:
            share = numbers.percent(table.left_out)
            yield words.HOW_MISSING.format(groups=named, share=share)


def _notes(answer: Answer, asked: tuple[str, ...]) -> Iterator[str]:
    """Say what holds for the whole file: what was not asked, and what was not used."""
    own, left = answer.own, _inapplicable(answer)
    for need, keys in left.items():
        others = [key for key in keys if key not in asked]
        if others and len(asked) > 1:
            yield words.not_asked(need, len(others))
    if own.kind is not Kind.ESTIMATE and _has_bare(answer):
        yield words.BARE
    if own.kind is Kind.ESTIMATE and answer.declared.policy is not None:
        yield words.IMPLIED
    empty = [row for one in answer.tables
             for row in (own.row[at] for at in one.shown.rows)
             if row in _rows_without(answer, one)]  # fmt: skip
    if empty:
        yield words.NO_FIGURE_ROWS.format(rows=listed(empty))
    if own.blank:
        yield words.BLANK.format(rows=listed(own.blank))
    for column in own.unused:
        if column.casefold() == words.ORDER and own.order is None:
            yield words.UNUSED_ORDER.format(column=column)
    rest = [one for one in own.unused if one.casefold() != words.ORDER or own.order is not None]
    if rest:
        yield words.UNUSED.format(columns=", ".join(rest))
    if len(own.names) > 1 and answer.declared.policy is not None:
        yield ONE_BY_ONE
    yield words.READ_MORE


def _rows_without(answer: Answer, table: TableAnswer) -> set[int]:
    pairs = zip(table.shown.rows, table.shown.lines, strict=True)
    return {answer.own.row[at] for at, line in pairs if line.figure is None}


def _has_bare(answer: Answer) -> bool:
    shown = [line for one in answer.tables for line in one.shown.lines]
    shown = [line for line in shown if isinstance(line.figure, Figure)]
    none = any(line.events == 0 for line in shown)
    full = any(line.events == line.people for line in shown)
    return none or (full and answer.own.kind is Kind.SHARE)


def _foot(answer: Answer) -> str:
    policy = answer.declared.policy
    return words.OWN_TABLE if policy is None else FOOT.format(largest=policy.threshold - 1)


def needs_attention(answer: Answer) -> bool:
    """Say whether a group was left out or could not be shown."""
    lines = [line for one in answer.tables for line in one.shown.lines]
    return any(line.figure is None or isinstance(line.figure, Hidden) for line in lines)
