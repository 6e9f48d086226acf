"""How many of those referred to a pathway come to start a job."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.community import PathwayWay

MEASURE = Measure(
    key="community.pathway",
    version="1.0.0",
    title="From referral to a job, by pathway",
    commitments=("S2",),
    better=Better.HIGHER,
    unit_of_analysis=PathwayWay,
    population=(Step("referred long enough ago", Known(PathwayWay.participant_key)),),
    event=Step("started a job", IsTrue(PathwayWay.started)),
    met="started a job in {value}",
    people="people referred",
    estimator="pathway_funnel",
    roles=(
        Role("enrolled", PathwayWay.enrolled),
        Role("completed", PathwayWay.completed),
        Role("interviewed", PathwayWay.interviewed),
        Role("offered", PathwayWay.offered),
        Role("started", PathwayWay.started),
        Role("retained", PathwayWay.retained),
    ),
    smallest_difference=0.05,
    stratify_by=("pathway_name", "race_ethnicity"),
    figures=(
        FigureWords("stage", "share of the stage before who reached this one", "percent"),
        FigureWords("reached", "share of all referred who reached this stage", "percent"),
    ),
    needs=("pathway", "pathway_participant", "pathway_stage"),
    why=(
        "Each stage of a pathway can lose people: a form, a class at the wrong hour, an interview "
        "that does not come. The stage that loses most is where to look."
    ),
    limits=(
        "People count who were referred in the year that ended 240 days before the period's end, "
        "so that all had time to come through; who was referred later is in the next count. A "
        "stage that was skipped on record counts as reached where a later one was. What people "
        "say of themselves is asked for this purpose only, and may be left open. Pathways differ "
        "in whom they are for, so a lower share is not a worse pathway."
    ),
    levers=(
        "Pathway coordinators with their partners: an interview promised on completion, pay "
        "while learning, help with child care and the way to work."
    ),
    sources=("community.md 3.5 of this project",),
)
