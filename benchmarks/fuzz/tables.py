"""Fuzz the summary measures of inequality: a million made-up tables, and no silent gap.

    python -m benchmarks.fuzz.tables [--tables 1000000] [--seed 1]
    python -m benchmarks.fuzz.tables --seed 1 --table 123456    (one table again)

Writes what it counted into docs/why/fuzz.md. Ends with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from benchmarks.fuzz.contract import Fault, Promise, faults, reasons
from benchmarks.fuzz.drawing import Batch, batch
from benchmarks.fuzz.page import put, rows

from commonweal.kinds import Estimate, Problem
from commonweal.stats.inequality.best_and_worst import best_and_worst_test
from commonweal.stats.inequality.concentration import (
    absolute_concentration_index,
    extended_concentration_index,
    relative_concentration_index,
)
from commonweal.stats.inequality.heterogeneity import heterogeneity, heterogeneity_test
from commonweal.stats.inequality.impact import events_to_close
from commonweal.stats.inequality.simulate import SIMULATED, interval_peer
from commonweal.stats.inequality.slope import slope_index
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta, summarize
from commonweal.stats.inequality.variance import (
    between_group_variance_bias,
    between_group_variance_corrected,
)

AT_ONCE = 5000
# Of so many tables at once, what needs draws is asked too.
FEW = 100
# Intervals by many draws take their time.
FEWER = 10
NOT_NEGATIVE, NO_INTERVAL = Promise(lowest=0), Promise(lowest=0, limits=False)
PROMISES = {
    **dict.fromkeys(("r", "bgv", "ti", "mld", "rii_linear", "rii_logit"), NOT_NEGATIVE),
    **dict.fromkeys(
        ("bgsd", "cov", "idisu", "idisw", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw"),
        NOT_NEGATIVE,
    ),
    **dict.fromkeys(("heterogeneity", "between_group_variance_bias"), NO_INTERVAL),
    "between_group_variance_corrected": Promise(limits=False),
    **dict.fromkeys(
        ("heterogeneity_test", "best_and_worst_test"), Promise(lowest=0, highest=1, limits=False)
    ),
    "kmi": Promise(lowest=1),
    "rci_wagstaff": Promise(lowest=-1, highest=1),
    "rci_erreygers": Promise(lowest=-1, highest=1),
    "sii_logit": Promise(lowest=-100000, highest=100000),
    "aci lack_of_fit": Promise(limits=False),
    "rci lack_of_fit": Promise(limits=False),
    "sii lack_of_fit": Promise(limits=False),
}


def everything(tables: Subgroups) -> dict[str, Estimate]:
    """Give every summary measure and what else is asked of tables; of a few, what needs draws."""
    further = (
        *(heterogeneity, heterogeneity_test, events_to_close),
        *(between_group_variance_bias, between_group_variance_corrected),
    )
    simulated = simulations(tables) if len(tables) <= FEW else {}
    return {
        **simulated,
        **{f"{name} by delta": found for name, found in by_delta(tables).items()},
        **summarize(tables),
        **{function.__name__: function(tables) for function in further},
        "extended": extended_concentration_index(tables, aversion=4.0),
        "extended relative": extended_concentration_index(tables, aversion=1.5, relative=True),
        "aci lack_of_fit": absolute_concentration_index(tables, error="lack_of_fit"),
        "rci lack_of_fit": relative_concentration_index(tables, error="lack_of_fit"),
        "sii lack_of_fit": slope_index(tables, line="straight", error="lack_of_fit"),
    }


def simulations(tables: Subgroups) -> dict[str, Estimate]:
    """Give what is made of draws; few draws will do, since nobody asks here how good they are."""
    peer = interval_peer(tables, seed=1, draws=20)
    fewer = tables.part(np.arange(min(len(tables), FEWER)))
    return {
        **{f"{name} calibrated": each for name, each in summarize(fewer, draws=1000).items()},
        "best_and_worst_test": best_and_worst_test(tables, seed=1, draws=20),
        **{f"{name} of draws": found for name, found in peer.items()},
    }


@dataclass
class Seen:
    """Hold what a run came to: how many tables of each kind, reasons by measure, and faults."""

    tables: int = 0
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def checked(drawn: Batch) -> tuple[list[Fault], dict[str, Estimate]]:
    """Measure tables and give the promises broken; an exception or a warning is one, too."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"), warnings.catch_warnings():
            warnings.simplefilter("error")
            found = everything(Subgroups.many(**drawn.arguments()))
    except Exception as problem:
        return _by_halves(drawn, f"{type(problem).__name__}: {problem}"), {}
    broken = []
    for name, estimate in found.items():
        broken += faults(name, estimate, _promise(name))
    return broken, found


def _promise(name: str) -> Promise:
    """Give what a measure promises; how its interval is made may promise less of the interval."""
    measure = name.removesuffix(" by delta").removesuffix(" calibrated").removesuffix(" of draws")
    own = PROMISES.get(measure, Promise())
    if name.endswith(" of draws"):
        # A value near a bound may lie beyond most draws, which are cut off there.
        return replace(own, inside=False, limits=False)
    # What has a kink has no interval by the delta method.
    by_formula = not (name.endswith(" by delta") and measure in SIMULATED)
    return replace(own, limits=own.limits and by_formula)


def _by_halves(drawn: Batch, said: str) -> list[Fault]:
    """Find the tables that raise, and what else is wrong beside them."""
    halves = np.array_split(np.arange(len(drawn)), 2) if len(drawn) > 1 else []
    inner = [
        replace(fault, tables=tuple(half[list(fault.tables)].tolist()))
        for half in halves
        for fault in checked(drawn.part(half))[0]
    ]
    if any(fault.asked == "raises" for fault in inner):
        return inner
    return [*inner, Fault("raises", said, tuple(range(len(drawn))))]


def spoiled(drawn: Batch, number: int) -> Iterator[tuple[str, Batch]]:
    """Give tables that can not be, with the Problem that says so."""
    row = number % max(len(drawn.table), 1)
    if not len(drawn.table):
        return
    yield "people-negative", replace(drawn, people=_with(drawn.people, row, -1.0))
    yield "numbers-missing", replace(drawn, people=_with(drawn.people, row, np.nan))
    yield "numbers-missing", replace(drawn, estimate=_with(drawn.estimate, row, np.inf))
    yield "shapes-differ", replace(drawn, people=np.append(drawn.people, [1.0, 1.0]))
    yield "scale-unknown", replace(drawn, scale=_with(drawn.scale, 0, 7.0))
    yield "reference-outside", replace(drawn, reference=_with(drawn.reference, 0, 999))
    if drawn.se is not None:
        yield "standard-error-negative", replace(drawn, se=_with(drawn.se, row, -1e-9))
    if drawn.order is not None and (drawn.table == drawn.table[row]).sum() > 1:
        mine = drawn.table == drawn.table[row]
        yield "order-repeated", replace(drawn, order=np.where(mine, 1.0, drawn.order))
        partly = np.where(mine, np.arange(len(mine)), drawn.order)
        yield "order-missing", replace(drawn, order=_with(partly, row, np.nan))


def refusals(drawn: Batch, number: int) -> tuple[Counter[str], list[Fault]]:
    """Give the Problems said of tables that can not be, and the faults where another thing was."""
    refused: Counter[str] = Counter()
    broken = []
    for code, bad in spoiled(drawn, number):
        try:
            Subgroups.many(**bad.arguments())
            said = "nothing"
        except Problem as problem:
            said = problem.code
        refused[said] += 1
        if said != code:
            broken.append(Fault("refusal", f"{said} where {code} was due", (0,)))
    return refused, broken


def _with(column: np.ndarray, at: int, value: float) -> np.ndarray:
    changed = column.copy()
    changed[at] = value
    return changed


def run(tables: int, seed: int, at_once: int = AT_ONCE) -> Seen:
    """Draw tables in batches and check what is said of them."""
    seen = Seen()
    for number in range(-(-tables // at_once)):
        drawn = batch(seed, number, at_once)
        broken, found = checked(drawn)
        few, of_draws = checked(drawn.part(np.arange(min(FEW, at_once))))
        broken += few
        found = {**of_draws, **found}
        refused, odd = refusals(drawn, number)
        seen.tables += len(drawn)
        seen.refused += refused
        for axis, names in drawn.kinds.items():
            seen.kinds.setdefault(axis, Counter()).update(names)
        for name, estimate in found.items():
            seen.reasons.setdefault(name, Counter()).update(reasons(estimate))
        for fault in [*broken, *odd]:
            place = seen.faults.setdefault((fault.asked, fault.wrong), [])
            place += [number * at_once + table for table in fault.tables]
    return seen


def shrunk(drawn: Batch, fault: tuple[str, str]) -> Batch:
    """Take groups and details away from one table for as long as the fault stays."""
    smaller = True
    while smaller:
        smaller = False
        for less in _simpler(drawn):
            if any((each.asked, each.wrong) == fault for each in checked(less)[0]):
                drawn, smaller = less, True
                break
    return drawn


def _simpler(drawn: Batch) -> Iterator[Batch]:
    rows = np.arange(len(drawn.table))
    for row in rows:
        if drawn.reference[0] < 0:
            yield drawn.rows(np.delete(rows, row))
    if drawn.reference[0] >= 0:
        yield replace(drawn, reference=np.array([-1]))
    if drawn.order is not None:
        yield replace(drawn, order=None)
    if drawn.se is not None:
        yield replace(drawn, se=None)
    for name, simple in (("people", 1.0), ("se", 1.0), ("estimate", 1.0), ("estimate", 0.0)):
        column = getattr(drawn, name)
        for row in rows if column is not None else ():
            if column[row] not in {0.0, 1.0}:
                yield replace(drawn, **{name: _with(column, int(row), simple)})


def show(seed: int, number: int, fault: tuple[str, str], at_once: int = AT_ONCE) -> str:
    """Say how a fault can be seen again: the smallest table that shows it."""
    one = batch(seed, number // at_once, at_once).part(np.array([number % at_once]))
    head = f"{fault[0]}: {fault[1]} (--seed {seed} --table {number})"
    if not any((each.asked, each.wrong) == fault for each in checked(one)[0]):
        return f"{head}: only beside the other tables of its batch"
    small = shrunk(one, fault)
    said = {key: None if column is None else np.asarray(column).tolist()
            for key, column in small.arguments().items()}  # fmt: skip
    return f"{head}\n    {said}"


def replay(seed: int, number: int, at_once: int = AT_ONCE) -> int:
    """Show one table, what is said of it, and its faults; give how many there are."""
    one = batch(seed, number // at_once, at_once).part(np.array([number % at_once]))
    print(one.kinds, one.arguments(), sep="\n")
    broken, found = checked(one)
    for name, each in found.items():
        print(f"  {name:<34} {each.value[0]!s:<24} {each.low[0]!s:<24} {each.high[0]!s:<24} "
              f"{each.reason[0]} {' '.join(each.flags[0])}")  # fmt: skip
    for fault in broken:
        print(show(seed, number, (fault.asked, fault.wrong), at_once))
    return len(broken)


def report(seen: Seen, seed: int) -> dict[str, str]:
    """Write the parts of the page."""
    total = sum(sum(counted.values()) for counted in seen.reasons.values())
    why: Counter[str] = Counter()
    measures: dict[str, set[str]] = {}
    for name, counted in seen.reasons.items():
        why.update(counted)
        for reason in counted:
            measures.setdefault(reason, set()).add(name)
    return {
        "tables": f"{seen.tables:,} tables from seed {seed}, {len(seen.reasons)} measures of each: "
        f"{total:,} answers. Promises broken: {len(seen.faults)}.",
        "kinds": rows(
            ["What", "Kind", "Tables"],
            [[axis, kind, f"{count:,}"]
             for axis, counted in seen.kinds.items() for kind, count in sorted(counted.items())],
        ),
        "reasons": rows(
            ["Said", "Answers", "Measures"],
            [[f"`{reason}`" if reason != "a number" else reason, f"{count:,}",
              str(len(measures[reason]))] for reason, count in why.most_common()],
        ),
        "refused": rows(
            ["Problem", "Tables"],
            [[f"`{code}`", f"{count:,}"] for code, count in sorted(seen.refused.items())],
        ),
    }  # fmt: skip


def main() -> int:
    """Read the options; replay one table, or run all and write the page."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--tables", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--table", type=int, help="show one table again and stop")
    asked.add_argument("--page", action="store_true", help="write docs/why/fuzz.md")
    options = asked.parse_args()
    if options.table is not None:
        return 1 if replay(options.seed, options.table) else 0
    began = time.perf_counter()
    seen = run(options.tables, options.seed)
    parts = report(seen, options.seed)
    print(parts["tables"], f"{time.perf_counter() - began:.0f} s")
    for fault, tables in seen.faults.items():
        print(f"{len(tables):,} times", show(options.seed, tables[0], fault))
    if options.page:
        put(parts)
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
