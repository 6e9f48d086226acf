"""Teaching tables: learners, tests, grades, ratings, curriculum, training, and what a program did.

Self-description is in the vault. Frames of competencies are data with versions, never code.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Number, Person, Point, Table, Text


class Learner(Table):
    """Hold people who learn here: students, residents, staff in training.

    >>> Learner.roster()
    True
    """

    name: ClassVar[str] = "learner"
    says: ClassVar[str] = "A person who learns here"
    key: ClassVar[str] = "learner_key"
    learner_key = Person("learner", "keyed hash of source and id")
    program = Text("program of study, such as medicine or nursing")
    role = Text("student, resident, educator ...")
    department = Text("department that they belong to")
    cohort = Text("those who began together")
    site = Text("campus or hospital where they learn")
    prior_score = Number("attainment before they came, on the scale of the source")
    entry = Point("first day")


class Grade(Table):
    """Hold grades of courses, one row an attempt.

    >>> Grade.person()
    'learner_key'
    """

    name: ClassVar[str] = "grade"
    says: ClassVar[str] = "A grade that a learner was given for a course"
    key: ClassVar[str] = "grade_key"
    grade_key = Text("source and id")
    learner_key = Person("learner", "whose grade")
    course = Text("course")
    term = Text("term, as the school names it")
    attempt = Number("1 for the first attempt")
    points = Number("points reached, from 0 to 100")
    passed = Flag("whether it was passed")
    honors = Flag("whether it was given with honors")
    graded = Point("day on which it was given")


class ExamItem(Table):
    """Hold items of tests: which competency each asks for, never how hard it is for whom.

    >>> ExamItem.key
    'item_key'
    """

    name: ClassVar[str] = "exam_item"
    says: ClassVar[str] = "An item of a test"
    key: ClassVar[str] = "item_key"
    item_key = Text("source and id")
    test = Text("test that it stands in")
    code = Text("number of the item in the bank, as it is named to reviewers")
    node_key = Text("competency that it asks for")


class ItemResponse(Table):
    """Hold answers to items, one row a learner and item.

    >>> ItemResponse.people()
    'learner'
    """

    name: ClassVar[str] = "item_response"
    says: ClassVar[str] = "A learner's answer to an item, right or wrong"
    key: ClassVar[str] = "item_response_key"
    item_response_key = Text("source and id")
    learner_key = Person("learner", "who answered")
    item_key = Text("item")
    answered = Point("when")
    right = Flag("whether the answer is right; missing where nobody answered")


class Rating(Table):
    """Hold ratings of learners at work.

    >>> Rating.learner_key.people, Rating.rater_key.people
    ('learner', 'staff')
    """

    name: ClassVar[str] = "rating"
    says: ClassVar[str] = "A rating of a learner at work"
    key: ClassVar[str] = "rating_key"
    rating_key = Text("source and id")
    learner_key = Person("learner", "who was rated")
    rater_key = Person("staff", "who rated")
    site = Text("where")
    form = Text("form that was used")
    item = Text("what was rated, as the form names it")
    value = Number("rating")
    highest = Number("highest rating of the form")
    rated = Point("when")


class OutcomeNode(Table):
    """Hold competencies of a frame in the version in which they hold.

    >>> OutcomeNode.person()
    ''
    """

    name: ClassVar[str] = "outcome_node"
    says: ClassVar[str] = "A competency of a frame"
    key: ClassVar[str] = "node_key"
    node_key = Text("source and id; another one in each version")
    frame = Text("frame of competencies")
    version = Text("its version")
    domain = Text("part of the frame")
    code = Text("number of the competency in the frame")
    wording = Text("what the learner can do")
    kind = Text("knowledge, skill or attitude")
    valid_from = Point("first day on which the version holds")
    valid_to = Point("first day on which it no longer does; missing: still holds")


class CurriculumEvent(Table):
    """Hold sessions of a curriculum and its tests.

    >>> CurriculumEvent.key
    'event_key'
    """

    name: ClassVar[str] = "curriculum_event"
    says: ClassVar[str] = "A session or a test of a curriculum"
    key: ClassVar[str] = "event_key"
    event_key = Text("source and id")
    course = Text("course")
    kind = Text("teaching or assessment")
    level = Number("year of study, from 1")
    term = Number("term of the year, from 1")
    hours = Number("hours")
    held = Point("first day on which it was held")


class EventNode(Table):
    """Hold which competency an event carries, as faculty confirmed it.

    >>> EventNode.node_key
    event_node.node_key
    """

    name: ClassVar[str] = "event_node"
    says: ClassVar[str] = "A competency that a session or a test carries"
    key: ClassVar[str] = "event_node_key"
    event_node_key = Text("source and id")
    event_key = Text("session or test")
    node_key = Text("competency")


class Training(Table):
    """Hold required trainings: who had to take which one by when, and did.

    >>> Training.due
    training.due
    """

    name: ClassVar[str] = "training"
    says: ClassVar[str] = "A training that a learner had to take"
    key: ClassVar[str] = "training_key"
    training_key = Text("source and id")
    learner_key = Person("learner", "who had to take it")
    course = Text("training")
    topic = Text("cross_cultural, or another topic")
    assigned = Point("when it was assigned")
    due = Point("last day for it")
    completed = Point("when it was completed; missing: not completed")


class Exposure(Table):
    """Hold from when on a unit took part in a program.

    >>> Exposure.first
    exposure.first
    """

    name: ClassVar[str] = "exposure"
    says: ClassVar[str] = "A unit that took part in a program, and from when on"
    key: ClassVar[str] = "exposure_key"
    exposure_key = Text("source and id")
    unit = Text("clinic, program or other unit, named as in the outcomes")
    intervention = Text("program that it took part in")
    roll_out = Text("how the order was set: random, staggered or at_once")
    measure_code = Text("measure that it was registered to change; missing: any")
    view_code = Text("how people are grouped there")
    group_code = Text("group whose gap it was registered to narrow; missing: any")
    first = Point("first day; missing: never took part")


class EquityOutcome(Table):
    """Hold what a unit reached for a group and for everybody else, period by period.

    >>> EquityOutcome.person()
    ''
    """

    name: ClassVar[str] = "equity_outcome"
    says: ClassVar[str] = "What a unit reached for one group, or for everybody else, in a period"
    key: ClassVar[str] = "equity_outcome_key"
    equity_outcome_key = Text("source and id")
    unit = Text("clinic, program or other unit")
    begins = Point("first day of the period")
    measure_code = Text("measure")
    group_code = Text("group that the gap is about")
    side = Text("group, or rest for everybody else")
    numerator = Number("how many reached it")
    denominator = Number("of how many")
    lower_is_better = Flag("whether reaching it is what should not happen; missing: no")


TEACHING: tuple[type[Table], ...] = (
    Learner, Grade, ExamItem, ItemResponse, Rating, OutcomeNode, CurriculumEvent, EventNode,
    Training, Exposure, EquityOutcome,
)  # fmt: skip
