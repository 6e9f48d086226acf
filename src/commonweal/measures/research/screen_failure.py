"""Whether those who are screened fail alike, within the same study and site."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Recruit

MEASURE = Measure(
    key="research.screen_failure",
    version="1.0.0",
    title="Found not eligible at screening for studies",
    commitments=("R2",),
    better=Better.LOWER,
    unit_of_analysis=Recruit,
    population=(Step("screened for a study", IsTrue(Recruit.screened)),),
    event=Step("found not eligible", IsTrue(Recruit.failed)),
    met="were found not eligible in {value} of screenings",
    people="people screened",
    estimator="same_stratum",
    roles=(Role("stratum", Recruit.place),),
    smallest_difference=0.05,
    stratify_by=("legacy_re", "sex", "language"),
    figures=(FigureWords("risk_ratio", "how many times as often, in the same study", "ratio"),),
    needs=("study", "recruit_event", "participant"),
    why=(
        "A rule that looks the same for all can keep out one group more than others: a lab limit "
        "set without it, an illness that is common in it, a language. That decides whom the "
        "results will hold for."
    ),
    limits=(
        "The comparison holds within the same study and site; who was screened at all is another "
        "measure. A higher share says that rules meet groups unlike each other, not that a rule "
        "is wrong: some protect people."
    ),
    levers=(
        "Sponsors and study teams can look at each rule's reason and drop those that protect "
        "nobody; the review board can ask for the reason."
    ),
    sources=(
        "Mantel and Haenszel 1959, JNCI 22:719-748; variance of the difference by Sato 1989, "
        "Biometrics 45:1323-1324",
    ),
)
