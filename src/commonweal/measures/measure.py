"""What a measure is: one frozen declaration, whatever its method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from commonweal.kinds import Asked, Problem, message
from commonweal.kinds import message as _
from commonweal.measures.criteria import Criterion
from commonweal.tables.columns import Column, Table

REFERENCES = ("everybody_else", "target", "benchmark", "zero")
GAPS = ("difference", "ratio")
# What readers read of a declaration in plain words.
READ = ("title", "met", "people", "why", "limits", "levers")
NOT, EXCLUDED, EXCEPTION = _("not {says}"), _("excluded: {says}"), _("exception: {says}")
# Fewest that may be shown together, by what they are.
SMALLEST = {"persons": 11, "vendors": 5, "things": 1}
UNITS = (
    "percent", "points", "minutes", "days", "months", "years", "dollars", "dollars_per_head",
    "per_100_person_years", "per_1000", "ratio", "number", "count", "score", "delta",
)  # fmt: skip


class Better(Enum):
    """Say which way is better; never implied.

    >>> Better("lower")
    <Better.LOWER: 'lower'>
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Unit(Enum):
    """Name what is counted in care; other domains name the table whose rows are their units.

    >>> Unit("patient")
    <Unit.PATIENT: 'patient'>
    """

    PATIENT = "patient"
    ENCOUNTER = "encounter"


class Fidelity(Enum):
    """Say how a measure stands to its published source.

    EXACT: all its published test cases pass. ADAPTED: the differences are listed. LOCAL: ours.
    REPORTED: another engine computed it, and its results were taken as they came.

    >>> Fidelity("exact")
    <Fidelity.EXACT: 'exact'>
    """

    EXACT = "exact"
    ADAPTED = "adapted"
    LOCAL = "local"
    REPORTED = "reported"


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

    def __post_init__(self) -> None:
        _marked(self, ("says",))


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
    """Name the smallest number that may be shown, and of what; of persons never below 11.

    smallest:  persons, vendors or things
    about:     "persons"; "vendors", of whom at least 5 are shown together, none above half of
               the sum; "things", such as conditions or topics, which have nothing to hide

    >>> Privacy().smallest
    11
    """

    smallest: int = 11
    about: str = "persons"


@dataclass(frozen=True)
class Role:
    """Say which column of the unit's table an estimator takes for what.

    name:   as the estimator asks for it: value, weight, exposure, stratum, cluster ...
    column: of the unit's table

    >>> from commonweal.tables.clinical import Encounter
    >>> Role("value", Encounter.los_min).name
    'value'
    """

    name: str
    column: Column


@dataclass(frozen=True)
class FigureWords:
    """Name a further number that the estimator gives, as readers call it.

    key:   as the estimator names it
    label: in plain words, such as "share of the inequality that lies between units"
    unit:  how it is written, as `Measure.unit`
    texts: words for the stable words that it may give instead of a number

    >>> FigureWords("gini", "Gini index", "number").unit
    'number'
    """

    key: str
    label: str
    unit: str
    texts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _marked(self, ("label",))
        told = tuple((word, message(text)) for word, text in self.texts)
        object.__setattr__(self, "texts", told)


@dataclass(frozen=True)
class Measure:
    """Declare one measure. Its file is the whole of it.

    key, version, title: "care.bp_control", semver, a plain phrase of at most 8 words
    commitments:  keys of the promises it bears on
    unit_of_analysis: what is counted: patients, visits, or the rows of a unit table
    unit:         how its figure is written: percent, minutes, dollars, ratio ... (UNITS)
    better:       which way is better
    population:   steps every unit must pass, in order; the funnel counts who left at which
    denominator:  further steps after the population, if the source has them apart
    exclusions:   steps that take a unit out of the denominator
    exceptions:   steps that take a unit out unless it met the event
    event:        the numerator; None where the estimator needs none
    met:          what is said of a unit in the numerator, such as "had blood pressure under
                  control"; of other figures a phrase with {value}: "waited {value} on average"
    people:       the word for those counted: "patients", "visits"
    estimator:    name of the method, from the list in `commonweal.stats.estimators`
    roles:        which column of the unit table the estimator takes for what
    beside:       other tables that it takes whole
    options:      its further settings, by name
    figures:      the further numbers it gives, in words
    gap:          "difference" (value less the other) or "ratio" (value over the other)
    stratify_by:  keys of the views it is split by unless others are asked for
    standardise_by, adjust_for: what it is adjusted for, each labelled need, access or social
    reference:    "everybody_else", "target", "benchmark" (shares that stand in the data) or
                  "zero" (an effect)
    target, benchmark: where it should be; what others reach (shown, never judged against)
    minimum:      smallest denominator that is judged
    smallest_gap: smallest relative difference that matters
    smallest_difference: the same in the measure's unit; of a ratio, the ratio nearest below 1
    needs:        tables without which nothing can be computed
    period:       length of the measurement period: year
    apart:        whether successive periods count different events, so that a gap seen twice has
                  repeated; not where one window reaches over several periods
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
    event: Step | None
    met: str
    needs: tuple[str, ...]
    why: str
    limits: str
    levers: str
    sources: tuple[str, ...]
    unit_of_analysis: Unit | type[Table] = Unit.PATIENT
    unit: str = "percent"
    denominator: tuple[Step, ...] = ()
    exclusions: tuple[Step, ...] = ()
    exceptions: tuple[Step, ...] = ()
    people: str = "patients"
    estimator: str = "proportion"
    roles: tuple[Role, ...] = ()
    beside: tuple[type[Table], ...] = ()
    options: tuple[tuple[str, float | str], ...] = ()
    figures: tuple[FigureWords, ...] = ()
    gap: str = "difference"
    stratify_by: tuple[str, ...] = ("race_ethnicity", "language", "sex")
    standardise_by: tuple[str, ...] = ()
    adjust_for: tuple[tuple[str, str], ...] = ()
    reference: str = "everybody_else"
    target: Target | None = None
    benchmark: Target | None = None
    minimum: int = 30
    smallest_gap: float = 0.10
    smallest_difference: float | None = None
    period: str = "year"
    apart: bool = True
    fidelity: Fidelity = Fidelity.LOCAL
    privacy: Privacy = Privacy()
    caveats: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None
    review_by: date | None = None

    def __post_init__(self) -> None:
        _marked(self, READ)
        object.__setattr__(self, "caveats", tuple(message(one) for one in self.caveats))
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
            *(NOT.format(says=step.says) for step in self.population + self.denominator),
            *(EXCLUDED.format(says=step.says) for step in self.exclusions),
            *(EXCEPTION.format(says=step.says) for step in self.exceptions),
            "not_met",
            "met",
        )

    @property
    def one_each(self) -> bool:
        """Say whether a person is counted at most once."""
        unit = self.unit_of_analysis
        if isinstance(unit, Unit):
            return unit is Unit.PATIENT
        return unit.person() in ("", unit.key)

    @property
    def asked(self) -> Asked:
        """Give what the estimator is asked, in its own words."""
        return Asked(
            reference=self.reference,
            target=self.target.value if self.target else None,
            ratio=self.gap == "ratio",
            options=dict(self.options),
        )

    def figure(self, key: str) -> FigureWords | None:
        """Give the words of a further number, or None where the measure has none for it."""
        return next((one for one in self.figures if one.key == key), None)


def _marked(declared: object, names: tuple[str, ...]) -> None:
    """Mark the texts of a declaration as messages, so that they can be said in other languages."""
    for name in names:
        object.__setattr__(declared, name, message(getattr(declared, name)))


def _faults(measure: Measure) -> list[str]:
    found = []
    if not measure.commitments:
        found.append("it names no commitment")
    if len(measure.title.split()) > 8:
        found.append("its title is longer than 8 words")
    if not measure.population:
        found.append("it has no population")
    if measure.privacy.smallest < SMALLEST.get(measure.privacy.about, 11):
        found.append("its smallest cell is too small")
    if not measure.needs:
        found.append("it names no table that it needs")
    found += [f"it asks for {what}, which is not built yet" for what in _not_built(measure)]
    if len(set(measure.steps)) != len(measure.steps):
        found.append("two of its steps bear the same words")
    return found + _faults_of_method(measure)


def _faults_of_method(measure: Measure) -> list[str]:
    found = []
    clinical = isinstance(measure.unit_of_analysis, Unit)
    if measure.event is None and measure.estimator == "proportion":
        found.append("a proportion has a numerator")
    if clinical and (measure.estimator != "proportion" or measure.roles or measure.beside):
        found.append("another method than a proportion counts the rows of a unit table")
    if clinical and measure.reference != "everybody_else":
        found.append("patients and visits are compared with everybody else only")
    if measure.unit not in UNITS:
        found.append(f"nobody can write a figure in '{measure.unit}'")
    if measure.gap not in GAPS:
        found.append(f"its gap is neither {' nor '.join(GAPS)}")
    if measure.estimator == "proportion" and not _plain(measure):
        found.append("a proportion is a percent, held against everybody else by a difference")
    if not clinical and any(role.column.table != _name(measure) for role in measure.roles):
        found.append("a role is read from another table than its unit's")
    if (measure.reference == "target") != (measure.target is not None):
        found.append("a target is what it is compared with, or it has none")
    if measure.estimator != "proportion" and "{value}" not in measure.met:
        found.append("its phrase has no {value}")
    if measure.privacy.about not in SMALLEST:
        found.append(f"'{measure.privacy.about}' are not what is protected")
    return found


def _plain(measure: Measure) -> bool:
    """Say whether a proportion asks only for what is done with proportions."""
    usual = (measure.unit, measure.reference, measure.gap) == (
        "percent", "everybody_else", "difference",
    )  # fmt: skip
    return usual and measure.smallest_difference is None


def _name(measure: Measure) -> str:
    unit = measure.unit_of_analysis
    return "" if isinstance(unit, Unit) else unit.name


def _not_built(measure: Measure) -> list[str]:
    """Name what a declaration may ask for one day and nothing computes today."""
    asked = {
        f"the reference {measure.reference}": measure.reference not in REFERENCES,
        f"a period of a {measure.period}": measure.period != "year",
        "standardization": bool(measure.standardise_by),
        "adjustment": bool(measure.adjust_for),
        "a benchmark beside the figures": measure.benchmark is not None,
    }
    return [what for what, wanted in asked.items() if wanted]
