"""Qualified applicants who are offered the job, the whole way and stage by stage."""

from commonweal.measures.criteria import IsTrue
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.measures.workforce_common import GUIDELINES, NO_TARGET, SELECTION_FIGURES
from commonweal.tables.units.workforce import Candidacy

MEASURE = Measure(
    key="workforce.selection",
    version="1.0.0",
    title="Qualified applicants who are offered the job",
    commitments=("W1",),
    better=Better.HIGHER,
    unit_of_analysis=Candidacy,
    people="applicants",
    population=(Step("with basic qualifications", IsTrue(Candidacy.qualified)),),
    exclusions=(Step("withdrawn before an offer", IsTrue(Candidacy.withdrawn)),),
    event=Step("offered the job", IsTrue(Candidacy.offered)),
    met="{value} of the qualified were offered the job",
    estimator="selection",
    roles=(Role("stratum", Candidacy.requisition), Role("reached", Candidacy.reached)),
    gap="ratio",
    smallest_difference=0.8,
    figures=(
        FigureWords("stage_2", "ratio of the screen", "ratio"),
        FigureWords("stage_3", "ratio of the invitation to interview", "ratio"),
        FigureWords("stage_4", "ratio of the offer", "ratio"),
        *SELECTION_FIGURES,
    ),
    needs=("applicant", "application", "requisition", "stage_move"),
    why=(
        "It is the whole way from an application to an offer. The ratios of its stages multiply "
        "to that of the way, so that one can see where a difference arises."
    ),
    limits=(
        "A good whole excuses no stage: each has a measure of its own. What applicants bring "
        "beyond basic qualifications is not known here. A search is counted once it has been over "
        "for thirty days. " + NO_TARGET
    ),
    levers=(
        "Begin with the stage whose ratio is lowest: review its criteria and instruments, train "
        "panels, and widen where openings are made known."
    ),
    sources=("workforce.md 5.7 of this project", GUIDELINES),
)
