"""Fit a line on the logit or log scale to many series of counts at once, by Fisher scoring.

Two coefficients only; models with covariates stand in `commonweal.stats.adjustment`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit, xlogy

from commonweal.stats.inputs import FloatArray
from commonweal.stats.results import Mask
from commonweal.stats.time.line import weighted_line

STEPS = 30
HALVINGS = 60
# A log further from zero than this is beyond what a number can hold; so is a spread below that.
LARGEST = 300.0
SMALLEST = 1e-100


@dataclass(frozen=True, eq=False)
class Lines:
    """Hold the slope of each series.

    slope:   change of the logit or log a unit of time, shape (k,); nan where separated
    se:      its standard error, shape (k,)
    settled: whether the steps came to rest, shape (k,)

    >>> one = np.ones((1, 3))
    >>> fit_lines(np.array([[1.0, 2.0, 4.0]]), one * 9, np.arange(3.0), "log").slope.round(6)
    array([0.693147])
    """

    slope: FloatArray
    se: FloatArray
    settled: Mask


def fit_lines(
    events: FloatArray,
    size: FloatArray,
    when: FloatArray,
    link: str,
    precision: float = 1e-12,
) -> Lines:
    """Fit one line to each series by maximum likelihood.

    events:    events, shape (k, periods)
    size:      people ("logit") or exposure ("log"), shape (k, periods); 0 for an absent period
    when:      time of each period, shape (periods,)
    link:      "logit" for binomial counts, "log" for Poisson counts
    precision: the steps stop when the deviance changes by less than this share
    Gives the Lines; a series that no finite slope fits best does not settle, and each series
    stops by itself, so company does not move it.
    Source: McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition, section 2.5; start
    and stop as base R glm, whose precision is 1e-8; checked against it in
    tests/reference/test_statistics_trend.py
    >>> one = np.ones((1, 3))
    >>> fit_lines(np.array([[1.0, 2.0, 4.0]]), one * 5, np.arange(3.0), "logit").slope.round(4)
    array([1.3956])
    """
    slope, se = np.full(len(events), np.nan), np.full(len(events), np.nan)
    settled = np.zeros(len(events), dtype=np.bool_)
    # The start of base R settles in a few steps or runs away; then a level line is the start.
    for level_start in (False, True):
        left = np.flatnonzero(~settled)
        steps = _Steps(events[left], size[left], when, link)
        steps.start(level=level_start)
        for taken in range(STEPS):
            at = np.flatnonzero(~settled[left])
            if not len(at):
                break
            found = steps.step(at, precision, first=taken == 0 and not level_start)
            slope[left[at]], se[left[at]], settled[left[at]] = found
    return Lines(slope, se, settled)


class _Steps:
    """Hold where the search stands."""

    def __init__(self, events: FloatArray, size: FloatArray, when: FloatArray, link: str) -> None:
        self.events, self.when, self.logit = events, when - when.mean(), link == "logit"
        self.here = size > 0
        self.size = np.where(self.here, size, 1.0)
        if not self.logit:
            # In units of the whole series' rate, so that no unit of exposure is too large.
            self.size *= (events.sum(axis=1) / size.sum(axis=1))[:, None]
        share = events / self.size
        self.highest = xlogy(events, np.where(events > 0, share, 1.0))
        if self.logit:
            rest = np.where(events < self.size, 1 - share, 1.0)
            self.highest += xlogy(self.size - events, rest)
        # Sums over so many people are known no better than this.
        self.rounding = 2e-14 * np.where(self.here, self.size, 0.0).sum(axis=1)

    def start(self, *, level: bool) -> None:
        """Start from the points themselves, or from the same rate at all times."""
        if self.logit:
            had, size = self.events, self.size
            if level:
                had = had.sum(axis=1, keepdims=True) * np.ones_like(size)
                size = np.where(self.here, size, 0.0).sum(axis=1, keepdims=True) * np.ones_like(
                    size
                )
            self.line = np.log((had + 0.5) / (size - had + 0.5))
        else:
            rate = (self.events + 0.1) / self.size
            self.line = np.zeros_like(rate) if level else np.log(rate)
        self.deviance = self._deviance(np.arange(len(self.line)), self.line)

    def step(
        self, at: NDArray[np.intp], precision: float, *, first: bool
    ) -> tuple[FloatArray, FloatArray, Mask]:
        """Take one step with the series in `at`."""
        before, old, size = self.deviance[at], self.line[at], self.size[at]
        rate = self._rate(old)
        spread = np.maximum(rate * (1 - rate) if self.logit else rate, SMALLEST)
        weight = np.where(self.here[at], size * spread, 0.0)
        wanted = np.where(self.here[at], old + (self.events[at] / size - rate) / spread, 0.0)
        found = weighted_line(wanted, weight, self.when)
        line = found.at(self.when)
        after = self._deviance(at, line)
        # The start is not on a line, so only later steps can be too long.
        too_far = np.zeros(len(at), dtype=np.bool_)
        for _ in range(0 if first else HALVINGS):
            worse = after > before + 1e-9 * (before + 1) + self.rounding[at]
            if not worse.any():
                break
            too_far |= worse
            line = np.where(worse[:, None], (line + old) / 2, line)
            after = self._deviance(at, line)
        self.line[at], self.deviance[at] = line, after
        small = precision * (np.abs(after) + 0.1) + self.rounding[at]
        return found.slope, 1 / np.sqrt(found.reach), ~too_far & (np.abs(after - before) < small)

    def _rate(self, line: FloatArray) -> FloatArray:
        return np.asarray(expit(line) if self.logit else np.exp(np.clip(line, -LARGEST, LARGEST)))

    def _deviance(self, at: NDArray[np.intp], line: FloatArray) -> FloatArray:
        had, size = self.events[at], self.size[at]
        if self.logit:
            rest = np.maximum(size - had, 0.0)
            reached = had * log_expit(line) + rest * log_expit(-line)
        else:
            reached = had * line - size * self._rate(line) + had
        return np.asarray(2 * np.where(self.here[at], self.highest[at] - reached, 0.0).sum(axis=1))
