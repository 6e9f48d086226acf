"""What a program did to a gap of care, where units began it one after another."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.teaching import StaggeredPeriod

DESIGN = (("staggered", "staggered start: differences in differences"),)

MEASURE = Measure(
    key="teaching.effect_staggered",
    version="1.0.0",
    title="Effect of programs begun one by one",
    commitments=("T3",),
    better=Better.HIGHER,
    unit_of_analysis=StaggeredPeriod,
    population=(Step("with a gap known", Known(StaggeredPeriod.outcome)),),
    event=None,
    met="moved the group's standing by {value}",
    people="periods of units",
    estimator="staggered_effect",
    roles=(
        Role("unit", StaggeredPeriod.unit),
        Role("period", StaggeredPeriod.begins),
        Role("outcome", StaggeredPeriod.outcome),
        Role("weight", StaggeredPeriod.weight),
        Role("people", StaggeredPeriod.counted),
        Role("first_period", StaggeredPeriod.first),
    ),
    options=(("matters", 0.02),),
    reference="zero",
    smallest_difference=0.02,
    apart=False,
    stratify_by=("evaluation",),
    figures=(
        FigureWords("design", "design", "number", DESIGN),
        FigureWords("gap_before", "gap before the start, in the units that began", "percent"),
        FigureWords("units", "units that began", "count"),
        FigureWords("controls", "units that never did", "count"),
        FigureWords("from_start", "units left out that began before the data", "count"),
        FigureWords("cohort", "units that began", "count"),
        FigureWords("before", "p-value of no effect before the start", "number"),
        FigureWords(
            "before_power", "chance that this would have seen 2 points before the start", "percent"
        ),
        FigureWords("since", "effect by periods since the start, band for all", "percent"),
        FigureWords("two_way", "older regression, as a check", "percent"),
        FigureWords("few", "few units, chance counted by shuffling", "count"),
        FigureWords("unknown", "units with a gap unknown in some period", "count"),
    ),
    needs=("exposure", "equity_outcome"),
    why=(
        "A program for learners or clinics that costs time should narrow a gap in care. A gap that "
        "narrows everywhere would have narrowed without it, so units that had not begun are what "
        "it is held against."
    ),
    limits=(
        "It assumes that units which began would have changed as the others did. The periods "
        "before the start can speak against that and never prove it; a large p-value may only "
        "mean that little could be seen. The outcome is the group's share less that of everybody "
        "else, turned so that upward is better: for a group that stood ahead a gain is no "
        "narrowing, so read the gap before. Each unit counts alike. Units of another program do "
        "not stand beside. Where programs touch the same people, none of this holds."
    ),
    levers=(
        "Those who run the program and the council: keep what narrows a gap, change or end what "
        "does not, and plan the next roll-out so that it can be told."
    ),
    sources=(
        "Callaway and Sant'Anna 2021, Journal of Econometrics 225:200-230; Sun and Abraham 2021, "
        "Journal of Econometrics 225:175-199; teaching.md 5.2 to 5.4 of this project",
    ),
)
