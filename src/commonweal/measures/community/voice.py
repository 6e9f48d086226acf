"""Who votes where money for the community is handed out."""

from commonweal.measures.criteria import IsTrue, Known
from commonweal.measures.measure import (
    Better,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
    Target,
)
from commonweal.tables.units.community import VotingSeat

MEASURE = Measure(
    key="community.voice",
    version="1.0.0",
    title="Community votes where money is allocated",
    commitments=("S1",),
    better=Better.HIGHER,
    unit_of_analysis=VotingSeat,
    population=(Step("with a vote, on a council that allocates money", Known(VotingSeat.council)),),
    event=Step("held by a member of the community", IsTrue(VotingSeat.community)),
    met="are held by members of the community in {value}",
    people="seats",
    estimator="counted_share",
    roles=(Role("yes", VotingSeat.community),),
    reference="target",
    target=Target(
        0.5,
        "ours, after the rule that users hold most seats of a health center's board, "
        "42 U.S.C. 254b(k)(3)(H)",
    ),
    minimum=1,
    smallest_difference=0.10,
    stratify_by=("whole", "council"),
    privacy=Privacy(smallest=1, about="things"),
    figures=(
        FigureWords("missing", "seats that others hold", "count"),
        FigureWords("unknown", "seats of which it is not on record who holds them", "count"),
        FigureWords("missing_in_all", "seats that others hold, all councils", "count"),
    ),
    needs=("board_seat",),
    why=(
        "A seat without a vote is a guest's. Whoever votes where money is handed out decides what "
        "membership means."
    ),
    limits=(
        "The rule that the target follows binds boards of health centers and not this council; it "
        "is a choice, and can be changed. A seat says nothing of who comes, is heard or is paid "
        "for the time. Who counts as a member of the community is what the list of seats says."
    ),
    levers="The boards that appoint: open calls for seats, pay for time, meetings after work.",
    sources=("42 U.S.C. 254b(k)(3)(H)", "community.md 7.2 of this project"),
)
