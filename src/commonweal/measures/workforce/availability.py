"""Share of the staff beside the qualified people within reach: the one benchmark that is tested."""

from commonweal.measures.criteria import Is
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import ShareElsewhere, StaffMember

MEASURE = Measure(
    key="workforce.availability",
    version="1.0.0",
    title="Staff beside qualified people within reach",
    commitments=("W2",),
    better=Better.HIGHER,
    unit_of_analysis=StaffMember,
    people="staff",
    population=(
        Step("here on the last day", Is(StaffMember.worker_type, ("employee", "faculty"))),
    ),
    event=None,
    met="are {value} of the staff",
    estimator="representation",
    roles=(Role("family", StaffMember.family),),
    beside=(ShareElsewhere,),
    options=(("kind", "availability"),),
    reference="benchmark",
    smallest_gap=0.20,
    figures=(
        FigureWords("shortfall", "people fewer than availability would have", "number"),
        FigureWords(
            "eighty_percent",
            "beside four fifths of availability",
            "number",
            (("below", "below"), ("not_below", "not below")),
        ),
    ),
    minimum=11,
    needs=("staff", "assignment", "job", "benchmark"),
    why=(
        "Who could do the work, and lives where one could hire, says what a fair process might "
        "give. A share far from it asks how the work is made known and who is chosen."
    ),
    limits=(
        "Availability is an estimate with an error of its own, which widens the interval. Families "
        "without a share are left out. Who said nothing of themselves may belong to any group: the "
        "limits of a share are bounds for that. A gap is a question to the process and never a "
        "number of people to hire: nobody is chosen by it."
    ),
    levers=(
        "Widen where openings are made known, look at needless requirements, and follow the "
        "measures of each selection step."
    ),
    sources=(
        "workforce.md 4.1 to 4.3 of this project",
        "Hazelwood School District v. United States, 433 U.S. 299 (1977)",
    ),
)
