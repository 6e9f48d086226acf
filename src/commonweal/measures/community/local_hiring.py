"""Whether people of priority places find work with us as often as they look for work."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.community import HireMade, WorkingPlace

MEASURE = Measure(
    key="community.local_hiring",
    version="1.0.0",
    title="Hires from priority places",
    commitments=("S2",),
    better=Better.HIGHER,
    unit_of_analysis=HireMade,
    population=(Step("hired in the period", Known(HireMade.hire_key)),),
    event=Step("from a priority place", IsTrue(HireMade.priority)),
    met="came from priority places in {value}",
    people="hires",
    estimator="local_hiring",
    roles=(Role("priority", HireMade.priority),),
    beside=(WorkingPlace,),
    reference="benchmark",
    smallest_difference=0.03,
    stratify_by=("whole", "hiring_site"),
    figures=(
        FigureWords("bounds", "share, from none to all of those not placed", "percent"),
        FigureWords("quotient", "share of hires over share of the labor force", "ratio"),
        FigureWords("unplaced", "hires whose home could not be placed", "percent"),
        FigureWords("per_1000", "hires for 1,000 of the labor force there", "per_1000"),
    ),
    needs=("local_hire", "geo_measure", "priority_set", "priority_member"),
    why=(
        "A hospital is often the largest employer near places with little work. If those places "
        "have a fifth of the labor force and a tenth of the hires, jobs pass them by."
    ),
    limits=(
        "The home is the one given with the application, and only one placed to the street "
        "counts; the bounds say what the others could change. The labor force is of the tracts on "
        "file and is taken as known. A place is not a person's race or income, and the set of "
        "priority places needs its recorded economic reason. Hires say nothing of who stays."
    ),
    levers=(
        "Those who hire, before anybody applies: postings and fairs in these places, buses and "
        "shifts that fit, entry jobs that need no degree. Never a preference for a person."
    ),
    sources=(
        "Healthcare Anchor Network, impact workforce commitment",
        "community.md 3.1 and 3.3 of this project",
    ),
)
