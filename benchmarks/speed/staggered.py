"""Time a staggered evaluation of 20,000 units in 8 periods with a covariate, beside two packages.

Doubly robust effects of cohorts and periods (Callaway and Sant'Anna) with influences and errors,
and the four ways to put them together. diff-diff and csdid, where they are installed, do the
same in the same run; none of them draws. What is not installed is said.

    python -m benchmarks.speed.staggered [--units 20000] [--periods 8] [--rounds 5] [--page]
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import importlib.util
import io
import warnings
from collections.abc import Callable

import numpy as np
from benchmarks.speed.clock import Took, timed, told

from commonweal.stats.causal.effect_summaries import (
    effects_by_cohort,
    effects_by_period,
    effects_since_start,
    simple_effect,
)
from commonweal.stats.causal.panel import read_panel
from commonweal.stats.causal.staggered import group_time_effects

TARGET = 0.5
Made = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def made(units: int, periods: int) -> Made:
    """Make units that begin in one of the later periods or never; the covariate bends their way."""
    chance = np.random.Generator(np.random.Philox(1))
    when = np.arange(1.0, periods + 1)
    begins = np.append(when[2:], np.inf)
    weight = np.append(np.full(len(begins) - 1, 0.6 / (len(begins) - 1)), 0.4)
    start, known = chance.choice(begins, units, p=weight), chance.normal(0, 1, units)
    outcome = chance.normal(0, 1, units)[:, None] + (0.3 + 0.2 * known[:, None]) * when
    outcome += chance.normal(0, 1, (units, periods))
    outcome += np.where(when >= start[:, None], 0.5, 0.0)
    return outcome, when, start, known


def ours(data: Made) -> float:
    """Give the mean effect, with everything else worked out beside it."""
    outcome, when, start, known = data
    found = group_time_effects(read_panel(outcome, when, start, known), controls="never_treated")
    for together in (effects_since_start, effects_by_cohort, effects_by_period):
        together(found)
    return float(simple_effect(found).overall.value[0])


def long(data: Made) -> object:
    """Write the same units one line a unit and period, as the packages read them."""
    import pandas as pd  # noqa: PLC0415  only where the packages are

    outcome, when, start, known = data
    units, periods = outcome.shape
    begun = np.where(np.isinf(start), 0, start).astype(int)
    return pd.DataFrame({
        "unit": np.repeat(np.arange(units), periods), "time": np.tile(when.astype(int), units),
        "y": outcome.ravel(), "first": np.repeat(begun, periods), "x": np.repeat(known, periods),
    })  # fmt: skip


def by_diff_diff(table: object) -> float:
    """Let diff-diff do it: all aggregations, no draws."""
    from diff_diff import CallawaySantAnna  # noqa: PLC0415  a peer, not installed with us

    model = CallawaySantAnna(control_group="never_treated", n_bootstrap=0, pscore_trim=0.005)
    found = model.fit(table, "y", "unit", "time", "first", covariates=["x"], aggregate="all")
    return float(found.overall_att)


def by_csdid(table: object) -> float:
    """Let csdid do it: all aggregations, no draws."""
    from csdid.att_gt import ATTgt  # noqa: PLC0415  a peer, not installed with us

    model = ATTgt("y", "time", "unit", "first", table, control_group="nevertreated", xformla="y~x")
    # It prints what it finds.
    with contextlib.redirect_stdout(io.StringIO()):
        found = model.fit(est_method="dr", base_period="varying", bstrap=False)
        for kind in ("dynamic", "group", "calendar", "simple"):
            found.aggte(typec=kind, bstrap=False, cband=False)
    return float(found.atte["overall_att"])


PEERS: dict[str, tuple[str, Callable[[object], float]]] = {
    "diff-diff": ("diff_diff", by_diff_diff),
    "csdid": ("csdid", by_csdid),
}


def main() -> None:
    """Read the options, time and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--units", type=int, default=20_000)
    asked.add_argument("--periods", type=int, default=8)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--page", action="store_true", help="write docs/why/speed.md")
    options = asked.parse_args()
    warnings.simplefilter("ignore")
    data = made(options.units, options.periods)
    here = timed(lambda: ours(data), options.rounds)
    what = f"{options.units:,} units, {options.periods} periods, a covariate: here"
    body, more = [here.line(what, f"{TARGET:g}")], []
    for name, (module, run) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            more.append(f"{name} was not timed: it is not installed.")
            continue
        table = long(data)
        took = timed(lambda run=run, table=table: run(table), options.rounds)
        body.append(took.line(f"{name} {importlib.metadata.version(name)}"))
        more.append(_beside(name, here, took))
    told("staggered", body, options.page, " ".join(more))


def _beside(name: str, here: Took, there: Took) -> str:
    apart = abs(float(str(here.found)) - float(str(there.found)))
    return (
        f"{name} takes {there.wall / here.wall:.1f} times as long ({there.cpu / here.cpu:.1f} of "
        f"the processor); its mean effect differs from ours by {apart:.0e}."
    )


if __name__ == "__main__":
    main()
