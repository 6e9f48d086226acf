"""What a program did to a gap of care, where all units began it at once."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.teaching import AtOncePeriod

DESIGN = (("interrupted_series", "all at once: interrupted series"),)

MEASURE = Measure(
    key="teaching.effect_series",
    version="1.0.0",
    title="Effect of programs begun at once",
    commitments=("T3",),
    better=Better.HIGHER,
    unit_of_analysis=AtOncePeriod,
    population=(Step("with a gap known", Known(AtOncePeriod.outcome)),),
    event=None,
    met="moved the group's standing by {value}",
    people="periods of units",
    estimator="series_effect",
    roles=(
        Role("unit", AtOncePeriod.unit),
        Role("period", AtOncePeriod.begins),
        Role("outcome", AtOncePeriod.outcome),
        Role("weight", AtOncePeriod.weight),
        Role("people", AtOncePeriod.counted),
        Role("first_period", AtOncePeriod.first),
    ),
    options=(("horizon", 4.0),),
    reference="zero",
    smallest_difference=0.02,
    apart=False,
    stratify_by=("evaluation",),
    figures=(
        FigureWords("design", "design", "number", DESIGN),
        FigureWords("gap_before", "gap before the start, in the units that began", "percent"),
        FigureWords("units", "units", "count"),
        FigureWords("jump", "jump at the start", "percent"),
        FigureWords("slope", "change of slope, each period", "percent"),
        FigureWords("durbin_watson", "Durbin-Watson, near 2 where neighbors are apart", "number"),
        FigureWords("unknown", "units with a gap unknown in some period", "count"),
    ),
    needs=("exposure", "equity_outcome"),
    why=(
        "Where everybody began on one day there is nobody to compare with but the past. A series "
        "long enough can still tell a bend from a trend that was there before."
    ),
    limits=(
        "Anything else that began at that time looks the same: this is the weakest of the three "
        "designs. The effect is that four periods after the start, on a straight line. The "
        "outcome is the group's share less that of everybody else, turned so that upward is "
        "better: for a group that stood ahead a gain is no narrowing, so read the gap before."
    ),
    levers=(
        "Those who run the program and the council: keep what narrows a gap, change or end what "
        "does not, and plan the next roll-out so that it can be told."
    ),
    sources=(
        "Wagner et al. 2002, Journal of Clinical Pharmacy and Therapeutics 27:299-309; Newey and "
        "West 1987, Econometrica 55:703-708; teaching.md 5.2 and 5.5 of this project",
    ),
)
