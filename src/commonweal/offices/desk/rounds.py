"""What the worker does each time it comes round: each room registers its own."""

from __future__ import annotations

from collections.abc import Callable

Act = Callable[[], object]
_ACTS: list[Act] = []


def register(act: Act) -> None:
    """Let something be done each round, once, however often it is registered."""
    if act not in _ACTS:
        _ACTS.append(act)


def come_round() -> None:
    """Do what the rooms registered."""
    for act in _ACTS:
        act()
