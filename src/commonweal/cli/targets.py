"""commonweal targets: an institution's own lists of values, and what has no place in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.disclosure import Policy
from commonweal.engine.people import unplaced
from commonweal.engine.session import Session
from commonweal.findings import numbers
from commonweal.intake import targets as lists
from commonweal.intake import versions
from commonweal.tables.views import View


def targets(
    store: Annotated[Path, typer.Argument(help="The store.")],
    add: Annotated[
        Path | None, typer.Option(help="Keep this list of values (TOML) in the store first.")
    ] = None,
) -> None:
    """Show your own lists of values, such as a state's, and which answers have no place in them."""
    if add is not None:
        view = lists.keep(store, add)
        typer.echo(f"The list {view.key} is kept in the store. Use it with --by {view.key}.")
    found = lists.supplied(store)
    if not found:
        typer.echo("No list of values is kept in this store. Add one with --add FILE.")
        return
    with Session(versions.open_current(store), None) as session:
        for view in found:
            for line in _lines(view, unplaced(session, view)):
                typer.echo(line)


def _lines(view: View, left: tuple[tuple[str, str, int], ...]) -> list[str]:
    """Say what a list holds, and what it has no place for; few people are never counted."""
    threshold = Policy().threshold
    said = [f"{view.key}: {view.says}, {len(view.groups)} values."]
    said += [f"  {code}: {label}" for code, label in view.groups]
    if not left:
        return [*said, "  Every answer has a place in this list."]
    said.append("  Answers without a place, which stand under 'unplaced':")
    return said + [
        f"    {attribute} {value}: {numbers.few(people, threshold)} people"
        for attribute, value, people in left
    ]
