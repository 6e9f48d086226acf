"""Whether applications for grants are funded alike, whoever leads them."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import Better, Fidelity, FigureWords, Measure, Role, Step
from commonweal.tables.units.research import Application

MEASURE = Measure(
    key="research.funding_gap",
    version="1.0.0",
    title="Grant applications that were funded",
    commitments=("R1",),
    better=Better.HIGHER,
    fidelity=Fidelity.ADAPTED,
    unit_of_analysis=Application,
    population=(Step("decided", Known(Application.awarded)),),
    event=Step("funded", IsTrue(Application.awarded)),
    met="had {value} of their applications funded",
    people="applicants",
    estimator="funding_gap",
    roles=(
        Role("step1_degree", Application.degree),
        Role("step1_experience", Application.experience),
        Role("step1_publications", Application.publications),
        Role("step2_topic", Application.topic),
        Role("step3_mechanism", Application.mechanism),
    ),
    smallest_difference=0.05,
    stratify_by=("legacy_re", "sex"),
    figures=(
        FigureWords("alone", "difference in the chance, nothing else held alike", "percent"),
        FigureWords("step1", "the same, training and record held alike", "percent"),
        FigureWords("step2", "the same, the topic held alike too", "percent"),
        FigureWords("step3", "the same, the kind of grant held alike too", "percent"),
        FigureWords("left_out", "applications that no model holds", "percent"),
    ),
    needs=("researcher", "grant_application"),
    why=(
        "A gap in funding becomes a gap in careers, and in what is studied. Where it stands after "
        "training and record are held alike, something else is at work."
    ),
    limits=(
        "The plain gap is judged; the steps are shown beside it. What is held alike may itself "
        "carry the gap: topics that some groups choose are funded less, and a record is built "
        "with earlier grants. No step is the truth alone. Who never applied is not seen."
    ),
    levers=(
        "The research office: reviews before submission, writing groups, bridge money; review "
        "panels: criteria, training, blinded parts. No applicant is scored by this page."
    ),
    caveats=(
        "Differs from its sources: the plain gap is judged with errors by applicant; each step "
        "beside it is a logistic model.",
    ),
    sources=(
        "Nested steps after Hoppe et al. 2019, Science Advances 5:eaaw7238 and Ginther et al. "
        "2011, Science 333:1015; errors by applicant (CR1); Welch 1947, Biometrika 34:28-35",
    ),
)
