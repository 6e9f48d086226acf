"""Whether those who enroll in studies are like those who have the condition studied."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Fidelity, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Enrollment, ReferenceShare

LABELS = (
    ("absent", "absent"),
    ("underpowered", "too few people to say"),
    ("not_distinguishable", "not distinguishable from the reference"),
    ("far_below", "far below the reference"),
    ("below", "below the reference"),
    ("near", "near the reference"),
    ("above", "above the reference"),
    ("far_above", "far above the reference"),
    ("nobody_known", "nobody known"),
)

MEASURE = Measure(
    key="research.participation",
    version="1.0.0",
    title="Participation in studies against prevalence",
    commitments=("R2",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=Enrollment,
    population=(
        Step("enrolled in the period", IsTrue(Enrollment.within)),
        Step("in a study of a condition on record", Known(Enrollment.condition)),
    ),
    event=None,
    met="made up {value} of those enrolled who said who they are",
    people="participants",
    estimator="participation",
    roles=(Role("condition", Enrollment.condition),),
    beside=(ReferenceShare,),
    reference="benchmark",
    gap="ratio",
    smallest_difference=0.8,
    stratify_by=("legacy_re", "sex"),
    figures=(
        FigureWords("label", "what the field calls it", "number", LABELS),
        FigureWords("difference", "share of those enrolled less the reference share", "percent"),
        FigureWords("absent", "nobody enrolled; share in the reference", "percent"),
        FigureWords("unknown", "enrolled, did not say who they are", "percent"),
        FigureWords("no_reference", "enrolled for conditions without a reference", "percent"),
    ),
    needs=("study", "recruit_event", "participant", "reference_population"),
    why=(
        "What a study finds holds for people like those in it. Where people who carry an illness "
        "are missing from the studies of it, what helps or harms them is learned late or never."
    ),
    limits=(
        "The ratio is only as good as the reference population: who has the condition, not who "
        "lives nearby. All studies together can hide one that misses everybody; look at your own "
        "study too. Who declined to say who they are is left out of shares, and counted. The band "
        "from 0.8 to 1.25 is a custom of the field and no test."
    ),
    levers=(
        "Study teams and the research office: outreach, sites, languages, evening visits, "
        "transport, and rules that keep people out without protecting them. Nobody is ever turned "
        "away, and nobody enrolled, for a number on this page."
    ),
    caveats=(
        "Differs from its source: studies are pooled, the ratio is Wilson's interval over the "
        "reference share, and a small trial is called underpowered.",
    ),
    sources=(
        "Participation-to-prevalence ratio; labels after Qi et al. 2021, JAMIA Open, "
        "doi 10.1093/jamiaopen/ooab077, pooled over studies here; Wilson 1927, JASA 22:209-212",
    ),
)
