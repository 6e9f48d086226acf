"""One open look at one dataset version: DuckDB in memory over its Parquet files.

Every table is there, empty when the export lacked it. Rows of unknown patients are left out here,
once, for every measure. Protected attributes come from the vault and stay in this memory, or in the
session's own closed folder of the store, which goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from sqlglot import exp

from commonweal.engine import needs
from commonweal.engine.compile import coding_view
from commonweal.engine.sql import FAR, Tree, among, column, fill, render, text, within
from commonweal.engine.times import sure_bounds
from commonweal.measures.measure import Measure
from commonweal.tables.clinical import Patient
from commonweal.tables.columns import Point, Table
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import ROSTERS, TABLES
from commonweal.vault import spill, vault

UNDATED = {
    "condition": ("prevalence_start", "prevalence_end"),
    "medication_request": ("supply_start", "supply_end"),
}
ENGINE = f"duckdb {duckdb.__version__}"


class Session:
    """Hold the connection, which value sets are known, and the names of what was made.

    dataset:    the version looked at
    value_sets: Parquet file of (url, name, version, token), or None
    threads:    how many at most
    blind:      whether the vault stays shut; then nobody has said anything of themselves
    tables:     those to open; all unless fewer are asked for
    """

    def __init__(
        self,
        dataset: Dataset,
        value_sets: Path | None,
        threads: int = 2,
        *,
        blind: bool = False,
        tables: tuple[type[Table], ...] = TABLES,
    ) -> None:
        self.dataset = dataset
        self.made: set[str] = set()
        with ExitStack() as stack:
            self.connection = stack.enter_context(spill.connected(dataset.store, threads))
            if blind:
                self.create("vault_attribute", _nobody_said())
            else:
                vault.attach(self.connection, dataset)
            for table in tables:
                self._open(table)
            self._open_value_sets(value_sets)
            self._held = stack.pop_all()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def run(self, query: Tree) -> list[tuple[object, ...]]:
        """Run a tree and give its rows."""
        return self.connection.execute(render(query)).fetchall()

    def create(self, name: str, query: Tree, view: bool = False) -> None:
        """Keep the answer of a query under a name, in memory only."""
        self.made.add(name)
        self.connection.execute(
            render(
                exp.Create(
                    this=exp.to_table(name),
                    kind="VIEW" if view else "TABLE",
                    expression=query,
                    replace=True,
                )
            )
        )

    def known_sets(self) -> frozenset[str]:
        """Give the addresses of the value sets that are loaded, empty ones too."""
        return frozenset(str(row[0]) for row in self.run(fill("SELECT url FROM known_set")))

    def undated(self, table: str) -> int:
        """Count people with a row that stands always because it bears no date (common 1.5, 6.4).

        table: condition or medication_request
        """
        start, end = UNDATED[table]
        query = (
            exp.select("count(DISTINCT patient_key)")
            .from_(table)
            .where(
                fill(":day IS NULL", day=column(table, f"{start}_day")),
                fill(":day = CAST(:far AS DATE)", day=column(table, f"{end}_day"), far=text(FAR)),
            )
        )
        return int(str(self.run(query)[0][0]))

    def prepare(self, measures: Iterable[Measure]) -> None:
        """List the codings that these measures look for, one a line."""
        wanted = [needs.of(measure) for measure in measures]
        direct = sorted({code.token for need in wanted for code in need.codes})
        urls = sorted({entry.url for need in wanted for entry in need.value_sets})
        members = (
            exp.select("token")
            .from_("valueset")
            .where(among(column("valueset", "url"), urls) if urls else exp.false())
        )
        listed = exp.values([(token,) for token in direct or [""]], alias="d", columns=["token"])
        self.create("wanted", exp.select("token").from_(listed).union(members))
        for tokens in {entry for need in wanted for entry in need.tokens}:
            unnested = exp.select(
                "row_key", exp.alias_(fill("unnest(:c)", c=column("t", tokens.name)), "token")
            ).from_(exp.alias_(exp.to_table(tokens.table), "t", table=True))
            query = (
                exp.select("row_key", "token")
                .distinct()
                .from_(unnested.subquery("u"))
                .where(fill("token IN (SELECT token FROM wanted)"))
            )
            self.create(coding_view(tokens), query)

    def _open(self, table: type[Table]) -> None:
        held = table.name in self.dataset.tables
        parts = self.dataset.parts(table.name) if held else []
        own = f"stored_{table.name}"
        if parts:
            files = exp.Array(expressions=[text(part) for part in parts])
            stored = exp.select("*", *_added_since(table, parts[0]))
            self.create(own, stored.from_(fill_table("read_parquet", files)), view=True)
        else:
            empty = [
                exp.alias_(exp.cast(exp.Null(), kind), name, quoted=True)
                for name, kind, _ in table.physical()
            ]
            self.create(own, exp.select(*empty).where(exp.false()), view=True)
        self.create(table.name, self._seen(table, own), view=True)

    def _seen(self, table: type[Table], own: str) -> exp.Select:
        """Give the rows of known patients, with the row's key and the birth date beside."""
        key = exp.alias_(column("t", table.key), "row_key")
        source = exp.select("t.*", key).from_(exp.alias_(exp.to_table(own), "t", table=True))
        for column_ in table.declared():
            if isinstance(column_, Point):
                since, until = sure_bounds(column_.name, "t")
                source = source.select(
                    exp.alias_(since, f"{column_.name}_since"),
                    exp.alias_(until, f"{column_.name}_until"),
                )
        if table is Patient or table.people() != "patient":
            return self._of_known_people(table, source)
        return source.select("p.birth_day AS patient_birth_day").join(
            exp.alias_(exp.to_table("stored_patient"), "p", table=True),
            on="p.patient_key = t.patient_key",
        )

    def _of_known_people(self, table: type[Table], source: exp.Select) -> exp.Select:
        """Leave out rows of people who are not on the roster, where the load holds one."""
        roster = ROSTERS.get(table.people())
        if roster is None or roster is table or roster.name not in self.dataset.tables:
            return source
        known = exp.select(column("r", roster.key)).from_(
            exp.alias_(exp.to_table(f"stored_{roster.name}"), "r", table=True)
        )
        return source.where(within(column("t", table.person()), known))

    def _open_value_sets(self, path: Path | None) -> None:
        if path is None:
            nothing = "SELECT CAST(NULL AS VARCHAR) AS url, CAST(NULL AS VARCHAR) AS token"
            self.create("valueset", exp.select("*").from_(_sub(f"{nothing} WHERE FALSE")))
            self.create("known_set", fill("SELECT url FROM valueset"))
            return
        files = exp.Array(expressions=[text(str(path))])
        self.create(
            "valueset",
            exp.select("url", "token")
            .from_(fill_table("read_parquet", files))
            .where(fill("token IS NOT NULL")),
        )
        self.create(
            "known_set",
            exp.select("url").distinct().from_(fill_table("read_parquet", files)),
        )


def _nobody_said() -> exp.Select:
    """Give the vault's columns without a row."""
    nothing = exp.cast(exp.Null(), "VARCHAR")
    columns = [exp.alias_(nothing.copy(), name) for name in vault.COLUMNS]
    return exp.select(*columns).where(exp.false())


def _added_since(table: type[Table], part: str) -> list[Tree]:
    """Give what a later version of this software declares and an older load does not hold."""
    held = set(pq.read_schema(part).names)
    return [
        exp.alias_(exp.cast(exp.Null(), kind), name, quoted=True)
        for name, kind, _ in table.physical()
        if name not in held
    ]


def fill_table(function: str, *arguments: Tree) -> Tree:
    """Make a table function, such as read_parquet([...]).

    function:  its name
    arguments: trees
    """
    return exp.Table(this=exp.Anonymous(this=function, expressions=list(arguments)))


def _sub(constant: str) -> Tree:
    return exp.Subquery(this=fill(constant), alias=exp.TableAlias(this=exp.to_identifier("s")))


__all__ = ["ENGINE", "Session", "fill_table"]
