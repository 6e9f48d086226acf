"""The gap of scores between a group and everybody else, raw, and at the same attainment before."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.teaching import LearnerYear

MEASURE = Measure(
    key="teaching.attainment",
    version="1.0.0",
    title="Attainment: mean score of first attempts",
    commitments=("T1",),
    better=Better.HIGHER,
    unit="points",
    unit_of_analysis=LearnerYear,
    population=(Step("graded in the period, with points known", Known(LearnerYear.score)),),
    event=None,
    met="reached {value} on average",
    people="learners",
    estimator="attainment",
    roles=(
        Role("value", LearnerYear.score),
        Role("prior", LearnerYear.prior),
        Role("site", LearnerYear.site),
        Role("cohort", LearnerYear.cohort),
    ),
    smallest_difference=2.0,
    stratify_by=("race_ethnicity", "sex"),
    figures=(
        FigureWords("hedges_g", "gap in standard deviations (Hedges)", "number"),
        FigureWords("adjusted", "gap at the same attainment before, site and cohort", "points"),
        FigureWords("prior_unknown", "learners whose attainment before is not known", "percent"),
    ),
    needs=("learner", "grade"),
    why=(
        "A school promises that all succeed. A gap of scores that grows here, among people who "
        "came equally well prepared, is the school's own work to undo."
    ),
    limits=(
        "The gap is shown as it is, and beside it at the same attainment before. The adjusted one "
        "is no truer: attainment before may carry earlier unfairness, and holding it fixed hides "
        "that part. A score is only as fair as the tests behind it; see the items. Courses differ, "
        "and each counts alike. The smallest gap that matters, 2 points of 100, is ours."
    ),
    levers=(
        "Curriculum committee and course directors: what is taught before it is tested, feedback "
        "while there is time, and support that is open to all by the same rule."
    ),
    sources=(
        "teaching.md 3.2 of this project; Hedges 1981, Journal of Educational Statistics "
        "6:107-128; Patterson and Thompson 1971, Biometrika 58:545-554",
    ),
)
