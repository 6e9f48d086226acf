"""commonweal quality: how complete and sound the loaded data are."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.findings import completeness
from commonweal.intake import quality as reports
from commonweal.intake.versions import open_current
from commonweal.kinds import Period


def quality(
    store: Annotated[Path, typer.Argument(help="The store.")],
    period: Annotated[
        str | None, typer.Option(help="People seen in this period; the whole data when left out.")
    ] = None,
    by_site: Annotated[
        bool, typer.Option("--by-site", help="Completeness of each site too; takes longer.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say what is complete, what is missing, and what is odd."""
    dataset = open_current(store)
    asked = Period.parse(period) if period else shared.whole(dataset)
    found = reports.quality(store, dataset, asked)
    if as_json:
        lines = completeness.completeness(found, by_site=by_site)
        guarded = [asdict(line) for line in lines]
        typer.echo(json.dumps({"completeness": guarded}, indent=1, sort_keys=True))
        return
    for line in completeness.told(found, by_site=by_site):
        typer.echo(line)
