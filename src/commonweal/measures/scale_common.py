"""What the measures of surveys share: steps, roles and the words of the further numbers."""

from __future__ import annotations

from commonweal.measures.criteria import Between, Is
from commonweal.measures.measure import FigureWords, Role, Step
from commonweal.tables.columns import Number
from commonweal.tables.units.survey import ScaleAnswers

COLUMNS: tuple[Number, ...] = (
    ScaleAnswers.item_1, ScaleAnswers.item_2, ScaleAnswers.item_3, ScaleAnswers.item_4,
    ScaleAnswers.item_5, ScaleAnswers.item_6, ScaleAnswers.item_7, ScaleAnswers.item_8,
)  # fmt: skip
FIGURES: tuple[FigureWords, ...] = (
    FigureWords("response", "share of those invited who answered", "percent"),
    FigureWords("if_all_answered", "favorable share, with what it would be if every silent person "
                "were unfavorable, or favorable", "percent"),
    FigureWords("alpha", "Cronbach's alpha of the items", "number"),
    FigureWords("omega", "McDonald's omega of the items", "number"),
    FigureWords("icc1", "share of the spread that lies between units, ICC(1)", "number"),
    FigureWords("icc2", "how reliably means of units tell units apart, ICC(2)", "number"),
    FigureWords("r_wg", "agreement inside a unit, r_wg, the middle unit of ten or more", "number"),
)  # fmt: skip
NEEDS = ("survey", "survey_item", "respondent", "response")


def answered(factor: str, says: str) -> tuple[Step, ...]:
    """Give the steps that lead to those who answered an item of a composite.

    factor: code of the composite
    says:   "were asked about teamwork"

    >>> [step.says for step in answered("teamwork", "asked about teamwork")]
    ['asked about teamwork', 'answered one item at least']
    """
    return (
        Step(says, Is(ScaleAnswers.factor, (factor,))),
        Step("answered one item at least", Between(ScaleAnswers.answered, least=1)),
    )


def item_roles(many: int) -> tuple[Role, ...]:
    """Give the roles of the items of a composite and of what the frame is cut by.

    many: how many items it has, 8 at most

    >>> [role.name for role in item_roles(2)]
    ['item_1', 'item_2', 'layer', 'work_unit', 'tenure']
    """
    items = tuple(Role(column.name, column) for column in COLUMNS[:many])
    return (
        *items,
        Role("layer", ScaleAnswers.layer),
        Role("work_unit", ScaleAnswers.work_unit),
        Role("tenure", ScaleAnswers.tenure),
    )
