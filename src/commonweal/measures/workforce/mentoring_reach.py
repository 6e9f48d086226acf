"""Staff who were mentored in the period."""

from commonweal.measures.criteria import Is, IsTrue
from commonweal.measures.measure import Better, Measure, Step
from commonweal.tables.units.workforce import StaffMember

MEASURE = Measure(
    key="workforce.mentoring_reach",
    version="1.0.0",
    title="Staff who were mentored",
    commitments=("W3",),
    better=Better.HIGHER,
    unit_of_analysis=StaffMember,
    people="staff",
    population=(
        Step("employed on the last day", Is(StaffMember.worker_type, ("employee", "faculty"))),
    ),
    event=Step("mentored in the period", IsTrue(StaffMember.mentored)),
    met="were mentored",
    smallest_gap=0.20,
    needs=("staff", "assignment", "mentoring_exposure"),
    why=(
        "Who has somebody to ask rises sooner and stays longer. Left to chance, people take on "
        "those who remind them of themselves."
    ),
    limits=(
        "Reach only: not whether the meetings helped, and not whether people wished for them. "
        "Programs are open to all, and nobody is matched by what stands in this measure."
    ),
    levers="Make programs known to everybody, ask those who never asked, give mentors time.",
    sources=("workforce.md 11 and 14 of this project",),
)
