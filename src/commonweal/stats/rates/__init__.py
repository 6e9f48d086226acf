"""Estimates for one group or two: proportions, rates, means, their differences and ratios.

No decision is made here; `commonweal.stats.decision` judges.
"""

from commonweal.stats.rates.against_total import difference_from_total, ratio_to_total
from commonweal.stats.rates.cluster import clustered_rate, design_effect
from commonweal.stats.rates.mean import mean_t, survey_proportion, weighted_mean
from commonweal.stats.rates.paired import mcnemar, paired_means, paired_newcombe
from commonweal.stats.rates.proportion import (
    clopper_pearson,
    jeffreys,
    korn_graubard,
    wilson,
    wilson_cc,
)
from commonweal.stats.rates.rate import byar, byar_midp, exact, phe
from commonweal.stats.rates.two_means import welch_difference, welch_test
from commonweal.stats.rates.two_proportions import (
    difference_test,
    fisher,
    katz,
    mee,
    miettinen_nurminen,
    newcombe,
    pooled_z,
)
from commonweal.stats.rates.two_rates import (
    exact_ratio,
    exact_test,
    mover_difference,
    wald_difference,
    wald_ratio,
)
from commonweal.stats.rates.weighted_means import weighted_means

__all__ = [
    "byar",
    "byar_midp",
    "clopper_pearson",
    "clustered_rate",
    "design_effect",
    "difference_from_total",
    "difference_test",
    "exact",
    "exact_ratio",
    "exact_test",
    "fisher",
    "jeffreys",
    "katz",
    "korn_graubard",
    "mcnemar",
    "mean_t",
    "mee",
    "miettinen_nurminen",
    "mover_difference",
    "newcombe",
    "paired_means",
    "paired_newcombe",
    "phe",
    "pooled_z",
    "ratio_to_total",
    "survey_proportion",
    "wald_difference",
    "wald_ratio",
    "weighted_mean",
    "weighted_means",
    "welch_difference",
    "welch_test",
    "wilson",
    "wilson_cc",
]
