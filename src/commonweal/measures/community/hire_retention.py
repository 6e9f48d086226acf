"""Whether people who came by a pathway or from nearby are still here after ninety days."""

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.community import HireStay

MEASURE = Measure(
    key="community.hire_retention",
    version="1.0.0",
    title="Entry hires still here after ninety days",
    commitments=("S2",),
    better=Better.HIGHER,
    unit_of_analysis=HireStay,
    population=(Step("hired, with days that can be", Known(HireStay.days)),),
    event=None,
    met="were still here after ninety days in {value}",
    people="entry hires",
    estimator="staying",
    roles=(Role("exit", HireStay.days), Role("status", HireStay.gone)),
    options=(("horizon", 90.0), ("later", 365.0)),
    smallest_difference=0.05,
    stratify_by=("way_in",),
    figures=(FigureWords("later", "still here after a year", "percent"),),
    needs=("local_hire", "geo_measure", "priority_set", "priority_member"),
    why=(
        "A door that opens and closes again within three months was no door. People who came by a "
        "pathway need the job to hold, or the pathway led nowhere."
    ),
    limits=(
        "Entry hires of two years count; those still within their ninety days count for the days "
        "seen. Leaving can be a step up elsewhere. Ways in differ by job and shift, and nothing is "
        "adjusted for that. Who came by a pathway counts there, also with a home in a priority "
        "place; where the way in or the home is not on record the person stands in no group."
    ),
    levers=(
        "Unit leaders and pathway coordinators: support at 30, 90 and 365 days, a coach, schedules "
        "that fit a bus line, pay that covers a week."
    ),
    sources=(
        "Kaplan and Meier 1958, JASA 53:457-481",
        "community.md 3.4 of this project",
    ),
)
