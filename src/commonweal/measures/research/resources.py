"""How unequally the institution's own resources for research are shared out."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Receiver

MEASURE = Measure(
    key="research.resources",
    version="1.0.0",
    title="Inequality of resources among researchers",
    commitments=("R1",),
    better=Better.NEITHER,
    unit_of_analysis=Receiver,
    population=(Step("a researcher whose awards all have a known value", Known(Receiver.dollars)),),
    event=None,
    met="have a Gini index of {value}",
    people="researchers",
    estimator="shared_out",
    unit="number",
    roles=(Role("value", Receiver.dollars),),
    stratify_by=("career_stage", "department"),
    figures=(
        FigureWords("theil", "Theil's T of everybody", "number"),
        FigureWords("within", "part of it that lies within groups", "percent"),
        FigureWords("between", "part of it that lies between groups", "percent"),
        FigureWords("top_tenth", "share of the tenth who got most", "percent"),
        FigureWords("nothing", "researchers who got nothing", "percent"),
        FigureWords("unknown", "researchers with awards of no known value", "percent"),
    ),
    needs=("researcher", "resource_award"),
    why=(
        "Seed money, space and time decide who can become an applicant elsewhere. Who decides "
        "about them should see how they are spread, and whether by unit, by stage or by person."
    ),
    limits=(
        "Inequality is a description and no verdict: needs differ, and good ideas are not spread "
        "evenly. Read it beside how awards were given. Researchers who got nothing count as zero. "
        "Space and time count by the price the institution puts on them."
    ),
    levers=(
        "The vice president for research, deans and chairs: open calls, published criteria, "
        "bridge money for those early in their career."
    ),
    sources=(
        "Gini with correction and jackknife: Yitzhaki 1991, JBES 9:235-239; split of Theil's T: "
        "Shorrocks 1980, Econometrica 48:613-625",
    ),
)
