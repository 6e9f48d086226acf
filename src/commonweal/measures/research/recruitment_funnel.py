"""Whether those who are approached for a study come to enroll alike, and where some are lost."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Recruit, ReferenceShare

STAGES = (
    ("approached", "being approached"),
    ("screened", "screening"),
    ("eligible", "eligibility"),
    ("consented", "consent"),
    ("enrolled", "enrollment"),
    ("stayed", "staying in the study"),
)

MEASURE = Measure(
    key="research.recruitment_funnel",
    version="1.0.0",
    title="Enrolled among those approached for studies",
    commitments=("R2",),
    better=Better.HIGHER,
    unit_of_analysis=Recruit,
    population=(Step("approached for a study in the period", Known(Recruit.stage)),),
    event=Step("enrolled", IsTrue(Recruit.enrolled)),
    met="enrolled in {value} of the cases in which they were approached",
    people="people approached",
    estimator="recruitment_funnel",
    roles=(Role("stage", Recruit.stage), Role("condition", Recruit.condition)),
    beside=(ReferenceShare,),
    gap="ratio",
    smallest_difference=0.8,
    stratify_by=("legacy_re", "sex", "language"),
    figures=(
        FigureWords("worst", "stage that takes most away from the group", "ratio", STAGES),
        *(
            FigureWords(key, f"effect of {words} on the group's share", "ratio")
            for key, words in STAGES
        ),
    ),
    needs=("study", "recruit_event", "participant"),
    why=(
        "A group can be missing from a study because nobody asked, because rules kept its members "
        "out, or because they said no. Each calls for something else. The way in shows which."
    ),
    limits=(
        "A stage that is not on record counts as passed where a later one is. People approached "
        "late in the period may still be on their way. Why somebody said no is known only where "
        "it was asked."
    ),
    levers=(
        "Study teams: who is asked and in which language; the sponsor and the review board: rules; "
        "the research office: interpreters, translated forms, transport, times."
    ),
    sources=(
        "The funnel identity: the ratio of shares is the product of the stages' ratios; Katz et "
        "al. 1978, Biometrics 34:469-474; Newcombe 1998, Statistics in Medicine 17:873-890",
    ),
)
