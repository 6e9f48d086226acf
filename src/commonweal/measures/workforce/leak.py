"""Share of the highest rank in ten years, beside that under equal flows."""

from commonweal.measures.criteria import Between, IsTrue
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import GradeYear

MEASURE = Measure(
    key="workforce.leak",
    version="1.0.0",
    title="Where the pipeline to the top leaks",
    commitments=("W3",),
    apart=False,
    better=Better.HIGHER,
    unit_of_analysis=GradeYear,
    people="staff",
    population=(
        Step("in the last ten years", Between(GradeYear.years_ago, least=1, most=10)),
        Step("ranks known", IsTrue(GradeYear.known)),
    ),
    event=None,
    unit="points",
    reference="zero",
    met="would stand {value} away from their share of the highest rank under equal flows",
    estimator="leak",
    roles=(
        Role("years_ago", GradeYear.years_ago),
        Role("before", GradeYear.before),
        Role("after", GradeYear.after),
    ),
    options=(("years", 10.0), ("draws", 200.0)),
    smallest_difference=2.0,
    figures=(
        FigureWords("share", "share of the highest rank in ten years", "percent"),
        FigureWords("equal_flows", "the same with the flows of everybody else", "percent"),
        FigureWords("entry_grade", "change if they came in at the same ranks", "points"),
        FigureWords("promotion", "change if they were promoted at the same pace", "points"),
        FigureWords("separation", "change if they left at the same pace", "points"),
    ),
    needs=("staff", "assignment", "rank"),
    why=(
        "A gap at the top has three doors: at which rank people come in, how fast they rise and "
        "how many leave. One should mend the door that leaks."
    ),
    limits=(
        "It compares the flows of ten years, projected as if they went on. Everybody else is the "
        "comparison, and the number who come in is left as it is. The three parts are exact for "
        "the model and not for the world."
    ),
    levers=(
        "Where entry leaks, look at the ranks offered; where promotion does, at criteria and "
        "calendars; where leaving does, at the work itself."
    ),
    sources=(
        "workforce.md 7.5 of this project",
        "Shapley 1953, Contributions to the Theory of Games II, 307-317",
    ),
)
