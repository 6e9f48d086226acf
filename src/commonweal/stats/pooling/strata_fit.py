"""Hold a fitted model whose strata each have an effect of their own.

Fitted in random_intercept.py (events) and gaussian_strata.py (amounts); told in strata_model.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.stats.inputs import FloatArray


@dataclass(frozen=True, eq=False)
class Fit:
    """Hold a model with random intercepts, on the scale on which effects add up.

    coefficients:   by column of the design, shape (p,)
    covariance:     of the coefficients, shape (p, p)
    variance:       between strata, 0 or above
    within:         between people of one stratum
    log_likelihood: at the maximum, with all its constants
    effect:         likeliest effect of each stratum, shape (s,)
    information:    what each stratum's own data tell of its effect, shape (s,)
    converged:      whether the maximum was found
    >>> import numpy as np
    >>> none = np.zeros(1)
    >>> Fit(none, none[None], 0.5, 1.5, -3.0, none, none, True).variance
    0.5
    """

    coefficients: FloatArray
    covariance: FloatArray
    variance: float
    within: float
    log_likelihood: float
    effect: FloatArray
    information: FloatArray
    converged: bool
