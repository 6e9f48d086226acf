"""Draw pictures with one row a group: dots with intervals, parts of a whole, shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from sheet import LEFT, RIGHT, WIDTH, Sheet, alike, around, short

ROW, MARK = 46, 30  # height of a row, and how far under its top the mark lies


def dots(
    names: Sequence[str],
    values: ArrayLike,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    *,
    unit: str = "%",
    rings: ArrayLike | None = None,
    line: float | None = None,
    line_says: str = "",
    distances: bool = False,
    ends: tuple[int, int] | None = None,
    ends_say: str = "",
    band: tuple[float, float] | None = None,
    include: Sequence[float] = (),
) -> Sheet:
    """Draw a dot and its interval for each group.

    names:     of the groups
    values:    one a group
    low, high: limits, nan or None for none
    unit:      written behind each number
    rings:     a second number a group, drawn as a ring
    line:      a number that all are compared with, and `line_says` its name
    distances: whether the way from the line to each dot is drawn
    ends:      two rows whose distance is drawn under them, and `ends_say` what it is
    band:      two numbers between which the ground is shaded
    include:   more numbers that the scale must hold
    """
    at = np.asarray(values, dtype=float)
    below = np.full(len(at), np.nan) if low is None else np.asarray(low, dtype=float)
    above = np.full(len(at), np.nan) if high is None else np.asarray(high, dtype=float)
    more = [*include, *([] if line is None else [line]), *(band or ())]
    ringed = np.full(len(at), np.nan) if rings is None else np.asarray(rings, dtype=float)
    held = np.concatenate([at, below, above, ringed, more])
    axis = around(held[np.isfinite(held)].tolist(), LEFT + 8, RIGHT - 8)
    sheet, top = Sheet(), 26 if line is not None else 4
    bottom = top + ROW * len(at)
    if band is not None:
        sheet.bar("pale", axis.at(band[0]), axis.at(band[1]), top - 4, bottom - top + 4)
        sheet.says.append(f"A band from {short(band[0])}{unit} to {short(band[1])}{unit}.")
    if ends is not None:
        for one in ends:
            x = axis.at(at[one])
            sheet.line("limit", x, top + ROW * one + MARK, x, bottom + 6)
    if line is not None:
        for row in range(len(at)):
            y = top + ROW * row + MARK
            sheet.line("dash", axis.at(line), y - 9, axis.at(line), y + 11)
        sheet.word(f"{line_says} {short(line)}{unit}", axis.at(line), 14, "middle", "word soft")
    for row, name in enumerate(names):
        y = top + ROW * row
        told = f"{alike(at[row], held)}{unit}" if np.isfinite(at[row]) else ""
        if np.isfinite(below[row]):
            told += f" ({alike(below[row], held)} to {alike(above[row], held)})"
            sheet.line("span", axis.at(below[row]), y + MARK, axis.at(above[row]), y + MARK)
        if distances and line is not None:
            sheet.line("gap", axis.at(line), y + MARK, axis.at(at[row]), y + MARK)
        if np.isfinite(ringed[row]):
            sheet.dot("ring", axis.at(ringed[row]), y + MARK, 6.5)
            sheet.says.append(f"Ring at {alike(ringed[row], held)}{unit}.")
        if np.isfinite(at[row]):
            sheet.dot("dot", axis.at(at[row]), y + MARK)
        sheet.word(name, 2, y + 15)
        sheet.word(told.strip(), WIDTH - 2, y + 15, "end", "word soft")
        sheet.says.append(f"{name}: {told.strip()}.")
    if line is not None:
        sheet.says.append(f"A line shows {line_says} at {short(line)}{unit}.")
    if ends is not None:
        first, second = (axis.at(at[one]) for one in ends)
        sheet.line("gap", first, bottom + 6, second, bottom + 6)
        sheet.word(ends_say, (first + second) / 2, bottom + 24, "middle", "word strong")
        sheet.says.append(f"Between the two marked groups: {ends_say}.")
        bottom += 32
    sheet.scale(axis, bottom + 2, unit)
    sheet.height = bottom + 26
    return sheet


def parts(
    names: Sequence[str],
    values: ArrayLike,
    *,
    unit: str = "",
    total: float | None = None,
    total_says: str = "Together",
) -> Sheet:
    """Draw parts one after the other, each beginning where the one before it ended.

    names:  of the parts
    values: one a part, of either sign
    unit:   written behind each number
    total:  what they add up to; None for their sum
    """
    sizes = np.asarray(values, dtype=float)
    whole = float(sizes.sum()) if total is None else float(total)
    edges = np.concatenate([[0.0], np.cumsum(sizes)])
    axis = around([*edges.tolist(), whole, 0.0], LEFT + 8, RIGHT - 8)
    sheet = Sheet()
    shown = [
        *zip(names, sizes, edges[:-1], edges[1:], strict=True),
        (total_says, whole, 0.0, whole),
    ]
    sheet.line("rule", axis.at(0), 4, axis.at(0), ROW * len(shown) + 4)
    for row, (name, size, start, end) in enumerate(shown):
        y = 4 + ROW * row
        last = row == len(shown) - 1
        sheet.word(name, 2, y + 15, kind="word strong" if last else "word")
        sheet.word(short(float(size)) + unit, WIDTH - 2, y + 15, "end", "word soft")
        sheet.bar("fill-other" if last else "fill", axis.at(start), axis.at(end), y + 22, 14)
        sheet.says.append(f"{name}: {short(float(size))}{unit}.")
    sheet.scale(axis, ROW * len(shown) + 6, unit)
    sheet.height = ROW * len(shown) + 30
    return sheet


def shares(
    names: Sequence[str], first: ArrayLike, second: ArrayLike, *, says: tuple[str, str]
) -> Sheet:
    """Draw two shares of each group in pairs of bars.

    names:         of the groups
    first, second: two shares a group, between 0 and 1
    says:          what the two are shares of
    """
    pairs = np.stack([np.asarray(first, dtype=float), np.asarray(second, dtype=float)], axis=1)
    axis = around([0.0, 100 * float(pairs.max())], LEFT, RIGHT - 46)
    sheet = Sheet()
    for at, kind, text in zip((2, WIDTH / 2), ("fill", "fill-other"), says, strict=True):
        sheet.bar(kind, at, at + 12, 4, 12)
        sheet.word(text, at + 18, 15)
    for row, (name, pair) in enumerate(zip(names, 100 * pairs, strict=True)):
        y = 28 + 54 * row
        sheet.word(name, 2, y + 12)
        for place, (kind, value) in enumerate(zip(("fill", "fill-other"), pair, strict=True)):
            sheet.bar(kind, axis.at(0), axis.at(value), y + 18 + 15 * place, 12)
            sheet.word(f"{value:.1f}%", axis.at(value) + 5, y + 29 + 15 * place, kind="word soft")
        sheet.says.append(f"{name}: {pair[0]:.1f}% of {says[0]}, {pair[1]:.1f}% of {says[1]}.")
    sheet.height = 28 + 54 * len(names) + 4
    return sheet
