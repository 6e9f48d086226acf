"""Draw studies and the people on their way into them, from the first call to the last visit.

Each study has its own rate of failed screenings and of consent; groups differ only where a gap is
planted. Those approached are drawn so that those enrolled are like those who have the condition.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sample.draws import BoolArray, Draws, FloatArray, IntArray, pick
from commonweal.sample.research.conditions import CONDITIONS, STRATA
from commonweal.sample.research.truth import Size, planted
from commonweal.sample.written import Gap
from commonweal.sample.years import Years

MONTH = 30.4375
SPONSORS = ("federal", "industry", "internal", "foundation")
UNITS = ("Medicine", "Surgery", "Pediatrics", "Psychiatry", "Neurology", "Public Health")
_SCREENED, _FAILED, _CONSENTED, _ENROLLED, _WITHDRAWN = 0.80, 0.30, 0.75, 0.95, 0.08


@dataclass(frozen=True, eq=False)
class Studies:
    """Hold the studies, one entry each in every array.

    condition, sponsor, unit, phase: places in lists
    opens, closes: first day of enrollment and planned last one, from 1970
    pace: people approached in a year
    failed: probability that a screening fails
    target: people to be enrolled in all
    sites: how many sites enroll
    """

    condition: IntArray
    sponsor: IntArray
    unit: IntArray
    phase: IntArray
    opens: IntArray
    closes: IntArray
    pace: FloatArray
    failed: FloatArray
    target: IntArray
    sites: IntArray

    @property
    def size(self) -> int:
        """Give how many studies there are."""
        return len(self.condition)


@dataclass(frozen=True, eq=False)
class Recruits:
    """Hold the people approached, one entry each in every array.

    study, site: for which study and where
    day: on which day, from 1970
    stratum: place in STRATA
    woman: whether on record as female
    screened, failed, consented, enrolled, withdrawn: how far they came
    """

    study: IntArray
    site: IntArray
    day: IntArray
    stratum: IntArray
    woman: BoolArray
    screened: BoolArray
    failed: BoolArray
    consented: BoolArray
    enrolled: BoolArray
    withdrawn: BoolArray

    @property
    def size(self) -> int:
        """Give how many people there are."""
        return len(self.study)


def studies(draws: Draws, size: Size, years: Years) -> Studies:
    """Draw studies.

    draws: random numbers
    size:  how many, and how many people a year
    years: the years of the sample
    """
    stream = draws.on("studies")
    many = size.studies
    months = stream.integers(18, 49, many)
    # One in four opens in the last year, so that forecasts are asked of some that are young.
    opens = stream.integers(years.start - 300, years.end - 120, many)
    pace = size.approached * np.exp(stream.normal(0.0, 0.3, many))
    failed = np.clip(_FAILED + stream.normal(0.0, 0.06, many), 0.16, 0.44)
    reach = _SCREENED * (1 - failed) * _CONSENTED * _ENROLLED
    hoped = pace * reach * months / 12 * np.exp(stream.normal(0.0, 0.25, many))
    return Studies(
        condition=stream.integers(0, len(CONDITIONS), many),
        sponsor=pick(stream, (0.45, 0.25, 0.2, 0.1), many),
        unit=pick(stream, (0.35, 0.15, 0.15, 0.15, 0.1, 0.1), many),
        phase=pick(stream, (0.1, 0.25, 0.2, 0.05, 0.4), many),
        opens=opens,
        closes=opens + np.rint(months * MONTH).astype(np.int64),
        pace=pace,
        failed=failed,
        target=np.maximum(np.rint(hoped), 10).astype(np.int64),
        sites=stream.integers(1, 4, many),
    )


def recruits(
    draws: Draws,
    found: Studies,
    shares: tuple[FloatArray, FloatArray],
    years: Years,
    gaps: tuple[Gap, ...],
) -> Recruits:
    """Draw the people approached for each study while it was open.

    draws:  random numbers
    found:  the studies
    shares: of the strata and of women among those who have each condition
    years:  the years of the sample
    gaps:   what is planted
    """
    stream = draws.on("recruits")
    first = np.maximum(found.opens, years.start)
    last = np.maximum(np.minimum(found.closes, years.end - 45), first)
    many = stream.poisson(found.pace * (last - first) / 365.25)
    study = np.repeat(np.arange(found.size), many)
    size = len(study)
    day = first[study] + np.floor(stream.random(size) * (last - first)[study]).astype(np.int64)
    more = np.array([planted(gaps, "research.screen_failure", one, 0.0) for one in STRATA])
    fails = np.clip(found.failed[:, None] + more[None, :], 0.01, 0.9)
    ratio = np.array([planted(gaps, "research.participation", one, 1.0) for one in STRATA])
    weights = shares[0][found.condition] * ratio / (1 - fails)
    edges = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[study]
    stratum = np.minimum((stream.random(size)[:, None] > edges).sum(axis=1), len(STRATA) - 1)
    screened = stream.random(size) < _SCREENED
    failed = screened & (stream.random(size) < fails[study, stratum])
    consented = screened & ~failed & (stream.random(size) < _CONSENTED)
    enrolled = consented & (stream.random(size) < _ENROLLED)
    return Recruits(
        study=study,
        site=np.floor(stream.random(size) * found.sites[study]).astype(np.int64),
        day=day,
        stratum=stratum.astype(np.int64),
        woman=stream.random(size) < shares[1][found.condition][study],
        screened=screened,
        failed=failed,
        consented=consented,
        enrolled=enrolled,
        withdrawn=enrolled & (stream.random(size) < _WITHDRAWN),
    )
