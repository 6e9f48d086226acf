"""Pieces of SQL trees: what comes from outside stays a literal or a quoted name."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest
from sqlglot import exp

from commonweal.engine import sql

NASTY = "O'Brien \"; DROP TABLE patient; --\n\\ 雪 :name $1 ?"


def answer(tree: sql.Tree) -> Any:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {sql.render(tree)}").fetchall()[0][0]


def test_text_comes_back_as_it_was() -> None:
    assert answer(sql.text(NASTY)) == NASTY


def test_text_filled_into_a_template_stays_text() -> None:
    assert answer(sql.fill("concat(:a, :b)", a=sql.text(NASTY), b=sql.text(":a"))) == NASTY + ":a"


def test_a_template_is_not_changed_by_being_filled() -> None:
    assert answer(sql.fill(":a + 1", a=sql.number(1))) == 2
    assert answer(sql.fill(":a + 1", a=sql.number(5))) == 6


def test_a_name_may_hold_anything() -> None:
    named = exp.alias_(sql.number(1), NASTY, quoted=True)
    query = exp.select(sql.column("t", NASTY)).from_(exp.select(named).subquery("t"))
    with duckdb.connect() as connection:
        assert connection.execute(sql.render(query)).fetchall() == [(1,)]


@pytest.mark.parametrize(("tree", "wanted"), [
    (sql.number(2), 2),
    (exp.cast(sql.number(139.5), "DOUBLE"), 139.5),
    (sql.day(date(2024, 2, 29)), date(2024, 2, 29)),
    (exp.cast(sql.instant(date(2024, 2, 29)), "VARCHAR"), "2024-02-29 00:00:00"),
])  # fmt: skip
def test_literals(tree: sql.Tree, wanted: Any) -> None:
    assert answer(tree) == wanted


TRUE, FALSE = exp.true(), exp.false()
UNKNOWN = sql.fill("CAST(NULL AS BOOLEAN)")


@pytest.mark.parametrize(("tree", "wanted"), [
    (sql.both(), True),
    (sql.both(TRUE, FALSE), False),
    (sql.both(TRUE, UNKNOWN), None),
    (sql.both(FALSE, UNKNOWN), False),
    (sql.either(), False),
    (sql.either(FALSE, TRUE), True),
    (sql.either(FALSE, UNKNOWN), None),
    (sql.either(TRUE, UNKNOWN), True),
    (sql.both(sql.either(TRUE, FALSE), sql.either(FALSE, FALSE)), False),
    (sql.sure(UNKNOWN.copy()), False),
    (sql.sure(exp.true()), True),
    (sql.among(sql.text("a"), ("b", "a")), True),
    (sql.among(sql.text("it's"), ("it's",)), True),
    (sql.among(sql.text("a"), ("b",)), False),
    (sql.within(sql.number(1), exp.select("1")), True),
    (sql.within(sql.number(2), exp.select("1")), False),
])  # fmt: skip
def test_true_false_and_unknown(tree: sql.Tree, wanted: bool | None) -> None:
    assert answer(tree) is wanted
