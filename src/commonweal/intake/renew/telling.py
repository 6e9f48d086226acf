"""What a load did to what stood, and how long rows are kept, in lines for who runs it."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.intake.renew.again import Told
from commonweal.intake.renew.difference import told as differing
from commonweal.intake.renew.purge import Old
from commonweal.intake.renew.retention import Kept
from commonweal.tables.registry import BY_NAME

FEW = 10
_MEGABYTE = 1_000_000


def nothing_new(many: int, version: str) -> str:
    """Say that a load holds what stands.

    many: files
    version: that stands
    """
    files = "the 1 file is" if many == 1 else f"all {many:,} files are"
    return f"Nothing new: {files} in version {version}."


def again_lines(told: Told) -> list[str]:
    """Say what a load did to what stood.

    told: of the load
    """
    lines = [f"The server says that something went wrong: {many:,} of severity {severity}."
             for severity, many in told.outcomes.items()]  # fmt: skip
    lines += [f"{name}: the manifest of the export says {said:,} lines, {there:,} were there."
              for name, said, there in told.short]  # fmt: skip
    if told.deleted:
        lines.append(f"Deleted, as was said: {_few(told.deleted, 'things')}.")
    if told.erased:
        lines.append(f"Without the rows of people who were erased: {', '.join(told.erased)}.")
    lines += [f"{table}: {_few(many, 'rows')} older than any measure looks back, left out."
              for table, many in told.cut.items()]  # fmt: skip
    changes = differing(told.differences)
    if told.erasing:  # how many rows went with few people is nobody's business
        lines.append("Older versions still hold these people; purge them: commonweal purge STORE.")
    elif changes:
        lines += ["Against the version before:", *changes]
    elif told.differences:
        lines.append("Against the version before, no row is new, changed or gone.")
    return lines


def kept_lines(found: Sequence[Kept], period: str) -> list[str]:
    """Say how long the rows of each table are kept.

    found: from `kept`
    period: the earliest that is measured
    """
    lines = [f"To measure {period} and later, these rows are needed:"]
    for one in found:
        if one.since is None:
            lines.append(f"  {one.table:20} {one.many:>12,} rows  kept for ever: {_why(one)}")
        else:
            lines.append(f"  {one.table:20} {one.many:>12,} rows  since {one.since} "
                         f"({one.measure}); older: {_few(one.old, 'rows')}")  # fmt: skip
    return [*lines, "To leave out what is older: commonweal ingest ... --retain PERIOD."]


def purge_lines(found: Sequence[Old], done: bool) -> list[str]:
    """Say which versions lose their rows.

    found: from `old_versions`
    done: whether it has happened
    """
    if not found:
        return ["There is no old version whose rows could be purged."]
    says = "Purged" if done else "A trial, nothing was removed. Would be purged"
    lines = [f"{says}: {len(found)} of the old versions."]
    lines += [f"  {one.version}  loaded on {one.loaded_on}  {one.size / _MEGABYTE:,.1f} MB"
              for one in found]  # fmt: skip
    return [*lines, "What was found from them, and what is written about them, stays."]


def _why(one: Kept) -> str:
    if BY_NAME[one.table].roster():
        return "they list people"
    return f"{one.measure} looks at all of them" if one.measure else "no measure bounds them"


def _few(many: int, what: str) -> str:
    return f"1 to {FEW} {what}" if 0 < many <= FEW else f"{many:,} {what}"
