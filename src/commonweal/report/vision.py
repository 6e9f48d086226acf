"""The vision page: one row a promise, each with verdict, size, direction, certainty, and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from commonweal.findings.finding import Promise
from commonweal.report import words
from commonweal.report.document import Table
from commonweal.report.tables import ruled


def vision_tables(promises: Sequence[Promise]) -> list[Table]:
    """Set the vision page: a table a domain.

    promises: the rows, in the order of the vision

    Gives a table for each domain: what is promised, whether it holds, how large the gap is, which
    way it goes, how sure that is, and what is missing.

    >>> row = Promise("C1", "Fair care", "Patient care", "Not measured", "", 0, "Nothing yet.")
    >>> vision_tables([row])[0].rows[0][:2]
    ('C1 Fair care', 'Not measured')
    """
    columns = (
        words.PROMISE, words.VERDICT, words.FOUND, words.HOW_LARGE, words.CERTAINTY, words.MISSING,
    )  # fmt: skip
    figures = (False,) * len(columns)
    lines = [
        (
            words.promise(one.key, one.title),
            one.verdict,
            one.sentence or words.NOT_STATED,
            _size(one),
            words.sure_among(one.certainty, one.looked),
            one.missing or words.NOTHING_MISSING,
        )
        for one in promises
    ]
    return _by_domain(promises, columns, lines, figures)


def vision_lines(promises: Sequence[Promise]) -> list[Table]:
    """Set the vision page for a terminal, where a line has few columns.

    promises: the rows, in the order of the vision

    Gives a table for each domain with the same words in three columns; promises that the audit
    did not ask about are left to the written report.

    >>> row = Promise("C1", "Fair care", "Patient care", "Not measured", "", 0, "Nothing yet.")
    >>> vision_lines([row])[0].rows
    (('C1 Fair care', 'Not measured', 'Nothing yet.'),)
    """
    promises = [one for one in promises if one.asked]
    columns = (words.PROMISE, words.VERDICT, words.FOUND)
    lines = [
        (words.promise(one.key, one.title), one.verdict, reduce(words.both, _told(one)))
        for one in promises
    ]
    return _by_domain(promises, columns, lines, (False, False, False))


def _told(one: Promise) -> list[str]:
    """Give what a terminal says of a promise; the sentence already holds size and direction."""
    said = [one.sentence or words.NOT_STATED]
    if one.certainty:
        certainty = words.sure_among(one.certainty, one.looked)
        said.append(words.labelled(words.CERTAINTY, certainty))
    if one.missing and one.missing not in said[0]:
        said.append(one.missing)
    return said


def _size(one: Promise) -> str:
    if not one.size:
        return one.direction or words.NO_SIZE
    return words.size_and_way(one.size, one.direction) if one.direction else one.size


def _by_domain(
    promises: Sequence[Promise],
    columns: tuple[str, ...],
    lines: Sequence[tuple[str, ...]],
    figures: tuple[bool, ...],
) -> list[Table]:
    placed = tuple(zip((one.domain for one in promises), lines, strict=True))
    return [
        ruled(
            words.promises_of(domain),
            columns,
            tuple(line for of, line in placed if of == domain),
            figures,
        )
        for domain in dict.fromkeys(of for of, _line in placed)
    ]
