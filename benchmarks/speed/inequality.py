"""Time the summary measures of 10,000 tables of groups, in one call and beside a loop over tables.

First all measures with their intervals; those that need draws are timed apart. Then each measure
alone, point estimates only, beside the loop a careful person writes: one table after the other with
numpy, scipy or statsmodels, whichever has the measure. Rounds go in turn over both. R's healthequal
is timed too where Rscript and the package are installed.

    python -m benchmarks.speed.inequality [--tables 10000] [--rounds 5] [--page]
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from benchmarks.fuzz.page import put, rows
from benchmarks.speed.groups import Array, Tables, made, made_of_ten
from scipy import stats as scipy_stats

from commonweal.kinds import Estimate
from commonweal.stats.inequality.by_name import values
from commonweal.stats.inequality.subgroups import Subgroups
from commonweal.stats.inequality.summary import by_delta, summarize

PAGE = Path(__file__).resolve().parents[2] / "docs" / "why" / "speed.md"
TARGET, TARGET_OF_DRAWS = 5.0, 5.0  # seconds, milliseconds
Loop = Callable[[Array, Array, Array], float]


def theil(y: Array, p: Array, ridit: Array) -> float:
    return 1000 * float(scipy_stats.entropy(p * _above_zero(y), p))


def mean_log_deviation(y: Array, p: Array, ridit: Array) -> float:
    return 1000 * float(scipy_stats.entropy(p, p * _above_zero(y)))


def _above_zero(y: Array) -> Array:
    return np.where(y == 0, 1e-6, y)


def straight_line(y: Array, p: Array, ridit: Array) -> float:
    return float(sm.WLS(y, sm.add_constant(ridit), weights=p).fit().params[1])


def curved_line(y: Array, p: Array, ridit: Array) -> float:
    model = sm.GLM(y / 100, sm.add_constant(ridit), sm.families.Binomial(), var_weights=p)
    ends = model.fit(tol=1e-12).predict(np.array([[1.0, 0.0], [1.0, 1.0]]))
    return 100 * float(ends[1] - ends[0])


def concentration(y: Array, p: Array, ridit: Array) -> float:
    return 2 * float(np.cov(ridit, y, aweights=p, ddof=0)[0, 1])


def variation(y: Array, p: Array, ridit: Array) -> float:
    middle = np.average(y, weights=p)
    return 100 * float(np.sqrt(np.average((y - middle) ** 2, weights=p)) / middle)


def spread(y: Array, p: Array, ridit: Array) -> float:
    return float(sm.stats.DescrStatsW(y, weights=p).var)


def far(y: Array, p: Array, ridit: Array) -> float:
    return float(np.average(np.abs(y - np.average(y, weights=p)), weights=p))


# What a person would take for each measure, one table at a time.
LOOPS: dict[str, tuple[str, Loop]] = {
    "d": ("numpy", lambda y, p, r: float(y[-1] - y[0])),
    "par": ("numpy", lambda y, p, r: max(0.0, float(y[-1] - np.average(y, weights=p)))),
    "bgv": ("statsmodels DescrStatsW", spread),
    "cov": ("numpy", variation),
    "mdmw": ("numpy", far),
    "mdbu": ("numpy", lambda y, p, r: float(np.mean(np.abs(y - y.max())))),
    "ti": ("scipy entropy", theil),
    "mld": ("scipy entropy", mean_log_deviation),
    "aci": ("numpy cov", concentration),
    "sii_linear": ("statsmodels WLS", straight_line),
    "sii_logit": ("statsmodels GLM", curved_line),
}
R_LOOP = """
groups <- read.csv(commandArgs(TRUE)[1])
listed <- split(groups, groups$table)
took <- system.time(for (one in listed) healthequal::sii(
  pop = one$people, est = one$estimate, subgroup_order = one$order,
  scaleval = rep(100, nrow(one))))
cat(as.character(packageVersion("healthequal")), took[["elapsed"]], length(listed))
"""


def timed(call: Callable[[], object]) -> tuple[float, object]:
    """Give the seconds a call takes, and what it gives."""
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found


def all_measures(
    tables: Tables, rounds: int, measure: Callable[[Subgroups], dict[str, Estimate]]
) -> tuple[float, int]:
    """Give the median seconds of reading the tables and measuring all, and how many measures."""
    took, measures = [], 0
    for _ in range(rounds):
        seconds, found = timed(lambda: measure(tables.read()))
        took.append(seconds)
        measures = len(found)
    return statistics.median(took), measures


def with_draws(rounds: int, count: int = 100, draws: int = 10_000) -> tuple[float, int, int]:
    """Give the milliseconds of one interval that needs draws, and how many were found of how many.

    Tables have ten groups; draws are shared by all tables and measures.
    """
    tables = made_of_ten(count).read()
    plain = [timed(lambda: summarize(tables)) for _ in range(rounds)]
    drawn = [timed(lambda: summarize(tables, draws=draws)) for _ in range(rounds)]
    before, after = plain[-1][1], drawn[-1][1]
    kinked = [
        name for name, found in before.items() if any("needs_draws" in f for f in found.flags)
    ]
    found = sum(int(np.isfinite(after[name].low).sum()) for name in kinked)
    more = statistics.median(took for took, _ in drawn) - statistics.median(
        took for took, _ in plain
    )
    return 1000 * more / found, found, len(kinked) * count


def beside_loops(tables: Tables, rounds: int) -> list[list[str]]:
    """Time each measure beside its loop; both give the same numbers."""
    each = tables.each()
    body = []
    for name, (peer, loop) in LOOPS.items():
        ours, theirs = [], []
        for _ in range(rounds):
            # Reading the tables is part of what we do; cutting them apart is a gift to the loop.
            took, found = timed(partial(_here, name, tables))
            ours.append(took)
            took, listed = timed(partial(_looped, loop, each))
            theirs.append(took)
        fast, slow = statistics.median(ours), statistics.median(theirs)
        # Where no line is best ours is undefined; the loop gives whatever it came to.
        given = np.isfinite(found)
        other = np.array(listed)[given]
        off = np.abs(found[given] - other) / np.maximum(np.abs(other), 1e-6)
        body.append([f"`{name}`", peer, f"{1000 * fast:.1f} ms", f"{slow:.2f} s",
                     f"{slow / fast:,.1f}" if slow < 10 * fast else f"{slow / fast:,.0f}",
                     f"{off.max():.0e}"])  # fmt: skip
    return body


def _here(name: str, tables: Tables) -> Array:
    read = tables.read()
    return values(name, read.y, read)


def _looped(loop: Loop, each: list[tuple[Array, Array, Array]]) -> list[float]:
    return [loop(*one) for one in each]


def beside_r(tables: Tables, ours: float, count: int = 200) -> str:
    """Time the slope index of R's healthequal on some tables, where it is installed."""
    program = shutil.which("Rscript")
    if program is None:
        return "R's healthequal was not timed: there was no Rscript."
    some = tables.table < count
    columns = ("table", "estimate", "people", "order")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "groups.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(zip(*(getattr(tables, name)[some] for name in columns), strict=True))
        asked = [program, "-e", R_LOOP, str(path)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return "R's healthequal was not timed: the package is not installed."
    version, seconds, listed = done.stdout.split()
    each = float(seconds) / float(listed)
    return (
        f"R's healthequal {version}, `sii`: {1000 * each:.1f} ms a table, {each / ours:,.0f} times."
    )


def main() -> None:
    """Read the options, time, print, and write the page where it is asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--tables", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    # Of two groups on a line statsmodels warns that nothing is left over; we want that line.
    warnings.simplefilter("ignore")
    tables = made(options.tables)
    names = ("numpy", "scipy", "statsmodels")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    seconds, measures = all_measures(tables, options.rounds, summarize)
    by_formula, _ = all_measures(tables, options.rounds, by_delta)
    each, found, asked_for = with_draws(options.rounds)
    body = beside_loops(tables, options.rounds)
    slope = next(row for row in body if row[0] == "`sii_logit`")
    r_line = beside_r(tables, float(slope[2].split()[0]) / 1000 / options.tables)
    parts = {
        "all measures": (
            f"{options.tables:,} tables of 2 to 40 groups "
            f"({len(tables.table) / options.tables:.1f} on average), "
            f"{measures} measures of each, with the intervals that need no draws: {seconds:.2f} s, "
            f"the median of {options.rounds} rounds. With intervals by the delta method alone: "
            f"{by_formula:.2f} s. The target is {TARGET:g} s."
        ),
        "draws": (
            f"Tables of ten groups, 10,000 draws: {each:.1f} ms an interval. The target is "
            f"{TARGET_OF_DRAWS:g} ms. Of {asked_for:,} intervals {found:,} were found; the others "
            "say why not, and are not counted."
        ),
        "loops": rows(["Measure", "Loop of", "Here", "Loop", "Ratio", "Largest difference"], body),
        "versions": (
            f"Python {platform.python_version()}, {versions}, {os.cpu_count()} cores. {r_line}"
        ),
    }
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    print(*parts.values(), f"Load: {load}", sep="\n\n")
    if options.page:
        put(parts, PAGE)


if __name__ == "__main__":
    main()
