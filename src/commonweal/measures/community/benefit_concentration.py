"""Whether dollars of community benefit reach the places that have least."""

from commonweal.measures.criteria import Between
from commonweal.measures.measure import (
    Better,
    Fidelity,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
)
from commonweal.tables.units.community import TractBenefit

MEASURE = Measure(
    key="community.benefit_concentration",
    version="1.0.0",
    title="Benefit for each resident, by disadvantage",
    commitments=("S1",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=TractBenefit,
    population=(Step("where people live", Between(TractBenefit.residents, least=1)),),
    event=None,
    met="received {value}",
    people="tracts",
    unit="dollars_per_head",
    estimator="benefit_reach",
    roles=(
        Role("dollars", TractBenefit.dollars),
        Role("residents", TractBenefit.residents),
        Role("disadvantage", TractBenefit.disadvantage),
    ),
    gap="ratio",
    smallest_difference=0.8,
    minimum=5,
    stratify_by=("tract_quarter",),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords(
            "concentration", "index of concentration, above 0 where need gets more", "number"
        ),
        FigureWords(
            "last_over_first", "most disadvantaged quarter over the least, per head", "ratio"
        ),
        FigureWords("unranked", "residents of places without a rank of disadvantage", "count"),
    ),
    needs=("geo_measure", "benefit_expense"),
    why=(
        "Money given to a community can go where it is easy to give. If it follows need, places "
        "with more disadvantage get more for each resident; an index at or below 0 says that it "
        "does not."
    ),
    limits=(
        "Expenses that name no place are left out; they may help everybody, or one place. Dollars "
        "are not help. The interval treats tracts as if they had been drawn from many like them; "
        "what was spent is counted, and the interval says how much a few tracts decide. A rank of "
        "deprivation is of a place, not of each person in it. Offsets are taken off, so a place "
        "can stand below zero."
    ),
    levers=(
        "The council that allocates community benefit: write the place into every entry, and move "
        "programs toward places that get less than their neighbors."
    ),
    caveats=(
        "The index is of research on health spending; its use for community benefit is ours.",
    ),
    sources=(
        "Kakwani, Wagstaff and van Doorslaer 1997, Journal of Econometrics 77:87-103",
        "IRS Form 990 Schedule H, columns (c) and (d)",
    ),
)
