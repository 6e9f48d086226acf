"""Learners who pass every course of a year at the first attempt."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.teaching import LearnerYear

MEASURE = Measure(
    key="teaching.passing",
    version="1.0.0",
    title="Passed every course at the first attempt",
    commitments=("T1",),
    better=Better.HIGHER,
    unit_of_analysis=LearnerYear,
    population=(Step("graded in the period, with an outcome known", Known(LearnerYear.passed)),),
    event=Step("every course passed at the first attempt", IsTrue(LearnerYear.passed)),
    met="passed every course at the first attempt",
    people="learners",
    stratify_by=("race_ethnicity", "sex"),
    needs=("learner", "grade"),
    why=(
        "A failed course costs a learner time, money and standing. Where one group fails more "
        "often, the school teaches or tests in a way that serves others better."
    ),
    limits=(
        "A pass mark cuts a scale: a small gap of scores near it can look large here, so read it "
        "beside the gap of scores. It does not say why. Who left before being graded is not seen. "
        "The standard is the same for everybody, and nothing here asks for another."
    ),
    levers=(
        "Course directors and student affairs: teaching in more than one format, time to master, "
        "early support that is offered to all by the same rule, and a look at the test itself."
    ),
    sources=(
        "teaching.md 3.2 of this project; vocabulary of differential attainment as the General "
        "Medical Council uses it",
    ),
)
