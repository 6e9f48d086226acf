"""Units of the workforce: what the measures of staff, searches, careers and succession count.

How each comes about is in `engine.units.workforce`. Spans of time are in days, months or years.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Table, Text


class StaffMember(Table):
    """Hold a person with a main post on the last day of the period.

    >>> StaffMember.roster()
    True
    """

    name: ClassVar[str] = "staff_member"
    says: ClassVar[str] = "A person with a main post on the last day of the period"
    key: ClassVar[str] = "person_key"
    person_key = Person("staff", "who")
    department = Text("unit of the main post")
    family = Text("job family")
    rank = Number("rank, 1 the lowest of its track")
    from_top = Number("ranks of the track above it, 0 at the top")
    worker_type = Text("employee, contingent ...")
    tenure = Number("years since the first hire")
    mentored = Flag("whether the person was mentored in the period")
    pay_cents = Money("base pay a year at full time, in cents; missing where it is not known")


class StaffTime(Table):
    """Hold a person's time at work in the period.

    >>> StaffTime.people()
    'staff'
    """

    name: ClassVar[str] = "staff_time"
    says: ClassVar[str] = "A person's time at work in the period"
    key: ClassVar[str] = "person_key"
    person_key = Person("staff", "who")
    department = Text("unit of the latest post")
    worker_type = Text("employee, contingent ...")
    years = Number("years at work in the period")
    left = Flag("whether the person left in the period")
    separations = Number("times the person left in the period")
    reason = Text("of leaving: voluntary, involuntary, retirement, death, end_of_term")


class NewHire(Table):
    """Hold a hire of the two years up to the end of the period.

    >>> NewHire.key
    'hire_key'
    """

    name: ClassVar[str] = "new_hire"
    says: ClassVar[str] = "A hire of the two years up to the end of the period"
    key: ClassVar[str] = "hire_key"
    hire_key = Text("which hire")
    person_key = Person("staff", "who")
    department = Text("unit at hire")
    days_seen = Number("days from the hire to the end of the period")
    stayed = Flag("whether the person had not left by the same day a year later")


class StageDecision(Table):
    """Hold what was decided of an application at one stage of a search that is over.

    >>> StageDecision.people()
    'applicant'
    """

    name: ClassVar[str] = "stage_decision"
    says: ClassVar[str] = "A decision on an application at one stage of a search that is over"
    key: ClassVar[str] = "decision_key"
    decision_key = Text("which decision")
    applicant_key = Person("applicant", "about whom")
    requisition = Text("the search")
    family = Text("job family")
    stage = Text("stage that the application stood at")
    outcome = Text("advanced, rejected, withdrawn, declined; missing: none")
    advanced = Flag("whether it went on to the next stage")
    qualified = Flag("whether the basic qualifications were met")


class Candidacy(Table):
    """Hold an application in a search that is over, from its beginning to its end.

    >>> Candidacy.key
    'candidacy_key'
    """

    name: ClassVar[str] = "candidacy"
    says: ClassVar[str] = "An application in a search that is over"
    key: ClassVar[str] = "candidacy_key"
    candidacy_key = Text("which application")
    applicant_key = Person("applicant", "who applied")
    requisition = Text("the search")
    family = Text("job family")
    reached = Number("furthest stage, 1 applied, 2 screened, 3 interviewed, 4 offered")
    offered = Flag("whether an offer was made")
    withdrawn = Flag("whether the candidate withdrew before an offer")
    qualified = Flag("whether the basic qualifications were met")


class RankSpell(Table):
    """Hold a person's time at one rank, seen in the five years up to the end of the period.

    >>> RankSpell.people()
    'staff'
    """

    name: ClassVar[str] = "rank_spell"
    says: ClassVar[str] = "A person's first time at a rank within the last five years"
    key: ClassVar[str] = "person_key"
    person_key = Person("staff", "who")
    department = Text("unit at the end of it")
    rank = Number("rank, 1 the lowest of its track")
    from_top = Number("ranks of the track above it, 0 at the top")
    entry = Number("months at the rank when it comes into sight")
    exit = Number("months at the rank when it ends or goes out of sight")
    status = Number("0 still there, 1 promoted, 2 left")


class ServiceSpell(Table):
    """Hold a person's service, seen in the five years up to the end of the period.

    >>> ServiceSpell.key
    'person_key'
    """

    name: ClassVar[str] = "service_spell"
    says: ClassVar[str] = "A person's service within the last five years"
    key: ClassVar[str] = "person_key"
    person_key = Person("staff", "who")
    department = Text("unit at the end of it")
    entry = Number("months of service when it comes into sight")
    exit = Number("months of service when it ends or goes out of sight")
    status = Number("0 still here, 1 left, 2 retired, died or came to the end of a term")


class GradeYear(Table):
    """Hold a person's ranks at the beginning and the end of one of the last ten years.

    >>> GradeYear.people()
    'staff'
    """

    name: ClassVar[str] = "grade_year"
    says: ClassVar[str] = "A person's ranks at the beginning and the end of a year"
    key: ClassVar[str] = "grade_year_key"
    grade_year_key = Text("person and year")
    person_key = Person("staff", "who")
    years_ago = Number("1 for the year up to the end of the period, 2 for the year before ...")
    before = Number("rank at the beginning; missing: not here")
    after = Number("rank at the end; missing: not here")
    known = Flag("whether the rank is known at each end at which the person was here")


class CriticalPost(Table):
    """Hold a critical post on the last day of the period.

    >>> CriticalPost.person()
    ''
    """

    name: ClassVar[str] = "critical_post"
    says: ClassVar[str] = "A critical post on the last day of the period"
    key: ClassVar[str] = "position_id"
    position_id = Text("the post")
    department = Text("its unit")
    family = Text("job family")


class SuccessionLink(Table):
    """Hold an assessment of somebody who could follow in a critical post.

    >>> SuccessionLink.key
    'link_key'
    """

    name: ClassVar[str] = "succession_link"
    says: ClassVar[str] = "An assessment of somebody who could follow in a critical post"
    key: ClassVar[str] = "link_key"
    link_key = Text("which assessment")
    position_id = Text("the post")
    who = Text("who was assessed: a keyed hash")
    level = Number("1 ready now, 2 in one or two years, 3 later")
    expired = Flag("whether it is too old to count")
    holds = Flag("whether the person holds the post already")


class ShareElsewhere(Table):
    """Hold a group's share elsewhere, of the latest vintage that the period knows.

    >>> ShareElsewhere.name
    'share_elsewhere'
    """

    name: ClassVar[str] = "share_elsewhere"
    says: ClassVar[str] = "A group's share elsewhere, with its kind"
    key: ClassVar[str] = "benchmark_id"
    benchmark_id = Text("which")
    kind = Text("availability, mirror or norm")
    family = Text("job family it is for; missing: all")
    attribute = Text("the view")
    code = Text("the group of the view")
    share = Number("share, 0 to 1")
    moe90 = Number("margin of error at 90 percent; missing: counted")
