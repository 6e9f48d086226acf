"""Draw pictures with two scales: lines over ranks, curves, periods and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from sheet import LETTER, RIGHT, WIDTH, Axis, Sheet, alike, around, short

TOP, FLOOR = 26, 216  # where the plane of a picture begins and ends
EDGE = 46  # room at the left for the numbers of the upright scale


def _plane(across: Axis, up: Axis, unit: str, across_unit: str, names: tuple[str, str]) -> Sheet:
    sheet = Sheet(height=FLOOR + 44)
    for tick in up.ticks:
        sheet.line("rule", EDGE, up.at(tick), RIGHT, up.at(tick))
        sheet.word(short(tick) + unit, EDGE - 5, up.at(tick) + 5, "end", "word soft")
    sheet.scale(across, FLOOR, across_unit, years=1900 < across.start < 2100)
    sheet.word(names[1], 2, 14, kind="word soft")
    sheet.word(names[0], WIDTH / 2, FLOOR + 38, "middle", "word soft")
    return sheet


def _upright(values: Sequence[float]) -> Axis:
    return around(values, FLOOR, TOP)


def ranked(
    shares: ArrayLike, values: ArrayLike, ends: tuple[float, float], *, gap: str, unit: str = "%"
) -> Sheet:
    """Draw groups along their order, each as wide as its share, and the line through them.

    shares: of all people, in order, adding to 1
    values: one a group
    ends:   the line at the bottom and at the top of the order; drawn on the logit scale when
            both lie between 0 and 100
    gap:    what the distance between the ends says
    """
    widths, heights = np.asarray(shares, dtype=float), np.asarray(values, dtype=float)
    edges = np.concatenate([[0.0], np.cumsum(widths)])
    across, up = Axis(0, 100, EDGE, RIGHT - 6), _upright([*heights.tolist(), *ends])
    sheet = _plane(across, up, unit, "%", ("people, from the bottom to the top", "rate"))
    for start, end, height in zip(100 * edges[:-1], 100 * edges[1:], heights, strict=True):
        y = up.at(height)
        sheet.line("span", across.at(start) + 3, y, across.at(end) - 3, y)
    steps = np.linspace(0, 1, 21)
    odds = np.log(np.array(ends) / (100 - np.array(ends)))
    line = 100 / (1 + np.exp(-(odds[0] + steps * (odds[1] - odds[0]))))
    sheet.path("curve", [(across.at(100 * x), up.at(y)) for x, y in zip(steps, line, strict=True)])
    for at, value in zip((0, 100), ends, strict=True):
        sheet.dot("dot", across.at(at), up.at(value))
    sheet.line("gap", across.at(100), up.at(ends[0]), across.at(100), up.at(ends[1]))
    sheet.line("limit", across.at(0), up.at(ends[0]), across.at(100), up.at(ends[0]))
    sheet.word(gap, RIGHT, 14, "end", "word strong")
    sheet.says += [
        "A step for each group from the most to the least disadvantaged, as wide as its share",
        f"of people: {', '.join(short(one) + unit for one in heights)}.",
        f"A line runs through them from {short(ends[0])}{unit} to {short(ends[1])}{unit}: {gap}.",
    ]
    return sheet


def concentration(shares: ArrayLike, values: ArrayLike, *, index: str) -> Sheet:
    """Draw the share of events that the lowest part of people has, beside equal shares.

    shares: of all people, in order, adding to 1
    values: rate of each group
    index:  what the index says
    """
    widths, rates = np.asarray(shares, dtype=float), np.asarray(values, dtype=float)
    people = 100 * np.concatenate([[0.0], np.cumsum(widths)])
    events = 100 * np.concatenate([[0.0], np.cumsum(widths * rates)]) / (widths @ rates)
    across, up = Axis(0, 100, EDGE, RIGHT - 6), Axis(0, 100, FLOOR, TOP)
    sheet = _plane(across, up, "%", "%", ("people, from the bottom to the top", "share of events"))
    points = [(across.at(x), up.at(y)) for x, y in zip(people, events, strict=True)]
    sheet.path("between", [*points, (across.at(0), up.at(0))])
    sheet.line("dash", across.at(0), up.at(0), across.at(100), up.at(100))
    sheet.path("curve", points)
    for x, y in points[1:-1]:
        sheet.dot("dot", x, y, 4.5)
    sheet.word(index, RIGHT - 10, up.at(8), "end", "word strong")
    told = [f"the lowest {short(x)}% of people have {short(y)}% of events"
            for x, y in zip(people[1:-1], events[1:-1], strict=True)]  # fmt: skip
    sheet.says += [f"A curve beside the line of equal shares: {'; '.join(told)}. {index}."]
    return sheet


def curves(
    across: ArrayLike,
    lines: dict[str, ArrayLike],
    *,
    names: tuple[str, str],
    unit: str = "%",
    shaded: str = "",
) -> Sheet:
    """Draw two lines over time, the gap between them shaded.

    across: periods
    lines:  name -> one value a period, two of them
    names:  of the two scales
    shaded: what the gap says
    """
    times = np.asarray(across, dtype=float)
    both = {name: np.asarray(values, dtype=float) for name, values in lines.items()}
    side = Axis(times[0], times[-1], EDGE + 8, RIGHT - 14)
    held = [one for values in both.values() for one in values.tolist()]
    up = _upright([*held, max(held) + 0.12 * (max(held) - min(held))])
    sheet = _plane(side, up, unit, "", names)
    paths = {
        name: [(side.at(x), up.at(y)) for x, y in zip(times, values, strict=True)]
        for name, values in both.items()
    }
    first, second = paths.values()
    sheet.path("between", [*first, *reversed(second)])
    for kind, (name, points) in zip(("", "-other"), paths.items(), strict=True):
        sheet.path(f"curve{kind}", points)
        for x, y in points:
            sheet.dot(f"dot{kind}", x, y, 4)
        beside = [y for x, y in points if x <= EDGE + 8 + len(name) * LETTER]
        above = points[0][1] == min(first[0][1], second[0][1])
        y = min(beside) - 10 if above else max(beside) + 20
        sheet.word(name, EDGE + 8, y, kind="word strong")
        told = ", ".join(short(one) + unit for one in both[name])
        sheet.says.append(f"{name}: {told}.")
    if shaded:
        sheet.word(shaded, RIGHT, 14, "end", "word strong")
        sheet.says.append(f"{shaded}.")
    return sheet


def curve(
    across: ArrayLike,
    values: ArrayLike,
    *,
    names: tuple[str, str],
    marked: Sequence[int] = (),
    unit: str = "",
) -> Sheet:
    """Draw how one number falls or rises with another.

    across, values: the points
    names:          of the two scales
    marked:         which points bear their numbers
    """
    sizes, heights = np.asarray(across, dtype=float), np.asarray(values, dtype=float)
    side, up = around(sizes.tolist(), EDGE, RIGHT - 10), _upright([0.0, *heights.tolist()])
    sheet = _plane(side, up, unit, "", names)
    sheet.path("curve", [(side.at(x), up.at(y)) for x, y in zip(sizes, heights, strict=True)])
    for one in marked:
        sheet.dot("dot", side.at(sizes[one]), up.at(heights[one]))
        told = f"{short(heights[one])}{unit} at {short(sizes[one])}"
        x, y = side.at(sizes[one]), up.at(heights[one]) + (20 if heights[-1] > heights[0] else -10)
        late = x + 8 + len(told) * LETTER > WIDTH
        sheet.word(told, WIDTH - 2 if late else x + 8, y, "end" if late else "start")
        sheet.says.append(f"{names[1]}: {told} {names[0]}.")
    return sheet


def run_chart(
    values: ArrayLike,
    center: float,
    low: ArrayLike,
    high: ArrayLike,
    signals: ArrayLike,
    *,
    names: tuple[str, str],
    unit: str = "%",
) -> Sheet:
    """Draw a run chart with its limits; points that are more than chance are marked.

    values:    one a period
    center:    the center line
    low, high: limits, one a period
    signals:   which points are signals
    names:     of the two scales
    """
    seen, lows, highs = (np.asarray(one, dtype=float) for one in (values, low, high))
    side = Axis(1, len(seen), EDGE + 8, RIGHT - 10)
    up = _upright([*seen.tolist(), *lows.tolist(), *highs.tolist()])
    sheet = _plane(side, up, unit, "", names)
    for limit in (lows, highs):
        sheet.path("limit", [(side.at(at + 1), up.at(one)) for at, one in enumerate(limit)])
    sheet.line("dash", EDGE, up.at(center), RIGHT, up.at(center))
    points = [(side.at(at + 1), up.at(one)) for at, one in enumerate(seen)]
    sheet.path("thread", points)
    for (x, y), signal in zip(points, np.asarray(signals), strict=True):
        sheet.dot("dot-other" if signal else "dot", x, y, 6.5 if signal else 4.5)
    found = [str(at + 1) for at, one in enumerate(np.asarray(signals)) if one]
    sheet.says += [
        f"A run chart of {len(seen)} periods around {short(center)}{unit}.",
        f"Signals in periods {', '.join(found)}." if found else "No signal.",
    ]
    return sheet


def scatter(
    sizes: ArrayLike,
    values: ArrayLike,
    target: float,
    limits: dict[str, tuple[ArrayLike, ArrayLike]],
    marked: ArrayLike,
    *,
    names: tuple[str, str],
    unit: str = "%",
) -> Sheet:
    """Draw places by their size beside the limits that chance allows.

    sizes, values: one a place
    target:        what all are compared with
    limits:        kind -> lower and upper limits, one a place
    marked:        which places lie outside
    names:         of the two scales
    """
    wide, seen = np.asarray(sizes, dtype=float), np.asarray(values, dtype=float)
    drawn = {kind: [np.asarray(one, dtype=float) for one in pair] for kind, pair in limits.items()}
    held = [one for pair in drawn.values() for limit in pair for one in limit.tolist()]
    side, up = around(wide.tolist(), EDGE, RIGHT - 6), _upright([*seen.tolist(), *held])
    sheet = _plane(side, up, unit, "", names)
    order = np.argsort(wide)
    for kind, pair in drawn.items():
        for limit in pair:
            sheet.path(kind, [(side.at(wide[one]), up.at(limit[one])) for one in order])
    sheet.line("dash", EDGE, up.at(target), RIGHT, up.at(target))
    for x, y, out in zip(wide, seen, np.asarray(marked), strict=True):
        sheet.dot("dot-other" if out else "dot", side.at(x), up.at(y), 6.5 if out else 4.5)
    outside = [f"{short(y)}{unit} of {short(x)}" for x, y, out in
               zip(wide, seen, np.asarray(marked), strict=True) if out]  # fmt: skip
    sheet.says += [
        f"{len(wide)} places by size, around {short(target)}{unit}.",
        f"Outside the limits: {'; '.join(outside)}." if outside else "None is outside.",
    ]
    return sheet


def slopes(
    names: Sequence[str],
    before: ArrayLike,
    after: ArrayLike,
    *,
    ends: tuple[str, str],
    unit: str = "%",
) -> Sheet:
    """Draw a line for each group from one number to another.

    names:         of the groups
    before, after: two numbers a group
    ends:          names of the two sides
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    tall = max(FLOOR, TOP + 38 * len(first))
    held = [*first.tolist(), *second.tolist()]
    up = around(held, tall, TOP + 10)
    sheet = Sheet(height=tall + 10)
    left, right = 54, 176
    sheet.word(ends[0], 2, 14, kind="word soft")
    sheet.word(ends[1], right - 8, 14, kind="word soft")
    lefts, rights = _apart([up.at(y) for y in first]), _apart([up.at(y) for y in second])
    for row, name in enumerate(names):
        kind = "-other" if row % 2 else ""
        sheet.path(f"curve{kind}", [(left, up.at(first[row])), (right, up.at(second[row]))])
        sheet.dot(f"dot{kind}", left, up.at(first[row]))
        sheet.dot(f"dot{kind}", right, up.at(second[row]))
        sheet.word(alike(first[row], held) + unit, left - 8, lefts[row] + 5, "end", "word soft")
        sheet.word(f"{alike(second[row], held)}{unit} {name}", right + 9, rights[row] + 5)
        sheet.says.append(f"{name}: {short(first[row])}{unit}, then {short(second[row])}{unit}.")
    return sheet


def _apart(places: list[float], least: float = 17.0) -> list[float]:
    """Move labels that would touch, both by as much."""
    moved = np.array(places)
    order = np.argsort(moved)
    for _ in range(200):
        for above, below in pairwise(order):
            short_of = max(0.0, least - (moved[below] - moved[above])) / 2
            moved[above] -= short_of
            moved[below] += short_of
    return moved.tolist()
