"""Who works at our suppliers, weighted by what we buy, beside who is available to them."""

from commonweal.measures.criteria import Between, IsTrue, Known
from commonweal.measures.measure import (
    Better,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
)
from commonweal.tables.units.community import VendorGroup

MEASURE = Measure(
    key="community.vendor_workforce",
    version="1.0.0",
    title="People at our suppliers, by what we buy",
    commitments=("S3",),
    better=Better.HIGHER,
    unit_of_analysis=VendorGroup,
    population=(
        Step("from whom something was bought", Between(VendorGroup.spend, least=1)),
        Step("with people available to the industry on file", Known(VendorGroup.available)),
    ),
    event=Step("disclosed within 18 months", IsTrue(VendorGroup.disclosed)),
    met="were {value} of the workforce behind what we buy",
    people="people at our suppliers",
    estimator="vendor_workforce",
    roles=(
        Role("spend", VendorGroup.spend),
        Role("staff", VendorGroup.staff),
        Role("inside", VendorGroup.inside),
        Role("available", VendorGroup.available),
        Role("low", VendorGroup.low),
        Role("high", VendorGroup.high),
    ),
    reference="benchmark",
    minimum=5,
    stratify_by=("workforce_group",),
    privacy=Privacy(smallest=5, about="vendors"),
    figures=(
        FigureWords("worst_case", "share, whatever the silent suppliers are like", "percent"),
        FigureWords(
            "industry", "share, the silent between low and high of their industry", "percent"
        ),
        FigureWords("by_head", "share by head and not by what we buy", "percent"),
        FigureWords("ratio", "share over what is available", "ratio"),
        FigureWords("coverage", "part of the purchases with suppliers who disclosed", "percent"),
        FigureWords("coverage_count", "part of the suppliers who disclosed", "percent"),
        FigureWords("effective", "suppliers of equal size that these are worth", "number"),
    ),
    needs=(
        *("purchase", "supplier", "vendor_disclosure", "vendor_headcount"),
        "industry_benchmark",
    ),
    why=(
        "What we buy is other people's work. The promise is about who does that work, and all we "
        "can know of it is what suppliers choose to tell."
    ),
    limits=(
        "Who tells nothing is not guessed: the bounds say what silence could hide. The interval is "
        "over suppliers, and few large ones widen it. Head counts are of the whole firm, not of "
        "the people who work for us. It describes all suppliers together; it is never read where "
        "one is chosen, kept or dropped, and no supplier's own numbers are shown."
    ),
    levers=(
        "The office of supply: ask every supplier above a size the same questions, publish what "
        "all together say, and offer what helps any firm hire widely: fairs, training seats, "
        "prompt pay."
    ),
    sources=(
        "Manski 1990, American Economic Review 80:319-323 (bounds)",
        "community.md 5.1 to 5.3 of this project",
    ),
)
