"""Explain the difference between two tallies by lots of rows: whole numbers, to the last one.

A lot is all rows that were left out for one reason. The lots are taken that leave least
unexplained; what is left is said as such, so that the parts always add up to the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations

Tally = tuple[int, int, int]
Wanted = tuple[int | None, int | None, int | None]
NOTHING: Tally = (0, 0, 0)


@dataclass(frozen=True)
class Lot:
    """Hold the rows that were left out for one reason.

    reason: a word, such as "orphan"
    rows:   how many
    people: how many persons they are of; rows that name nobody are one person's together
    least:  what they add at least to denominator, numerator and exclusions
    slack:  what they may add beyond that, because they do not say
    sure:   whether they are rows of this very figure; others are taken only where they fit into
            what the sure ones leave
    """

    reason: str
    rows: int
    people: int
    least: Tally
    slack: Tally = NOTHING
    sure: bool = True


@dataclass(frozen=True)
class Part:
    """Hold what one lot explains of a difference.

    lot:   the rows
    taken: what they add; nothing where the lot is not needed
    used:  whether it is part of the explanation
    """

    lot: Lot
    taken: Tally
    used: bool


@dataclass(frozen=True)
class Explanation:
    """Hold the parts of a difference.

    parts: one a lot, in their order
    rest:  what no row explains; above zero the rows lack it, below zero they hold too much
    """

    parts: tuple[Part, ...]
    rest: Tally


NO_DIFFERENCE = Explanation((), NOTHING)


def explain(difference: Wanted, lots: Sequence[Lot]) -> Explanation:
    """Say which lots of rows make up a difference.

    difference: of denominator, numerator and exclusions; None where a figure is not known
    lots:       in the order in which they are preferred where several explain as much
    Gives parts and rest; for each known figure they add up to the difference.
    """
    tries = (_tried(difference, lots, chosen) for chosen in _choices(range(len(lots))))
    return min((one for one in tries if one is not None), key=lambda one: one[0])[1]


def _choices(places: range) -> chain[tuple[int, ...]]:
    return chain.from_iterable(combinations(places, many) for many in range(len(places) + 1))


def _tried(
    difference: Wanted, lots: Sequence[Lot], chosen: tuple[int, ...]
) -> tuple[tuple[object, ...], Explanation] | None:
    """Take some lots and say how good that is; None where an unsure one does not fit."""
    left = difference
    taken = dict.fromkeys(range(len(lots)), NOTHING)
    for place in sorted(chosen, key=lambda place: not lots[place].sure):
        lot = lots[place]
        if not lot.sure and not _fits(lot.least, left):
            return None
        taken[place] = lot.least
        left = _less(left, lot.least)
    spread = 0
    for place in chosen:
        more = _more(lots[place], taken[place], left)
        taken[place] = _plus(taken[place], more)
        left = _less(left, more)
        spread += sum(more)
    parts = tuple(Part(lot, taken[place], place in chosen) for place, lot in enumerate(lots))
    rest = tuple(part or 0 for part in left)
    unsure = sum(not lots[place].sure for place in chosen)
    worth = (sum(map(abs, rest)), unsure, spread, len(chosen), chosen)
    return worth, Explanation(parts, (rest[0], rest[1], rest[2]))


def _fits(added: Tally, left: Wanted) -> bool:
    """Say whether an addition lies between nothing and what is left, figure by figure."""
    return all(
        goal is None or min(0, goal) <= more <= max(0, goal)
        for more, goal in zip(added, left, strict=True)
    )


def _more(lot: Lot, taken: Tally, left: Wanted) -> Tally:
    """Take as much of the slack as what is left asks for; a numerator needs its denominator."""
    denominator, numerator, exclusions = (
        min(slack, max(0, goal or 0)) for slack, goal in zip(lot.slack, left, strict=True)
    )
    if lot.slack[2]:
        exclusions = min(exclusions, lot.rows - denominator)
    return denominator, min(numerator, taken[0] + denominator - taken[1]), exclusions


def _plus(one: Tally, other: Tally) -> Tally:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _less(left: Wanted, taken: Tally) -> Wanted:
    one, two, three = (
        None if goal is None else goal - part for goal, part in zip(left, taken, strict=True)
    )
    return one, two, three
