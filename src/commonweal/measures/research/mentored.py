"""Whether researchers early in their career have a mentor whom they meet."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known, every
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.research import Mentee

MEASURE = Measure(
    key="research.mentored",
    version="1.0.0",
    title="Early-career researchers with an active mentor",
    commitments=("R1",),
    better=Better.HIGHER,
    unit_of_analysis=Mentee,
    population=(Step("a researcher early in the career", Known(Mentee.researcher_key)),),
    event=Step("with a mentor whom they met", every(IsTrue(Mentee.mentored), IsTrue(Mentee.met))),
    met="had a mentor and met",
    people="early-career researchers",
    stratify_by=("legacy_re", "sex", "department"),
    needs=("researcher", "research_mentoring"),
    why=(
        "A mentor opens doors that no rule does: to topics, to money, to people. Those without "
        "family or friends in research need one most."
    ),
    limits=(
        "Only mentoring on record is seen. That two people meet says nothing of how it is; ask "
        "them. A pair without a count of meetings counts as one that did not meet."
    ),
    levers=(
        "The mentor program: match those without one first, spread the load, end pairs that have "
        "stalled."
    ),
    sources=("Coverage of mentoring; research allocation and climate, section 3.3",),
)
