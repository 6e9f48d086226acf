"""Whether studies will reach the shares of groups that they set themselves."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Enrollment, StudyGoal

MEASURE = Measure(
    key="research.goals",
    version="1.0.0",
    title="Chance that studies reach their enrollment goals",
    commitments=("R2",),
    better=Better.HIGHER,
    unit_of_analysis=Enrollment,
    population=(Step("enrolled in a study that goes on", IsTrue(Enrollment.enrolling)),),
    event=None,
    met="can expect {value} of the goals that studies set for them to be reached",
    people="participants",
    estimator="enrollment_goals",
    roles=(Role("study", Enrollment.study),),
    beside=(StudyGoal,),
    minimum=10,
    smallest_difference=0.15,
    apart=False,
    stratify_by=("legacy_re", "sex"),
    figures=(
        FigureWords("on_track", "goals on track", "count"),
        FigureWords("watch", "goals to watch: less likely than not", "count"),
        FigureWords("act", "goals to act on: less than one chance in five", "count"),
        FigureWords("unreachable", "goals out of reach: plan anew", "count"),
        FigureWords("nobody", "goals for a group of whom nobody is enrolled", "count"),
    ),
    needs=("study", "recruit_event", "participant", "enroll_goal"),
    why=(
        "A goal that is looked at when enrollment has ended can only be explained. Seen early, it "
        "can still be met."
    ),
    limits=(
        "The forecast takes it that people go on enrolling as they did. A goal set by who came "
        "before repeats the past; ask what it was set by. People who did not say who they are "
        "fill a place and count for no goal. Goals of one study are compared with each other."
    ),
    levers=(
        "Study teams: more sites, languages, hours, transport, community partners. A low chance "
        "is never a reason to turn anybody away or to close a study to a group."
    ),
    sources=("Beta-binomial forecast with Jeffreys prior; Student 1908, Biometrika 6:1-25",),
)
