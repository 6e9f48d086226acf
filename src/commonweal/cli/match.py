"""commonweal match: find the records behind the keys of a work list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal import trail
from commonweal.cli import shared
from commonweal.engine.worklist import WorkList
from commonweal.intake import versions
from commonweal.intake.keys import PatientKeys, key_of
from commonweal.intake.matching import column, matched, write
from commonweal.kinds import Problem, Purpose


def match(
    listed: Annotated[Path, typer.Argument(metavar="LIST", help="The work list: a CSV of keys.")],
    ids: Annotated[
        Path, typer.Option(help="A CSV of the ids that your record system has of patients.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write: keys and ids.")],
    store: Annotated[Path | None, typer.Option(help="The store.")] = None,
    name: Annotated[
        str, typer.Option("--column", help="The column of ids, where the file has several.")
    ] = "",
    source_id: Annotated[str, typer.Option(help="Name of the feed the people came from.")] = "main",
    key_file: Annotated[
        Path | None, typer.Option(help="The key of people, where it lies outside the store.")
    ] = None,
) -> None:
    """Find the records behind the keys of a work list, from ids that you hold."""
    place = shared.store_of(store)
    dataset = versions.open_current(place)
    keys = tuple(dict.fromkeys(column(listed)))
    found = matched(keys, column(ids, name), source_id, _keys(place, key_file))
    trail.write(  # first: no list of ids lies anywhere that nobody wrote down
        place / trail.FILE,
        trail.Entry(
            actor="command-line", role="program officer", purpose=Purpose.QUALITY_IMPROVEMENT,
            action="match a work list", object_id=dataset.version,
            result_hash=WorkList("", "", dataset.version, tuple(sorted(keys))).digest,
        ),
        shared.now(),
    )  # fmt: skip
    write(out, found)
    known = sum(1 for one in found.values() if one)
    typer.echo(f"{known} of {len(found)} keys have an id now, in {out}.")
    if known < len(found):
        typer.echo(
            f"{len(found) - known} have none: they stand there without one. Their people may have "
            "come from another feed (--source-id), or their ids are not in the file."
        )


def _keys(store: Path, key_file: Path | None) -> PatientKeys:
    """Give what makes the keys; a key that was made just now would fit nobody."""
    path = key_file or store / "keys" / "patient.key"
    if not path.is_file():
        raise Problem(
            "key-missing",
            f"There is no key of people at {path}, so no id can be matched.",
            "Name the key file with --key-file, or run this where the store was loaded.",
        )
    return PatientKeys(key_of(store, path, keep=False))
