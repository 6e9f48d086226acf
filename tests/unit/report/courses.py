"""Made-up courses with every case a figure must set: hidden, beyond, apart, long, far apart."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from tests.unit.report.example import SMALL, count, finding, hidden, percent, shown, withheld

from commonweal.findings.course import (
    Course,
    GapLine,
    Moment,
    Panel,
    Place,
    RunChart,
    SlopeLine,
    Spread,
)
from commonweal.findings.finding import Cell, Finding

MONTHS = (
    "July 2024", "August 2024", "September 2024", "October 2024", "November 2024",
    "December 2024", "January 2025", "February 2025", "March 2025", "April 2025", "May 2025",
    "June 2025",
)  # fmt: skip
DAYS = (
    "2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01", "2024-11-01", "2024-12-01",
    "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01",
)  # fmt: skip
ISLANDER = "Native Hawaiian or other Pacific Islander"


def moment(label: str, day: str, rate: float, people: int = 900, beyond: bool = False) -> Moment:
    """Give a shown stretch of time."""
    half = 1.96 * sqrt(rate * (1 - rate) / people)
    low, high = max(0.0, rate - half), min(1.0, rate + half)
    return Moment(label, day, percent(rate), percent(low), percent(high), count(people), beyond)


def silent(label: str, day: str) -> Moment:
    """Give a stretch of time that may not be shown."""
    return Moment(label, day, hidden(), hidden(), hidden(), hidden())


def months(
    middle: float, step: float = 0.0, people: int = 900, beyond: int = -1
) -> tuple[Moment, ...]:
    """Give twelve months around a middle; one may be beyond chance."""
    return tuple(
        moment(label, day, middle + step * at + 0.012 * ((at * 5) % 4 - 1.5)
               + (0.11 if at == beyond else 0.0), people, at == beyond)
        for at, (label, day) in enumerate(zip(MONTHS, DAYS, strict=True))
    )  # fmt: skip


def run(label: str, moments: tuple[Moment, ...], rule: str, middle: float = 0.7) -> RunChart:
    """Give a run chart with limits of three standard errors."""
    limits = tuple(
        (percent(middle - 0.045), percent(middle + 0.045)) if one.rate.shown
        else (hidden(), hidden())
        for one in moments
    )  # fmt: skip
    return RunChart(label, moments, percent(middle), limits, rule)


def course() -> Course:
    """Give a course with every figure."""
    mine, others = months(0.58, 0.004, 110), months(0.74, people=1000)
    broken = (*mine[:4], silent(MONTHS[4], DAYS[4]), *mine[5:])
    apart = (True, True, True, False, False, True, False, False, True, True, True, True)
    return Course(
        runs=(
            run("All patients", months(0.7, beyond=8), "One month lies outside the limits."),
            run("Hispanic or Latino", broken, "No rule of the chart fired.", 0.6),
        ),
        gaps=(
            GapLine("Hispanic or Latino", broken, others, apart, "The gap is steady."),
            GapLine(ISLANDER, months(0.73, 0.001, 60), others, (False,) * 12,
                    "The gap is closing."),
        ),
        slopes=(
            SlopeLine("Asian", moment("July 2023 to June 2024", "2023-07-01", 0.70, 820),
                      moment("July 2024 to June 2025", "2024-07-01", 0.712, 861)),
            SlopeLine("Hispanic or Latino",
                      moment("July 2023 to June 2024", "2023-07-01", 0.57, 1200),
                      moment("July 2024 to June 2025", "2024-07-01", 0.601, 1288)),
            SlopeLine(ISLANDER, silent("July 2023 to June 2024", "2023-07-01"),
                      moment("July 2024 to June 2025", "2024-07-01", 0.66, 61)),
        ),
        places=(
            Place("East Hospital", percent(0.69), count(5200), percent(0.66), percent(0.74), ""),
            Place("Harbor Clinic", percent(0.61), count(2100), percent(0.64), percent(0.76),
                  "below"),
            Place("Hill Clinic", percent(0.79), count(4100), percent(0.655), percent(0.745),
                  "above"),
            Place("Mission Clinic", percent(0.72), count(640), percent(0.61), percent(0.79), ""),
            Place("Night Clinic", hidden(), hidden(), hidden(), hidden(), ""),
            Place("River Clinic", Cell(None, "not shown (protects another number)"), count(900),
                  hidden(), hidden(), ""),
        ),
        spreads=(
            Spread("Hispanic or Latino", tuple(percent(0.5 + 0.02 * at) for at in range(10)),
                   "If you pick one month of each, in 43 of 100 pairs this group fares better."),
            Spread("White", tuple(percent(0.68 + 0.011 * at) for at in range(12)), ""),
            Spread(ISLANDER, (hidden(), hidden()), ""),
        ),
        panels=(
            Panel("East Hospital", (shown("White", 820, 1100, "N"),
                                    shown("Hispanic or Latino", 92, 150, "B", -12.0))),
            Panel("Harbor Clinic", (shown("White", 300, 420, "N"), withheld(
                "Hispanic or Latino", SMALL))),
            Panel("Hill Clinic", (shown("White", 510, 700, "N"),
                                  shown("Hispanic or Latino", 70, 111, "C", -9.0))),
        ),
        parts="months",
    )  # fmt: skip


def behind(**changes: object) -> Finding:
    """Give the finding of the design picture with all that lies behind it."""
    return replace(finding(**changes), course=course())
