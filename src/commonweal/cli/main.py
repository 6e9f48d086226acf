"""The front door of the command line: gathers the commands and turns problems into words."""

from __future__ import annotations

import os
import sys
import traceback

import typer

import commonweal
from commonweal.cli import (
    account,
    annual,
    audit,
    backup,
    demo,
    doctor,
    due,
    extracts,
    ingest,
    leavers,
    measures,
    new,
    nih_table,
    purge,
    quality,
    reconcile,
    report,
    retention,
    sample,
    serve,
    stats,
    targets,
    trace,
    trail,
    valuesets,
)
from commonweal.kinds import Problem

YOURS, OURS = 2, 3  # 0 is done; 1 is for --strict, where something needs attention
INTERRUPTED = 130  # what typer ends with after Ctrl+C

app = typer.Typer(
    name="commonweal",
    help="Measure whether a health system keeps its promises of equity.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest.ingest)
app.command("quality")(quality.quality)
app.command("audit")(audit.audit)
app.command("reconcile")(reconcile.reconcile)
app.command("report")(report.report)
app.command("annual")(annual.annual)
app.command("trace")(trace.trace)
app.command("retention")(retention.retention)
app.command("purge")(purge.purge)
app.command("measures")(measures.measures)
app.command("stats")(stats.stats)
app.command("due")(due.due)
app.command("nih-table")(nih_table.nih_table)
app.command("valuesets")(valuesets.valuesets)
app.command("targets")(targets.targets)
app.command("sample")(sample.sample)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("leavers")(leavers.leavers)
app.command("account")(account.account)
app.command("demo")(demo.demo)
app.add_typer(extracts.app, name="extracts")
app.add_typer(new.app, name="new")
app.add_typer(trail.app, name="audit-log")


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
