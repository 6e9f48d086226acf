"""What a measure is: one frozen declaration, whatever its method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from commonweal.kinds import Problem
from commonweal.measures.criteria import Criterion


class Better(Enum):
    """Say which way is better; never implied.

    >>> Better("lower")
    <Better.LOWER: 'lower'>
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Unit(Enum):
    """Name what is counted.

    >>> Unit("patient")
    <Unit.PATIENT: 'patient'>
    """

    PATIENT = "patient"
    ENCOUNTER = "encounter"


class Fidelity(Enum):
    """Say how a measure stands to its published source.

    EXACT: all its published test cases pass. ADAPTED: the differences are listed. LOCAL: ours.

    >>> Fidelity("exact")
    <Fidelity.EXACT: 'exact'>
    """

    EXACT = "exact"
    ADAPTED = "adapted"
    LOCAL = "local"


@dataclass(frozen=True)
class Step:
    """Name one criterion in plain words; the words stand in the funnel.

    says: what is true of those who pass, such as "18 to 75 years old"
    test: the criterion

    >>> from commonweal.measures.criteria import Sex
    >>> Step("recorded as female", Sex("female")).says
    'recorded as female'
    """

    says: str
    test: Criterion


@dataclass(frozen=True)
class Target:
    """Name where the measure should be, and who said so.

    value:  as a proportion
    source: citation

    >>> Target(0.8, "the council, 2025").value
    0.8
    """

    value: float
    source: str


@dataclass(frozen=True)
class Privacy:
    """Name the smallest number of persons that may be shown; it can only be raised above 11.

    smallest: persons

    >>> Privacy().smallest
    11
    """

    smallest: int = 11


@dataclass(frozen=True)
class Measure:
    """Declare one measure. Its file is the whole of it.

    key, version, title: "care.bp_control", semver, a plain phrase of at most 8 words
    commitments:  keys of the promises it bears on
    unit_of_analysis: what is counted
    unit:         how its figure is written: percent
    better:       which way is better
    population:   steps every unit must pass, in order; the funnel counts who left at which
    denominator:  further steps after the population, if the source has them apart
    exclusions:   steps that take a unit out of the denominator
    exceptions:   steps that take a unit out unless it met the event
    event:        the numerator
    met, not_met: what is said of a unit in and not in the numerator, such as
                  "had blood pressure under control", "did not"
    people:       the word for those counted: "patients", "visits"
    estimator:    name of the method: proportion
    stratify_by:  keys of the views it is split by unless others are asked for
    standardise_by, adjust_for: what it is adjusted for, each labelled need, access or social
    reference:    "everybody_else", or a group of a view with a reason in `limits`
    target, benchmark: where it should be; what others reach (shown, never judged against)
    minimum:      smallest denominator that is judged
    smallest_gap: smallest relative difference that matters
    needs:        tables without which nothing can be computed
    period:       length of the measurement period: year
    fidelity:     how it stands to its source
    privacy:      smallest cell
    why, limits, levers: why it matters, what it can not tell, which office can move it
    caveats:      sentences printed with every result
    sources:      citations, with version
    reviewed_by, reviewed_on, review_by: empty until a qualified person has really reviewed it
    Fails with Problem "measure-malformed" when the declaration contradicts itself.

    >>> from commonweal.measures.registry import find
    >>> find("care.bp_control").steps[-2:]
    ('not_met', 'met')
    """

    key: str
    version: str
    title: str
    commitments: tuple[str, ...]
    better: Better
    population: tuple[Step, ...]
    event: Step
    met: str
    needs: tuple[str, ...]
    why: str
    limits: str
    levers: str
    sources: tuple[str, ...]
    unit_of_analysis: Unit = Unit.PATIENT
    unit: str = "percent"
    denominator: tuple[Step, ...] = ()
    exclusions: tuple[Step, ...] = ()
    exceptions: tuple[Step, ...] = ()
    people: str = "patients"
    estimator: str = "proportion"
    stratify_by: tuple[str, ...] = ("race_ethnicity", "language", "sex")
    standardise_by: tuple[str, ...] = ()
    adjust_for: tuple[tuple[str, str], ...] = ()
    reference: str = "everybody_else"
    target: Target | None = None
    benchmark: Target | None = None
    minimum: int = 30
    smallest_gap: float = 0.10
    period: str = "year"
    fidelity: Fidelity = Fidelity.LOCAL
    privacy: Privacy = Privacy()
    caveats: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None
    review_by: date | None = None

    def __post_init__(self) -> None:
        faults = tuple(_faults(self))
        if faults:
            raise Problem(
                "measure-malformed",
                f"The measure {self.key} contradicts itself: {'; '.join(faults)}.",
                "Mend its file; the reference of measures says what each field means.",
            )

    @property
    def steps(self) -> tuple[str, ...]:
        """Give the columns of its counts, in order: ways out, then not met, then met."""
        return (
            *(f"not {step.says}" for step in self.population + self.denominator),
            *(f"excluded: {step.says}" for step in self.exclusions),
            *(f"exception: {step.says}" for step in self.exceptions),
            "not_met",
            "met",
        )


def _faults(measure: Measure) -> list[str]:
    found = []
    if not measure.commitments:
        found.append("it names no commitment")
    if len(measure.title.split()) > 8:
        found.append("its title is longer than 8 words")
    if not measure.population:
        found.append("it has no population")
    if measure.privacy.smallest < 11:
        found.append("its smallest cell is under 11")
    if not measure.needs:
        found.append("it names no table that it needs")
    found += [f"it asks for {what}, which is not built yet" for what in _not_built(measure)]
    if len(set(measure.steps)) != len(measure.steps):
        found.append("two of its steps bear the same words")
    return found


def _not_built(measure: Measure) -> list[str]:
    """Name what a declaration may ask for one day and nothing computes today."""
    asked = {
        f"the estimator {measure.estimator}": measure.estimator != "proportion",
        f"the reference {measure.reference}": measure.reference != "everybody_else",
        f"a period of a {measure.period}": measure.period != "year",
        "standardization": bool(measure.standardise_by),
        "adjustment": bool(measure.adjust_for),
        "a target": measure.target is not None,
        "a benchmark": measure.benchmark is not None,
    }
    return [what for what, wanted in asked.items() if wanted]
