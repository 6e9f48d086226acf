"""Share of the staff beside that of peers: described, never tested."""

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, Measure, Role, Step
from commonweal.tables.units.workforce import ShareElsewhere, StaffMember

MEASURE = Measure(
    key="workforce.norm",
    version="1.0.0",
    title="Staff beside peer institutions",
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
    options=(("kind", "norm"),),
    reference="benchmark",
    gap="ratio",
    minimum=11,
    needs=("staff", "assignment", "job", "benchmark"),
    why=(
        "Peers draw on the same profession. Where they stand is a fair question to ask of oneself."
    ),
    limits=(
        "Peers differ in place and in work, and a norm is not what ought to be. A ratio only: no "
        "test, no shortfall and no verdict."
    ),
    levers=("Ask the peers who differ most what they do, and try it for everybody."),
    sources=("workforce.md 4 (kind C) of this project",),
)
