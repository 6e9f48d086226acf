"""Time the logistic fit, 55 columns on 10^6 cells, beside statsmodels GLM and glum in one run.

Two sets of cells: crowded (most combinations of seven terms occur) and thin (one in twenty of
eleven terms). Every fit is from arrays in memory to coefficients; making the arrays, the peers'
dummy columns and their data frames too, is outside the time. Rounds go in turn over the three.

    python benchmarks/speed/logistic.py [--cells 1000000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import statistics
import time
from collections.abc import Callable

import glum
import numpy as np
import pandas as pd
import statsmodels.api as sm

from commonweal.stats.adjustment.design import Design, design
from commonweal.stats.adjustment.fit import fit
from commonweal.stats.adjustment.outcome import Outcome, binomial
from commonweal.stats.adjustment.terms import term

CROWDED = {"race": 8, "language": 7, "age": 9, "ses": 5, "hospital": 18, "month": 12, "sex": 2}
THIN = {
    **{"race": 8, "language": 6, "age": 8, "ses": 5, "hospital": 11, "month": 12, "sex": 2},
    **{"payer": 5, "rural": 4, "interpreter": 2, "referred": 2},
}
TARGETS = {"statsmodels": 100, "glum": 20}


def cells(levels: dict[str, int], count: int, seed: int) -> tuple[Design, Outcome]:
    """Make cells that are each another combination of levels, with their people and events."""
    made = np.random.Generator(np.random.Philox(seed))
    shape = tuple(levels.values())
    chosen = made.choice(int(np.prod(shape)), size=count, replace=False, shuffle=False)
    codes = np.unravel_index(chosen, shape)
    people = made.integers(1, 6, count)
    effects = [made.normal(0, 0.3, size) for size in shape]
    eta = -1 + sum(effect[code] for effect, code in zip(effects, codes, strict=True))
    terms = [
        term(name, code, [f"{at:02d}" for at in range(size)])
        for (name, size), code in zip(levels.items(), codes, strict=True)
    ]
    return design(terms), binomial(made.binomial(people, 1 / (1 + np.exp(-eta))), people)


def peers(model: Design, seen: Outcome) -> dict[str, Callable[[], np.ndarray]]:
    """Give each fit as a call; what a peer wants prepared is prepared here."""
    frame = pd.DataFrame(
        {t.name: pd.Categorical.from_codes(t.codes, t.levels) for t in model.terms}
    )
    dummies = pd.get_dummies(frame, drop_first=True, dtype=float).to_numpy()
    dense = np.column_stack([np.ones(model.cells), dummies])
    outcomes = np.column_stack([seen.total, seen.size - seen.total])
    share = seen.total / seen.size

    def statsmodels_glm() -> np.ndarray:
        return sm.GLM(outcomes, dense, family=sm.families.Binomial()).fit(tol=1e-12).params

    def glum_fit() -> np.ndarray:
        found = glum.GeneralizedLinearRegressor(
            family="binomial", alpha=0, drop_first=True, gradient_tol=1e-9, max_iter=100
        ).fit(frame, share, sample_weight=seen.size)
        return np.concatenate([[found.intercept_], found.coef_])

    return {"commonweal": lambda: fit(model, seen).beta, "statsmodels": statsmodels_glm,
            "glum": glum_fit}  # fmt: skip


def compare(name: str, levels: dict[str, int], count: int, rounds: int) -> None:
    """Time the three on one set of cells and print the medians and ratios."""
    model, seen = cells(levels, count, seed=1)
    calls = peers(model, seen)
    wall: dict[str, list[float]] = {key: [] for key in calls}
    processor: dict[str, list[float]] = {key: [] for key in calls}
    found = {}
    calls["commonweal"]()  # the peers' libraries are warm from their import
    for _ in range(rounds):
        for key, call in calls.items():
            # The fast one is timed more often in each round: its noise is the larger share.
            for _ in range(5 if key == "commonweal" else 1):
                start, start_cpu = time.perf_counter(), time.process_time()
                found[key] = call()
                wall[key].append(time.perf_counter() - start)
                processor[key].append(time.process_time() - start_cpu)
    print(f"\n{name}: {model.cells:,} cells, {len(model.names)} columns, {rounds} rounds")
    ours = {"wall": statistics.median(wall["commonweal"]),
            "cpu": statistics.median(processor["commonweal"])}  # fmt: skip
    for key in calls:
        took, used = statistics.median(wall[key]), statistics.median(processor[key])
        apart = float(np.abs(found[key] - found["commonweal"]).max())
        line = f"  {key:<12} wall {took:9.3f} s  cpu {used:9.3f} s  largest difference {apart:.1e}"
        if key in TARGETS:
            line += f"  ratio wall {took / ours['wall']:.0f} cpu {used / ours['cpu']:.0f}"
            line += f" (target {TARGETS[key]})"
        print(line)


def main() -> None:
    """Read the options, print what runs, compare."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--cells", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    names = ("numpy", "scipy", "statsmodels", "glum", "tabmat", "pandas")
    versions = [f"{name} {importlib.metadata.version(name)}" for name in names]
    print(f"Python {platform.python_version()}, {', '.join(versions)}")
    print(f"{os.cpu_count()} processors, load {', '.join(f'{x:.1f}' for x in os.getloadavg())}")
    for name, levels in (("crowded", CROWDED), ("thin", THIN)):
        compare(name, levels, options.cells, options.rounds)


if __name__ == "__main__":
    main()
