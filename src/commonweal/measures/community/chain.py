"""Whether community benefit can be followed from a need to an outcome, link by link."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import (
    Better,
    Fidelity,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
    Target,
)
from commonweal.tables.units.community import EvidenceLink

MEASURE = Measure(
    key="community.chain",
    version="1.0.0",
    title="Links from need to outcome that stand",
    commitments=("S1",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=EvidenceLink,
    population=(Step("on record in the period", Known(EvidenceLink.evidence_link)),),
    event=Step("the link is there", IsTrue(EvidenceLink.whole)),
    met="stand in {value}",
    people="links",
    estimator="counted_share",
    roles=(Role("yes", EvidenceLink.whole),),
    reference="target",
    target=Target(
        1.0, "26 CFR 1.501(r)-3(c): each significant need is addressed, or the reason is given"
    ),
    minimum=1,
    smallest_difference=0.05,
    stratify_by=("evidence_link",),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords("missing", "broken links", "count"),
        FigureWords("unknown", "links that could not be followed", "count"),
        FigureWords("missing_in_all", "broken links of all kinds", "count"),
    ),
    needs=(
        *("need", "strategy", "benefit_program", "program_need"),
        *("benefit_activity", "benefit_expense", "benefit_outcome"),
    ),
    why=(
        "A promise to a community is kept when a need it named leads to money, the money to work, "
        "and the work to something that got better. A broken link is where the promise stops."
    ),
    limits=(
        "A link that stands is on record; it does not say that the work was good or enough. Needs "
        "count for the three years between assessments. A program with neither dollars nor "
        "activity in the period is not asked for an outcome. Target and source are a rule for "
        "needs; we hold the other links to the same."
    ),
    levers=(
        "The office of community benefit: ask the named owner of each broken link to mend it, or "
        "to write down why not."
    ),
    caveats=(
        "The rule asks only that needs be addressed or the reason given; the other links are ours.",
    ),
    sources=("26 CFR 1.501(r)-3(c)", "community.md 6.1 of this project"),
)
