"""Share of the highest rank in five years if people keep moving as they do."""

from commonweal.measures.criteria import Between, IsTrue
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import GradeYear

MEASURE = Measure(
    key="workforce.projection",
    version="1.0.0",
    title="The highest rank in five years, if unchanged",
    commitments=("W3",),
    apart=False,
    better=Better.NEITHER,
    unit_of_analysis=GradeYear,
    people="staff",
    population=(
        Step("in the last ten years", Between(GradeYear.years_ago, least=1, most=10)),
        Step("ranks known", IsTrue(GradeYear.known)),
    ),
    event=None,
    met="would be {value} of the highest rank in five years",
    estimator="projection",
    roles=(
        Role("years_ago", GradeYear.years_ago),
        Role("before", GradeYear.before),
        Role("after", GradeYear.after),
    ),
    options=(("years", 5.0), ("draws", 2000.0)),
    figures=(
        FigureWords("today", "share of the highest rank today", "percent"),
        FigureWords("within_95", "years held out inside the 95 percent band", "percent"),
        FigureWords("within_80", "years held out inside the 80 percent band", "percent"),
        FigureWords("error", "mean error in people, three years held out", "number"),
        FigureWords("error_unmoved", "mean error in people, had nothing changed", "number"),
    ),
    needs=("staff", "assignment", "rank"),
    why=(
        "The past decides more of the future than plans do. It is better to know where a staff "
        "goes by itself before saying what one will change."
    ),
    limits=(
        "It holds flows as they were and foresees no decision. Three years are always held out and "
        "foretold first; where that went badly, so does this. It knows no goal for any group, and "
        "no lever here sets one."
    ),
    levers=(
        "What moves it is the same for everybody: keep people, promote at an even pace, reach "
        "more qualified applicants, open more places."
    ),
    sources=(
        "workforce.md 7.3 and 7.4 of this project",
        "Bartholomew, Forbes and McClean 1991, Statistical Techniques for Manpower Planning",
    ),
)
