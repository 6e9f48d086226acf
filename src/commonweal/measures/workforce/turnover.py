"""Separations for each hundred years of work."""

from commonweal.measures.criteria import Between, Is
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.workforce import StaffTime

REASONS = {
    "voluntary": "rate of leaving by one's own wish",
    "involuntary": "rate of dismissals",
    "retirement": "rate of retirement",
    "end_of_term": "rate of terms that ended",
    "death": "rate of deaths",
    "unknown": "rate of leaving, reason not known",
}

MEASURE = Measure(
    key="workforce.turnover",
    version="1.0.0",
    title="Separations per hundred years of work",
    commitments=("W1",),
    better=Better.LOWER,
    unit_of_analysis=StaffTime,
    people="staff",
    unit="per_100_person_years",
    population=(
        Step("at work in the period", Between(StaffTime.years, least=0.0001)),
        Step("employed here", Is(StaffTime.worker_type, ("employee", "faculty"))),
    ),
    event=None,
    met="left at a rate of {value}",
    estimator="turnover",
    roles=(
        Role("events", StaffTime.separations),
        Role("exposure", StaffTime.years),
        Role("reason", StaffTime.reason),
    ),
    gap="ratio",
    smallest_difference=0.8,
    figures=tuple(
        FigureWords(f"reason_{code}", label, "per_100_person_years")
        for code, label in REASONS.items()
    ),
    needs=("staff", "assignment", "staff_event"),
    why=(
        "People leave where they are not valued, and each who leaves takes years of knowledge "
        "along. A group that leaves more often says so with its feet."
    ),
    limits=(
        "Time at work counts in days, leave included. Reasons are those recorded, and people who "
        "leave do not always say why. Groups differ in age and job; a rate does not allow for it."
    ),
    levers=(
        "Exit and stay interviews, the first year with a new manager, schedules, pay and paths "
        "upwards: human resources and unit leaders can change these for everybody."
    ),
    sources=(
        "workforce.md 7.1 of this project",
        "Garwood 1936, Biometrika 28:437-442; Przyborowski and Wilenski 1940, 31:313-323",
    ),
)
