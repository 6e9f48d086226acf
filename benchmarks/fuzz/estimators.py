"""Fuzz the vectorized estimators beside the summary measures: made-up columns, no silent gap.

    python -m benchmarks.fuzz.estimators [--tables 100000] [--seed 1] [--only wilson]

Ends with 1 when a promise was broken. With --page it writes what it counted into docs/why/fuzz.md.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np
from benchmarks.fuzz.cases import CASES, Case, Drawn
from benchmarks.fuzz.columns import Array, Columns
from benchmarks.fuzz.contract import Fault, drawn_lines, estimates, faults, line_faults, reasons
from benchmarks.fuzz.page import put, rows

from commonweal.kinds import Estimate, Problem

AT_ONCE = 5000


@dataclass
class Seen:
    """Hold what a run came to, by estimator: answers by reason, and faults with an example."""

    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    faults: dict[tuple[str, str], tuple[int, Drawn]] = field(default_factory=dict)


def drawn(case: Case, seed: int, number: int, tables: int) -> Drawn:
    """Draw one batch of columns: always the same for a case, a seed and a number."""
    key = np.array([seed, zlib.crc32(case.name.encode()) + number], dtype=np.uint64)
    chance = np.random.Generator(np.random.Philox(key=key))
    return case.draw(Columns(chance, tables, case.whole, case.most))


def part(case: Case, columns: Drawn, some: Array) -> Drawn:
    """Give some of the tables; where tables are many rows, all rows of each."""
    label = next((name for name in ("table", "tables") if name in columns), "")
    kept = np.flatnonzero(np.isin(columns[label], some)) if case.rows else some
    return {
        name: column[kept] if isinstance(column, np.ndarray) and name not in case.shared else column
        for name, column in columns.items()
    }


def tables(case: Case, columns: Drawn) -> Array:
    """Give the numbers of the tables that stand in the columns."""
    if case.rows:
        return np.unique(columns["table" if "table" in columns else "tables"])
    return np.arange(max(len(c) for c in columns.values() if isinstance(c, np.ndarray)))


def checked(case: Case, columns: Drawn) -> tuple[set[str], list[Any]]:
    """Call the estimator and give the promises broken; an exception or a warning is one, too."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"), warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = case.call(**columns)
    except Problem as problem:
        return ({f"refuses: {problem.code}"} if problem.code not in case.refusals else set()), []
    except Exception as problem:
        return {f"raises {type(problem).__name__}: {problem}"}, []
    broken: list[Fault] = []
    found = list(estimates(answer))
    for name, estimate in found:
        broken += faults(name, estimate, case.promise if not name else case.parts)
    wrong = {f"{fault.asked} {fault.wrong}".strip() for fault in broken}
    wrong |= {f"{name} infinite" for name in _infinite(answer) if name not in case.endless}
    lines = list(drawn_lines(answer))
    wrong |= {each for line in lines for each in line_faults(line)}
    return wrong, [*(estimate for _, estimate in found), *lines]


def _infinite(answer: Any, name: str = "") -> Iterator[str]:
    """Give the arrays of an answer, outside its Estimates, that hold something infinite."""
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "f" and np.isinf(answer).any():
        yield name
    elif is_dataclass(answer) and not isinstance(answer, Estimate):
        for each in fields(answer):
            yield from _infinite(getattr(answer, each.name), f"{name}.{each.name}")


def smallest(case: Case, columns: Drawn, wrong: str) -> Drawn:
    """Halve the tables for as long as one half still shows the fault."""
    while len(numbers := tables(case, columns)) > 1:
        for half in np.array_split(numbers, 2):
            less = part(case, columns, half)
            if any(_same(each, wrong) for each in checked(case, less)[0]):
                columns = less
                break
        else:
            return columns
    return columns


def _same(one: str, other: str) -> bool:
    """Say whether two faults are of one kind; what stands after the colon may be about a number."""
    return one.partition(":")[0] == other.partition(":")[0]


def run(case: Case, count: int, seed: int, seen: Seen, at_once: int = AT_ONCE) -> None:
    """Check one estimator on so many tables."""
    began = time.perf_counter()
    counted = seen.reasons.setdefault(case.name, Counter())
    for number in range(max(1, round(case.part * count / at_once))):
        columns = drawn(case, seed, number, min(at_once, count))
        wrong, found = checked(case, columns)
        for estimate in found:
            counted.update(reasons(estimate))
        for each in sorted(wrong):
            if (case.name, each) not in seen.faults:
                seen.faults[case.name, each] = (number, smallest(case, columns, each))
    seen.seconds[case.name] = time.perf_counter() - began


def report(seen: Seen) -> dict[str, str]:
    """Write the parts of the page."""
    total = sum(sum(counted.values()) for counted in seen.reasons.values())
    body = []
    for name, counted in seen.reasons.items():
        why = ", ".join(f"`{reason}`" for reason in sorted(counted) if reason != "a number")
        answers = sum(counted.values())
        body.append([f"`{name}`", f"{answers:,}", f"{counted['a number']:,}", why])
    said = f"{len(body)} estimators, {total:,} answers. Promises broken: {len(seen.faults)}."
    head = ["Estimator", "Answers", "Numbers", "Reasons said for the others"]
    return {"estimators": f"{said}\n\n{rows(head, body)}"}


def main() -> int:
    """Read the options, run every case, print the faults with the smallest table of each."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--tables", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="", help="only estimators whose name begins so")
    asked.add_argument("--page", action="store_true", help="write docs/why/fuzz.md")
    options = asked.parse_args()
    seen = Seen()
    for case in CASES:
        if case.name.startswith(options.only):
            run(case, options.tables, options.seed, seen)
            print(f"{case.name:<24} {seen.seconds[case.name]:6.1f} s", file=sys.stderr)
    for (name, wrong), (number, columns) in seen.faults.items():
        shown = {key: np.asarray(column).tolist() for key, column in columns.items()}
        print(f"{name}: {wrong} (--seed {options.seed} --only '{name}', batch {number})\n"
              f"    {str(shown)[:600]}")  # fmt: skip
    print(report(seen)["estimators"].split("\n")[0])
    if options.page:
        put(report(seen))
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
