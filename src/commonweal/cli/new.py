"""commonweal new: begin a measure, with its worked example beside it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from commonweal.kinds import Problem

app = typer.Typer(help="Begin something new.", no_args_is_help=True)
KEY = re.compile(r"([a-z]+)\.([a-z][a-z0-9_]*)")


@app.callback()
def _group() -> None:
    """Begin something new."""


@app.command("measure")
def measure(
    key: Annotated[str, typer.Argument(help="Such as care.foot_exam.")],
    checkout: Annotated[Path, typer.Option(help="Folder of the source.")] = Path(),
) -> None:
    """Write a measure that works and its worked example, ready to be changed."""
    matched = KEY.fullmatch(key)
    if matched is None:
        raise Problem(
            "measure-key-unreadable",
            f"'{key}' is not a key of a measure.",
            "Write a domain, a dot and a name in small letters, such as care.foot_exam.",
        )
    domain, name = matched.groups()
    target = checkout / "src" / "commonweal" / "measures" / domain
    if not target.is_dir():
        raise Problem(
            "domain-unknown",
            f"There is no folder of measures for '{domain}' under {checkout}.",
            "Run this in a checkout of the source, and use a domain that it has, such as care.",
        )
    declared, example = target / f"{name}.py", checkout / "tests" / "spec" / domain
    example = example / f"test_{name}.py"
    for path in (declared, example):
        if path.exists():
            raise Problem(
                "measure-exists", f"{path.name} is there already.", "Choose another name."
            )
    for path, template in ((declared, "measure.txt"), (example, "example.txt")):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = resources.files("commonweal.cli").joinpath(template).read_text(encoding="utf-8")
        path.write_text(text.replace("DOMAIN", domain).replace("NAME", name), encoding="utf-8")
        typer.echo(f"Written: {path}")
    typer.echo("Change both, then run: python3 bin/check --fast")
