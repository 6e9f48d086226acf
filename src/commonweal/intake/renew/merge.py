"""Lay what was read over what stands: the row updated last wins, else the row of the later load.

Every row is known by its source, its id and the kind of thing it was read from. Parts of a thing
and what its person says stand and fall with it. What was deleted stays deleted, unless a newer row
of the same id comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from sqlglot import exp

from commonweal.intake.files import FileRecord
from commonweal.intake.finish import NEEDED
from commonweal.intake.query import build, expression, rows, view
from commonweal.intake.renew import statements as sql
from commonweal.intake.renew.rows import Standing, old_view
from commonweal.intake.staging import OTHERS, Staging, layout
from commonweal.tables.columns import Person
from commonweal.tables.registry import BY_NAME

WAYSIDE = "_medication"
SIDES = ("old", "new")
_NAMED = ("patient", "encounter", "organization", WAYSIDE)


@dataclass(frozen=True)
class Over:
    """Say how a load is laid over what stands.

    replaced: (source, table) that the load replaces; to the others it adds, row by row
    erased:   keys of people of whom nothing may stand
    cut:      by table, the condition of the rows that are older than any measure looks back
    """

    replaced: frozenset[tuple[str, str]] = frozenset()
    erased: frozenset[str] = frozenset()
    cut: Mapping[str, exp.Expr] = field(default_factory=dict)


@dataclass
class Laid:
    """Say what came of it.

    erased:  rows of people who were erased, by table
    cut:     rows that are older than any measure looks back, by table
    deleted: things that were named as deleted and stood
    keys:    keys of the erased, with those by which they were named before they were known
    """

    erased: dict[str, int] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)
    deleted: int = 0
    keys: frozenset[str] = frozenset()


class Merging:
    """Lay one staging over the rows of the version that stands.

    connection: DuckDB of its own
    stands: what is in the store, or nothing where the load replaces all of it
    staging: closed
    over: how
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, stands: Standing, staging: Staging, over: Over
    ) -> None:
        self.connection = connection
        self.laid = Laid(keys=over.erased)
        self._stands = stands
        self._staging = staging
        self._over = over
        self._sources = {source for source, _ in over.replaced}
        self._roots: list[str] = []

    def run(self, tables: set[str], folder: Path, files: list[FileRecord], before: int) -> int:
        """Write the rows that stand afterwards.

        tables: tables of both
        folder: where they go; empty
        files: records of all files, those that stood before first; they are put right
        before: how many stood before
        Gives how many of these stay.
        """
        self._roots = [*sorted((tables | NEEDED) & set(BY_NAME)), WAYSIDE]
        names = (*self._roots, *OTHERS)
        for table in names:
            self._name(table)
        self._prepare()
        for table in self._roots:
            self._judge(table)
        kept = {side: {table: self._left(table, side) for table in names} for side in SIDES}
        self._leave_out(files)
        places = self._places(kept["old"], files, before)
        for side, views in kept.items():
            for table, left in views.items():
                if left:
                    self.connection.sql(_placed(table, left, places)).write_parquet(
                        str(folder / f"{table}.{side}.parquet"), compression="lz4"
                    )
        files[:] = [record for place, record in enumerate(files) if place in places]
        return sum(place < before for place in places)

    def _name(self, table: str) -> None:
        """Name both sides of a table, empty where there are no rows of it."""
        if not old_view(self.connection, self._stands, table):
            view(self.connection, f"old_{table}", _nothing(table))
        paths = self._staging.paths(table)
        if paths:
            self.connection.from_parquet(paths).create_view(f"new_{table}")
        else:
            view(self.connection, f"new_{table}", _nothing(table))

    def _prepare(self) -> None:
        """List the erased, what was deleted, what is replaced and who spoke again."""
        rows(self.connection, build(sql.NOTHING))
        rows(self.connection, build("CREATE TABLE erased_given AS SELECT UNNEST($1) AS who"),
             [sorted(self._over.erased) or [""]])  # fmt: skip
        self.connection.sql(build(sql.ERASED)).create("erased")
        found = rows(self.connection, build("SELECT who FROM erased WHERE who <> ''"))
        self.laid.keys = frozenset(who for (who,) in found)
        pairs = [f"{source}\n{table}" for source, table in sorted(self._over.replaced)]
        rows(self.connection, build("CREATE TABLE replaced AS SELECT UNNEST($1) AS pair"),
             [pairs or [""]])  # fmt: skip
        self.connection.sql(build(sql.GONE)).create("gone")
        rows(self.connection, build(sql.AGAIN))

    def _judge(self, table: str) -> None:
        """Find the rows of both sides that do not stand."""
        names = {"fresh": f"fresh_{table}", "gone": f"gone_{table}", "touched": f"touched_{table}"}
        sides = {"key": _key(table), "old": f"old_{table}", "new": f"new_{table}"}
        self.connection.sql(build(sql.FRESH, key=sides["key"], new=sides["new"])).create(
            names["fresh"]
        )
        view(self.connection, names["gone"], build(sql.GONE_OF, thing=exp.Literal.string(table)))
        self.connection.sql(build(sql.TOUCHED, **sides, **names)).create(names["touched"])
        for side, lost in zip(SIDES, (sql.LOST_OLD, sql.LOST_NEW), strict=True):
            found = [expression(lost, **names)]
            found += [expression(sql.OUT, key=sides["key"], rows=sides[side], out=out)
                      for out in self._outs(table)]  # fmt: skip
            if side == "old" and self._sources:
                found.append(_replaced(table, sides))
            every = found[0] if len(found) == 1 else exp.union(*found, distinct=True)
            self.connection.sql(every.sql(dialect="duckdb")).create(f"lost_{side}_{table}")
        ((many,),) = rows(self.connection, build(sql.DELETED, **names))
        self.laid.deleted += int(many)

    def _outs(self, table: str) -> list[exp.Expr]:
        """Give the conditions under which a row may not stand, whatever else is known."""
        found = [self._over.cut[table]] if table in self._over.cut else []
        return found + ([_erased(table)] if self.laid.keys and _whose(table) else [])

    def _left(self, table: str, side: str) -> str:
        """Name what stays of one side of a table."""
        name = f"{side}_{table}"
        if table == "_person":
            return self._answers(side)
        if table == "_alias":
            homes = {root.strip("_"): self._lost(side, root) for root in _NAMED}
            return self._then(name, build(sql.NAMED, rows=name, **homes))
        if table == "_gone":
            return self._then(name, build(sql.TOMBS)) if side == "new" else ""
        if table in OTHERS:
            return name  # lines of files: they stay as long as their files
        left = self._then(name, build(sql.LEFT, key=_key(table), rows=name,
                                      lost=self._lost(side, table)))  # fmt: skip
        if table == "component":
            left = self._then(left, build(sql.LEFT_PARTS, left=left,
                                          lost=self._lost(side, "observation")))  # fmt: skip
        for other in _people(table)[1:] if self.laid.keys else ():
            left = self._then(left, build(sql.NOBODY, left=left, other=other))
        return left

    def _answers(self, side: str) -> str:
        """Name what people say that stays: with the thing it was read from, else by person."""
        name = f"{side}__person"
        left = self._then(name, build(sql.SAID, rows=name, patient=self._lost(side, "patient"),
                                      observation=self._lost(side, "observation")))  # fmt: skip
        if side == "new":
            return left
        dead = [
            place
            for place, record in enumerate(self._stands.files())
            if {(record.source_id, table) for table in record.tables} & self._over.replaced
        ]
        listed = exp.Array(expressions=[exp.Literal.number(place) for place in dead])
        return self._then(left, build(sql.SAID_AGAIN, left=left, files=listed))

    def _then(self, name: str, statement: str) -> str:
        """Name the next step after a view."""
        view(self.connection, f"{name}_left", statement)
        return f"{name}_left"

    def _lost(self, side: str, table: str) -> str:
        return f"lost_{side}_{table}" if table in self._roots else "lost_none"

    def _leave_out(self, files: list[FileRecord]) -> None:
        """Count the rows that may not stand, and their lines by file."""
        lines = []
        for table in self._roots:
            for condition in self._outs(table):
                aged = condition is self._over.cut.get(table)
                tally = self.laid.cut if aged else self.laid.erased
                for side in SIDES:
                    counted = build(sql.COUNTED, rows=f"{side}_{table}", out=condition)
                    ((many,),) = rows(self.connection, counted)
                    if many:
                        tally[table] = tally.get(table, 0) + int(many)
                lines.append(expression(sql.LINES, rows=f"new_{table}", out=condition))
        if not lines:
            return
        every = lines[0] if len(lines) == 1 else exp.union(*lines, distinct=True)
        self.connection.sql(every.sql(dialect="duckdb")).create("left_lines")
        for place, many in rows(self.connection, build(sql.BY_FILE)):
            files[place].accepted -= many
            files[place].left_out += many

    def _places(
        self, kept: Mapping[str, str], files: list[FileRecord], before: int
    ) -> dict[int, int]:
        """Give the new place of every file that was just read or is still the home of a row."""
        used = set(range(before, len(files)))
        used |= {place for place in range(before) if files[place].source_id not in self._sources}
        for table, left in kept.items() if self._sources else ():
            if table in self._roots or table == "_person":
                used |= {place for (place,) in rows(self.connection, build(sql.USED, left=left))}
        return {place: index for index, place in enumerate(sorted(used))}


def _placed(table: str, name: str, places: Mapping[int, int]) -> str:
    """Give the rows of a view, their files named by the places that these have now."""
    names = [known for known, _ in layout(table)]
    column = next((known for known in ("_file", "file") if known in names), "")
    if not column or all(place == index for place, index in places.items()):
        return build("SELECT * FROM name__", name=name)
    pairs = [
        exp.Tuple(expressions=[exp.Literal.number(place), exp.Literal.number(index)])
        for place, index in places.items()
    ]
    values = exp.Values(expressions=pairs or [exp.Tuple(expressions=[exp.null(), exp.null()])])
    listed = exp.alias_(values, "p", table=["_from", "_to"])
    query = exp.select(
        *(
            exp.column("_to", table="p").as_(known)
            if known == column
            else exp.column(known, table="t")
            for known, _ in layout(table)
        )
    ).from_(exp.to_table(name).as_("t"))
    joined = expression("p._from = t.column__", column=column)
    return query.join(listed, on=joined).sql(dialect="duckdb")


def _replaced(table: str, names: Mapping[str, str]) -> exp.Expr:
    """Give what a load replaces as a whole."""
    if table == WAYSIDE:  # no table of its own: it goes with the orders that it is the drug of
        return expression(sql.REPLACED_WAYSIDE, **names)
    return expression(sql.REPLACED, key=names["key"], old=names["old"],
                      table=exp.Literal.string(table))  # fmt: skip


def _nothing(table: str) -> str:
    columns = [exp.cast(exp.null(), kind).as_(name) for name, kind in layout(table)]
    return exp.select(*columns).where(exp.false()).sql(dialect="duckdb")


def _key(table: str) -> str:
    return "medication_key" if table == WAYSIDE else BY_NAME[table].key


def _people(table: str) -> list[str]:
    if table not in BY_NAME:
        return []
    return [one.name for one in BY_NAME[table].declared() if isinstance(one, Person)]


def _whose(table: str) -> str:
    return next(iter(_people(table)), "")


def _erased(table: str) -> exp.Expr:
    return expression("who__ IN (SELECT who FROM erased)", who=_whose(table))
