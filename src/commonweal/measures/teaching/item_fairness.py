"""Items of tests that are harder for a group than for everybody else of the same score."""

from __future__ import annotations

from commonweal.measures.criteria import Between
from commonweal.measures.measure import Better, FigureWords, Measure, Role, Step, Target
from commonweal.tables.units.teaching import PlacedItem, Sitting

CLASSES = (("A", "A, little"), ("B", "B, some"), ("C", "C, much"), ("", "not defined"))

MEASURE = Measure(
    key="teaching.item_fairness",
    version="1.0.0",
    title="Test items much harder for one group",
    commitments=("T1",),
    better=Better.LOWER,
    unit_of_analysis=Sitting,
    population=(
        Step("took a test in the period, with an answer", Between(Sitting.answered, least=1)),
    ),
    event=None,
    met="met items of class C against them in {value} of the test",
    people="learners",
    estimator="item_differences",
    roles=(Role("answers", Sitting.answers), Role("test", Sitting.test)),
    beside=(PlacedItem,),
    reference="target",
    target=Target(0.0, "Zieky 1993: an item of class C is not used where another will do"),
    minimum=50,
    smallest_difference=0.001,
    stratify_by=("race_ethnicity", "sex"),
    figures=(
        FigureWords("item_c", "item of class C, delta (below 0: harder for them)", "delta"),
        FigureWords("item_b", "item of class B, delta (below 0: harder for them)", "delta"),
        FigureWords("item_logistic", "class of the item by logistic regression", "number", CLASSES),
        FigureWords("some", "share of items of class B against them", "percent"),
        FigureWords("items", "items of the tests", "count"),
        FigureWords("unsettled", "screenings whose purification did not come to rest", "count"),
        FigureWords("left_out", "learners left out who did not answer every item", "count"),
    ),
    needs=("learner", "exam_item", "item_response"),
    why=(
        "Two learners who know as much should find an item as hard. Where a story, a word or a "
        "picture helps one group only, the test measures something else than it says."
    ),
    limits=(
        "An item found here is a question for reviewers and never proof of bias: two of them look "
        "at it without knowing why, and keep, revise or retire it. People are matched by the test "
        "itself, so a test unfair in most of its items looks fair. Below 50 people on a side "
        "nothing is tested, which is not the same as no difference. The interval holds for all "
        "items together, so a short test of few people can show little. A test in which learners "
        "get different items can not be screened so."
    ),
    levers=(
        "Assessment committee: blind review by two people, rewording, retiring, and scoring anew "
        "without the item. No learner's path or grade ever knows a group."
    ),
    sources=(
        "Holland and Thayer 1988, and Zieky 1993, in Wainer, Holland: Differential Item "
        "Functioning; Swaminathan and Rogers 1990, Journal of Educational Measurement 27:361-370; "
        "teaching.md 3.1 of this project",
    ),
)
