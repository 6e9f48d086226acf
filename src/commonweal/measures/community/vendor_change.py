"""Whether the workforce behind what we buy changed, and whether suppliers themselves did."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import (
    Better,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
)
from commonweal.tables.units.community import VendorShift

MEASURE = Measure(
    key="community.vendor_change",
    version="1.0.0",
    title="Change in the workforce at our suppliers",
    commitments=("S3",),
    better=Better.NEITHER,
    unit_of_analysis=VendorShift,
    population=(Step("disclosed in one of the two years", Known(VendorShift.workforce_group)),),
    event=Step("disclosed in the period", IsTrue(VendorShift.disclosed)),
    met="changed their part of the workforce behind what we buy by {value}",
    people="people at our suppliers",
    unit="points",
    estimator="vendor_change",
    roles=(
        Role("spend", VendorShift.spend),
        Role("share", VendorShift.share),
        Role("spend_before", VendorShift.spend_before),
        Role("share_before", VendorShift.share_before),
    ),
    reference="zero",
    minimum=5,
    smallest_difference=1.0,
    stratify_by=("workforce_group",),
    privacy=Privacy(smallest=5, about="vendors"),
    figures=(
        FigureWords("before", "share in the year before", "percent"),
        FigureWords("after", "share in the period", "percent"),
        FigureWords("within", "change inside suppliers who stayed", "points"),
        FigureWords("between", "change by buying more or less from those who stayed", "points"),
        FigureWords("entry", "change by suppliers who came", "points"),
        FigureWords("exit", "change by suppliers who left", "points"),
    ),
    needs=("purchase", "vendor_disclosure", "vendor_headcount"),
    why=(
        "A share can rise because suppliers hire more widely, or because we buy elsewhere. Only "
        "the first is what the promise is about, and a change of suppliers must not hide it."
    ),
    limits=(
        "Only suppliers who disclosed in a year count in it, so coming and going of disclosures "
        "looks like coming and going of suppliers. Firms that merged under a new number look like "
        "one that left and one that came. The four parts add up exactly; the interval is over "
        "suppliers. No supplier's own numbers are shown, and none is chosen by them."
    ),
    levers=(
        "The office of supply: support for suppliers who want to hire widely, followed for a "
        "year; and a yearly request to all, so that disclosures do not lapse."
    ),
    sources=(
        "Griliches and Regev 1995, Journal of Econometrics 65:175-203",
        "community.md 5.4 of this project",
    ),
)
