"""Borrow strength: shrinkage, reliability, and what crossed groups have beyond their parts.

No gap is judged here; `commonweal.stats.decision` judges.
"""

from commonweal.stats.pooling.beta_binomial import BetaBinomial, beta_binomial
from commonweal.stats.pooling.gamma_poisson import GammaPoisson, gamma_poisson
from commonweal.stats.pooling.maihda import Maihda, maihda, maihda_of_amounts
from commonweal.stats.pooling.normal import Shrunken, shrink
from commonweal.stats.pooling.reliability import bands, chance_among_worst
from commonweal.stats.pooling.strata import Strata, cross, sizes
from commonweal.stats.pooling.strata_model import StrataModel, auc

__all__ = [
    "BetaBinomial",
    "GammaPoisson",
    "Maihda",
    "Shrunken",
    "Strata",
    "StrataModel",
    "auc",
    "bands",
    "beta_binomial",
    "chance_among_worst",
    "cross",
    "gamma_poisson",
    "maihda",
    "maihda_of_amounts",
    "shrink",
    "sizes",
]
