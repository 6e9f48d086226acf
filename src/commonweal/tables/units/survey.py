"""Units of surveys: who answered on one composite, and the frame they come from.

How each comes about is in `engine.units.survey`. A round counts in the period in which it closed.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Number, Person, Table, Text

# A composite has so many items at most; a longer one is measured in parts.
ITEMS = 8


class ScaleAnswers(Table):
    """Hold what a respondent answered to the items of one composite, from 1 to 5, 5 the good end.

    >>> ScaleAnswers.people()
    'respondent'
    """

    name: ClassVar[str] = "scale_answers"
    says: ClassVar[str] = "A respondent's answers to the items of one composite"
    key: ClassVar[str] = "scale_answers_key"
    scale_answers_key = Text("respondent and composite")
    respondent_key = Person("respondent", "who answered")
    factor = Text("composite")
    layer = Text("status layer")
    work_unit = Text("unit where the person works")
    tenure = Text("years of service, in bands")
    answered = Number("items answered")
    item_1 = Number("answer to the first item, by number")
    item_2 = Number("answer to the second item")
    item_3 = Number("answer to the third item")
    item_4 = Number("answer to the fourth item")
    item_5 = Number("answer to the fifth item")
    item_6 = Number("answer to the sixth item")
    item_7 = Number("answer to the seventh item")
    item_8 = Number("answer to the eighth item")


class FrameStratum(Table):
    """Hold a stratum of the frame of the rounds that closed in the period.

    >>> FrameStratum.invited
    frame_stratum.invited
    """

    name: ClassVar[str] = "frame_stratum"
    says: ClassVar[str] = "How many of a stratum were asked to answer a survey, and did"
    key: ClassVar[str] = "frame_stratum_key"
    frame_stratum_key = Text("source and id")
    layer = Text("status layer")
    work_unit = Text("unit")
    tenure = Text("years of service, in bands")
    invited = Number("people who were asked")
    responded = Number("people who answered")
