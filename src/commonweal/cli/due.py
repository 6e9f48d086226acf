"""commonweal due: what others ask of us, by when, and what here answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import due_json, due_words, shared
from commonweal.kinds import Problem
from commonweal.measures.registry import every_measure
from commonweal.vision.programs.program import Program
from commonweal.vision.programs.reading import with_own
from commonweal.vision.programs.upcoming import chosen, upcoming

YEARS = range(1990, 2101)  # outside it a year is a slip of the pen


def due(
    program: Annotated[str | None, typer.Argument(help="Show one program whole.")] = None,
    on: Annotated[
        str | None, typer.Option(help="Look from this day on, YYYY-MM-DD; today when left out.")
    ] = None,
    months: Annotated[int, typer.Option(min=1, max=120, help="How many months ahead.")] = 12,
    vision: Annotated[
        str, typer.Option(help="A vision: promises, outcomes, or a file of your own.")
    ] = "promises",
    own: Annotated[
        list[Path] | None,
        typer.Option("--program-file", help="A program file of your own; may be repeated."),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(help="A day that a deadline is counted from, as schedule_h=2026-09-30."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if this product does not answer it all.")
    ] = False,
) -> None:
    """List what is due in the next twelve months, and which measure answers it."""
    first = _day(on, "--on") if on else shared.today()
    words = shared.vision_of(vision)
    programs = _with_measures_that_exist(with_own(own or ()))
    events = dict(_event(each) for each in event or ())
    if program is None:
        found = upcoming(programs, first, months, events)
        lines = due_words.listed(found, words, shared.width())
        typer.echo(due_json.listed(found) if as_json else "\n".join(lines))
    else:
        one = chosen(programs, program)
        mine = {key: day for key, day in events.items() if chosen(programs, key) is one}
        found = upcoming([one], first, months, mine)
        lines = due_words.whole(one, found, words, shared.width())
        typer.echo(due_json.whole(one, found) if as_json else "\n".join(lines))
    if strict and found.unanswered:
        raise typer.Exit(1)


def _day(text: str, where: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        raise Problem(
            "due-day-unreadable",
            f"{where} is not a day that can be read.",
            f"Write it as 2026-11-21, in the years {YEARS.start} to {YEARS.stop - 1}.",
        )
    return day


def _event(text: str) -> tuple[str, date]:
    key, _, day = text.partition("=")
    return key, _day(day, f"--event {key}")


def _with_measures_that_exist(programs: Sequence[Program]) -> tuple[Program, ...]:
    """Move what a measure would answer to what is missing, where this version has no such one."""
    known = {"", *(measure.key for measure in every_measure())}
    return tuple(
        replace(
            program,
            answers=tuple(answer for answer in program.answers if answer.measure in known),
            missing=program.missing
            + tuple(
                f"The measure {answer.measure}: this version does not have it."
                for answer in program.answers
                if answer.measure not in known
            ),
        )
        for program in programs
    )
