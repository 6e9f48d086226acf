"""Staff in the two highest ranks of their track."""

from commonweal.measures.criteria import Between, Is, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import StaffMember

MEASURE = Measure(
    key="workforce.senior_rank",
    version="1.0.0",
    title="Staff in the two highest ranks",
    commitments=("W2",),
    better=Better.HIGHER,
    unit_of_analysis=StaffMember,
    people="staff",
    population=(
        Step("employed on the last day", Is(StaffMember.worker_type, ("employee", "faculty"))),
        Step("rank known", Known(StaffMember.from_top)),
    ),
    event=Step("in one of the two highest ranks", Between(StaffMember.from_top, most=1)),
    met="{value} were in one of the two highest ranks of their track",
    estimator="senior_rank",
    roles=(Role("stratum", StaffMember.family), Role("rank", StaffMember.rank)),
    gap="ratio",
    smallest_difference=0.8,
    figures=(
        FigureWords("above_1", "share of everybody", "percent"),
        FigureWords("above_2", "share of rank 2 and above", "percent"),
        FigureWords("above_3", "share of rank 3 and above", "percent"),
        FigureWords("above_4", "share of rank 4 and above", "percent"),
        FigureWords("above_5", "share of rank 5 and above", "percent"),
        FigureWords("height", "share of the highest rank over that of the lowest", "ratio"),
    ),
    needs=("staff", "assignment", "job", "rank"),
    why=(
        "Decisions are made higher up. An institution that is mixed at the bottom only has kept "
        "half of its promise."
    ),
    limits=(
        "Groups are compared within job families. Ranks of today are made by the hiring and "
        "promotion of many years, so that this moves slowly; promotion and leak say what happens "
        "now. Years of service are not allowed for."
    ),
    levers="Open calls for senior posts, clear criteria for promotion, sponsors and time to grow.",
    sources=("workforce.md 4.4 of this project", "Greenland and Robins 1985, Biometrics 41:55-68"),
)
