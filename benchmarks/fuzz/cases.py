"""Which estimators are fuzzed, with what columns, and what each promises beyond what all do.

The summary measures of inequality have a generator of their own: tables.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from benchmarks.fuzz.columns import Array, Columns
from benchmarks.fuzz.contract import Promise

from commonweal.stats.decision import planning, power
from commonweal.stats.decision.grade import grade_groups
from commonweal.stats.decision.presentation import nchs
from commonweal.stats.decision.rate_presentation import nchs_rate
from commonweal.stats.decomposition.mix import split_site_counts
from commonweal.stats.inequality import individual_concentration
from commonweal.stats.inequality.individual_slope import (
    individual_relative_slope,
    individual_slope_index,
)
from commonweal.stats.inequality.ranks import rank_rows
from commonweal.stats.missing import bounds, completeness
from commonweal.stats.pooling.beta_binomial import beta_binomial
from commonweal.stats.pooling.gamma_poisson import gamma_poisson
from commonweal.stats.pooling.normal import shrink
from commonweal.stats.rates import (
    against_total,
    cluster,
    mean,
    paired,
    proportion,
    rate,
    two_means,
    two_proportions,
    two_rates,
    weighted_means,
)
from commonweal.stats.standardization import contrast, direct, indirect
from commonweal.stats.time import (
    control,
    funnel,
    gap_chart,
    gap_trend,
    joinpoint,
    rate_control,
    rate_funnel,
    slope,
    trend,
)

Drawn = dict[str, Any]
SHARE, P_VALUE, NOT_NEGATIVE = Promise(0, 1), Promise(0, 1, limits=False), Promise(lowest=0)
APART, NO_LIMITS = Promise(-1, 1), Promise(limits=False)
PERIODS, STRATA = 7, 4


@dataclass(frozen=True)
class Case:
    """Hold one estimator: how it is called, with what, what it promises.

    shared:   arguments that all tables share, which are not one for each table
    rows:     whether arguments have one entry a row, with `table` saying which table it is of
    part:     which part of the tables is drawn: exact tests take long
    promise:  of the Estimate that it gives; `parts` of those that a larger answer holds
    endless:  parts of its answer that may be infinite, as its docstring says
    refusals: codes of Problems that what is drawn may well deserve
    """

    name: str
    call: Callable[..., Any]
    draw: Callable[[Columns], Drawn]
    promise: Promise = field(default_factory=Promise)
    shared: tuple[str, ...] = ()
    parts: Promise = field(default_factory=lambda: Promise(limits=False))
    endless: tuple[str, ...] = ()
    rows: bool = False
    part: float = 1.0
    whole: bool = False
    most: float = 1e15
    refusals: tuple[str, ...] = ()


def group(c: Columns) -> Drawn:
    people = c.people()
    return {"events": c.part(people), "people": people}


def lived(c: Columns) -> Drawn:
    return {"events": c.some(), "time": c.people(), "per": float(c.chance.choice([1, 1000, 1e5]))}


def two_groups(c: Columns) -> Drawn:
    rest = group(c)
    return {**group(c), "rest_events": rest["events"], "rest_people": rest["people"]}


def two_lived(c: Columns) -> Drawn:
    return {
        "events": c.some(),
        "time": c.people(),
        "rest_events": c.some(),
        "rest_time": c.people(),
    }


def sums(c: Columns) -> Drawn:
    """Draw values of up to six people a group, and give their sums."""
    values = c.grid(c.times(6).value(), 6)
    here = np.arange(6) < c.chance.integers(0, 7, c.k)[:, None]
    center = np.where(c.each() < 0.5, values[:, 0], 0.0)
    moved = np.where(here, values - center[:, None], 0.0)
    return {
        "people": here.sum(axis=1).astype(float),
        "totals": moved.sum(axis=1),
        "squares": (moved**2).sum(axis=1),
        "center": center,
    }


def clusters(c: Columns) -> Drawn:
    """Draw up to six persons a cell, their units and their units with the event."""
    wide = Columns(c.chance, c.k * 6, whole=True, most=1e4)
    units = wide.people()
    events = c.grid(wide.part(units), 6)
    units = c.grid(units, 6)
    here = np.arange(6) < c.chance.integers(0, 7, c.k)[:, None]
    units = np.where(here, units, 0.0)
    events = np.minimum(np.where(here, events, 0.0), units)
    return {
        "persons": here.sum(axis=1).astype(float),
        "units": units.sum(axis=1),
        "events": events.sum(axis=1),
        "units_squared": (units**2).sum(axis=1),
        "units_events": (units * events).sum(axis=1),
        "events_squared": (events**2).sum(axis=1),
    }


def strata(c: Columns) -> Drawn:
    wide = c.times(STRATA)
    people = c.grid(wide.people(), STRATA)
    events = np.minimum(c.grid(wide.some(), STRATA), people)
    return {
        "events": np.where(people > 0, events, 0.0),
        "people": people,
        "standard": [5.0, 0.0, 20.0, 7.5],
        "collapse": True,
    }


def two_strata(c: Columns) -> Drawn:
    rest = strata(c)
    return {**strata(c), "rest_events": rest["events"], "rest_people": rest["people"]}


def observed(c: Columns) -> Drawn:
    return {"observed": c.some(), "expected": c.people()}


def series(c: Columns) -> Drawn:
    wide = c.times(PERIODS)
    people = c.grid(wide.people(), PERIODS)
    return {"events": np.minimum(c.grid(wide.part(people.ravel()), PERIODS), people),
            "people": people}  # fmt: skip


def exposed(c: Columns) -> Drawn:
    wide = c.times(PERIODS)
    exposure = c.grid(wide.people(), PERIODS)
    events = np.where(exposure > 0, c.grid(wide.some(), PERIODS), 0.0)
    return {"events": events, "exposure": exposure}


def values(c: Columns) -> Drawn:
    drawn = c.grid(c.times(PERIODS).value(), PERIODS)
    gone = c.chance.random(drawn.shape) < 0.2 * c.each()[:, None]
    return {"values": np.where(gone, np.nan, drawn)}


def two_series(c: Columns) -> Drawn:
    return {"values": values(c)["values"], "rest_values": values(c)["values"]}


def two_series_with_errors(c: Columns) -> Drawn:
    wide = c.times(PERIODS)
    return {
        **two_series(c),
        "se": c.grid(wide.error(), PERIODS),
        "rest_se": c.grid(wide.error(), PERIODS),
    }


def pooled_counts(c: Columns) -> Drawn:
    return {**group(c), "table": c.tables()}


def pooled_rates(c: Columns) -> Drawn:
    time = c.people()
    return {"events": np.where(time > 0, c.some(), 0.0), "time": time, "table": c.tables()}


def pooled_values(c: Columns) -> Drawn:
    return {"y": c.value(), "variance": c.error() ** 2, "table": c.tables()}


def against(c: Columns) -> Drawn:
    return {"estimate": c.value(), "se": c.error(), "people": c.people(), "table": c.tables()}


def against_not_negative(c: Columns) -> Drawn:
    drawn = against(c)
    return {**drawn, "estimate": np.abs(drawn["estimate"])}


def planned(c: Columns) -> Drawn:
    return {"rest_rate": c.share(), "people": c.people(), "rest_people": c.people()}


def missing(c: Columns) -> Drawn:
    gone = c.people()
    return {**group(c), "missing_events": c.part(gone), "missing": gone}


def graded(c: Columns) -> Drawn:
    return {
        **two_groups(c),
        "favourable": bool(c.chance.integers(0, 2)),
        "prior_flagged": c.chance.integers(0, 3, c.k),
        "family": c.tables(),
    }


def sites(c: Columns) -> Drawn:
    return {**two_groups(c), "tables": c.tables()}


def _welch(call: Callable[..., Any]) -> Callable[..., Any]:
    def compare(**drawn: Array) -> Any:
        rest = {name[5:]: column for name, column in drawn.items() if name.startswith("rest_")}
        ours = {name: column for name, column in drawn.items() if not name.startswith("rest_")}
        return call(mean.mean_t(**ours), mean.mean_t(**rest))

    return compare


def two_sums(c: Columns) -> Drawn:
    return {**sums(c), **{f"rest_{name}": column for name, column in sums(c).items()}}


def people_in_ranks(c: Columns) -> Drawn:
    """Draw people one by one: outcome, income with ties, weight and table."""
    income = np.where(c.each() < 0.5, np.floor(4 * c.each()), c.value())
    return {"outcome": c.value(), "ranking": income, "weights": c.error(), "table": c.tables()}


def shares_in_ranks(c: Columns) -> Drawn:
    return {**people_in_ranks(c), "outcome": c.share()}


def _ranked(call: Callable[..., Any], *more: float) -> Callable[..., Any]:
    def measure(**drawn: Array) -> Any:
        return call(rank_rows(**drawn), *more)

    return measure


def _cases() -> tuple[Case, ...]:
    grouped = (_rates(), _two(), _standardized(), _ranks(), _time(), _pooled(), _decided())
    return tuple(case for cases in grouped for case in cases)


def _ranks() -> list[Case]:
    rows = {"rows": True, "part": 0.5}
    people = individual_concentration
    return [
        Case("rows aci", _ranked(people.absolute_index), people_in_ranks, **rows),
        Case("rows aci of 4", _ranked(people.absolute_index, 4.0), people_in_ranks, **rows),
        Case("rows rci", _ranked(people.relative_index), people_in_ranks, **rows),
        Case("rows wagstaff", _ranked(people.wagstaff_index, 0, 1), shares_in_ranks, APART, **rows),
        Case("rows erreygers", _ranked(people.erreygers_index, 0, 1), shares_in_ranks, **rows),
        Case("rows sii", _ranked(individual_slope_index), people_in_ranks, **rows),
        Case("rows rii", _ranked(individual_relative_slope), people_in_ranks, NOT_NEGATIVE, **rows),
    ]


def _rates() -> list[Case]:
    return [
        Case("wilson", proportion.wilson, group, SHARE),
        Case("wilson_cc", proportion.wilson_cc, group, SHARE),
        Case("clopper_pearson", proportion.clopper_pearson, group, SHARE),
        # Of a part of an event, which a survey may have, a quantile of the posterior may be more.
        Case("jeffreys", proportion.jeffreys, group, Promise(0, 1, inside=False)),
        Case("korn_graubard", proportion.korn_graubard,
             lambda c: {"share": c.share(), "people": c.people(), "effective": c.people(),
                        "df": np.floor(20 * c.each())}, SHARE),
        *(Case(f"rate {call.__name__}", call, lived, NOT_NEGATIVE)
          for call in (rate.exact, rate.byar, rate.byar_midp, rate.phe)),
        Case("mean_t", mean.mean_t, sums),
        Case("weighted_means", weighted_means,
             lambda c: {"values": c.value(), "weights": c.error(), "table": c.tables(),
                        "units": c.chance.integers(0, 4, c.k)}, rows=True),
        Case("clustered_rate", cluster.clustered_rate, clusters, SHARE),
        Case("difference_from_total", against_total.difference_from_total, against, rows=True),
        Case("ratio_to_total", against_total.ratio_to_total, against_not_negative, NOT_NEGATIVE,
             rows=True),
    ]  # fmt: skip


def _two() -> list[Case]:
    pairs = ("both", "first_only", "second_only", "neither")
    exact = {"part": 0.02, "whole": True, "most": 1e4}
    return [
        *(Case(call.__name__, call, two_groups, APART) for call in (
            two_proportions.newcombe, two_proportions.miettinen_nurminen, two_proportions.mee)),
        Case("katz", two_proportions.katz, two_groups, NOT_NEGATIVE),
        Case("pooled_z", two_proportions.pooled_z, two_groups, P_VALUE),
        Case("fisher", two_proportions.fisher, two_groups, P_VALUE, **exact),
        Case("difference_test", two_proportions.difference_test, two_groups, P_VALUE, **exact),
        Case("wald_ratio", two_rates.wald_ratio, two_lived, NOT_NEGATIVE),
        Case("exact_ratio", two_rates.exact_ratio, two_lived, NOT_NEGATIVE),
        Case("exact_test", two_rates.exact_test, two_lived, P_VALUE, **exact),
        Case("wald_difference", two_rates.wald_difference, two_lived),
        Case("mover_difference", two_rates.mover_difference, two_lived),
        Case("welch_difference", _welch(two_means.welch_difference), two_sums),
        Case("welch_test", _welch(two_means.welch_test), two_sums, P_VALUE),
        Case("paired_means", paired.paired_means,
             lambda c: {"first": c.value(), "second": c.value(), "table": c.tables()}, rows=True),
        Case("paired_newcombe", paired.paired_newcombe,
             lambda c: {name: c.people() for name in pairs}, APART),
        Case("mcnemar", paired.mcnemar, lambda c: {name: c.people() for name in pairs[1:3]},
             P_VALUE, whole=True, most=1e9),
    ]  # fmt: skip


def _standardized() -> list[Case]:
    shared = ("standard", "collapse")
    return [
        *(Case(call.__name__, call, strata, NOT_NEGATIVE, shared)
          for call in (direct.dobson, direct.gamma, direct.gamma_midp)),
        Case("direct_difference", contrast.direct_difference, two_strata, shared=shared),
        Case("direct_ratio", contrast.direct_ratio, two_strata, NOT_NEGATIVE, shared),
        Case("direct_test", contrast.direct_test, two_strata, P_VALUE, shared),
        Case("standardized_ratio", indirect.standardized_ratio, observed, NOT_NEGATIVE),
        Case("ratio_test", indirect.ratio_test, observed, P_VALUE),
        Case("ratio_of_ratios", indirect.ratio_of_ratios,
             lambda c: {**observed(c), **{f"rest_{k}": v for k, v in observed(c).items()}},
             NOT_NEGATIVE),
    ]  # fmt: skip


def _time() -> list[Case]:
    return [
        Case("logit_slope", slope.logit_slope, series, part=0.2),
        Case("log_slope", slope.log_slope, exposed, part=0.2),
        Case("percent_change", slope.percent_change, exposed, part=0.2),
        Case("cochran_armitage", trend.cochran_armitage, series, NO_LIMITS),
        Case("straight_slope", trend.straight_slope, series),
        Case("gap_trend", gap_trend, two_series_with_errors),
        *(Case(call.__name__, call, series, NO_LIMITS, part=0.5)
          for call in (control.p_chart, control.laney_chart, control.proportion_chart)),
        *(Case(call.__name__, call, exposed, NO_LIMITS, part=0.5) for call in
          (rate_control.u_chart, rate_control.laney_rate_chart, rate_control.rate_chart)),
        Case("xmr_chart", control.xmr_chart, values, NO_LIMITS, part=0.5),
        Case("gap_chart", gap_chart, two_series, NO_LIMITS, part=0.5),
        Case("funnel", funnel, series, NO_LIMITS, part=0.1),
        Case("rate_funnel", rate_funnel, exposed, NO_LIMITS, part=0.1),
        Case("join_pieces", joinpoint.join_pieces,
             lambda c: {"rates": np.abs(c.grid(c.times(PERIODS).value(), PERIODS))}, NO_LIMITS,
             part=0.1),
    ]  # fmt: skip


def _pooled() -> list[Case]:
    return [
        *(Case(f"shrink {method}", shrink,
               lambda c, method=method: {**pooled_values(c), "method": method},
               shared=("method",), rows=True, part=0.5)
          for method in ("reml", "ml", "paule_mandel", "dersimonian_laird")),
        # A posterior may be so skewed that its mean lies beyond its quantiles.
        Case("beta_binomial", beta_binomial, pooled_counts, rows=True, part=0.2,
             parts=Promise(inside=False, limits=False), endless=(".alpha", ".beta")),
        Case("gamma_poisson", gamma_poisson, pooled_rates, rows=True, part=0.2,
             parts=Promise(inside=False, limits=False), endless=(".events", ".time")),
        Case("worst_case", bounds.worst_case, lambda c: {**group(c), "missing": c.people()}, SHARE),
        Case("rate_bounds", bounds.rate_bounds, missing, SHARE),
        Case("gap_bounds", bounds.gap_bounds, lambda c: {**two_groups(c), **missing(c)}, APART),
        Case("completeness", completeness,
             lambda c: {"known": (seen := group(c))["events"], "people": seen["people"]}, SHARE),
        Case("split_site_counts", split_site_counts, sites, rows=True, part=0.5),
    ]  # fmt: skip


def _decided() -> list[Case]:
    return [
        Case("mdd", power.mdd, planned, NO_LIMITS),
        Case("detectable", power.detectable,
             lambda c: {"rate": c.share(), "people": c.people()}, NO_LIMITS, part=0.5),
        Case("power_of", power.power_of,
             lambda c: {"rate": c.share(), "other_rate": c.share(), "people": c.people()}, P_VALUE),
        Case("people_for", power.people_for,
             lambda c: {"rate": c.share(), "other_rate": c.share()}, NO_LIMITS),
        Case("expected_detectable", planning.expected_detectable, planned, NO_LIMITS),
        Case("people_needed", planning.people_needed,
             lambda c: {"rest_rate": c.share(), "difference": c.share() - c.share()}, NO_LIMITS),
        Case("grade_groups", grade_groups, graded, NO_LIMITS, ("favourable",), part=0.5),
        Case("nchs", nchs, group, NO_LIMITS),
        Case("nchs_rate", nchs_rate, group, NO_LIMITS),
    ]  # fmt: skip


CASES = _cases()
