"""Share who leave within five years of service, retirement and death taken into account."""

from commonweal.measures.criteria import Between
from commonweal.measures.measure import Better, Measure, Role, Step
from commonweal.tables.units.workforce import ServiceSpell

MEASURE = Measure(
    key="workforce.exit",
    version="1.0.0",
    title="Gone within five years of service",
    commitments=("W3",),
    apart=False,
    better=Better.LOWER,
    unit_of_analysis=ServiceSpell,
    people="staff",
    population=(Step("seen in the last five years", Between(ServiceSpell.exit, least=0)),),
    event=Step("left", Between(ServiceSpell.status, least=1, most=1)),
    met="{value} would be gone within five years at the pace of the last five",
    estimator="incidence",
    roles=(
        Role("entry", ServiceSpell.entry),
        Role("exit", ServiceSpell.exit),
        Role("status", ServiceSpell.status),
    ),
    options=(("horizon", 60.0),),
    smallest_difference=0.05,
    needs=("staff", "assignment", "staff_event"),
    why=(
        "Whom one loses in the first years will never be there to be promoted. It is the widest "
        "leak of most pipelines."
    ),
    limits=(
        "Retirement, death and the end of a term compete and are no exit. Leaving for a reason "
        "that is not known counts as an exit. People who came before are seen from the first of "
        "the five years on only."
    ),
    levers="Early support, fair schedules, managers who listen, and work that can grow.",
    sources=(
        "workforce.md 7.2 of this project",
        "Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141-150",
    ),
)
