"""Say in lines what is due: each line fits its width, and nothing depends on color."""

from __future__ import annotations

import textwrap
from datetime import date

from commonweal.kinds.period import long_date
from commonweal.vision import Vision
from commonweal.vision.programs.program import Extent, Program, Rule, State
from commonweal.vision.programs.upcoming import Due, Upcoming

STATES = {
    State.IN_FORCE: "in force",
    State.PROPOSED: "proposed, not in force",
    State.POSTPONED: "postponed, not in force",
    State.ENDED: "ended",
    State.VERIFY: "to be verified before you rely on it",
}
EXTENTS = {
    Extent.WHOLE: "wholly",
    Extent.PART: "in part",
    Extent.NOTHING: "not by this version",
}
UNREVIEWED = "Nobody qualified has read this text."
MORE = "To see one whole: commonweal due KEY, with the word in brackets."
FOOT = "These are notes on rules, not legal advice. Your counsel decides."


def listed(found: Upcoming, vision: Vision, width: int) -> list[str]:
    """Say all that is due in a time.

    found:  what is due
    vision: gives the promises their names
    width:  columns of the terminal
    """
    lines = ["What is due", *_spread(_time(found, vision), width)]
    for due in found.dated:
        lines += ["", *_spread(_when(due), width), *_item(due, found.first, vision, width)]
    if not found.dated:
        lines += ["", *_spread("Nothing has a known day in this time.", width)]
    if found.undated:
        lines += ["", *_spread("No date known: asked now, or at a day of your own", width)]
    for due in found.undated:
        lines += _item(due, found.first, vision, width)
    if found.silent:
        lines += ["", *_spread("Not asked now, as far as is known", width)]
    for program in found.silent:
        lines += _silent(program, found.first, width)
    foot = (_count(found), MORE, FOOT)
    return [*lines, "", *(line for said in foot for line in _spread(said, width))]


def whole(program: Program, found: Upcoming, vision: Vision, width: int) -> list[str]:
    """Say everything about one program: what it asks now, what it asked before, and who read it.

    program: the program
    found:   when it is due
    vision:  gives the promises their names
    width:   columns of the terminal
    """
    lines = [*_spread(f"{program.title} [{program.key}]", width), ""]
    days = [_when(due) for due in (*found.dated, *found.undated)]
    lines += _named("Looked at", _time(found, vision), width)
    lines += _named("Due", "; ".join(days) or "not asked, as far as is known", width)
    lines += _facts(program, program.rule_on(found.first), found.first, vision, width)
    for rule in program.rules:
        lines += ["", *_spread(_span(rule), width), *_rule(rule, width)]
    lines += ["", "Where it was read"]
    for source in program.sources:
        said = f"{source.title}. {source.at}. Read on {long_date(source.read)}."
        lines += _spread(said, width, "- ")
    return [*lines, "", *_spread(FOOT, width)]


def _time(found: Upcoming, vision: Vision) -> str:
    return f"{long_date(found.first)} to {long_date(found.last)}, {vision.title}"


def _when(due: Due) -> str:
    if due.on is None:
        return "no date known"
    if due.on.certain:
        return long_date(due.on.day)
    return f"{long_date(due.on.day)} (day to be checked)"


def _item(due: Due, day: date, vision: Vision, width: int) -> list[str]:
    lines = _spread(f"{due.program.title} [{due.program.key}]", width, "  ")
    if due.on is None:
        lines += _named("When", _without_day(due), width)
    elif not due.on.certain:
        lines += _named("Check", due.rule.deadline.check, width)
    return lines + _facts(due.program, due.rule, day, vision, width)


def _without_day(due: Due) -> str:
    deadline = due.rule.deadline
    if not deadline.counted_from:
        return deadline.says
    return (
        f"{deadline.says} It is counted from {deadline.counted_from}. "
        f"Give that day with --event {due.program.key}=YYYY-MM-DD."
    )


def _facts(program: Program, rule: Rule | None, day: date, vision: Vision, width: int) -> list[str]:
    lines = _named("To", program.authority, width)
    lines += _named("Bears on", "; ".join(_promise(key, vision) for key in program.promises), width)
    lines += _named("Answered", EXTENTS[program.extent], width)
    for answer in program.answers:
        name = f"commonweal measures {answer.measure}" if answer.measure else answer.command
        lines += _named("By", f"{name}: {answer.gives}", width)
    for missing in program.missing:
        lines += _named("Missing", missing, width)
    lines += _named("State", _state(rule), width)
    for change in program.changes_on(day):
        lines += _named(
            "Change", f"{change.state.value} on {long_date(change.since)}. {change.says}", width
        )
    return lines + _named("Review", _review(program), width)


def _promise(key: str, vision: Vision) -> str:
    for row in vision.commitments:
        if row.key == key:
            owner = f", owner: {row.owner}" if row.owner else ""
            held = ", held by counsel" if row.held_by_counsel else ""
            return f"{key} {row.title}{owner}{held}"
    return f"{key} (not in this vision)"


def _state(rule: Rule | None) -> str:
    if rule is None:
        return "unknown: no rule is known for this day"
    said = STATES[rule.state]
    return f"{said}. {rule.why}" if rule.why else said


def _review(program: Program) -> str:
    if program.reviewed_on is None:
        return UNREVIEWED
    return f"Read by {program.reviewed_by} on {long_date(program.reviewed_on)}."


def _silent(program: Program, day: date, width: int) -> list[str]:
    return [
        *_spread(f"{program.title} [{program.key}]", width, "  "),
        *_named("State", _state(program.rule_on(day)), width),
        *_named("Review", _review(program), width),
    ]


def _span(rule: Rule) -> str:
    end = f"to {long_date(rule.until)}" if rule.until else "on; no end is known"
    return f"From {long_date(rule.since)} {end}"


def _rule(rule: Rule, width: int) -> list[str]:
    parts = {
        "State": _state(rule),
        "Holds for": rule.holds_for,
        "Asks": rule.asks,
        "Counts": rule.people,
        "Threshold": rule.threshold or "none stated",
        "Period": rule.period,
        "When": rule.deadline.says,
        "Counted from": rule.deadline.counted_from,
        "Check": rule.deadline.check,
    }
    return [line for name, said in parts.items() if said for line in _named(name, said, width)]


def _count(found: Upcoming) -> str:
    asked = {due.program.key: due.program for due in (*found.dated, *found.undated)}
    open_ones = sum(program.extent is not Extent.WHOLE for program in asked.values())
    unread = sum(program.reviewed_on is None for program in asked.values())
    return (
        f"Programs that ask: {len(asked)}. Not wholly answered by this version: {open_ones}. "
        f"Read by nobody qualified: {unread}."
    )


def _named(name: str, said: str, width: int) -> list[str]:
    return _spread(f"{name}: {said}", width, "    ")


def _spread(text: str, width: int, indent: str = "") -> list[str]:
    after = " " * (len(indent) + 2 if indent else 0)
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=after, break_on_hyphens=False
    )
