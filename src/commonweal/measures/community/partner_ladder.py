"""How many partners we truly work with, rather than inform or consult."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import (
    Better,
    Fidelity,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
)
from commonweal.tables.units.community import PartnerStanding

MEASURE = Measure(
    key="community.partner_ladder",
    version="1.0.0",
    title="Partners with whom we share the work",
    commitments=("S1",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=PartnerStanding,
    population=(Step("a partner at the end of the period", Known(PartnerStanding.partner_key)),),
    event=Step("we collaborate or share leadership", IsTrue(PartnerStanding.close)),
    met="collaborate or share leadership with us in {value}",
    people="partners",
    estimator="partner_ladder",
    roles=(
        Role("close", PartnerStanding.close),
        Role("rung", PartnerStanding.rung),
        Role("before", PartnerStanding.before),
    ),
    minimum=10,
    smallest_difference=0.10,
    stratify_by=("partner_kind",),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords("rung", "partners on each rung", "percent"),
        FigureWords("up", "partners who moved up since the period began", "percent"),
        FigureWords("down", "partners who moved down since the period began", "percent"),
        FigureWords("unsaid", "partners whose rung nobody wrote down", "count"),
    ),
    needs=("partner", "relationship"),
    why=(
        "To be told is not to take part. The rungs run from informing to shared leadership; a "
        "member of a community stands with others on the upper ones."
    ),
    limits=(
        "The rung is our own word for it; partners may see it otherwise, and their survey should "
        "stand beside it. Not every partner wants to be closer. Of several agreements with one "
        "partner the closest counts. The interval tells differences between kinds of partners "
        "from what a few agreements more or less would do."
    ),
    levers=(
        "Those who own the agreements: the yearly two-way review, money for partners' time, and "
        "decisions that are made together."
    ),
    caveats=("The rungs are a published spectrum; which of them count as upper is our choice.",),
    sources=(
        "IAP2 Spectrum of Public Participation, adapted by Clinical and Translational Science "
        "Awards Consortium 2011, Principles of Community Engagement, 2nd edition",
    ),
)
