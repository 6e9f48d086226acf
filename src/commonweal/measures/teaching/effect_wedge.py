"""What a program did to a gap of care, where the order of starts was drawn by lot."""

from __future__ import annotations

from commonweal.measures.criteria import Known
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step
from commonweal.tables.units.teaching import LotPeriod

DESIGN = (("stepped_wedge", "order drawn by lot: stepped wedge"),)

MEASURE = Measure(
    key="teaching.effect_wedge",
    version="1.0.0",
    title="Effect of programs begun by lot",
    commitments=("T3",),
    better=Better.HIGHER,
    unit_of_analysis=LotPeriod,
    population=(Step("with a gap known", Known(LotPeriod.outcome)),),
    event=None,
    met="moved the group's standing by {value}",
    people="periods of units",
    estimator="wedge_effect",
    roles=(
        Role("unit", LotPeriod.unit),
        Role("period", LotPeriod.begins),
        Role("outcome", LotPeriod.outcome),
        Role("weight", LotPeriod.weight),
        Role("people", LotPeriod.counted),
        Role("first_period", LotPeriod.first),
    ),
    reference="zero",
    smallest_difference=0.02,
    apart=False,
    stratify_by=("evaluation",),
    figures=(
        FigureWords("design", "design", "number", DESIGN),
        FigureWords("gap_before", "gap before the start, in the units that began", "percent"),
        FigureWords("units", "units", "count"),
        FigureWords("between", "part of the spread that lies between units", "percent"),
        FigureWords("few", "few units, the interval is doubtful", "count"),
        FigureWords("unknown", "units with a gap unknown in some period", "count"),
    ),
    needs=("exposure", "equity_outcome"),
    why=(
        "Where not all can begin at once, a lot is fair, and it also tells what the program does: "
        "nobody chose who came first."
    ),
    limits=(
        "It assumes that the effect is there at once and stays, and that periods move all units "
        "alike. Below twenty units an interval by theory is doubtful, and the page says so. The "
        "outcome is the group's share less that of everybody else, turned so that upward is "
        "better: for a group that stood ahead a gain is no narrowing, so read the gap before."
    ),
    levers=(
        "Those who run the program and the council: keep what narrows a gap, change or end what "
        "does not, and plan the next roll-out so that it can be told."
    ),
    sources=(
        "Hussey and Hughes 2007, Contemporary Clinical Trials 28:182-191; teaching.md 5.2 and 5.5 "
        "of this project",
    ),
)
