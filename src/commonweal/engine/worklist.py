"""Who missed what a measure asks for, whatever their group: a list of keys to work from.

It is made without the vault. A measure that needs the vault to know whom it is about gives none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from commonweal.engine import needs
from commonweal.engine.rows import plan
from commonweal.engine.session import Session
from commonweal.engine.sql import fill, number
from commonweal.engine.units import query_of
from commonweal.kinds import Period, Problem
from commonweal.measures.criteria import Sex
from commonweal.measures.measure import Better, Measure, Unit
from commonweal.tables.dataset import Dataset

VAULT = "vault_attribute"


@dataclass(frozen=True)
class WorkList:
    """Hold the keys of those who missed what a measure asks for.

    measure: key of the measure
    period:  the measurement period, as its key
    version: of the dataset
    keys:    of patients, visits or rows; sorted, so that the order tells nothing

    >>> WorkList("care.bp_control", "2025", "ab12", ("k2", "k1")).digest[:8]
    '85f2dcfa'
    """

    measure: str
    period: str
    version: str
    keys: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the keys, for the trail: it tells whether two lists are the same."""
        return hashlib.sha256("\n".join(self.keys).encode()).hexdigest()


def why_none(measure: Measure, period: Period) -> str:
    """Say why a measure gives no work list, or "" where it gives one.

    measure: the declaration
    period:  the measurement period

    >>> from commonweal.measures.registry import find
    >>> why_none(find("care.bp_control"), Period.parse("2025"))
    ''
    """
    unit = measure.unit_of_analysis
    if not isinstance(unit, Unit) and unit.people() != "patient":
        return "It counts no patients, and a work list is for the care of patients."
    if measure.event is None or measure.better is Better.NEITHER:
        return "It names nothing that a patient could miss."
    if _asks_the_vault(measure, period):
        return "It asks what people say of themselves, and a work list is made without that."
    return ""


def missed(
    dataset: Dataset, measure: Measure, period: Period, value_sets: Path | None = None
) -> WorkList:
    """List everybody who is counted by a measure and missed what it asks for.

    dataset:    the version looked at
    measure:    the declaration; where lower is better, those who met the event are listed
    period:     the measurement period
    value_sets: Parquet file of value sets, or None
    Gives a WorkList.
    Fails with Problem "worklist-none" when the measure gives none, and "worklist-not-computable"
    when a table or a value set is missing.
    """
    if reason := why_none(measure, period):
        raise Problem("worklist-none", f"{measure.title} gives no work list. {reason}")
    with Session(dataset, value_sets, blind=True) as look:
        if lacking := needs.why_not(measure, dataset, look.known_sets()):
            raise Problem(
                "worklist-not-computable",
                f"{measure.title} can not be computed. {' '.join(lacking)}",
                "Load what is missing, then ask again.",
            )
        look.prepare((measure,))
        found = look.run(_query(measure, period))
    return WorkList(measure.key, period.key, dataset.version, tuple(str(row[0]) for row in found))


def _query(measure: Measure, period: Period) -> exp.Select:
    last = len(measure.steps) - 1
    step = last if measure.better is Better.LOWER else last - 1
    rows = exp.select("r.unit_key").distinct().from_(plan(measure, period).subquery("r"))
    return rows.where(fill("r.step = :step", step=number(step))).order_by("r.unit_key")


def _asks_the_vault(measure: Measure, period: Period) -> bool:
    if any(isinstance(part, Sex) for part in needs.parts(measure)):
        return True
    unit = measure.unit_of_analysis
    if isinstance(unit, Unit):
        return False
    return any(table.name == VAULT for table in query_of(unit, period).find_all(exp.Table))
