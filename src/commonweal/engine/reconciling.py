"""Hold figures that were submitted against the rows they were made from, to the row.

Every row that was delivered is looked at, with those that no measure counts: it counts here, or it
is of one reason why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from sqlglot import exp

from commonweal.engine.explained import NO_DIFFERENCE, Explanation, Lot, Tally, Wanted, explain
from commonweal.engine.reported import READ, reported
from commonweal.engine.session import Session, fill_table
from commonweal.engine.sql import Tree, day, fill, text
from commonweal.engine.submitted import Submitted, period_of, submitted
from commonweal.engine.units.results import COUNTED, LAST_DAY
from commonweal.kinds import Period
from commonweal.measures.measure import Measure
from commonweal.measures.reported import Reported
from commonweal.tables.dataset import Dataset

# In the order in which they are preferred; those of the second list are rows of other figures.
REASONS = ("orphan", "unmapped", "unknown", "set_aside", "duplicate", "version", "period", "site",
           "excluded_met")  # fmt: skip
_UNSURE = ("duplicate", "version", "period", "site", "excluded_met")
_DELIVERED = """
    WITH delivered AS (
        SELECT r.*, l.file, l.line, :last_day AS last_day, :counted AS counted, row_number()
            OVER (PARTITION BY r.measure_result_key ORDER BY l.file, l.line) AS copy
        FROM stored_measure_result AS r
        LEFT JOIN result_lines AS l ON l.key = r.measure_result_key
        WHERE r.measure_id = :id
    ), scoped AS (
        SELECT *, coalesce(excluded, FALSE) AS out_of_it, CASE
            WHEN coalesce(measure_version, '') <> :version THEN 'version'
            WHEN NOT coalesce(period_start_day = :first AND last_day = :last, FALSE) THEN 'period'
            WHEN :site <> '' AND coalesce(site, '') <> :site THEN 'site' END AS elsewhere,
            counted IS NULL OR (counted AND NOT coalesce(excluded, FALSE)
                AND (CASE WHEN :measured THEN value IS NULL ELSE in_numerator IS NULL END))
                AS unsettled
        FROM delivered
    ), placed AS (
        SELECT *, row_number() OVER (
            PARTITION BY elsewhere, coalesce(patient_key, measure_result_key), encounter_key, site
            ORDER BY measure_result_key DESC, copy) AS place
        FROM scoped
    )
    SELECT measure_result_key AS key, source_id, file, line, patient_key, value, out_of_it, CASE
            WHEN elsewhere IS NOT NULL THEN elsewhere
            WHEN place > 1 THEN 'duplicate'
            WHEN list_contains(problem, 'orphan') THEN 'orphan'
            WHEN unsettled AND list_has_any(problem,
                ['flag_unreadable', 'number_unreadable', 'value_unmapped']) THEN 'unmapped'
            WHEN unsettled THEN 'unknown'
            WHEN out_of_it AND coalesce(in_numerator, FALSE) THEN 'excluded_met'
            ELSE '' END AS reason,
        coalesce(counted, FALSE) AND NOT out_of_it AS denominator,
        coalesce(counted, in_numerator, FALSE) AND coalesce(in_numerator, FALSE)
            AND NOT out_of_it AS numerator,
        counted IS NULL AS unknown, in_numerator IS NULL AS unmet
    FROM placed
"""
_SUMS = """
    SELECT reason, count(*), count(DISTINCT coalesce(patient_key, '')),
        count_if(denominator), count_if(numerator), count_if(out_of_it),
        count_if(unknown), count_if(unmet AND (denominator OR unknown))
    FROM classified GROUP BY reason
"""
_PERSONS = """
    SELECT count(DISTINCT CASE WHEN denominator THEN patient_key END),
        count(DISTINCT CASE WHEN numerator THEN patient_key END),
        count(DISTINCT CASE WHEN denominator AND NOT numerator THEN patient_key END),
        count(DISTINCT CASE WHEN out_of_it THEN patient_key END)
    FROM classified WHERE reason IN ('', 'excluded_met')
"""
_VALUES = """
    SELECT value, count(*) FROM classified WHERE reason = '' AND denominator GROUP BY value
"""
_ROWS = """
    SELECT reason, source_id, file, line, key FROM classified WHERE reason <> ''
    ORDER BY reason, file, line, key
"""


@dataclass(frozen=True)
class RowLeft:
    """Name one row that was delivered and is not counted, and why.

    reason: one of REASONS
    source: which feed
    file:   place of its file among those of the load, from 0; None where nobody knows
    line:   line in that file
    key:    of the row in the table; "" of one that was set aside
    """

    reason: str
    source: str
    file: int | None
    line: int | None
    key: str


@dataclass(frozen=True)
class Compared:
    """Hold one submitted figure beside what the rows give.

    figure:  as it was submitted
    measure: the measure whose rows these are, or None where there are none
    period:  the measurement period, or None where it could not be told
    ours:    denominator, numerator and exclusions that are counted here
    persons: persons in the denominator, of those in the numerator, of the rest, of the excluded
    mean:    of the values, exactly; None of a proportion or of nobody
    why_not: "", or why the figure can not be compared: version, period, population
    choice:  the versions or periods of which one should have been named
    explained: what makes up the difference
    left:    rows that are not counted
    """

    figure: Submitted
    measure: Measure | None
    period: Period | None
    ours: Tally = (0, 0, 0)
    persons: tuple[int, int, int, int] = (0, 0, 0, 0)
    mean: Fraction | None = None
    why_not: str = ""
    choice: tuple[str, ...] = ()
    explained: Explanation = NO_DIFFERENCE
    left: tuple[RowLeft, ...] = field(default=(), repr=False)

    @property
    def difference(self) -> Wanted:
        """Give what was submitted less what is counted here; None of what was not submitted."""
        goals = (self.figure.denominator, self.figure.numerator, self.figure.exclusions)
        one, two, three = (
            None if goal is None else goal - own for goal, own in zip(goals, self.ours, strict=True)
        )
        return one, two, three


def compare(dataset: Dataset, measures: Sequence[str] = ()) -> tuple[Compared, ...]:
    """Hold every submitted figure of a store against its rows.

    dataset:  the version looked at
    measures: ids of measures as their engines call them; () means all
    Gives one Compared a figure, in the order of measure, version, period and site.
    """
    if "submitted_figure" not in dataset.tables:
        return ()
    held = reported(dataset)
    with Session(dataset, None, blind=True, tables=READ) as look:
        _open_lines(look)
        figures = submitted(look)
        return tuple(_compared(look, held, one) for one in figures
                     if not measures or one.measure_id in measures)  # fmt: skip


def _open_lines(look: Session) -> None:
    """Open where the rows of results came from, each line of each file."""
    path = look.dataset.folder / "lineage" / "measure_result.parquet"
    if path.is_file():
        stored = fill_table("read_parquet", exp.Array(expressions=[text(str(path))]))
        look.create("result_lines", exp.select("key", "file", "line").from_(stored))
    else:
        empty = "SELECT '' AS key, CAST(NULL AS INTEGER) AS file, CAST(NULL AS BIGINT) AS line"
        look.create("result_lines", fill(f"{empty} WHERE FALSE"))


def _compared(
    look: Session, held: tuple[tuple[Reported, Measure], ...], figure: Submitted
) -> Compared:
    own = [pair for pair in held if pair[0].measure_id == figure.measure_id]
    named = [pair for pair in own if figure.measure_version in ("", pair[0].measure_version)]
    measure = named[0][1] if named else None
    if figure.population:
        return Compared(figure, measure, None, why_not="population")
    if len(named) > 1:
        choice = tuple(one.measure_version for one, _ in named)
        return Compared(figure, None, None, why_not="version", choice=choice)
    version = figure.measure_version or (named[0][0].measure_version if named else "")
    periods = [figure.period] if figure.period else _periods(look, figure, version)
    if len(periods) > 1:
        choice = tuple(one.label for one in periods)
        return Compared(figure, measure, None, why_not="period", choice=choice)
    if not periods:
        return Compared(figure, measure, None, why_not="no_rows")
    measured = (named or own)[0][0].measured if own else False
    if measured:
        figure = replace(figure, numerator=None)
    look.create("classified", _classified(figure, version, periods[0], measured=measured))
    return _tallied(look, Compared(figure, measure, periods[0]), measured=measured)


def _classified(figure: Submitted, version: str, period: Period, *, measured: bool) -> Tree:
    return fill(
        _DELIVERED,
        id=text(figure.measure_id), version=text(version), site=text(figure.site),
        first=day(period.first), last=day(period.last),
        measured=exp.true() if measured else exp.false(),
        last_day=fill(LAST_DAY), counted=fill(COUNTED),
    )  # fmt: skip


def _tallied(look: Session, compared: Compared, *, measured: bool) -> Compared:
    sums = {str(reason): tuple(int(str(one)) for one in rest)
            for reason, *rest in look.run(fill(_SUMS))}  # fmt: skip
    aside = _set_aside(look, compared.figure.measure_id)
    nothing = (0,) * 7
    counted, both = sums.get("", nothing), sums.get("excluded_met", nothing)
    ours = (counted[2], counted[3], counted[4] + both[4])
    denominator, met, rest, out = (int(str(one)) for one in look.run(fill(_PERSONS))[0])
    persons = (denominator, met, rest, out)
    made = replace(
        compared, ours=ours, persons=persons, mean=_mean(look) if measured else None,
        left=(*_left(look), *aside),
    )  # fmt: skip
    lots = [_lot(reason, sums.get(reason, nothing), len(aside)) for reason in REASONS]
    return replace(made, explained=explain(made.difference, [one for one in lots if one.rows]))


def _lot(reason: str, sums: tuple[int, ...], aside: int) -> Lot:
    rows, people, denominator, numerator, exclusions, unknown, unmet = sums
    if reason == "set_aside":
        return Lot(reason, aside, aside, (0, 0, 0), (aside, aside, aside))
    if reason == "excluded_met":
        return Lot(reason, rows, people, (rows, rows, -rows), sure=False)
    return Lot(
        reason, rows, people, (denominator, numerator, exclusions),
        (unknown, unmet, 0) if reason in ("orphan", "unmapped", "unknown") else (0, 0, 0),
        sure=reason not in _UNSURE,
    )  # fmt: skip


def _mean(look: Session) -> Fraction | None:
    """Give the mean of the values exactly: each is the decimal that was written."""
    found = [(Fraction(str(value)), int(str(many))) for value, many in look.run(fill(_VALUES))]
    total = sum(many for _, many in found)
    return sum((value * many for value, many in found), Fraction()) / total if total else None


def _left(look: Session) -> list[RowLeft]:
    return [RowLeft(str(reason), str(source), _whole(file), _whole(line), str(key))
            for reason, source, file, line, key in look.run(fill(_ROWS))]  # fmt: skip


def _set_aside(look: Session, measure_id: str) -> tuple[RowLeft, ...]:
    """List the lines of files of results that could not be read and name the measure."""
    folder = look.dataset.folder / "quarantine"
    if not (folder / "lines.parquet").is_file():
        return ()
    lines, texts = (_parquet(folder / name) for name in ("lines.parquet", "text.parquet"))
    found = look.run(
        exp.select("l.source_id", "l.file", "l.line_no").distinct()
        .from_(exp.alias_(lines, "l", table=True))
        .join(exp.alias_(texts, "t", table=True), on="t.sha256 = l.sha256")
        .where(
            fill("l.file IN (SELECT file FROM result_lines)"),
            fill("contains(CAST(t.text AS VARCHAR), :id)", id=text(measure_id)),
        ).order_by("l.file", "l.line_no")
    )  # fmt: skip
    return tuple(RowLeft("set_aside", str(source), _whole(file), _whole(line), "")
                 for source, file, line in found)  # fmt: skip


def _parquet(path: Path) -> Tree:
    return fill_table("read_parquet", exp.Array(expressions=[text(str(path))]))


def _periods(look: Session, figure: Submitted, version: str) -> list[Period]:
    query = fill(
        "SELECT DISTINCT period_start_day AS first, :last_day AS last "
        "FROM stored_measure_result WHERE measure_id = :id "
        "AND coalesce(measure_version, '') = :version ORDER BY first, last",
        id=text(figure.measure_id), version=text(version), last_day=fill(LAST_DAY),
    )  # fmt: skip
    return [one for one in (period_of(*row) for row in look.run(query)) if one is not None]


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))


__all__ = ["REASONS", "Compared", "RowLeft", "compare"]
