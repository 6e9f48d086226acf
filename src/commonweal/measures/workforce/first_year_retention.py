"""Hires who are still here a year later."""

from commonweal.measures.criteria import Between, IsTrue
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.workforce import NewHire

MEASURE = Measure(
    key="workforce.first_year_retention",
    version="1.0.0",
    title="Hires still here after a year",
    commitments=("W1",),
    better=Better.HIGHER,
    unit_of_analysis=NewHire,
    people="hires",
    population=(
        Step("hired in the two years up to the end", Between(NewHire.days_seen, least=0)),
        Step("hired a year ago or longer", Between(NewHire.days_seen, least=365)),
    ),
    event=Step("still here a year later", IsTrue(NewHire.stayed)),
    met="were still here a year later",
    smallest_gap=0.05,
    needs=("staff", "staff_event"),
    why=(
        "The first year decides. Who leaves in it was welcomed badly, placed badly or promised "
        "what was not kept."
    ),
    limits=(
        "Hires of the last year can not have been here for one yet; they leave the count as a "
        "step of their own and are never taken as staying. A move inside the institution is no "
        "separation. Terms shorter than a year count as any other hire."
    ),
    levers=(
        "Orientation, a named contact, a first schedule that was agreed, early talks about how it "
        "goes: unit leaders and human resources."
    ),
    sources=("workforce.md 7.1 and 11 of this project",),
)
