"""Which further facts to hide, and the certificate that nothing small can be worked out.

Finds the cheapest set by cuts: what a reader's answer rests on must be hidden at one place.
"""

from __future__ import annotations

from collections.abc import Iterator

import highspy
import numpy as np
from numpy.typing import NDArray

from commonweal.disclosure.attack import TINY, Attack, Belief
from commonweal.disclosure.solver import INFINITE, Row, add_row, model
from commonweal.disclosure.system import UNSEEN, System

Cut = dict[int, float]  # decision: what it can do against one leak, as a part of what is needed

ROUNDS = 60  # of cuts, before the answer may be a little dearer than the cheapest
# Part of the cost by which a choice may miss the cheapest: less than one count where no rate is
# hidden. Proving the last thousandth takes most of the time and shows hardly anything more.
GAP = 1e-3


def suppress(system: System) -> frozenset[int] | None:
    """Find the cheapest decisions that keep every target from being worked out.

    system: the facts, their sums, and what hiding costs

    Gives the decisions (those the targets force, and further ones), certified by attack; None
    when not even hiding every fact would do, so that the caller shows nothing.
    Source: trust.md 5.3 (E1 to E3) and 5.4; Fischetti and Salazar, "Models and algorithms for
    optimizing cell suppression in tabular data with linear constraints", JASA 95 (2000).
    >>> row = System((20, 5, 15), ((0, (1, 2)),), (0, 1, 2), (9, 1, 1), frozenset({1}))
    >>> sorted(suppress(row))
    [1, 2]
    """
    if not system.targets:
        return frozenset()
    attack = Attack(system)
    found = _cheapest(system, attack)
    everything = frozenset(range(len(system.weights)))
    for decisions in (found, everything):
        if not _leaks(system, attack, decisions, exact=True):
            return decisions
    return None


def _cheapest(system: System, attack: Attack) -> frozenset[int]:
    master = _master(system)
    decisions = system.forced
    for _ in range(ROUNDS):
        decisions = _solve(master, len(system.weights))
        cuts = _leaks(system, attack, decisions)
        if not cuts:
            cuts = _leaks(system, attack, decisions, exact=True)
        if not cuts or len(decisions) == len(system.weights):
            return decisions
        for cut in cuts:
            add_row(master, (1.0, INFINITE, list(cut), list(cut.values())))
    return _prune(system, attack, _grow(system, attack, decisions))


def _leaks(
    system: System, attack: Attack, decisions: frozenset[int], exact: bool = False
) -> list[Cut]:
    """Give for each leak how much each decision could do against it, 1 being enough."""
    hidden = system.hidden(decisions)
    width, cuts = system.threshold - 1, []
    attack.look(hidden)
    for fact in system.targets:
        bounds = attack.bounds(fact, exact)
        if system.reach and bounds.most < system.threshold:  # E3
            need = system.threshold - system.values[fact]
            cuts.append(_cut(system, decisions, bounds.upper, need))
        if bounds.width < width:  # E2, and with it E1
            cuts.append(_cut(system, decisions, bounds.lower + bounds.upper, width))
    for belief, facts in _believers(system):  # E1 for a reader who believes the marks
        attack.look(hidden, belief)
        for fact in facts:
            bounds = attack.bounds(fact, exact)
            if bounds.width < 1:
                cuts.append(_cut(system, decisions, bounds.lower + bounds.upper, 1))
    return cuts


def _believers(system: System) -> tuple[tuple[Belief, list[int]], ...]:
    if not system.believed:
        return ()
    return (Belief.SMALL, sorted(system.certain)), (Belief.BOTH, sorted(system.small))


def _cut(system: System, decisions: frozenset[int], gains: NDArray[np.float64], need: int) -> Cut:
    found: dict[int, float] = {}
    for fact in np.flatnonzero(gains).tolist():
        switch = system.switches[fact]
        found[switch] = min(found.get(switch, 0.0) + gains[fact] / need, 1.0)
    enough = 1.0 - found.pop(UNSEEN, 0.0)
    if enough > TINY and not found.keys() <= decisions:
        return {switch: min(gain / enough, 1.0) for switch, gain in sorted(found.items())}
    # Safe for fractions but not for whole numbers: something more must be hidden, somewhere.
    return {switch: 1.0 for switch in range(len(system.weights)) if switch not in decisions}


def _master(system: System) -> highspy.Highs:
    size = len(system.weights)
    rows: list[Row] = [(0.0, INFINITE, [b, a], [1.0, -1.0]) for a, b in system.follows]
    rows += _lines(system)
    master = model(size, rows, system.weights, whole=True, presolve=True)
    master.setOptionValue("mip_rel_gap", GAP)
    least = np.zeros(size)
    least[sorted(system.forced)] = 1.0
    master.changeColsBounds(size, np.arange(size, dtype=np.int32), least, np.ones(size))
    return master


def _lines(system: System) -> Iterator[Row]:
    """Say that no hidden fact may stand alone in a sum."""
    for whole, parts in system.sums:
        line = [system.switches[fact] for fact in (whole, *parts)]
        unseen = line.count(UNSEEN)
        if unseen > 1:
            continue
        for fact, switch in zip((whole, *parts), line, strict=True):
            others = sorted(set(line) - {switch, UNSEEN})
            if switch == UNSEEN and fact in system.targets:
                yield 1.0, INFINITE, others, [1.0] * len(others)
            elif switch != UNSEEN and not unseen and line.count(switch) == 1:
                yield 0.0, INFINITE, [*others, switch], [*([1.0] * len(others)), -1.0]


def _solve(master: highspy.Highs, size: int) -> frozenset[int]:
    master.run()
    if master.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return frozenset(range(size))  # nothing less than everything would do
    values = master.getSolution().col_value
    return frozenset(index for index in range(size) if values[index] > 0.5)


def _grow(system: System, attack: Attack, decisions: frozenset[int]) -> frozenset[int]:
    """Hide the cheapest way out of each leak until there is none."""
    while cuts := _leaks(system, attack, decisions):
        ways = [{one: gain for one, gain in cut.items() if one not in decisions} for cut in cuts]
        if not all(ways):
            return frozenset(range(len(system.weights)))
        more = {min(way, key=lambda one: (system.weights[one] / way[one], one)) for way in ways}
        decisions = system.closed(decisions | more)
    return decisions


def _prune(system: System, attack: Attack, decisions: frozenset[int]) -> frozenset[int]:
    """Show again, dearest first, what need not be hidden."""
    further = decisions - system.forced
    for one in sorted(further, key=lambda index: (-system.weights[index], index)):
        fewer = decisions - {one}
        if system.closed(fewer) == fewer and not _leaks(system, attack, fewer):
            decisions = fewer
    return decisions
