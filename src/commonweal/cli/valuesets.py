"""commonweal valuesets: which value sets a store holds, which are missing, how to obtain them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.engine import needs
from commonweal.findings import words
from commonweal.intake import valuesets as kept_sets
from commonweal.measures.registry import every_measure


def valuesets(
    store: Annotated[Path, typer.Argument(help="The store.")],
    load: Annotated[Path | None, typer.Option(help="Load this file of value sets first.")] = None,
) -> None:
    """Name each value set that a measure needs and the store lacks, and how to obtain it."""
    if load is not None:
        kept_sets.load(store, load)
    known = kept_sets.known(store)
    for measure in every_measure():
        wanted = sorted(needs.of(measure).value_sets, key=lambda entry: entry.name)
        if not wanted:
            continue
        missing = [entry for entry in wanted if entry.url not in known]
        held = len(wanted) - len(missing)
        typer.echo(f"{measure.key}: {held} of {len(wanted)} value sets are loaded.")
        for entry in missing:
            typer.echo(f"  {entry.name} ({entry.oid})")
            typer.echo(f"    {words.OBTAIN.format(url=entry.url)}")
