"""Units of teaching: what the measures of learners, frames and programs count.

How each comes about is in `engine.units.teaching`. Numbers of days are days since 1970-01-01.
"""

from __future__ import annotations

from copy import copy
from typing import ClassVar

from commonweal.tables.columns import Column, Flag, Number, Person, Table, Text


class LearnerYear(Table):
    """Hold a learner who was graded in the period, first attempts only.

    >>> LearnerYear.person()
    'learner_key'
    """

    name: ClassVar[str] = "learner_year"
    says: ClassVar[str] = "A learner who was graded in the period"
    key: ClassVar[str] = "learner_key"
    learner_key = Person("learner", "who")
    program = Text("program of study")
    role = Text("student, resident ...")
    department = Text("department")
    cohort = Text("those who began together")
    site = Text("where they learn")
    prior = Number("attainment before they came")
    score = Number("mean points of first attempts; missing where no points are known")
    courses = Number("courses graded")
    passed = Flag("whether every course was passed at the first attempt")


class Sitting(Table):
    """Hold a learner's answers to all items of a test taken in the period.

    >>> Sitting.answers
    sitting.answers
    """

    name: ClassVar[str] = "sitting"
    says: ClassVar[str] = "A learner who took a test in the period"
    key: ClassVar[str] = "sitting_key"
    sitting_key = Text("learner and test")
    learner_key = Person("learner", "who")
    test = Text("test")
    answers = Text("one letter an item, in their order: 1 right, 0 wrong, ? not answered")
    answered = Number("items answered")


class PlacedItem(Table):
    """Hold the items of the tests of the period, in the order of their answers.

    >>> PlacedItem.person()
    ''
    """

    name: ClassVar[str] = "placed_item"
    says: ClassVar[str] = "An item of a test taken in the period"
    key: ClassVar[str] = "placed_item_key"
    placed_item_key = Text("test and item; in this order stand the answers")
    test = Text("test")
    item = Text("number of the item in the bank")


class RatingGiven(Table):
    """Hold a rating given in the period.

    >>> RatingGiven.people()
    'learner'
    """

    name: ClassVar[str] = "rating_given"
    says: ClassVar[str] = "A rating of a learner at work, given in the period"
    key: ClassVar[str] = "rating_key"
    rating_key = Text("which rating")
    learner_key = Person("learner", "who was rated")
    rater = Text("who rated")
    site = Text("where")
    item = Text("what was rated")
    prior = Number("the learner's attainment before")
    value = Number("rating, from 0 for none to 100 for the highest of the form")


class FrameNode(Table):
    """Hold a competency of the version of its frame that holds at the end of the period.

    >>> FrameNode.person()
    ''
    """

    name: ClassVar[str] = "frame_node"
    says: ClassVar[str] = "A competency of a frame that holds at the end of the period"
    key: ClassVar[str] = "node_key"
    node_key = Text("competency")
    frame = Text("frame and version")
    domain = Text("part of the frame")
    code = Text("number in the frame")
    taught = Flag("whether a session of the period teaches it")
    assessed = Flag("whether a test of the period asks for it")


class NodeEvent(Table):
    """Hold a competency that a session or a test of the period carries.

    >>> NodeEvent.teaches
    node_event.teaches
    """

    name: ClassVar[str] = "node_event"
    says: ClassVar[str] = "A competency that a session or a test of the period carries"
    key: ClassVar[str] = "event_node_key"
    event_node_key = Text("which")
    event = Text("session or test")
    node = Text("competency")
    hours = Number("hours of the whole event")
    level = Number("year of study")
    term = Number("term of the year")
    teaches = Flag("whether it teaches")
    assesses = Flag("whether it tests")


class TrainingYear(Table):
    """Hold a learner who had to complete trainings across cultures by a day of the period.

    >>> TrainingYear.key
    'learner_key'
    """

    name: ClassVar[str] = "training_year"
    says: ClassVar[str] = "A learner who had to complete training across cultures in the period"
    key: ClassVar[str] = "learner_key"
    learner_key = Person("learner", "who")
    role = Text("student, resident ...")
    department = Text("department")
    program = Text("program of study")
    required = Number("trainings that were due")
    completed = Number("of these, completed by the last day for them")
    done = Flag("whether all of them were")


class ProgramPeriod(Table):
    """Hold the gap of a unit in a period, beside the program that it took part in or did not.

    >>> ProgramPeriod.outcome
    program_period.outcome
    """

    name: ClassVar[str] = "program_period"
    says: ClassVar[str] = "The gap of a unit in a period, beside a program it may have begun"
    key: ClassVar[str] = "program_period_key"
    program_period_key = Text("program, outcome, unit and period")
    evaluation = Text("program, measure and group")
    unit = Text("clinic, program or other unit")
    begins = Number("first day of the period")
    outcome = Number("how far the group stands above everybody else, upward being better")
    weight = Number("how sure the gap is: one over its variance but for a common factor")
    counted = Number("people of the group behind it")
    first = Number("first day of the program in the unit; missing: never")

    def __init_subclass__(cls) -> None:
        """Give each design columns of its own, the same however the order was set."""
        for name, column in tuple(vars(ProgramPeriod).items()):
            if isinstance(column, Column):
                own = copy(column)
                own.table = cls.name
                setattr(cls, name, own)


class StaggeredPeriod(ProgramPeriod):
    """Hold those of programs begun one by one, as units were ready.

    >>> StaggeredPeriod.outcome
    staggered_period.outcome
    """

    name: ClassVar[str] = "staggered_period"
    says: ClassVar[str] = "The gap of a unit in a period, beside a program begun one by one"


class LotPeriod(ProgramPeriod):
    """Hold those of programs whose order was drawn by lot.

    >>> LotPeriod.key
    'program_period_key'
    """

    name: ClassVar[str] = "lot_period"
    says: ClassVar[str] = "The gap of a unit in a period, beside a program begun by lot"


class AtOncePeriod(ProgramPeriod):
    """Hold those of programs that all units began at once.

    >>> AtOncePeriod.key
    'program_period_key'
    """

    name: ClassVar[str] = "at_once_period"
    says: ClassVar[str] = "The gap of a unit in a period, beside a program that all began at once"
