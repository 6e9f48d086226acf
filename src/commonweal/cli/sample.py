"""commonweal sample: write a made-up health system as real exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import shared
from commonweal.sample import system


def sample(
    folder: Annotated[Path, typer.Argument(help="Folder to write.")],
    patients: Annotated[int, typer.Option(help="How many people.")] = 5000,
    seed: Annotated[int, typer.Option(help="Another seed, another system.")] = 1,
    care_only: Annotated[
        bool, typer.Option("--care-only", help="Patients only: no staff, suppliers, studies ...")
    ] = False,
    omop: Annotated[
        Path | None, typer.Option(help="Folder in which to write the same care as OMOP 5.4 too.")
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(help="Folder in which to write what another engine found of two measures."),
    ] = None,
) -> None:
    """Write a made-up health system with gaps planted at known size."""
    progress = shared.Progress()
    made = system.write(
        folder,
        patients=patients,
        seed=seed,
        beside_care=not care_only,
        omop=omop,
        results=results,
        progress=lambda name: progress(f"Writing {name}", 0, 1),
    )
    progress.end()
    typer.echo(f"{patients:,} made-up patients in {folder}; nobody in it is real.")
    typer.echo(f"What was planted stands in {folder / 'truth.json'}.")
    typer.echo(f"{sum(count for _, count in made.rows):,} records in {len(made.rows)} files.")
