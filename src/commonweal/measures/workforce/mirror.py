"""Share of the staff beside that of the people served: described, never tested."""

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, Measure, Role, Step
from commonweal.tables.units.workforce import ShareElsewhere, StaffMember

MEASURE = Measure(
    key="workforce.mirror",
    version="1.0.0",
    title="Staff beside the people we serve",
    commitments=("W2",),
    better=Better.NEITHER,
    unit_of_analysis=StaffMember,
    people="staff",
    population=(
        Step(
            "here on the last day",
            Known(StaffMember.worker_type),
        ),
    ),
    event=None,
    met="are {value} of the staff",
    estimator="representation",
    roles=(Role("family", StaffMember.family),),
    beside=(ShareElsewhere,),
    options=(("kind", "mirror"),),
    reference="benchmark",
    gap="ratio",
    minimum=11,
    needs=("staff", "assignment", "job", "benchmark"),
    why=(
        "Patients and neighbors notice whether people like them work here, and many speak more "
        "freely where they do. The picture is worth knowing."
    ),
    limits=(
        "The people served are no labor market: courts ask for qualified people within reach, and "
        "so does the measure of availability. Here is a ratio only: no test, no shortfall, nobody "
        "missing, and no verdict."
    ),
    levers=(
        "Pathways from school to work, language skills that are paid for, and places of work near "
        "where people live. None of them chooses anybody by group."
    ),
    sources=(
        "workforce.md 4 (kind B) of this project",
        "Hazelwood School District v. United States, 433 U.S. 299 (1977)",
    ),
)
