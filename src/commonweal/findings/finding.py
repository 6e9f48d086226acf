"""What was found, in whole sentences and guarded numbers: the only thing that reports are made of.

Every text here is final: the writers set it, they never word it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.findings.course import Course
from commonweal.findings.row import Cell, Row


@dataclass(frozen=True)
class FunnelStep:
    """Say how many left at one step, for each row in order, everybody last.

    label: what is true of those who left
    cells: one a row

    >>> FunnelStep("not seen", (Cell(40, "40"),)).cells[0].text
    '40'
    """

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class FigureLine:
    """Say one further figure of a finding.

    label:    what it is, in plain words
    cell:     the figure, or why there is none
    interval: its 95 % interval or its bounds in words, or ""

    >>> FigureLine("Gini index", Cell(0.31, "0.310"), "0.290 to 0.330").cell.text
    '0.310'
    """

    label: str
    cell: Cell
    interval: str


@dataclass(frozen=True)
class Finding:
    """Say what one measure shows, by one view, in one period.

    key, version, title: of the measure
    commitments:  keys of the promises
    period, view, site: words: "2020", "race and ethnicity", "all sites"
    view_key:     key of the view
    computable:   whether there are numbers; if not, `headline` says why
    grade:        the most serious grade of its rows
    verdict:      that grade in words, or "Not computable"
    headline:     the sentence of the most serious row, or why nothing could be computed
    caption:      who, what, when, where from, and which way is better
    people:       the word for those counted, such as "patients"
    met:          what is said of the numerator
    better:       "higher", "lower" or "neither"
    rows:         groups in order
    everybody:    all together
    funnel:       who left on the way, and why
    judged:       how many groups were judged, for the sentence on chance
    chance:       the sentence on chance
    next_step:    what to do now
    price:        what it would take to know more, or ""
    over_time:    closing, widening, steady, in a sentence, or ""
    why, limits, levers: of the measure
    notes:        caveats that hold for this result: what was missing, marked, adapted
    sources:      of the measure
    review:       who reviewed the measure, or the sentence that nobody has
    foot:         the rule on hidden numbers
    trace:        id of the finding
    version_data: version of the dataset
    unit:         of its figures where they are not rates, or ""
    as_ratio:     whether differences are ratios to the other figure
    figures:      further figures of everybody, or of what their label says
    counted:      whether its figures are counted, not sampled: limits are bounds
    course:       what lies behind it: over time, across sites, inside groups

    >>> "headline" in Finding.__dataclass_fields__
    True
    """

    key: str
    version: str
    title: str
    commitments: tuple[str, ...]
    period: str
    view: str
    view_key: str
    site: str
    computable: bool
    grade: str
    verdict: str
    headline: str
    caption: str
    people: str
    met: str
    better: str
    rows: tuple[Row, ...]
    everybody: Row | None
    funnel: tuple[FunnelStep, ...]
    judged: int
    chance: str
    next_step: str
    price: str
    over_time: str
    why: str
    limits: str
    levers: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    review: str
    foot: str
    trace: str
    version_data: str
    unit: str = ""
    as_ratio: bool = False
    figures: tuple[FigureLine, ...] = ()
    counted: bool = False
    course: Course = field(default_factory=Course)


@dataclass(frozen=True)
class Promise:
    """Say what the findings mean for one commitment (a row of the vision page).

    key, title, domain: of the commitment, in the words of the vision that was read
    verdict:  its most serious finding in words; "not measured" when there is none
    grade:    that grade, or ""
    looked:   how many findings were looked at
    sentence: the headline of that finding, or what is missing
    measure:  title of that finding's measure and how it is split, or ""
    size:     its gap with the interval, or ""
    direction: which way it goes: worse, better, closing, widening, in words, or ""
    certainty: how sure it is, in words, or ""
    missing:  what is not known: measures that could not be computed, the price of knowing, or ""
    asked:    whether the audit asked for any measure of it, or there is none to ask for

    >>> Promise("C1", "Fair care", "Patient care", "Not measured", "", 0, "").looked
    0
    """

    key: str
    title: str
    domain: str
    verdict: str
    grade: str
    looked: int
    sentence: str
    measure: str = ""
    size: str = ""
    direction: str = ""
    certainty: str = ""
    missing: str = ""
    asked: bool = True


@dataclass(frozen=True)
class Reconciled:
    """Say how one submitted figure stands to its rows.

    measure:  key of the measure, or "" where there are no rows of it
    title:    what, when and where
    same:     "yes", "no", or "unknown" where nothing could be compared
    sentence: "74.1%, same as submitted", or what is not the same
    lines:    what the difference is made of

    >>> Reconciled("results.cms165", "Blood pressure", "yes", "74.1%, same as submitted.").lines
    ()
    """

    measure: str
    title: str
    same: str
    sentence: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audit:
    """Hold everything one audit found, ready to be written.

    title:      of the report
    institution: words of the vision
    period:     in words
    version:    of the dataset
    made:       day on which it was made, in long form
    summary:    opening sentences
    first:      at most five findings that matter most, in order
    findings:   all, in the order of measure and view
    promises:   one a commitment of the vision
    value_sets: (name, url, how to obtain it) of each value set that a measure lacks
    notes:      sentences on the data as a whole
    foot:       the rule on hidden numbers, and what one table protects
    submitted:  how figures submitted for the period stand to the rows they were made from

    >>> Audit("", "", "2020", "", "", (), (), (), (), (), (), "").period
    '2020'
    """

    title: str
    institution: str
    period: str
    version: str
    made: str
    summary: tuple[str, ...]
    first: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    value_sets: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    foot: str
    submitted: tuple[Reconciled, ...] = ()


__all__ = ["Audit", "Cell", "FigureLine", "Finding", "FunnelStep", "Promise", "Reconciled", "Row"]
