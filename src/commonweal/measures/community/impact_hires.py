"""Hires from priority places, through a pathway, into a job that needs no degree."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Fidelity, FigureWords, Measure, Role, Step, Target
from commonweal.tables.units.community import HireMade

MEASURE = Measure(
    key="community.impact_hires",
    version="1.0.0",
    title="Impact hires, all three parts evidenced",
    commitments=("S2",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=HireMade,
    population=(Step("hired in the period", Known(HireMade.hire_key)),),
    event=Step("an impact hire", IsTrue(HireMade.impact)),
    met="were impact hires in {value}",
    people="hires",
    estimator="impact_hires",
    roles=(
        Role("impact", HireMade.impact),
        Role("priority", HireMade.priority),
        Role("pathway", HireMade.through_pathway),
        Role("degree_free", HireMade.degree_free),
    ),
    reference="target",
    target=Target(
        0.10, "Healthcare Anchor Network: at least 10 percent of new hires by 2027, for signatories"
    ),
    smallest_difference=0.02,
    stratify_by=("whole", "hiring_site"),
    figures=(
        FigureWords("possible", "share if all that is not known were so", "percent"),
        FigureWords("priority", "hires from a priority place, evidenced", "percent"),
        FigureWords("pathway", "hires through a pathway, evidenced", "percent"),
        FigureWords("degree_free", "hires into a job without a degree, evidenced", "percent"),
        FigureWords("priority_unknown", "hires whose home is not known", "percent"),
        FigureWords("pathway_unknown", "hires whose way in is not known", "percent"),
        FigureWords("degree_unknown", "hires whose job's degree is not known", "percent"),
    ),
    needs=("local_hire", "geo_measure", "priority_set", "priority_member"),
    why=(
        "Three things together open a door that was closed: a home in a place with little work, a "
        "pathway meant to lead to a job, and a job that asks for no degree."
    ),
    limits=(
        "What is not evidenced does not count; the share that is possible stands beside. The "
        "target is one that signatories of a network set themselves, and binds nobody else. It is "
        "a share of all hires and asks nothing of who is hired for a single job. A job without a "
        "degree is a beginning: look at who stays and moves up."
    ),
    levers=(
        "Pathway coordinators and hiring units: commit slots to pathways, record the way in, drop "
        "degrees that the work does not need."
    ),
    caveats=("The three parts are a network's; what counts as evidence of each is ours.",),
    sources=(
        "Healthcare Anchor Network, impact workforce commitment",
        "community.md 3.2 of this project",
    ),
)
