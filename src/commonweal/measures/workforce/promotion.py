"""Share promoted within five years at a rank, leaving taken into account."""

from commonweal.measures.criteria import Between, Known
from commonweal.measures.measure import Better, Measure, Role, Step
from commonweal.tables.units.workforce import RankSpell

MEASURE = Measure(
    key="workforce.promotion",
    version="1.0.0",
    title="Promoted within five years at a rank",
    commitments=("W3",),
    apart=False,
    better=Better.HIGHER,
    unit_of_analysis=RankSpell,
    people="staff",
    population=(
        Step("rank known", Known(RankSpell.from_top)),
        Step("below the highest rank", Between(RankSpell.from_top, least=1)),
    ),
    event=Step("promoted", Between(RankSpell.status, least=1, most=1)),
    met="{value} would be promoted within five years at the pace of the last five",
    estimator="incidence",
    roles=(
        Role("entry", RankSpell.entry),
        Role("exit", RankSpell.exit),
        Role("status", RankSpell.status),
    ),
    options=(("horizon", 60.0),),
    smallest_difference=0.05,
    needs=("staff", "assignment", "rank"),
    why=(
        "A path upwards that is slower for some loses them, and with them everything above. "
        "Waiting is seldom written down anywhere."
    ),
    limits=(
        "One spell a person: the first rank held within the five years up to the end. People who "
        "came before are seen from then on only. Who leaves can not be promoted any more: leaving "
        "competes, and a group that leaves more is promoted less for that reason too. Field, "
        "merit and leave are not allowed for."
    ),
    levers=(
        "Criteria in writing, a calendar by which everybody is considered, panels in place of one "
        "voice, and managers asked about each person in time."
    ),
    sources=(
        "workforce.md 7.2 of this project",
        "Aalen and Johansen 1978, Scandinavian Journal of Statistics 5:141-150",
        "Gray 1988, Annals of Statistics 16:1141-1154",
    ),
)
