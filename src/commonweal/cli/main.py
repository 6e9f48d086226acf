"""The front door of the command line: gathers the commands and turns problems into words."""

from __future__ import annotations

import os
import sys
import traceback
from collections import UserDict
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

import commonweal
from commonweal.kinds import Problem

YOURS, OURS = 2, 3  # 0 is done; 1 is for --strict, where something needs attention
INTERRUPTED = 130  # what typer ends with after Ctrl+C
# In the order in which --help lists them. Each is a module of its own here, which is imported only
# when its command is asked for: what one command needs, no other waits for.
COMMANDS = (
    "ingest", "quality", "audit", "reconcile", "report", "annual", "trace", "match", "retention",
    "purge", "measures", "stats", "due", "nih-table", "valuesets", "targets", "sample", "serve",
    "doctor", "backup", "leavers", "account", "demo",
)  # fmt: skip
GROUPS = ("extracts", "new", "audit-log")
_ELSEWHERE = {"audit-log": "trail"}


class Late(UserDict[str, Any]):
    """Hold commands by their names; each is made when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        """Give a command."""
        if self.data[name] is None:
            self.data[name] = _made(name)
        return self.data[name]


class Commands(TyperGroup):
    """Be all commands together."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        named = dict.fromkeys((*COMMANDS, *self.commands, *GROUPS))
        self.commands = Late(named | dict(self.commands))


def _made(name: str) -> Any:
    own = _ELSEWHERE.get(name, name).replace("-", "_")
    module = import_module(f"commonweal.cli.{own}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    if name in GROUPS:
        alone.add_typer(module.app, name=name)
        return cast("TyperGroup", get_command(alone)).commands[name]
    alone.command(name)(getattr(module, own))
    return get_command(alone)


app = typer.Typer(
    name="commonweal",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def front() -> None:
    """Measure whether a health system keeps its promises of equity."""


@app.command("version")
def version() -> None:
    """Print the version of this software."""
    typer.echo(commonweal.__version__)


def run() -> None:
    """Run a command; end with 0 done, 1 attention (--strict), 2 yours, 3 ours, 130 stopped."""
    try:
        app()
    except Problem as problem:
        for line in (problem.says, problem.do, problem.kept):
            if line:
                typer.echo(line, err=True)
        typer.echo(f"({problem.code})", err=True)
        sys.exit(YOURS)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            typer.echo("Stopped. What was published before is whole.", err=True)
        raise
    except Exception:  # the last door: nothing of ours may end in a bare trace
        typer.echo(
            "Something went wrong that is our fault, not yours. What was published before is "
            "whole. Please report it; COMMONWEAL_DEBUG=1 shows where it happened.",
            err=True,
        )
        if os.environ.get("COMMONWEAL_DEBUG"):
            traceback.print_exc()
        sys.exit(OURS)
