"""Research tables: studies, who is recruited, what is asked and awarded, portfolio and burden.

Self-description of participants and researchers (race, sex, language ...) stands in the vault.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Point, Span, Table, Text


class Participant(Table):
    """Hold people who were approached for a study or took part in one."""

    name: ClassVar[str] = "participant"
    says: ClassVar[str] = "A person who was approached for research or takes part in it"
    key: ClassVar[str] = "participant_key"
    participant_key = Person("participant", "keyed hash of source and id, one across studies")
    birth = Point("birth date; a year alone stands on 1 July, a month alone on the 15th")
    tract = Text("census tract of the home address")


class Researcher(Table):
    """Hold people who may apply for, and receive, resources for research."""

    name: ClassVar[str] = "researcher"
    says: ClassVar[str] = "A person who may apply for resources for research"
    key: ClassVar[str] = "researcher_key"
    researcher_key = Person("researcher", "keyed hash of source and id")
    department = Text("department, division or institute")
    career_stage = Text("early, middle or senior, as the institution counts it")
    joined = Point("first day as a researcher here")
    left = Point("first day no longer a researcher here; missing: still one")
    here: ClassVar[Span] = Span(joined, left)


class Study(Table):
    """Hold studies."""

    name: ClassVar[str] = "study"
    says: ClassVar[str] = "A study that enrolls people"
    key: ClassVar[str] = "study_key"
    study_key = Text("source and id")
    nct = Text("number in the public register")
    phase = Text("1, 2, 3, 4 or none")
    sponsor = Text("federal, industry, internal, foundation or other")
    nih_clinical_research = Flag("whether it is clinical research as NIH defines it")
    nih_phase3 = Flag("whether it is a phase 3 trial as NIH defines it")
    condition = Text("condition studied")
    department = Text("department, division or institute that conducts it")
    status = Text("planned, open, paused, closed")
    target = Number("people to be enrolled in all")
    first_planned = Point("planned first enrollment")
    last_planned = Point("planned last enrollment")
    english_required = Flag("whether its rules demand English")
    english_reason = Flag("whether a scientific reason for that is on record")


class StudySite(Table):
    """Hold where a study enrolls, and from when to when."""

    name: ClassVar[str] = "study_site"
    says: ClassVar[str] = "A site at which a study enrolls"
    key: ClassVar[str] = "study_site_key"
    study_site_key = Text("source and id")
    study_key = Text("study")
    site = Text("site")
    activated = Point("first day it may enroll")
    closed = Point("first day it may no longer enroll; missing: open")


class RecruitEvent(Table):
    """Hold what happened to a person on the way into a study, one row an event."""

    name: ClassVar[str] = "recruit_event"
    says: ClassVar[str] = "A step of a person on the way into a study, or out of it"
    key: ClassVar[str] = "recruit_event_key"
    recruit_event_key = Text("source and id")
    participant_key = Person("participant", "whose step")
    study_key = Text("study")
    site = Text("site")
    event = Text(
        "identified, approached, screened, eligible, ineligible, consented, declined, enrolled, "
        "randomized, withdrawn or completed"
    )
    at = Point("when")
    reason = Text("why declined, ineligible or withdrawn")
    language_used = Text("language of the conversation")
    interpreter = Text("qualified, adhoc, none or na")
    consent_form = Text("full_translated, short_form, english or na")


class ReferencePopulation(Table):
    """Hold how many people with a condition are of which stratum, one row a stratum."""

    name: ClassVar[str] = "reference_population"
    says: ClassVar[str] = "A stratum of the people whom a study is meant for"
    key: ClassVar[str] = "reference_population_key"
    reference_population_key = Text("source and id")
    reference = Text("name of the reference population")
    kind = Text("condition_prevalence, catchment, system_patients, census, registry or published")
    condition = Text("condition that its people have")
    view = Text("grouping of the stratum, such as race_ethnicity")
    stratum = Text("group of that grouping")
    persons = Number("people of the stratum, or their weight")
    sampled = Number("people the share was counted in where it is of a survey; missing: a census")
    as_of = Point("when it was counted")
    citation = Text("where it is published")


class EnrollGoal(Table):
    """Hold the share of a stratum that a study set itself."""

    name: ClassVar[str] = "enroll_goal"
    says: ClassVar[str] = "The share of a stratum that a study wants to enroll"
    key: ClassVar[str] = "enroll_goal_key"
    enroll_goal_key = Text("source and id")
    study_key = Text("study")
    view = Text("grouping of the stratum, such as race_ethnicity")
    stratum = Text("group of that grouping")
    share = Number("share of all enrolled that is wanted, from 0 to 1")
    basis = Text("reference population it was set by")
    set_on = Point("when it was set")
    ended = Point("first day it no longer holds, as another goal took its place")


class GrantApplication(Table):
    """Hold applications for grants, with what reviewers see of training and record."""

    name: ClassVar[str] = "grant_application"
    says: ClassVar[str] = "An application for a grant"
    key: ClassVar[str] = "grant_application_key"
    grant_application_key = Text("source and id")
    researcher_key = Person("researcher", "who leads it")
    mechanism = Text("kind of grant, such as R01 or foundation")
    topic = Text("topic")
    submitted = Point("when it was submitted")
    decided = Point("when it was decided")
    requested = Money("amount asked for")
    discussed = Flag("whether reviewers discussed it")
    awarded = Flag("whether it was funded")
    amount = Money("amount granted")
    degree = Text("training of who leads it: MD, PhD, both, other")
    experience = Number("years since the last degree")
    publications = Number("publications at that time")


class ResourceAward(Table):
    """Hold what the institution itself gives to researchers: money, space, time, services."""

    name: ClassVar[str] = "resource_award"
    says: ClassVar[str] = "A resource for research that the institution gave"
    key: ClassVar[str] = "resource_award_key"
    resource_award_key = Text("source and id")
    researcher_key = Person("researcher", "who received it")
    kind = Text("seed_grant, space, effort, core_credits, bridge or startup")
    department = Text("department, division or institute that gave it")
    amount = Money("value in money, as the institution charges for it")
    awarded = Point("when it was given")
    called = Point("last day of the call it answered; missing: there was none")
    open_call = Flag("whether anybody could apply through a published call")
    criteria_published = Flag("whether the criteria were published before")
    panel = Number("people who decided together")


class ResearchMentoring(Table):
    """Hold who mentors whom in research, and whether they meet."""

    name: ClassVar[str] = "research_mentoring"
    says: ClassVar[str] = "A mentor and a mentee in research"
    key: ClassVar[str] = "research_mentoring_key"
    research_mentoring_key = Text("source and id")
    mentee_key = Person("researcher", "who is mentored")
    mentor_key = Person("researcher", "who mentors")
    began = Point("when it began")
    ended = Point("when it ended; missing: it goes on")
    meetings = Number("meetings in the last twelve months on record")
    lasts: ClassVar[Span] = Span(began, ended)


class PortfolioItem(Table):
    """Hold what is spent on which condition, one row a grant, trial or paper."""

    name: ClassVar[str] = "portfolio_item"
    says: ClassVar[str] = "A grant, trial or paper of the portfolio"
    key: ClassVar[str] = "portfolio_item_key"
    portfolio_item_key = Text("source and id")
    kind = Text("grant, trial or paper")
    condition = Text("condition it is about")
    dollars = Money("money spent on it in its span")
    began = Point("when it began")
    ended = Point("when it ended; missing: it goes on")
    disparity_focus = Text("none, measures, intervenes or unknown")
    gap_key = Text("gap of ours that it is meant to close")
    lasts: ClassVar[Span] = Span(began, ended)


class Burden(Table):
    """Hold how much illness a condition causes in a population."""

    name: ClassVar[str] = "burden"
    says: ClassVar[str] = "How much illness a condition causes"
    key: ClassVar[str] = "burden_key"
    burden_key = Text("source and id")
    condition = Text("condition")
    population = Text("national, catchment or system")
    dalys = Number("years of healthy life lost in a year")
    deaths = Number("deaths in a year")
    prevalent = Number("people who have it")
    gap_dalys = Number("of the years lost, those that strata worse off lose beyond the others")
    as_of = Point("when it was counted")
    citation = Text("where it is published")


class LocalGap(Table):
    """Hold gaps that an audit of ours found, so that research can be set beside them."""

    name: ClassVar[str] = "local_gap"
    says: ClassVar[str] = "A gap that our own audit found"
    key: ClassVar[str] = "gap_key"
    gap_key = Text("id under which the gap is tracked")
    measure = Text("measure it was found in")
    view = Text("grouping it was found by")
    stratum = Text("group it was found for")
    condition = Text("condition it is about")
    found = Point("when it was found")
    closed = Point("when it was no longer found; missing: it stands")
    stands: ClassVar[Span] = Span(found, closed)


RESEARCH: tuple[type[Table], ...] = (
    Participant,
    Researcher,
    Study,
    StudySite,
    RecruitEvent,
    ReferencePopulation,
    EnrollGoal,
    GrantApplication,
    ResourceAward,
    ResearchMentoring,
    PortfolioItem,
    Burden,
    LocalGap,
)
