"""Favorable answers on inclusion at work, weighed to everybody who was asked."""

from commonweal.measures.measure import Better, FigureWords, Measure
from commonweal.measures.scale_common import FIGURES, NEEDS, answered, item_roles
from commonweal.tables.units.survey import FrameStratum, ScaleAnswers

MEASURE = Measure(
    key="workforce.inclusion",
    version="1.0.0",
    title="Favorable answers on inclusion at work",
    commitments=("W1",),
    better=Better.HIGHER,
    unit_of_analysis=ScaleAnswers,
    people="respondents",
    population=answered("inclusion", "asked about inclusion"),
    event=None,
    met="gave {value} favorable answers on inclusion",
    estimator="raked_scale",
    roles=item_roles(8),
    beside=(FrameStratum,),
    figures=(
        FigureWords("raw", "share without weights", "percent"),
        FigureWords("n_eff", "how many people without weights would say as much", "count"),
        FigureWords("margins", "margins of the frame that the weights meet, of three", "count"),
        FigureWords("hedges_g", "gap to everybody else in standard deviations", "number"),
        *FIGURES,
    ),
    stratify_by=("race_ethnicity", "sex", "layer"),
    smallest_difference=0.05,
    needs=(*NEEDS, "response_frame"),
    why=(
        "People stay, and do their best work, where they are respected, heard, treated fairly and "
        "can grow. A workplace that only some call so is not yet what was promised."
    ),
    limits=(
        "Eight items of our own, one each on respect, voice, fairness, belonging, growth, support "
        "by a manager, safety to report and wish to stay; no published norm exists for them. "
        "Weights mend who answered by layer, unit and years of service, not why others did not. "
        "Groups may read an item differently, which this number cannot tell."
    ),
    levers=(
        "How managers are chosen and taught, how work, praise and chances are shared out, and "
        "what happens to those who report harm: human resources, unit leaders and the council."
    ),
    sources=(
        "workforce.md 9.1 to 9.5 of this project",
        "Deville and Särndal 1992, JASA 87:376-382; Kish 1965, Survey Sampling, section 11.7",
        "Feldt 1965, Psychometrika 30:357-370; Hedges 1981, J Educational Statistics 6:107-128",
    ),
)
