"""Gaps between groups after adjustment for other things, fitted to compressed cells.

Splitting a gap into its sources is not done here: see decomposition.
"""

from commonweal.stats.adjustment.coefficients import coefficients
from commonweal.stats.adjustment.design import Design, design
from commonweal.stats.adjustment.facility import FacilityGaps, across_facility, within_facility
from commonweal.stats.adjustment.fit import Fit, fit
from commonweal.stats.adjustment.labels import (
    AdjustedGap,
    AdjustedGaps,
    Covariate,
    adjusted_gap,
    adjusted_gaps,
)
from commonweal.stats.adjustment.outcome import Outcome, binomial, gaussian, poisson
from commonweal.stats.adjustment.robust import clustered, heteroscedastic, model_based
from commonweal.stats.adjustment.standardized import Standardized, standardized
from commonweal.stats.adjustment.terms import Number, Term, labeled, number, term

__all__ = [
    "AdjustedGap",
    "AdjustedGaps",
    "Covariate",
    "Design",
    "FacilityGaps",
    "Fit",
    "Number",
    "Outcome",
    "Standardized",
    "Term",
    "across_facility",
    "adjusted_gap",
    "adjusted_gaps",
    "binomial",
    "clustered",
    "coefficients",
    "design",
    "fit",
    "gaussian",
    "heteroscedastic",
    "labeled",
    "model_based",
    "number",
    "poisson",
    "standardized",
    "term",
    "within_facility",
]
