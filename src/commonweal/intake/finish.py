"""Turn what was staged into the published tables: duplicates, references, row rules, order.

The order of the input never shows: of several rows of one id the one updated last is kept, then
the greater hash of its content; rows stand by person and key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlglot import exp

from commonweal.intake import history
from commonweal.intake.copies import Copies
from commonweal.intake.meter import WRITING, Meter
from commonweal.intake.query import build, expression, rows, select, view
from commonweal.intake.rules import known, marked, person_of, validity
from commonweal.intake.sheets import (
    HERE_ROWS,
    TURN_ROWS,
    Few,
    in_turns,
    write_buckets,
    write_parquet,
    write_spread,
)
from commonweal.intake.spread import AT_ONCE, Spread
from commonweal.intake.staging import OTHERS, Staging, layout
from commonweal.tables.registry import BY_NAME, ROSTERS

Job = Callable[[duckdb.DuckDBPyConnection], None]
Step = Callable[[], "list[Step]"]  # of the writing of a table; gives those that may follow
BUCKET_ROWS = 250_000
ALONE_ROWS = 750_000  # of the largest table: with more, one table at a time is read and joined
FEW_ROWS = 125_000  # that are sorted at once beside a very large table
MOST_BUCKETS = 256
_DERIVED = {
    "encounter": {
        "los_min": """CASE WHEN start_prec = 'T' AND end_prec = 'T' AND end_ts >= start_ts
            THEN DATE_DIFF('millisecond', start_ts, end_ts) / 60000.0 END"""
    },
    "condition": {
        "prevalence_start_ts": """CASE WHEN NOT abate_ts IS NULL
            THEN COALESCE(onset_ts, CAST('0001-01-01' AS TIMESTAMP))
            WHEN active__ THEN onset_ts END""",
        "prevalence_start_day": """CASE WHEN NOT abate_ts IS NULL
            THEN COALESCE(onset_day, CAST('0001-01-01' AS DATE))
            WHEN active__ THEN onset_day END""",
        "prevalence_start_prec": """CASE WHEN NOT abate_ts IS NULL THEN COALESCE(onset_prec, 'D')
            WHEN active__ THEN onset_prec END""",
        "prevalence_end_ts": """CASE WHEN NOT abate_ts IS NULL THEN abate_ts
            WHEN active__ THEN CAST('9999-12-31' AS TIMESTAMP) END""",
        "prevalence_end_day": """CASE WHEN NOT abate_ts IS NULL THEN abate_day
            WHEN active__ THEN CAST('9999-12-31' AS DATE) END""",
        "prevalence_end_prec": """CASE WHEN NOT abate_ts IS NULL THEN abate_prec
            WHEN active__ THEN 'D' END""",
    },
    "medication_request": {
        "referenced_code": "COALESCE(_drug, referenced_code)",
    },
}
# A time said as an age is counted from birth; it ends a year later, that day excluded.
_AGES = """SELECT * REPLACE (
    COALESCE(start_day__, _began) AS start_day__,
    COALESCE(start_ts__, CAST(_began AS TIMESTAMP)) AS start_ts__,
    COALESCE(start_prec__, CASE WHEN NOT _began IS NULL THEN _birth_prec END) AS start_prec__,
    COALESCE(end_day__, _ended) AS end_day__,
    COALESCE(end_ts__, CAST(_ended AS TIMESTAMP)) AS end_ts__,
    COALESCE(end_prec__, CASE WHEN NOT _ended IS NULL THEN _birth_prec END) AS end_prec__)
    FROM (SELECT *,
        CAST(_birth_day + TO_MONTHS(start_months__) + TO_DAYS(start_days__) AS DATE) AS _began,
        CAST(_birth_day + TO_MONTHS(end_months__ + 12) + TO_DAYS(end_days__ - 1) AS DATE)
            AS _ended FROM joined__)"""
_AGED = {"condition": ("onset", "abate"), "procedure": ("start", "end")}
_ACTIVE = "COALESCE(clinical_status IN ('active', 'recurrence', 'relapse'), FALSE)"
_POINTS_AT = (("patient_key", "Patient"), ("encounter_key", "Encounter"),
              ("org_key", "Organization"), ("_medication_key", "Medication"))  # fmt: skip

_ORDERED = "SELECT * FROM final__ ORDER BY person__ NULLS FIRST, key__, problem"
_LISTED = "SELECT key__ AS _person FROM kept__"
_HIRED = """SELECT key__ AS _person, first_hire_day AS _hired_day, first_hire_prec AS _hired_prec
    FROM kept__"""
NEEDED = frozenset({"patient", "encounter", "observation", "_medication"})
_RESOLVED = """SELECT s.* REPLACE (COALESCE(m.key, s.column__) AS column__) FROM one__ AS s
    LEFT JOIN (SELECT alias AS _alias, MIN(key) AS key FROM staged__alias WHERE kind = kind__
    GROUP BY alias) AS m ON m._alias = s.column__"""
# A result that names a visit and no person is of the person whose visit it is.
_WHOSE_VISIT = """SELECT s.* REPLACE (COALESCE(s.patient_key, e._whose) AS patient_key)
    FROM source__ AS s LEFT JOIN (SELECT encounter_key AS _visit, MIN(patient_key) AS _whose
    FROM kept_encounter GROUP BY encounter_key) AS e ON e._visit = s.encounter_key"""


@dataclass
class Finished:
    """Hold what the finishing found.

    rows: rows written, by table
    buckets: files written, by table
    repeated: rows that stood more than once under one id, by table
    problems: (table, code, rows, an example's key, persons they are about)
    """

    rows: dict[str, int] = field(default_factory=dict)
    buckets: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[str, str, int, str, int]] = field(default_factory=list)

    def marked(self, table: str, code: str) -> int:
        """Give how many rows of a table bear a code."""
        return sum(n for name, found, n, _, _ in self.problems if (name, found) == (table, code))


class Finishing:
    """Run the steps on one connection, in order: `prepare`, then `write_all`.

    connection: DuckDB, in memory, one thread, spilling beside the staging
    staging: closed
    held: tables that the load holds
    asked: whether any reference names its target by an identifier
    originals: gives the files of FHIR, by the place by which a row names its file
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        staging: Staging,
        held: frozenset[str],
        asked: bool,
        originals: Callable[[], Mapping[int, Path]],
    ) -> None:
        self.connection = connection
        self.found = Finished()
        self._staging = staging
        self._held = held
        self._asked = asked
        self._originals = originals
        self._copies = Copies(connection, staging, self.found.repeated)
        self._single: frozenset[str] = frozenset()  # tables of which an id is that of one row
        self._crowded = False  # whether a table is very large

    def prepare(self, today: date) -> None:
        """Name the staged files, settle duplicates, list people and visits."""
        rows(
            self.connection, build("CREATE TABLE today AS SELECT CAST($1 AS DATE) AS day"), [today]
        )
        needed = [name for name in (*BY_NAME, "_medication") if name in self._held | NEEDED]
        for name in (*needed, *OTHERS):
            staged = self.connection.from_parquet(self._staging.paths(name))
            staged.create_view(f"staged_{name}")
        if history.wanted(self._held):
            self._copies.find_all(["headcount_snapshot"])
            self._copies.keep("headcount_snapshot")
            history.derive(self.connection, "one_headcount_snapshot", "rank" in self._held)
            needed += sorted(history.MADE)
            self._held |= history.MADE
        own = [name for name in needed if name != "component" and name not in self.found.repeated]
        # a claim and a policy may bear one id; parts are counted within what they are parts of
        self._single = frozenset(own) - {"coverage"} | {"component"}
        self._copies.find_all(own)
        self._copies.compare_lines(self._originals)
        for name in own:
            self._copies.keep(name)
        if "component" in needed:
            self._copies.keep_parts()
        for name in needed:
            self._resolve(name)
        rows(
            self.connection,
            build("""CREATE TABLE people AS SELECT patient_key AS _person,
            birth_day AS _birth_day, birth_prec AS _birth_prec, death_day AS _death_day,
            death_prec AS _death_prec FROM kept_patient"""),
        )
        for people, roster in ROSTERS.items():
            if people != "patient" and roster.name in self._held:
                listed = build(_HIRED if people == "staff" else _LISTED, key=roster.key,
                               kept=f"kept_{roster.name}")  # fmt: skip
                self.connection.sql(listed).create(f"people_{people}")
        rows(
            self.connection,
            build(
                "CREATE TABLE visits AS SELECT DISTINCT encounter_key AS _visit FROM kept_encounter"
            ),
        )

    def few(self) -> bool:
        """Say whether DuckDB needs less memory, after `prepare`: most rows are sorted here."""
        most = max((self._staging.many(name) for name in self._held - self._single), default=0)
        return most <= TURN_ROWS and not any(self.found.repeated.values())

    def write_all(
        self,
        tables: Collection[str],
        folder: Path,
        meter: Meter,
        last: Mapping[str, Job],
        light: str,
    ) -> None:
        """Write tables, the largest first: two at a time are read and joined.

        Where the largest is very large, one at a time is read and joined, beside another that is
        sorted and written: two joins with all visits do not fit into the memory of a load.

        tables: names
        folder: where each gets a folder
        meter: tells how far this is
        last: what else is to be written beside the largest table, by how that is told in the end
        light: which of these takes hardly any memory
        """
        sized = {name: sum(Path(path).stat().st_size for path in self._staging.paths(name))
                 for name in tables}  # fmt: skip
        order = sorted(sized, key=lambda name: (-sized[name], name))
        crowded = max((self._staging.many(name) for name in tables), default=0) > ALONE_ROWS
        self._crowded = crowded
        with ThreadPoolExecutor(1 if crowded else 2) as joins, ThreadPoolExecutor(1) as sorts:
            try:
                # the longest first, so that neither of the two waits for the other at the end
                jobs = [(name, partial(self.write, name, folder / name)) for name in order]
                waiting = {joins.submit(job): name for name, job in jobs[:1]}
                beside = {told: (sorts if crowded and told == light else joins).submit(
                    self._beside, job) for told, job in last.items()}  # fmt: skip
                waiting |= {joins.submit(job): name for name, job in jobs[1:]}
                self._go_on((joins, sorts, sorts), waiting, sized, meter, folder)
                for told, also in beside.items():
                    meter.say(told)
                    also.result()
            except BaseException:
                joins.shutdown(wait=False, cancel_futures=True)
                sorts.shutdown(wait=False, cancel_futures=True)
                raise
        self.found.problems.sort(key=lambda problem: problem[0])

    def _go_on(
        self,
        pools: Sequence[ThreadPoolExecutor],
        waiting: dict[Future[list[Step]], str],
        sized: Mapping[str, int],
        meter: Meter,
        folder: Path,
    ) -> None:
        """Wait for what is done, and begin what follows: further steps of a table, then its count.

        pools: which do them in turn, each behind what it was given before
        waiting: steps that were begun, each with its table
        sized: bytes of each table, as it was staged
        """
        left, counted, told = list(dict.fromkeys(waiting.values())), set(), -1
        while waiting:
            done = sum(many for name, many in sized.items() if name not in left)
            if told != len(left):
                told = len(left)
                meter.say(f"{WRITING} {left[0]}", done, sum(sized.values()))
            for one in wait(waiting, return_when=FIRST_COMPLETED).done:
                table = waiting.pop(one)
                waiting |= {pools[place % len(pools)].submit(step): table
                            for place, step in enumerate(one.result())}  # fmt: skip
                if table in waiting.values():
                    continue
                if table in counted:
                    left.remove(table)
                else:
                    counted.add(table)
                    waiting[pools[-1].submit(self._count, table, folder / table)] = table

    def _beside(self, job: Job) -> None:
        with self.connection.cursor() as connection:
            job(connection)

    def write(self, table: str, folder: Path) -> list[Step]:
        """Write one table as Parquet, in buckets by person; give the steps that are left, if any.

        table: name
        folder: to make
        """
        with self.connection.cursor() as connection:
            view(connection, f"joined_{table}", self._joined(table))
            source = f"joined_{table}"
            if table in _AGED:
                source = f"aged_{table}"
                view(connection, source, _aged(table))
            view(connection, f"final_{table}", self._final(table, source))
            steps = self._write(connection, table, folder)
        pa.default_memory_pool().release_unused()
        return steps

    def _resolve(self, table: str) -> None:
        """Put the key of a resource where a reference named it by an identifier."""
        columns = {name for name, _ in layout(table)}
        source = f"one_{table}"
        for column, kind in _POINTS_AT if self._asked else ():
            if column in columns and not self._is_key(table, column):
                view(self.connection, f"{source}_{column}", build(_RESOLVED, one=source,
                     column=column, kind=exp.Literal.string(kind)))  # fmt: skip
                source = f"{source}_{column}"
        if table == "measure_result":
            view(self.connection, f"{source}_seen", build(_WHOSE_VISIT, source=source))
            source = f"{source}_seen"
        view(self.connection, f"kept_{table}", build("SELECT * FROM one__", one=source))

    @staticmethod
    def _is_key(table: str, column: str) -> bool:
        return table in BY_NAME and BY_NAME[table].key == column

    def _joined(self, table: str) -> str:
        """Join the person and the visit that a row points at."""
        query = exp.select("t.*").from_(exp.to_table(f"kept_{table}").as_("t"))
        if known(table, self._held):
            people = BY_NAME[table].people()
            listed = exp.to_table("people" if people == "patient" else f"people_{people}")
            query = query.select("p.*", expression("NOT p._person IS NULL").as_("_known"))
            query = query.join(
                listed.as_("p"), join_type="LEFT",
                on=expression("p._person = t.person__", person=BY_NAME[table].person()),
            )  # fmt: skip
        columns = {name for name, _ in layout(table)}
        if "encounter_key" in columns and table != "encounter":
            query = query.select(expression("NOT v._visit IS NULL").as_("_visited"))
            query = query.join("visits AS v", on="v._visit = t.encounter_key", join_type="LEFT")
        if table == "medication_request":
            query = query.select(exp.column("code", table="d").as_("_drug"))
            query = query.join(
                "kept__medication AS d", on="d.medication_key = t._medication_key",
                join_type="LEFT",
            )  # fmt: skip
        return query.sql(dialect="duckdb")

    def _final(self, table: str, source: str) -> str:
        derived = _DERIVED.get(table, {})
        columns: list[exp.Expr] = []
        for name, _, _ in BY_NAME[table].physical():
            if name == "valid":
                columns.append(validity(table, self._held).as_("valid"))
            elif name == "problem":
                columns.append(
                    marked(table, self._held, table in self._copies.conflicts).as_("problem")
                )
            elif name in derived:
                value = expression(derived[name], active=expression(_ACTIVE))
                columns.append(value.as_(name, quoted=True))
            else:
                columns.append(exp.column(name, quoted=True))
        return exp.select(*columns).from_(exp.to_table(source)).sql(dialect="duckdb")

    def _write(self, connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> list[Step]:
        key, person = BY_NAME[table].key, BY_NAME[table].person()
        many = _count(connection, f"one_{table}")
        buckets = bucket_count(many) if person else 1
        self.found.buckets[table] = buckets
        folder.mkdir(parents=True)
        paths = [folder / f"part-{bucket:03d}.parquet" for bucket in range(buckets)]
        if table in self._single and many > (FEW_ROWS if self._crowded else HERE_ROWS):
            return self._spread(connection, table, many, paths)
        ordered = self._ordered(table, many)
        if buckets == 1:
            write_parquet(connection, ordered, paths[0], key)
        else:
            write_buckets(connection, ordered, paths, person=person, unique=key)
        return []

    def _ordered(self, table: str, many: int) -> list[str] | Few:
        """Give what gives the rows of a table in their order: by person and key."""
        if table in self._single:
            return Few(self._everything(table), many, _by(table))
        person, key = BY_NAME[table].person() or BY_NAME[table].key, BY_NAME[table].key
        return in_turns(
            select(_ORDERED, final=f"final_{table}", person=person, key=key),
            # what comes again is told apart by a join, which takes memory beside the sort
            person, many + self.found.repeated.get(table, 0),
        )  # fmt: skip

    def _spread(
        self, connection: duckdb.DuckDBPyConnection, table: str, many: int, paths: list[Path]
    ) -> list[Step]:
        """Spread the rows of a table by person, and give the steps that write each file."""
        aside = paths[0].parent.with_suffix(".spread")
        rows = connection.sql(self._everything(table)).to_arrow_reader(AT_ONCE)
        spread = Spread(aside, rows, _by(table), many, least=len(paths))
        each = spread.parts // len(paths)
        return [partial(self._write_part, spread, range(place * each, (place + 1) * each), path,
                        BY_NAME[table].key) for place, path in enumerate(paths)]  # fmt: skip

    @staticmethod
    def _write_part(spread: Spread, parts: range, path: Path, key: str) -> list[Step]:
        write_spread(spread, parts, path, key)
        pa.default_memory_pool().release_unused()
        return []

    @staticmethod
    def _everything(table: str) -> str:
        return build("SELECT * FROM final__", final=f"final_{table}")

    def _count(self, table: str, folder: Path) -> list[Step]:
        """Count the rows of a table as they were written, and what is odd in them."""
        folder.with_suffix(".spread").unlink(missing_ok=True)
        written = f"written_{table}"
        with self.connection.cursor() as connection:
            connection.from_parquet(str(folder / "part-*.parquet")).create_view(written)
            self.found.rows[table] = _count(connection, written)
            found = rows(
                connection,
                build(
                    """SELECT code, COUNT(*), MIN(k), COUNT(DISTINCT who) FROM
                (SELECT UNNEST(problem) AS code, key__ AS k, person__ AS who FROM written__
                WHERE LEN(problem) > 0) AS found GROUP BY code ORDER BY code""",
                    key=BY_NAME[table].key,
                    person=person_of(table),
                    written=written,
                ),
            )
        self.found.problems += [(table, *told) for told in found]
        return []


def bucket_count(many: int) -> int:
    """Give the number of buckets of a table: a power of two, 1 to 256.

    many: rows of the table
    """
    buckets = 1
    while buckets < MOST_BUCKETS and many > buckets * BUCKET_ROWS:
        buckets *= 2
    return buckets


def _by(table: str) -> tuple[str, ...]:
    """Name the columns by which the rows of a table stand: person and key."""
    key = BY_NAME[table].key
    return tuple(dict.fromkeys((BY_NAME[table].person() or key, key)))


def _aged(table: str) -> str:
    """Give the rows of a table whose times may be said as ages, with their days."""
    start, end = _AGED[table]
    names = {f"{role}_{part}": f"{column}_{part}" for role, column in
             (("start", start), ("end", end)) for part in ("ts", "day", "prec")}  # fmt: skip
    names |= {f"{role}_{part}": f"_{column}_{part}" for role, column in
              (("start", start), ("end", end)) for part in ("months", "days")}  # fmt: skip
    return build(_AGES, joined=f"joined_{table}", **names)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return int(rows(connection, build("SELECT COUNT(*) FROM name__", name=name))[0][0])
