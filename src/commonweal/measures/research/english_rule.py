"""How many studies demand English without a reason on record."""

from __future__ import annotations

from commonweal.measures.criteria import Is, IsTrue, Known, Not, every
from commonweal.measures.measure import Better, Measure, Privacy, Step
from commonweal.tables.research import Study

MEASURE = Measure(
    key="research.english_rule",
    version="1.0.0",
    title="Studies demanding English without a stated reason",
    commitments=("R2",),
    better=Better.LOWER,
    unit_of_analysis=Study,
    population=(
        Step("open", Is(Study.status, ("open",))),
        Step("with its language rule on record", Known(Study.english_required)),
    ),
    event=Step(
        "demanding English without a reason",
        every(IsTrue(Study.english_required), Not(IsTrue(Study.english_reason))),
    ),
    met="demanded English and gave no scientific reason",
    people="studies",
    minimum=10,
    stratify_by=("sponsor", "department"),
    privacy=Privacy(smallest=1, about="things"),
    needs=("study",),
    why=(
        "A rule that demands English closes a study to people before anybody has looked at them. "
        "Some studies need it, such as tests of language. Most do not."
    ),
    limits=(
        "The rule is read from the study's record, not from its protocol. A reason on record may "
        "be a poor one. Status is as of the export."
    ),
    levers=(
        "Review boards can ask for the reason; the research office can pay for translated forms "
        "and interpreters."
    ),
    sources=(
        "Muthukumar, Morrell and Bierer 2021, PLoS Medicine 18(9):e1003758: of 14,367 US trials "
        "registered in 2019 and 2020, 19.0% required English",
    ),
)
