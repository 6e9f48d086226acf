"""Ratings of learners at work, for the same raters and sites."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.teaching import RatingGiven

MEASURE = Measure(
    key="teaching.ratings",
    version="1.0.0",
    title="Ratings at work, same raters and sites",
    commitments=("T1",),
    better=Better.HIGHER,
    unit="points",
    unit_of_analysis=RatingGiven,
    population=(Step("rated in the period, with a rating", Known(RatingGiven.value)),),
    event=None,
    met="were rated {value} of 100 on average",
    people="learners",
    estimator="ratings",
    roles=(
        Role("value", RatingGiven.value),
        Role("prior", RatingGiven.prior),
        Role("rater", RatingGiven.rater),
        Role("site", RatingGiven.site),
    ),
    smallest_difference=2.0,
    stratify_by=("race_ethnicity", "sex"),
    figures=(
        FigureWords("rater", "part of the spread that lies between raters", "percent"),
        FigureWords("site", "part of the spread that lies between sites", "percent"),
        FigureWords("learner", "part of the spread that lies between learners", "percent"),
        FigureWords("rating", "part of the spread that is of a single rating", "percent"),
        FigureWords("raters", "raters", "count"),
        FigureWords("left_out", "ratings left out, something not known", "percent"),
    ),
    needs=("learner", "rating"),
    why=(
        "Ratings open doors to honors and posts. They depend on who rates and where, and they may "
        "depend on who is rated."
    ),
    limits=(
        "A gap may be in the eye of raters or in what learners were given to do; this number does "
        "not tell them apart. It is at the same attainment before, which may carry earlier "
        "unfairness. Ratings of all forms are put on one scale from 0 to 100. A rater's own "
        "strictness is for that rater alone and is not shown."
    ),
    levers=(
        "Clerkship directors: forms that ask for what was seen, training of raters, more than one "
        "rater, and narratives read with names removed."
    ),
    sources=(
        "teaching.md 3.3 of this project; Patterson and Thompson 1971, Biometrika 58:545-554; "
        "Rojek et al. 2019, J Gen Intern Med 34:684-691",
    ),
)
