"""What a measure reads: found by walking its declaration, so that it can not be mis-stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from commonweal.kinds import message as _
from commonweal.kinds import messages as _n
from commonweal.measures.criteria import Code, Coded, LastValue, Records, ValueSet
from commonweal.measures.measure import Measure
from commonweal.tables.clinical import Component, Observation
from commonweal.tables.columns import Table, Tokens
from commonweal.tables.dataset import Dataset
from commonweal.tables.registry import BY_NAME


@dataclass(frozen=True)
class Needs:
    """List what a measure reads.

    tables:     names of the tables it looks at
    value_sets: the sets it refers to
    codes:      direct codes
    tokens:     coded columns it looks into
    """

    tables: frozenset[str]
    value_sets: frozenset[ValueSet]
    codes: frozenset[Code]
    tokens: frozenset[Tokens]


def of(measure: Measure) -> Needs:
    """Walk a declaration and list what it reads.

    measure: the declaration
    """
    found = list(parts(measure))
    tables = {part.table.name for part in found if isinstance(part, Records)}
    values = [part for part in found if isinstance(part, LastValue)]
    components = any(part.component is not None for part in values)
    tokens = {part.column for part in found if isinstance(part, Coded)}
    if components:
        tables.add(Component.name)
        tokens.add(Component.code)
    if values:
        tables.add(Observation.name)
    return Needs(
        tables=frozenset(tables | set(measure.needs)),
        value_sets=frozenset(part for part in found if isinstance(part, ValueSet)),
        codes=frozenset(part for part in found if isinstance(part, Code)),
        tokens=frozenset(tokens),
    )


def why_not(measure: Measure, dataset: Dataset, known_sets: frozenset[str]) -> tuple[str, ...]:
    """Say in whole sentences why a measure can not be computed; nothing when it can.

    measure:    the declaration
    dataset:    what was loaded
    known_sets: addresses of the value sets that are loaded
    """
    reasons = []
    absent = [name for name in measure.needs if name not in dataset.tables]
    if absent:
        described = ", ".join(described_source(name) for name in absent)
        reasons.append(_("The export holds no {sources}.").format(sources=described))
    missing = sorted(entry.name for entry in of(measure).value_sets if entry.url not in known_sets)
    if missing:
        said = _n(
            "{n} value set is not loaded: {name}.",
            "{n} value sets are not loaded, such as {name}.",
            len(missing),
        )
        reasons.append(said.format(n=len(missing), name=missing[0]))
    return tuple(reasons)


def unseen(measure: Measure, dataset: Dataset) -> tuple[str, ...]:
    """Name the tables a measure would also look at and that the export does not hold.

    measure: the declaration
    dataset: what was loaded
    """
    extra = of(measure).tables - set(measure.needs) - dataset.tables
    return tuple(sorted(described_source(name) for name in extra))


def described_source(table: str) -> str:
    """Name the export that a table is made from, as its engineer knows it.

    table: name of the table
    """
    made_from = BY_NAME[table].made_from
    return made_from[0] if made_from else table


def parts(node: object) -> Iterator[object]:
    """Walk a declaration and everything in it: a criterion may stand deep inside another.

    node: the declaration, or a part of one
    """
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif is_dataclass(node) and not isinstance(node, type):
        yield node
        for field in fields(node):
            yield from parts(getattr(node, field.name))


__all__ = ["Needs", "Table", "described_source", "of", "unseen", "why_not"]
