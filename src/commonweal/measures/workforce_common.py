"""What measures of work share: the figures of a selection step, their words and cautions."""

from __future__ import annotations

from commonweal.measures.criteria import Is, IsTrue, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import StageDecision

NO_TARGET = (
    "It describes a process. It says nothing about who should be chosen, and must not be used to "
    "decide about a person."
)
GUIDELINES = (
    "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607 (four fifths as a named "
    "statistic; rescission proposed, see the programs)"
)
READINGS = (
    ("refer", "both large and unlikely by chance: review the step"),
    ("watch", "large, and chance could do it: gather more periods"),
    ("statistical_only", "unlikely by chance, but not large"),
    ("no_signal", "neither large nor unlikely"),
    ("too_small_to_tell", "too few people to tell"),
    ("undefined", "nobody on one side"),
)
SELECTION_FIGURES = (
    FigureWords("impact_ratio", "impact ratio, all searches as one", "ratio"),
    FigureWords("mid_p", "exact mid-p, all searches as one", "number"),
    FigureWords("shortfall", "fewer chosen than at the rate of all", "number"),
    FigureWords("to_four_fifths", "difference from four fifths, in people", "count"),
    FigureWords("reading", "size and chance together", "number", READINGS),
    FigureWords(
        "turned", "all searches as one", "number",
        (("simpson", "point the other way than within searches: who applied where explains it"),),
    ),
)  # fmt: skip


def decided(key: str, stage: str, title: str, met: str, why: str) -> Measure:
    """Declare the measure of one stage of the selection process.

    key:   of the measure
    stage: stage that the application stood at when it was decided on
    title: of at most 8 words
    met:   phrase with {value}
    why:   why this stage matters
    Gives a Measure with everybody who met the basic qualifications and did not withdraw.

    >>> decided("workforce.selection_x", "screened", "T", "{value} went on", "W").people
    'applicants'
    """
    return Measure(
        key=key,
        version="1.0.0",
        title=title,
        commitments=("W1",),
        better=Better.HIGHER,
        unit_of_analysis=StageDecision,
        people="applicants",
        population=(
            Step(f"decided on when {stage}", Is(StageDecision.stage, (stage,))),
            Step("with basic qualifications", IsTrue(StageDecision.qualified)),
        ),
        denominator=(Step("with a known outcome", Known(StageDecision.outcome)),),
        exclusions=(
            Step(
                "withdrawn by the applicant",
                Is(StageDecision.outcome, ("withdrawn", "declined")),
            ),
        ),
        event=Step("went on to the next stage", IsTrue(StageDecision.advanced)),
        met=met,
        estimator="selection",
        roles=(Role("stratum", StageDecision.requisition),),
        gap="ratio",
        smallest_difference=0.8,
        figures=SELECTION_FIGURES,
        needs=("applicant", "application", "requisition", "stage_move"),
        why=why,
        limits=(
            "Rates are compared within each search, since searches differ; a search in which all "
            "or none went on says nothing. What applicants bring beyond basic qualifications is "
            "not known here. A search is counted once it has been over for thirty days, so that "
            "nobody can steer a running one. " + NO_TARGET
        ),
        levers=(
            "Review the step itself: its criteria, its instruments, the training and agreement of "
            "those who decide, and how far the search reached. Human resources and the hiring "
            "units can change these for everybody."
        ),
        sources=(
            "workforce.md 5 of this project",
            GUIDELINES,
            "Mantel and Haenszel 1959, JNCI 22:719-748",
            "Connecticut v. Teal, 457 U.S. 440 (1982): a good bottom line excuses no step",
        ),
    )


__all__ = ["GUIDELINES", "NO_TARGET", "SELECTION_FIGURES", "decided"]
