"""Whether money for research goes where the illness is."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import (
    Better,
    Fidelity,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
)
from commonweal.tables.units.research import ConditionFunding

MEASURE = Measure(
    key="research.portfolio",
    version="1.0.0",
    title="Research money against the burden of illness",
    commitments=("R3",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=ConditionFunding,
    population=(Step("with a burden on record", Known(ConditionFunding.burden)),),
    event=None,
    met="received {value} of the money",
    people="conditions",
    estimator="portfolio",
    roles=(
        Role("funding", ConditionFunding.dollars),
        Role("burden", ConditionFunding.burden),
    ),
    reference="benchmark",
    gap="ratio",
    smallest_difference=0.5,
    minimum=1,
    stratify_by=("condition",),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords("ratio", "share of the money over share of the burden", "ratio"),
        FigureWords("above", "money more than other conditions lead us to expect", "dollars"),
        FigureWords("slope", "percent more money for each percent more burden", "number"),
        FigureWords("explained", "part of the differences that burden explains", "percent"),
        FigureWords("distance", "money that would have to move to follow the burden", "percent"),
        FigureWords("rank_correlation", "agreement of the two orders", "number"),
        FigureWords("unfunded", "conditions that nobody funds", "count"),
        FigureWords("no_burden", "money for conditions of no known burden", "percent"),
    ),
    needs=("portfolio_item", "burden"),
    why=(
        "No rule says that money must follow illness one to one. But a condition that gets a "
        "tenth of what others of its weight get is forgotten by somebody, and often it is an "
        "illness of people who are forgotten too."
    ),
    limits=(
        "Each condition is held against the line of all others and the spread around it: with "
        "few or very unlike conditions only great distances show. The burden is of one population "
        "and one kind of count. A cheap question can need little money. Tags of grants may be "
        "wrong."
    ),
    levers=(
        "The vice president for research and those who give seed money: calls for conditions far "
        "below the line."
    ),
    caveats=(
        "Differs from its source: each condition is held against the line of the others, by its "
        "deleted residual.",
    ),
    sources=(
        "Gillum et al. 2011, PLoS ONE 6(2):e16837 (log-log line), judged here by deleted "
        "residuals: Cook and Weisberg 1982",
    ),
)
