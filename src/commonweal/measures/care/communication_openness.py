"""Favorable answers on open communication, and their gap between layers of status."""

from commonweal.measures.measure import Better, Fidelity, FigureWords, Measure
from commonweal.measures.scale_common import FIGURES, NEEDS, answered, item_roles
from commonweal.tables.units.survey import FrameStratum, ScaleAnswers

MEASURE = Measure(
    key="care.communication_openness",
    version="1.0.0",
    title="Favorable answers on open communication",
    commitments=("C3",),
    better=Better.HIGHER,
    unit_of_analysis=ScaleAnswers,
    people="respondents",
    population=answered("communication_openness", "asked about open communication"),
    event=None,
    met="gave {value} favorable answers on open communication",
    estimator="composite",
    roles=item_roles(4),
    beside=(FrameStratum,),
    # The two ends of status, as the specification names them.
    options=(("lowest", "support"), ("highest", "attending")),
    figures=(
        FigureWords("layer_gap", "clerks, transport and environmental staff less attending "
                    "physicians, in the same unit", "points"),
        *FIGURES,
    ),
    stratify_by=("layer", "race_ethnicity", "sex"),
    smallest_difference=0.05,
    fidelity=Fidelity.ADAPTED,
    needs=NEEDS,
    why=(
        "Who dares to speak up when something is wrong keeps patients safe. Where only those of "
        "high status dare, errors pass in front of people who saw them coming."
    ),
    limits=(
        "It tells what people say of speaking up, not how often they do. Those who are silent in "
        "the survey may be the ones who are silent at work; the bounds show how far that could "
        "reach. Items follow the composite Communication Openness of AHRQ SOPS Hospital 2.0; the "
        "wording must be that of the institution's license or source. A low share in one unit may "
        "come from a few people, so no unit of fewer than eleven is shown."
    ),
    levers=(
        "Answers to those who raised something, briefings that ask for worries by name, and "
        "protection from blame: unit leaders, patient safety and the council can change these."
    ),
    caveats=(
        "Differs from the survey's guide: the items are those of the institution's own file, and "
        "status layers are compared with everybody else.",
    ),
    sources=(
        "AHRQ SOPS Hospital Survey 2.0, user guide (publication 19-0076): unweighted mean of "
        "items' percent positive; a difference of 5 points is taken to matter",
        "care-measures.md 4.2 of this project",
    ),
)  # fmt: skip
