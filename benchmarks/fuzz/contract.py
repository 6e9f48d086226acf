"""What every answer of the statistics promises, whatever came in: a number or a reason, never both.

Whether the numbers are right is asked by the tests against vectors; here only whether they can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from commonweal.kinds import Estimate

Array = np.ndarray


@dataclass(frozen=True)
class Promise:
    """Hold what an estimator promises beyond what all do.

    lowest, highest: bounds of the value that hold but for rounding
    inside:          whether the value lies within its limits
    limits:          whether an interval is there, or a flag says why not
    """

    lowest: float = -np.inf
    highest: float = np.inf
    inside: bool = True
    limits: bool = True


@dataclass(frozen=True)
class Fault:
    """Hold one broken promise: what was asked, what was wrong, and the tables that show it."""

    asked: str
    wrong: str
    tables: tuple[int, ...]


USUAL = Promise()
# What says that an interval has one end only.
ONE_SIDED = "one_sided"
# What says that the value itself is not inside: it is clamped, or chance makes it too large.
MAY_BE_OUTSIDE = frozenset({"clamped", "beyond_interval"})


def faults(asked: str, found: Estimate, promise: Promise = USUAL) -> list[Fault]:
    """Give the promises that an Estimate breaks, with the tables that show it."""
    return [
        Fault(asked, wrong, tuple(np.flatnonzero(where).tolist()))
        for wrong, where in _broken(found, promise)
        if where.any()
    ]


def _broken(found: Estimate, promise: Promise) -> Iterator[tuple[str, Array]]:
    missing, ok = np.isnan(found.value), found.ok
    reason = np.array([bool(why) for why in found.reason])
    flags = np.array([bool(said) for said in found.flags])
    one_sided = np.array([ONE_SIDED in said for said in found.flags])
    no_low, no_high = np.isnan(found.low), np.isnan(found.high)
    yield "nan without a reason", missing & ~reason
    yield "a number beside a reason", ~missing & reason
    yield "status and reason differ", ok == reason
    for name in ("value", "low", "high", "se", "n"):
        column = getattr(found, name)
        if column is not None:
            yield f"infinite {name}", np.isinf(column)
    if found.se is not None:
        yield "negative se", found.se < 0
    yield "half an interval without a word", (no_low != no_high) & ~one_sided
    yield "limits out of order", found.low > found.high
    if promise.limits:
        yield "no interval and no word why", ok & no_low & no_high & ~flags
    if promise.inside:
        told = np.array([bool(MAY_BE_OUTSIDE & set(said)) for said in found.flags])
        outside = (found.value < found.low) | (found.value > found.high)
        yield "value outside its limits", outside & ~told
    room = 1e-9 * np.abs(np.nan_to_num(found.value)) + 1e-12
    yield "value that can not be", found.value < promise.lowest - room
    yield "value that can not be", found.value > promise.highest + room


def estimates(answer: Any, name: str = "") -> Iterator[tuple[str, Estimate]]:
    """Give every Estimate that an answer holds, with the way to it."""
    if isinstance(answer, Estimate):
        yield name, answer
    elif isinstance(answer, Mapping):
        for key, part in answer.items():
            yield from estimates(part, f"{name}.{key}")
    elif is_dataclass(answer):
        for field in fields(answer):
            yield from estimates(getattr(answer, field.name), f"{name}.{field.name}")
    elif isinstance(answer, tuple) and hasattr(answer, "_fields"):
        for field, part in zip(answer._fields, answer, strict=True):
            yield from estimates(part, f"{name}.{field}")


def drawn_lines(answer: Any) -> Iterator[Any]:
    """Give every chart or funnel that an answer holds: a line a series, limits, and a reason."""
    if is_dataclass(answer) and not isinstance(answer, Estimate):
        if hasattr(answer, "reason") and (hasattr(answer, "center") or hasattr(answer, "target")):
            yield answer
        for field in fields(answer):
            yield from drawn_lines(getattr(answer, field.name))


def line_faults(drawn: Any) -> list[str]:
    """Give the promises that a chart or a funnel breaks."""
    line = drawn.center if hasattr(drawn, "center") else drawn.target
    reason = np.array([bool(why) for why in drawn.reason])
    wrong = {"a line and a reason, or neither": np.isnan(line) != reason}
    due = ~np.isnan(drawn.values) & ~reason[:, None]
    for low, high in (("low", "high"), ("low_alarm", "high_alarm")):
        if hasattr(drawn, low):
            lower, upper = getattr(drawn, low), getattr(drawn, high)
            wrong[f"{low} above {high}"] = lower > upper
            wrong[f"{low} or {high} missing"] = due & (np.isnan(lower) | np.isnan(upper))
    return [name for name, where in wrong.items() if where.any()]


def reasons(found: Any) -> Counter[str]:
    """Count the reasons for which there is no number or line; "a number" where there is one."""
    return Counter(why or "a number" for why in found.reason)
