"""How a table is declared: typed columns, points in time, spans.

A misspelt column is an attribute error for the type checker, because a table is a class and its
columns are attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class Column:
    """Declare one column; its name is the attribute's.

    sql:  its SQL type
    says: what stands in it, in one line, for the table dictionary
    """

    def __init__(self, sql: str, says: str) -> None:
        self.sql = sql
        self.says = says
        self.table = ""
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.table = str(owner.__dict__.get("name", ""))
        self.name = name

    def __repr__(self) -> str:
        return f"{self.table}.{self.name}"

    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Give (name, SQL type, meaning) of each physical column."""
        return ((self.name, self.sql, self.says),)


class Text(Column):
    """Declare a column of text or of a code."""

    def __init__(self, says: str) -> None:
        super().__init__("VARCHAR", says)


class Person(Text):
    """Declare the key of a person: a keyed hash, so that no id of the source is ever kept.

    people: which people: patient, staff, applicant, respondent, learner, participant ...
    """

    def __init__(self, people: str, says: str) -> None:
        super().__init__(says)
        self.people = people


class Money(Column):
    """Declare an amount in whole cents, so that sums are exact."""

    def __init__(self, says: str) -> None:
        super().__init__("BIGINT", says)


class Number(Column):
    """Declare a column of numbers."""

    def __init__(self, says: str) -> None:
        super().__init__("DOUBLE", says)


class Flag(Column):
    """Declare a column that is true, false or missing."""

    def __init__(self, says: str) -> None:
        super().__init__("BOOLEAN", says)


class Tokens(Column):
    """Declare a list of codings, each written "system|code"."""

    def __init__(self, says: str) -> None:
        super().__init__("VARCHAR[]", says)


class Point(Column):
    """Declare a point in time: three physical columns.

    `<name>_ts` is the instant in UTC, `<name>_day` the date as written in the source, and
    `<name>_prec` how exact it is: Y, M, D or T (with a time). A partial date stands on its first
    day. All three are missing together.
    """

    def __init__(self, says: str) -> None:
        super().__init__("POINT", says)

    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """Give the three physical columns."""
        return (
            (f"{self.name}_ts", "TIMESTAMP", f"{self.says}: instant, UTC"),
            (f"{self.name}_day", "DATE", f"{self.says}: date as written"),
            (f"{self.name}_prec", "VARCHAR", f"{self.says}: Y, M, D or T"),
        )


@dataclass(frozen=True)
class Span:
    """Join two points to an interval, both ends included.

    start, end: points of one table
    open_ended: whether a span whose start is known and whose end is missing is still running

    >>> Span(Point("start"), Point("end")).open_ended
    True
    """

    start: Point
    end: Point
    open_ended: bool = True


class Table:
    """Be the base of every table: a class whose attributes are its columns."""

    name: ClassVar[str]
    says: ClassVar[str]
    key: ClassVar[str]
    made_from: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def declared(cls) -> tuple[Column, ...]:
        """Give the columns in the order in which they are declared."""
        return tuple(value for value in vars(cls).values() if isinstance(value, Column))

    @classmethod
    def person(cls) -> str:
        """Give the column that says whose row it is, the first declared; "" where there is none."""
        found = (one.name for one in cls.declared() if isinstance(one, Person))
        return next(found, "")

    @classmethod
    def people(cls) -> str:
        """Name the people that the rows are about, such as "patient" or "staff", or ""."""
        found = (one.people for one in cls.declared() if isinstance(one, Person))
        return next(found, "")

    @classmethod
    def roster(cls) -> bool:
        """Say whether the table lists its people, one row each."""
        return bool(cls.person()) and cls.key == cls.person()

    @classmethod
    def physical(cls) -> tuple[tuple[str, str, str], ...]:
        """Give (name, SQL type, meaning) of every physical column, the common ones last."""
        own = tuple(entry for column in cls.declared() for entry in column.columns())
        return own + COMMON


COMMON: tuple[tuple[str, str, str], ...] = (
    ("source_id", "VARCHAR", "which feed the row came from"),
    ("valid", "BOOLEAN", "false where a row rule says so (an orphan, a refuted entry)"),
    ("problem", "VARCHAR[]", "codes of the row rules that it breaks"),
)
