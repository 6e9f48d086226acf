"""Pay beside everybody else in the same work, in three nested models."""

from commonweal.measures.criteria import Between, Is, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import StaffMember

MEASURE = Measure(
    key="workforce.pay_gap",
    version="1.0.0",
    title="Pay for the same work",
    commitments=("W1",),
    better=Better.HIGHER,
    unit_of_analysis=StaffMember,
    people="staff",
    unit="dollars",
    population=(
        Step("employed on the last day", Is(StaffMember.worker_type, ("employee", "faculty"))),
        Step("base pay known", Between(StaffMember.pay_cents, least=1)),
    ),
    denominator=(
        Step("family and rank known", Known(StaffMember.rank)),
        Step("first day known", Known(StaffMember.tenure)),
    ),
    event=None,
    met="earned {value} a year at full time, in the middle",
    estimator="pay_gap",
    roles=(
        Role("value", StaffMember.pay_cents),
        Role("control_family", StaffMember.family),
        Role("control_tenure", StaffMember.tenure),
        Role("control_rank", StaffMember.rank),
    ),
    options=(("tainted", "rank"),),
    gap="ratio",
    smallest_difference=0.97,
    figures=(
        FigureWords("raw", "ratio without controls", "ratio"),
        FigureWords("untainted", "ratio at equal family and service", "ratio"),
    ),
    needs=("staff", "assignment", "job", "rank", "comp"),
    why=(
        "Equal pay for the same work is the law and the least. What is left of a difference at "
        "equal work, rank and service needs a reason."
    ),
    limits=(
        "The ratio shown holds job family, rank and service equal. Rank is set by the employer "
        "and may itself be unfair: the figures without it stand beside. Family and rank are a "
        "rough picture of comparable work. The middle is the geometric mean. It points at no one "
        "person's pay."
    ),
    levers=(
        "Review starting pay and raises by written ranges, and correct by a rule that knows no "
        "group and lowers nobody."
    ),
    sources=(
        "workforce.md 6 of this project",
        "Halvorsen and Palmquist 1980, American Economic Review 70:474-475",
    ),
)
