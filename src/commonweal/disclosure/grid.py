"""A grid of counts with all its margins, in two or three directions, as a system of facts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from commonweal.disclosure.attack import Attack
from commonweal.disclosure.suppress import suppress
from commonweal.disclosure.system import System
from commonweal.kinds import Problem

Key = tuple[int | None, ...]


def grid_keys(shape: Sequence[int]) -> tuple[Key, ...]:
    """List the cells and margins of a grid; None in a place means the total over it.

    shape: number of categories in each direction

    >>> grid_keys([2])
    ((0,), (1,), (None,))
    """
    return tuple(product(*[[*range(size), None] for size in shape]))


def grid_system(
    shape: Sequence[int], values: Sequence[int], threshold: int = 11, reach: bool = True
) -> System:
    """Tie the cells of a grid to its margins.

    shape:     number of categories in each direction
    values:    counts of the finest cells, the last direction running fastest
    threshold: smallest count shown
    reach:     whether a reader may not even be sure that a small count is small (E3)

    Margins cost more to hide than all cells together, so that they go last.
    Fails with Problem "grid-misshapen".
    >>> grid_system([2, 2], [5, 20, 30, 40]).small
    frozenset({0})
    """
    if len(values) != prod(shape) or any(value < 0 for value in values):
        raise Problem(
            "grid-misshapen",
            "The counts do not fill the grid, or one of them is below 0.",
            f"Give {prod(shape)} counts of 0 or more.",
        )
    keys = grid_keys(shape)
    places = {key: index for index, key in enumerate(keys)}
    cells = dict(zip(product(*map(range, shape)), values, strict=True))
    counts = [_total(key, cells) for key in keys]
    one = sum(values) + 1  # so that fewer cells always weigh less, and ties go to fewer persons
    margin = one * (len(cells) + 1)
    return System(
        values=tuple(counts),
        sums=tuple(_sums(keys, places, shape)),
        switches=tuple(range(len(keys))),
        weights=tuple(
            margin if None in key else one + count for key, count in zip(keys, counts, strict=True)
        ),
        small=frozenset(i for i, count in enumerate(counts) if 1 <= count < threshold),
        threshold=threshold,
        reach=reach,
        believed=False,
    )


def protect_grid(
    shape: Sequence[int], values: Sequence[int], threshold: int = 11, reach: bool = True
) -> set[Key]:
    """Find the fewest facts of a grid to hide so that no small count can be worked out.

    shape:     number of categories in each direction
    values:    counts of the finest cells, the last direction running fastest
    threshold: smallest count shown
    reach:     whether a reader may not even be sure that a small count is small (E3)

    Gives the keys of all hidden facts: the small ones and those that protect them.
    Fails with Problem "grid-misshapen", or "nothing-can-be-shown" when no choice is safe.
    >>> sorted(protect_grid([2, 2], [5, 20, 30, 40]))
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    system = grid_system(shape, values, threshold, reach)
    decisions = suppress(system)
    if decisions is None:
        raise Problem(
            "nothing-can-be-shown",
            "Whatever is hidden, a small count of this grid could be worked out.",
            "Merge categories and try again.",
        )
    keys = grid_keys(shape)
    return {keys[index] for index in decisions}


def grid_bounds(
    shape: Sequence[int], values: Sequence[int], hidden: set[Key]
) -> dict[Key, tuple[float, float]]:
    """Work out what a reader learns of each hidden fact of a grid.

    shape:  number of categories in each direction
    values: counts of the finest cells, the last direction running fastest
    hidden: keys of the facts that are not shown

    Gives the least and the most of each, over all whole numbers that agree with the rest.
    >>> grid_bounds([2, 2], [5, 20, 30, 40], {(0, 0)})
    {(0, 0): (5.0, 5.0)}
    """
    keys = grid_keys(shape)
    attack = Attack(grid_system(shape, values))
    facts = [index for index, key in enumerate(keys) if key in hidden]
    attack.look(frozenset(facts))
    found = {keys[fact]: attack.bounds(fact, exact=True) for fact in facts}
    return {key: (bounds.least, bounds.most) for key, bounds in found.items()}


def _total(key: Key, cells: dict[tuple[int, ...], int]) -> int:
    return sum(
        value
        for cell, value in cells.items()
        if all(wanted in (None, place) for wanted, place in zip(key, cell, strict=True))
    )


def _sums(
    keys: Sequence[Key], places: dict[Key, int], shape: Sequence[int]
) -> list[tuple[int, tuple[int, ...]]]:
    return [
        (
            places[key],
            tuple(places[(*key[:place], one, *key[place + 1 :])] for one in range(shape[place])),
        )
        for key in keys
        for place in range(len(shape))
        if key[place] is None
    ]
