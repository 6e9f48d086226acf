"""Favorable answers on teamwork, and their gap between layers of status in the same unit."""

from commonweal.measures.measure import Better, Fidelity, FigureWords, Measure
from commonweal.measures.scale_common import FIGURES, NEEDS, answered, item_roles
from commonweal.tables.units.survey import FrameStratum, ScaleAnswers

MEASURE = Measure(
    key="care.teamwork",
    version="1.0.0",
    title="Favorable answers on teamwork",
    commitments=("C3",),
    better=Better.HIGHER,
    unit_of_analysis=ScaleAnswers,
    people="respondents",
    population=answered("teamwork", "asked about teamwork"),
    event=None,
    met="gave {value} favorable answers on teamwork",
    estimator="composite",
    roles=item_roles(3),
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
        "People of every status see what goes wrong around a patient. Where those of low status "
        "say that teams do not work together, what they see is lost."
    ),
    limits=(
        "It tells what people say, not what teams do. Those who are silent may think otherwise; "
        "the bounds show how far that could reach. Items follow the composite Teamwork of AHRQ "
        "SOPS Hospital 2.0; the wording of the items must be that of the institution's license or "
        "source. Layers of one unit are compared with each other only in the further number."
    ),
    levers=(
        "Rounds in which everybody speaks, team training with all layers together, and leaders "
        "who ask those of low status first: unit leaders and the council can change these."
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
