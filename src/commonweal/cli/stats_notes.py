"""The sentences below the figures of `commonweal stats`: what is missing, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.cli import stats_numbers as numbers
from commonweal.cli import stats_words as words
from commonweal.cli.own_csv import listed
from commonweal.cli.own_shown import Figure
from commonweal.cli.own_table import Kind
from commonweal.cli.stats_answer import Answer, Measured, TableAnswer, has_interval, rows_without
from commonweal.cli.stats_chosen import inapplicable
from commonweal.cli.stats_measures import ORDER, name_of
from commonweal.disclosure import Hidden
from commonweal.findings.words import FOOT, ONE_BY_ONE


def why_not_shown(table: TableAnswer) -> Iterator[str]:
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


def left_out(table: TableAnswer) -> Iterator[str]:
    """Name the groups that the measures of a table leave out."""
    groups = (*table.shown.hidden, *table.shown.empty)
    if not groups or table.p.reason in {"hidden_group", "missing_group"}:
        return
    named = ", ".join(groups)
    if table.left_out is None:
        yield words.LEFT_OUT_UNTOLD.format(groups=named)
    else:
        yield words.LEFT_OUT.format(groups=named, share=numbers.percent(table.left_out))


def way_out(table: TableAnswer) -> Iterator[str]:
    """Say what the user can do where nothing could be measured."""
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


def about(found: list[tuple[str, Measured]]) -> Iterator[str]:
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
        names.setdefault(sentence, []).append(name_of(key))
    for sentence, those in names.items():
        yield message.format(measures="; ".join(those), sentence=sentence)


def notes_of(answer: Answer, asked: tuple[str, ...]) -> Iterator[str]:
    """Say what holds for the whole file: what was not asked, and what was not used."""
    own, left = answer.own, inapplicable(answer)
    for need, keys in left.items():
        others = [key for key in keys if key not in asked]
        if others and len(asked) > 1:
            yield words.not_asked(need, len(others))
    if own.kind is not Kind.ESTIMATE and _has_bare(answer):
        yield words.BARE
    if own.kind is Kind.ESTIMATE and answer.declared.policy is not None:
        yield words.IMPLIED
    empty = rows_without(answer)
    if empty:
        yield words.NO_FIGURE_ROWS.format(rows=listed(empty))
    if own.blank:
        yield words.BLANK.format(rows=listed(own.blank))
    for column in own.unused:
        if column.casefold() == ORDER and own.order is None:
            yield words.UNUSED_ORDER.format(column=column)
    rest = [one for one in own.unused if one.casefold() != ORDER or own.order is not None]
    if rest:
        yield words.UNUSED.format(columns=", ".join(rest))
    if one_by_one(answer):
        yield ONE_BY_ONE
    yield words.READ_MORE


def _has_bare(answer: Answer) -> bool:
    shown = [line for one in answer.tables for line in one.shown.lines]
    shown = [line for line in shown if isinstance(line.figure, Figure)]
    none = any(line.events == 0 for line in shown)
    full = any(line.events == line.people for line in shown)
    return none or (full and answer.own.kind is Kind.SHARE)


def foot(answer: Answer) -> str:
    """Give the rule on hidden numbers, or what the user stated in its place."""
    policy = answer.declared.policy
    return words.OWN_TABLE if policy is None else FOOT.format(largest=policy.threshold - 1)


def one_by_one(answer: Answer) -> bool:
    """Say whether several tables, maybe of the same people, were protected one by one."""
    return len(answer.own.names) > 1 and answer.declared.policy is not None
