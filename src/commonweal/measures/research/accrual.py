"""Whether studies enroll as many people as they planned, by the day they planned."""

from __future__ import annotations

from commonweal.measures.criteria import Between, Known, every
from commonweal.measures.measure import Better, FigureWords, Measure, Privacy, Role, Step
from commonweal.tables.units.research import StudyPace

MEASURE = Measure(
    key="research.accrual",
    version="1.0.0",
    title="Studies that will enroll in time",
    commitments=("R2",),
    better=Better.HIGHER,
    unit_of_analysis=StudyPace,
    population=(
        Step(
            "with a target and planned days",
            every(Between(StudyPace.target, least=1), Known(StudyPace.closes)),
        ),
    ),
    event=None,
    met="will enroll in time with a chance of {value} on average",
    people="studies",
    estimator="enrollment_pace",
    roles=(
        Role("enrolled", StudyPace.enrolled),
        Role("target", StudyPace.target),
        Role("opened", StudyPace.opened),
        Role("asked", StudyPace.asked),
        Role("closes", StudyPace.closes),
    ),
    options=(("prior_people", 0.5), ("prior_months", 0.5)),
    minimum=20,
    smallest_difference=0.15,
    apart=False,
    stratify_by=("department", "sponsor"),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords("on_time", "studies more likely than not in time", "count"),
        FigureWords("watch", "studies to watch: less likely than not", "count"),
        FigureWords("act", "studies to act on: less than one chance in five", "count"),
        FigureWords("expected", "people expected over all targets", "percent"),
    ),
    needs=("study", "recruit_event"),
    why=(
        "A study that does not fill answers nothing, and asked its participants for nothing. A "
        "study in a hurry turns to those who are easiest to reach."
    ),
    limits=(
        "The forecast takes it that people go on coming at one rate since the first site opened; "
        "a site that opened later makes a study look slower than it now is."
    ),
    levers="The research office and study teams: sites, staff, hours, realistic targets.",
    sources=(
        "Anisimov and Fedorov 2007, Statistics in Medicine 26:4958-4975 (Poisson-gamma model); "
        "Welch 1947, Biometrika 34:28-35",
    ),
)
