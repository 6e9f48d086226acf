"""How many of the gaps that our own audits found have research meant to close them."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Measure, Privacy, Step
from commonweal.tables.units.research import OwnGap

MEASURE = Measure(
    key="research.own_gaps",
    version="1.0.0",
    title="Our own gaps that research is funded for",
    commitments=("R3",),
    better=Better.HIGHER,
    unit_of_analysis=OwnGap,
    population=(Step("a gap that stood in the period", Known(OwnGap.measure)),),
    event=Step("with a funded item meant to close it", IsTrue(OwnGap.funded)),
    met="had a funded item of research that is meant to close them",
    people="gaps of ours",
    minimum=10,
    stratify_by=("whole",),
    privacy=Privacy(smallest=1, about="things"),
    needs=("local_gap", "portfolio_item"),
    why=(
        "An institution that looks for gaps and does research should do research on its gaps. "
        "This is the shortest way from a finding to somebody whose work it is."
    ),
    limits=(
        "An item counts where its record names the gap; nobody guesses from titles. One small "
        "grant counts as much as a program. Money is not yet an answer."
    ),
    levers=(
        "The vice president for research: calls that name gaps; those who find gaps: hand them on "
        "with an id."
    ),
    sources=("Portfolio against local burden; research portfolio, section 3.4",),
)
