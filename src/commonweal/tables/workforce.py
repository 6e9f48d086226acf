"""Workforce tables: staff, posts, searches, pay and succession. Self-description is in the vault.

`valid_from` is the first day on which a row holds and `valid_to` the first on which it no longer
does. No table has room for a goal for a group: benchmarks are facts with a kind.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Point, Table, Text


class Staff(Table):
    """Hold people who work here, or did; self-description is in the vault.

    >>> Staff.roster()
    True
    """

    name: ClassVar[str] = "staff"
    says: ClassVar[str] = "A person who works here, or did"
    key: ClassVar[str] = "person_key"
    person_key = Person("staff", "keyed hash of source and id")
    birth_year = Number("year of birth")
    first_hire = Point("first day of work here")
    service_date = Point("day from which service is counted")


class Applicant(Table):
    """Hold people who applied; self-description is in the vault, never in the application.

    >>> Applicant.people()
    'applicant'
    """

    name: ClassVar[str] = "applicant"
    says: ClassVar[str] = "A person who applied for work"
    key: ClassVar[str] = "applicant_key"
    applicant_key = Person("applicant", "keyed hash of source and id")
    first_applied = Point("first application that is known")


class OrgUnit(Table):
    """Hold departments, divisions and schools.

    >>> OrgUnit.key
    'unit_id'
    """

    name: ClassVar[str] = "org_unit"
    says: ClassVar[str] = "A department, division or school"
    key: ClassVar[str] = "unit_id"
    unit_id = Text("id of the unit")
    parent_id = Text("unit it belongs to")
    entity = Text("legal entity")
    site = Text("site")
    kind = Text("clinical, research, administration ...")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer stands; missing: still stands")


class Job(Table):
    """Hold kinds of work, as the institution classifies them.

    >>> Job.key
    'job_code'
    """

    name: ClassVar[str] = "job"
    says: ClassVar[str] = "A kind of work"
    key: ClassVar[str] = "job_code"
    job_code = Text("code of the job")
    title = Text("title")
    family = Text("job family, such as nursing")
    soc2018 = Text("Standard Occupational Classification, 2018")
    eeo1_category = Text("category of form EEO-1")
    grade = Text("pay grade")
    track = Text("career track")
    exempt = Flag("whether overtime rules do not apply")


class Rank(Table):
    """Hold ranks of career tracks, from the lowest up.

    >>> Rank.key
    'rank_code'
    """

    name: ClassVar[str] = "rank"
    says: ClassVar[str] = "A rank of a career track"
    key: ClassVar[str] = "rank_code"
    rank_code = Text("code of the rank")
    rank_order = Number("place in the track, 1 the lowest")
    track = Text("career track")


class Position(Table):
    """Hold posts, filled or vacant.

    >>> Position.key
    'position_id'
    """

    name: ClassVar[str] = "position"
    says: ClassVar[str] = "A post, filled or vacant"
    key: ClassVar[str] = "position_id"
    position_id = Text("id of the post")
    job_code = Text("its job")
    unit_id = Text("its unit")
    fte = Number("full-time equivalents")
    critical = Flag("whether its vacancy would harm the institution")
    criticality = Number("how much, by the unit's own scale")
    single_incumbent = Flag("whether one person alone holds it")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer stands; missing: still stands")


class Assignment(Table):
    """Hold who holds which post, at which rank, from when to when.

    >>> Assignment.people()
    'staff'
    """

    name: ClassVar[str] = "assignment"
    says: ClassVar[str] = "A person in a post, for a time"
    key: ClassVar[str] = "assignment_key"
    assignment_key = Text("source and id")
    person_key = Person("staff", "who works")
    position_id = Text("the post")
    unit_id = Text("the unit")
    job_code = Text("the job")
    rank_code = Text("the rank")
    fte = Number("full-time equivalents")
    main = Flag("whether it is the person's primary assignment")
    worker_type = Text("employee, contingent, faculty, volunteer ...")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer holds; missing: still holds")


class StaffEvent(Table):
    """Hold hires, moves, promotions and separations.

    >>> StaffEvent.key
    'event_key'
    """

    name: ClassVar[str] = "staff_event"
    says: ClassVar[str] = "A hire, a move, a promotion or a separation"
    key: ClassVar[str] = "event_key"
    event_key = Text("source and id")
    person_key = Person("staff", "whose")
    on = Point("day on which it takes effect; a separation: first day no longer here")
    earliest = Point("first day that it can have been, where only two snapshots hem it in")
    latest = Point("last day that it can have been, where only two snapshots hem it in")
    kind = Text(
        "hire, rehire, promotion, demotion, rank_change, lateral, leave_start, leave_end or "
        "separation"
    )
    reason = Text("of a separation: voluntary, involuntary, retirement, death, end_of_term")
    from_unit = Text("unit before")
    to_unit = Text("unit after")
    from_job = Text("job before")
    to_job = Text("job after")
    from_rank = Text("rank before")
    to_rank = Text("rank after")


class HeadcountSnapshot(Table):
    """Hold who was here on one day; intake turns a row of such days into assignments and events.

    >>> HeadcountSnapshot.key
    'snapshot_key'
    """

    name: ClassVar[str] = "headcount_snapshot"
    says: ClassVar[str] = "A person on the payroll on one day"
    key: ClassVar[str] = "snapshot_key"
    snapshot_key = Text("source, person and day")
    person_key = Person("staff", "who was here")
    as_of = Point("the day")
    unit_id = Text("the unit")
    job_code = Text("the job")
    rank_code = Text("the rank")
    fte = Number("full-time equivalents")
    worker_type = Text("employee, contingent, faculty, volunteer ...")


class Requisition(Table):
    """Hold searches: a post that was to be filled.

    >>> Requisition.key
    'req_id'
    """

    name: ClassVar[str] = "requisition"
    says: ClassVar[str] = "A search for somebody to fill a post"
    key: ClassVar[str] = "req_id"
    req_id = Text("id of the requisition")
    position_id = Text("the post")
    job_code = Text("the job")
    unit_id = Text("the hiring unit")
    opened = Point("opened")
    posted = Point("posted")
    filled = Point("filled")
    cancelled = Point("cancelled")
    openings = Number("how many people were sought")
    internal_only = Flag("whether only staff could apply")


class Application(Table):
    """Hold applications: one person for one search.

    >>> Application.people()
    'applicant'
    """

    name: ClassVar[str] = "application"
    says: ClassVar[str] = "One person's application in one search"
    key: ClassVar[str] = "app_id"
    app_id = Text("id of the application")
    req_id = Text("the requisition")
    applicant_key = Person("applicant", "who applied")
    applied = Point("when")
    source_channel = Text("how the person came to apply")
    internal = Flag("whether the person works here already")
    met_basic_quals = Flag("whether the basic qualifications were met")


class StageMove(Table):
    """Hold what was decided of an application at one stage of a search.

    >>> StageMove.key
    'move_key'
    """

    name: ClassVar[str] = "stage_move"
    says: ClassVar[str] = "A stage that an application reached, and what came of it"
    key: ClassVar[str] = "move_key"
    move_key = Text("source and id")
    app_id = Text("the application")
    applicant_key = Person("applicant", "whose application")
    stage = Text("applied, screened, assessed, interviewed, offered, accepted, started")
    entered = Point("when the stage was reached")
    outcome = Text("advanced, rejected, withdrawn, declined; missing: not decided yet")
    reason = Text("reason that was recorded")


class Compensation(Table):
    """Hold what a person is paid, part by part, from when.

    >>> Compensation.people()
    'staff'
    """

    name: ClassVar[str] = "comp"
    says: ClassVar[str] = "A part of what a person is paid"
    key: ClassVar[str] = "comp_key"
    comp_key = Text("source and id")
    person_key = Person("staff", "who is paid")
    effective = Point("from when")
    component = Text("base, supplement, differential, incentive, on_call, one_off")
    annualized_cents = Money("a year, for the fte worked, in cents")
    fte = Number("full-time equivalents it is for")
    currency = Text("currency")


class CompensationRange(Table):
    """Hold the range that a job is paid in at a site, from when.

    >>> CompensationRange.name
    'comp_range'
    """

    name: ClassVar[str] = "comp_range"
    says: ClassVar[str] = "What a job is paid at a site, from least to most"
    key: ClassVar[str] = "range_key"
    range_key = Text("source and id")
    job_code = Text("the job")
    site = Text("the site")
    effective = Point("from when")
    min_cents = Money("least a year, full time, in cents")
    mid_cents = Money("middle a year, full time, in cents")
    max_cents = Money("most a year, full time, in cents")


class BenchmarkShare(Table):
    """Hold the share that a group has elsewhere: a fact with a kind, never a goal.

    >>> BenchmarkShare.name
    'benchmark'
    """

    name: ClassVar[str] = "benchmark"
    says: ClassVar[str] = "A group's share elsewhere, with its kind and source"
    key: ClassVar[str] = "benchmark_id"
    benchmark_id = Text("id of the benchmark")
    kind = Text("availability, mirror or norm")
    job_group = Text("job family it is for; missing: all")
    geography = Text("area it is for")
    attribute = Text("the view, such as race_ethnicity")
    code = Text("the group of the view, such as black")
    share = Number("share, 0 to 1")
    moe90 = Number("margin of error at 90 percent, as the Census Bureau prints it")
    n = Number("people behind it, where told")
    vintage = Text("year or years it describes")
    source = Text("who says so")


class Readiness(Table):
    """Hold who could follow in which post, and when, as assessed from evidence.

    >>> Readiness.people()
    'staff'
    """

    name: ClassVar[str] = "readiness"
    says: ClassVar[str] = "A person assessed as ready, or not yet, to follow in a post"
    key: ClassVar[str] = "readiness_key"
    readiness_key = Text("source and id")
    position_id = Text("the post")
    person_key = Person("staff", "who was assessed")
    level = Text("now, 1-2y or 3y+")
    assessed = Point("when")
    expires = Point("first day on which it no longer counts")


class MentoringExposure(Table):
    """Hold who was mentored, in which program, from when to when.

    >>> MentoringExposure.people()
    'staff'
    """

    name: ClassVar[str] = "mentoring_exposure"
    says: ClassVar[str] = "A person in a mentoring relation, for a time"
    key: ClassVar[str] = "exposure_key"
    exposure_key = Text("source and id")
    person_key = Person("staff", "who takes part")
    start = Point("first day")
    end = Point("first day on which it no longer stands; missing: still stands")
    program = Text("the program")
    role = Text("mentee or mentor")
    dose = Number("meetings held")


WORKFORCE: tuple[type[Table], ...] = (
    Staff, Applicant, OrgUnit, Job, Rank, Position, Assignment, StaffEvent, HeadcountSnapshot,
    Requisition, Application, StageMove, Compensation, CompensationRange, BenchmarkShare,
    Readiness, MentoringExposure,
)  # fmt: skip
