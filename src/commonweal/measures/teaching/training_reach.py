"""Learners who completed the training across cultures that was required of them, in time."""

from __future__ import annotations

from commonweal.measures.criteria import Between, IsTrue
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.teaching import TrainingYear

MEASURE = Measure(
    key="teaching.training_reach",
    version="1.0.0",
    title="Required cross-cultural training completed in time",
    commitments=("T2",),
    better=Better.HIGHER,
    unit_of_analysis=TrainingYear,
    population=(
        Step("with such a training due in the period", Between(TrainingYear.required, least=1)),
    ),
    event=Step("every one completed by its last day", IsTrue(TrainingYear.done)),
    met="completed it in time",
    people="learners",
    stratify_by=("role", "department", "race_ethnicity"),
    needs=("learner", "training"),
    why=(
        "A required training that a third of the residents never took has not been required of "
        "the people patients meet first."
    ),
    limits=(
        "Reach and completion are the first step only. Having taken a training says nothing of "
        "what changed; see the effects of programs. Who was never assigned it is not seen here. A "
        "completion without a date counts as none."
    ),
    levers=(
        "Departments and residency programs: protected time, a date that fits rotations, and "
        "reminders to those who have not yet begun."
    ),
    sources=("teaching.md 4 and 5.1 of this project: Kirkpatrick's chain, first level",),
)
