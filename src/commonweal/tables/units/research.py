"""Units of research: what the measures of studies, applications, awards and portfolio count.

How each comes about is in `engine.units.research`. Numbers of days are days since 1970-01-01.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Table, Text


class Receiver(Table):
    """Hold a researcher who was here in the period, with all that was given in it.

    >>> Receiver.person()
    'researcher_key'
    """

    name: ClassVar[str] = "receiver"
    says: ClassVar[str] = "A researcher who was here in the period, with what was given in it"
    key: ClassVar[str] = "researcher_key"
    researcher_key = Person("researcher", "who")
    department = Text("department, division or institute")
    career_stage = Text("early, middle or senior")
    dollars = Money("all that was given in the period; 0 where nothing was")


class AwardMade(Table):
    """Hold a resource that was given in the period.

    >>> AwardMade.people()
    'researcher'
    """

    name: ClassVar[str] = "award_made"
    says: ClassVar[str] = "A resource that the institution gave in the period"
    key: ClassVar[str] = "award_made_key"
    award_made_key = Text("which")
    researcher_key = Person("researcher", "who received it")
    department = Text("who gave it")
    career_stage = Text("of who received it")
    dollars = Money("value")
    open_call = Flag("whether anybody could apply through a published call")
    criteria = Flag("whether its criteria were published before")
    panel = Number("people who decided together")
    waited = Number("days from the end of the call to the notice")


class Application(Table):
    """Hold an application for a grant that was submitted in the period and decided.

    >>> Application.awarded
    application.awarded
    """

    name: ClassVar[str] = "application"
    says: ClassVar[str] = "An application for a grant, submitted in the period"
    key: ClassVar[str] = "application_key"
    application_key = Text("which")
    researcher_key = Person("researcher", "who leads it")
    department = Text("of who leads it")
    awarded = Flag("whether it was funded; missing: not decided")
    degree = Text("training of who leads it")
    experience = Number("years since the last degree")
    publications = Number("publications at that time")
    topic = Text("topic")
    mechanism = Text("kind of grant")


class Mentee(Table):
    """Hold a researcher early in the career who was here in the period.

    >>> Mentee.key
    'researcher_key'
    """

    name: ClassVar[str] = "mentee"
    says: ClassVar[str] = "A researcher early in the career who was here in the period"
    key: ClassVar[str] = "researcher_key"
    researcher_key = Person("researcher", "who")
    department = Text("department, division or institute")
    mentored = Flag("whether a mentor was theirs in the period")
    met = Flag("whether they are on record as having met")


class Enrollment(Table):
    """Hold a person enrolled in a study on or before the last day of the period.

    >>> Enrollment.people()
    'participant'
    """

    name: ClassVar[str] = "enrollment"
    says: ClassVar[str] = "A person enrolled in a study by the end of the period"
    key: ClassVar[str] = "enrollment_key"
    enrollment_key = Text("study and person")
    participant_key = Person("participant", "who")
    study = Text("study")
    condition = Text("condition studied")
    department = Text("who conducts it")
    within = Flag("whether enrolled in the period itself")
    enrolling = Flag("whether the study goes on enrolling after it")


class ReferenceShare(Table):
    """Hold the share of a stratum among those who have a condition.

    >>> ReferenceShare.share
    reference_share.share
    """

    name: ClassVar[str] = "reference_share"
    says: ClassVar[str] = "The share of a stratum among the people a study is meant for"
    key: ClassVar[str] = "reference_share_key"
    reference_share_key = Text("condition, grouping and stratum")
    condition = Text("condition")
    view = Text("grouping")
    stratum = Text("group of that grouping")
    persons = Number("people of the stratum")
    share = Number("their share, from 0 to 1")
    sampled = Number("people the share was counted in; missing: a census")


class StudyGoal(Table):
    """Hold the goal of a study for a stratum, of a study that goes on enrolling.

    >>> StudyGoal.target
    study_goal.target
    """

    name: ClassVar[str] = "study_goal"
    says: ClassVar[str] = "The share of a stratum that a study still enrolling wants"
    key: ClassVar[str] = "study_goal_key"
    study_goal_key = Text("study, grouping and stratum")
    study = Text("study")
    view = Text("grouping")
    stratum = Text("group of that grouping")
    share = Number("share wanted, from 0 to 1")
    target = Number("people to be enrolled in all")


class Recruit(Table):
    """Hold a person first approached for a study in the period, and how far they came.

    >>> Recruit.stage
    recruit.stage
    """

    name: ClassVar[str] = "recruit"
    says: ClassVar[str] = "A person first approached for a study in the period"
    key: ClassVar[str] = "recruit_key"
    recruit_key = Text("study and person")
    participant_key = Person("participant", "who")
    study = Text("study")
    place = Text("study and site")
    condition = Text("condition studied")
    department = Text("who conducts it")
    stage = Number("1 approached, 2 screened, 3 eligible, 4 consented, 5 enrolled, 6 stayed")
    screened = Flag("whether screened")
    failed = Flag("whether found not eligible")
    enrolled = Flag("whether enrolled")


class StudyPace(Table):
    """Hold a study that enrolls before and after the last day of the period.

    >>> StudyPace.person()
    ''
    """

    name: ClassVar[str] = "study_pace"
    says: ClassVar[str] = "A study that enrolls before and after the end of the period"
    key: ClassVar[str] = "study_key"
    study_key = Text("study")
    department = Text("who conducts it")
    sponsor = Text("federal, industry, internal, foundation or other")
    enrolled = Number("people enrolled so far")
    target = Number("people to be enrolled in all")
    opened = Number("first day of enrollment")
    asked = Number("last day of the period")
    closes = Number("planned last day of enrollment")


class ConditionFunding(Table):
    """Hold a condition, with what is spent on it and how much illness it causes.

    >>> ConditionFunding.key
    'condition'
    """

    name: ClassVar[str] = "condition_funding"
    says: ClassVar[str] = "A condition, with what is spent on it and the illness it causes"
    key: ClassVar[str] = "condition"
    condition = Text("condition")
    dollars = Number("dollars spent on items that ran in the period; 0 where there are none")
    burden = Number("years of healthy life lost in a year; missing: not counted")


class OwnGap(Table):
    """Hold a gap of our own that stood in the period.

    >>> OwnGap.funded
    own_gap.funded
    """

    name: ClassVar[str] = "own_gap"
    says: ClassVar[str] = "A gap that our own audit found and that stood in the period"
    key: ClassVar[str] = "gap_key"
    gap_key = Text("which")
    measure = Text("measure it was found in")
    condition = Text("condition it is about")
    funded = Flag("whether a funded item of the portfolio is meant to close it")


RESEARCH_UNITS: tuple[type[Table], ...] = (
    Receiver, AwardMade, Application, Mentee, Enrollment, ReferenceShare, StudyGoal, Recruit,
    StudyPace, ConditionFunding, OwnGap,
)  # fmt: skip
