"""What a load did, in lines for the person who runs it. Counts of rows and files, never values.

A number of odd rows that are about few people is not told: it could tell of them.
"""

from __future__ import annotations

from commonweal.intake.load import LoadReport
from commonweal.intake.renew.telling import again_lines, nothing_new

FEW = 10
MOST_NAMED = 5


def load_lines(report: LoadReport) -> list[str]:
    """Say what was taken in, what was set aside, and what to do about it.

    report: of the load
    """
    if report.again.same:
        return [nothing_new(report.again.same, report.version)]
    received = sum(record.received for record in report.files)
    accepted = sum(record.accepted for record in report.files)
    left_out = sum(record.left_out for record in report.files)
    aside = sum(sum(record.aside.values()) for record in report.files)
    by_rule = f"{aside:,} set aside by the mapping, " if aside else ""
    lines = [
        f"{received:,} lines received in {len(report.files)} files: {accepted:,} taken in, "
        f"{report.quarantined:,} set aside, {by_rule}{left_out:,} of kinds that no table holds."
    ]
    lines += [f"  {table:20} {count:>12,} rows" for table, count in sorted(report.rows.items())]
    lines += [f"{table} was made of headcount snapshots." for table in report.derived]
    lines += [
        f"{record.name}: {record.quarantined:,} lines set aside; see the quarantine folder."
        for record in report.files
        if record.quarantined
    ]
    lines += [
        f"{record.name}: {many:,} rows set aside by the mapping ({reason}); "
        "see the quarantine folder."
        for record in report.files
        for reason, many in sorted(record.aside.items())
    ]
    lines += _unread(report)
    lines += [
        f"{name} breaks off; what could be read before it was kept." for name in report.broken
    ]
    lines += [
        f"{table}: {count:,} rows stood there more than once; one of each was kept."
        for table, count in sorted(report.repeated.items())
        if count
    ]
    lines += [
        f"{table}: {_odd_rows(count, persons)} marked {code}."
        for table, code, count, _, persons in report.problems
    ]
    return [*lines, *again_lines(report.again), _ending(report)]


def _unread(report: LoadReport) -> list[str]:
    """Name the files that were not read, by the reason, so that none is missed unseen."""
    why: dict[str, list[str]] = {}
    for record in report.files:
        if record.skipped:
            why.setdefault(record.skipped, []).append(record.name)
    told = []
    for reason, names in sorted(why.items()):
        shown = ", ".join(names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        told.append(f"Not read ({reason}): {shown}{more}.")
    return told


def _odd_rows(count: int, persons: int) -> str:
    return f"rows of 1 to {FEW} people" if 0 < persons <= FEW else f"{count:,} rows"


def _ending(report: LoadReport) -> str:
    if report.refused is not None:
        return "A trial: nothing was published. A load of this would be refused."
    if report.dataset is None:
        return f"A trial: nothing was published. It would become version {report.version}."
    if not report.fresh:
        return f"The store held this already: version {report.version}."
    return f"Published as version {report.version}."
