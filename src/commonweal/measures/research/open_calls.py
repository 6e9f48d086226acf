"""How the institution's own resources were given: openly, by criteria, by a panel, how soon."""

from __future__ import annotations

from commonweal.measures.criteria import Between
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import AwardMade

MEASURE = Measure(
    key="research.open_calls",
    version="1.0.0",
    title="Money given through open published calls",
    commitments=("R1",),
    better=Better.NEITHER,
    unit_of_analysis=AwardMade,
    population=(Step("of a known value", Between(AwardMade.dollars, least=0)),),
    event=None,
    met="received {value} of their money through an open published call",
    people="researchers",
    estimator="award_process",
    roles=(
        Role("dollars", AwardMade.dollars),
        Role("open", AwardMade.open_call),
        Role("criteria", AwardMade.criteria),
        Role("panel", AwardMade.panel),
        Role("waited", AwardMade.waited),
    ),
    stratify_by=("department", "career_stage"),
    figures=(
        FigureWords("awards", "share of the awards through an open call", "percent"),
        FigureWords("criteria", "share of the awards by published criteria", "percent"),
        FigureWords("panel", "share of the awards decided by three people or more", "percent"),
        FigureWords("waited", "median time from the end of the call to the notice", "days"),
    ),
    needs=("researcher", "resource_award"),
    why=(
        "Who is not told of money can not ask for it. An open call with published criteria and a "
        "panel is the plainest protection against giving to those one knows."
    ),
    limits=(
        "Counted, not estimated: the limits say how far awards of which it is not on record could "
        "move the share. Start-up packages and bridge money are seldom open to all, for reasons; "
        "so the share describes, and no unit is judged by it."
    ),
    levers="The vice president for research and the chairs, who decide how money is given.",
    sources=("Process measures of the institution's own; research allocation, section 3.1",),
)
