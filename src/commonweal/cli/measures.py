"""commonweal measures: what can be measured, and what each measure is."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.engine import needs
from commonweal.measures.measure import Measure
from commonweal.measures.registry import every_measure, find


def measures(
    key: Annotated[str | None, typer.Argument(help="Show one measure whole.")] = None,
) -> None:
    """List the measures, or show one."""
    if key is None:
        for measure in every_measure():
            typer.echo(f"{measure.key:28} {measure.fidelity.value:9} {measure.title}")
        return
    for line in _lines(find(key)):
        typer.echo(line)


def _lines(measure: Measure) -> list[str]:
    read = needs.of(measure)
    parts = (
        ("Counted", measure.population + measure.denominator),
        ("Left out", measure.exclusions),
        ("Excused", measure.exceptions),
        ("Met", (measure.event,) if measure.event else ()),
    )
    return [
        f"{measure.title} ({measure.key}, version {measure.version})",
        f"Better: {measure.better.value}. Promises: {', '.join(measure.commitments)}.",
        f"Method: {measure.estimator}; compared with: {measure.reference.replace('_', ' ')}",
        *(f"{name}: {step.says}" for name, steps in parts for step in steps),
        f"Needs: {', '.join(measure.needs)}",
        f"Value sets: {len(read.value_sets)}",
        f"Why: {measure.why}",
        f"Limits: {measure.limits}",
        f"What moves it: {measure.levers}",
        *(f"Source: {source}" for source in measure.sources),
    ]
