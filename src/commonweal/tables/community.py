"""Tables of the community: places, suppliers, hires and pathways, partners, needs and benefit.

Who owns a supplier stands in certificates, for reports that law asks for; nothing that chooses a
supplier reads them. What hires and participants say of themselves is in the vault.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Point, Span, Table, Text


class GeoMeasure(Table):
    """Hold places with what is known of them in one vintage."""

    name: ClassVar[str] = "geo_measure"
    says: ClassVar[str] = "A place, such as a census tract, as described in one vintage"
    key: ClassVar[str] = "geo_measure_key"
    geo_measure_key = Text("place and vintage")
    geo_key = Text("the place")
    kind = Text("tract, zcta, town or county")
    vintage = Text("year of the description")
    adi_national = Number("area deprivation index, rises with disadvantage")
    labor_force = Number("people working or looking for work")
    population = Number("people who live there")


class PrioritySet(Table):
    """Hold sets of priority places, with the economic reason that counsel asked for."""

    name: ClassVar[str] = "priority_set"
    says: ClassVar[str] = "A set of priority places"
    key: ClassVar[str] = "set_key"
    set_key = Text("the set")
    rule = Text("how places came into the set")
    rationale = Text("the recorded economic reason")
    valid_from = Point("first day on which it stands")
    valid_to = Point("first day on which it no longer stands; missing: still valid")
    valid_span: ClassVar[Span] = Span(valid_from, valid_to)


class PriorityMember(Table):
    """Hold which places are in a set of priority places."""

    name: ClassVar[str] = "priority_member"
    says: ClassVar[str] = "A place in a set of priority places"
    key: ClassVar[str] = "priority_member_key"
    priority_member_key = Text("set and place")
    set_key = Text("the set")
    geo_key = Text("the place")


class Supplier(Table):
    """Hold suppliers; the family of one is found by following its parent to the root."""

    name: ClassVar[str] = "supplier"
    says: ClassVar[str] = "A firm or organization that we buy from"
    key: ClassVar[str] = "supplier_key"
    supplier_key = Text("the supplier")
    parent_key = Text("the supplier that owns it, if one does")
    naics = Text("industry, six digits")
    location = Text("priority_tract, service_area, state or other, by headquarters")
    ownership_form = Text("small, large, nonprofit, employee_owned, cooperative or public")
    valid_from = Point("first day on which this description holds")
    valid_to = Point("first day on which it no longer holds; missing: still valid")


class Certification(Table):
    """Hold certificates of suppliers, for required reports and description only."""

    name: ClassVar[str] = "certification"
    says: ClassVar[str] = "A certificate of a supplier, never read where suppliers are chosen"
    key: ClassVar[str] = "certification_key"
    certification_key = Text("the certificate")
    supplier_key = Text("whose")
    type = Text("kind of certificate, such as HUBZone or SBE")
    third_party = Flag("whether an agency certified it; false: the supplier said so itself")
    valid_from = Point("first day")
    valid_to = Point("last day, included; missing: three years after the first")


class Purchase(Table):
    """Hold what was bought, as posted in the ledger."""

    name: ClassVar[str] = "purchase"
    says: ClassVar[str] = "A posted purchase or credit"
    key: ClassVar[str] = "purchase_key"
    purchase_key = Text("the transaction")
    supplier_key = Text("from whom")
    posted = Point("day of posting")
    amount = Money("amount; a credit is below zero")
    category = Text("what was bought")


class VendorDisclosure(Table):
    """Hold what suppliers disclosed of their workforce: when and in which form."""

    name: ClassVar[str] = "vendor_disclosure"
    says: ClassVar[str] = "A disclosure of a supplier about its workforce"
    key: ClassVar[str] = "disclosure_key"
    disclosure_key = Text("the disclosure")
    supplier_key = Text("whose")
    as_of = Point("day that the head count is of")
    source = Text("eeo1_copy, vendor_form or public_report")
    level = Text("establishment or company")


class VendorHeadcount(Table):
    """Hold the head counts of a disclosure."""

    name: ClassVar[str] = "vendor_headcount"
    says: ClassVar[str] = "A head count of one group in one kind of job at a supplier"
    key: ClassVar[str] = "vendor_headcount_key"
    vendor_headcount_key = Text("disclosure, kind of job and group")
    disclosure_key = Text("the disclosure")
    job_category = Text("kind of job, as the form names it")
    group_code = Text("group of people, as the form counts them")
    headcount = Number("how many; missing: left open")


class IndustryBenchmark(Table):
    """Hold the share of each group among people available to an industry."""

    name: ClassVar[str] = "industry_benchmark"
    says: ClassVar[str] = "Share of a group among people available to an industry here"
    key: ClassVar[str] = "industry_benchmark_key"
    industry_benchmark_key = Text("industry, group and vintage")
    naics = Text("industry, six digits")
    group_code = Text("group of people")
    share = Number("share of the group, 0 to 1")
    p10 = Number("share at the tenth percentile of employers")
    p90 = Number("share at the ninetieth percentile of employers")
    vintage = Text("year")


class LocalHire(Table):
    """Hold people who were hired; what they say of themselves is in the vault."""

    name: ClassVar[str] = "local_hire"
    says: ClassVar[str] = "A person who was hired, with the home at application"
    key: ClassVar[str] = "hire_key"
    hire_key = Person("hire", "who was hired")
    hired = Point("first day of work")
    left = Point("last day of work; missing: still here")
    home_geo_key = Text("place of the home at application; missing: not placed")
    match_quality = Text("rooftop, street, zip or none")
    job_family = Text("family of jobs")
    hiring_site = Text("site that hired")
    entry = Flag("whether this is an entry job")
    degree_required = Flag("whether the job needs a bachelor's degree or more")
    through_pathway = Flag("whether the hire came through a pathway meant for it")
    pathway_key = Text("which pathway")


class Pathway(Table):
    """Hold pathways into jobs."""

    name: ClassVar[str] = "pathway"
    says: ClassVar[str] = "A pathway into a job, run with a partner"
    key: ClassVar[str] = "pathway_key"
    pathway_key = Text("the pathway")
    partner_key = Text("partner that runs it with us")
    label = Text("its name")
    capacity = Number("places a year")
    cost = Money("cost of a year")


class PathwayParticipant(Table):
    """Hold people who were referred to a pathway; what they say of themselves is in the vault."""

    name: ClassVar[str] = "pathway_participant"
    says: ClassVar[str] = "A person who was referred to a pathway"
    key: ClassVar[str] = "participant_key"
    participant_key = Person("pathway_participant", "who")
    pathway_key = Text("to which pathway")
    referred = Point("day of the referral")


class PathwayStage(Table):
    """Hold the stages that people reached on a pathway."""

    name: ClassVar[str] = "pathway_stage"
    says: ClassVar[str] = "A stage that a person reached on a pathway"
    key: ClassVar[str] = "pathway_stage_key"
    pathway_stage_key = Text("person and stage")
    participant_key = Person("pathway_participant", "who")
    stage = Text("enrolled, completed, interviewed, offered, started or retained")
    reached = Point("when")


class Partner(Table):
    """Hold organizations of the community that we work with."""

    name: ClassVar[str] = "partner"
    says: ClassVar[str] = "An organization of the community"
    key: ClassVar[str] = "partner_key"
    partner_key = Text("the organization")
    kind = Text("kind of organization")
    geo_key = Text("where it is; missing: everywhere")


class Relationship(Table):
    """Hold how closely we work with a partner, and since when."""

    name: ClassVar[str] = "relationship"
    says: ClassVar[str] = "A rung of the ladder on which we stand with a partner"
    key: ClassVar[str] = "relationship_key"
    relationship_key = Text("the agreement")
    partner_key = Text("with whom")
    level = Text("inform, consult, involve, collaborate or shared_leadership; missing: not said")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer holds; missing: still valid")


class BoardSeat(Table):
    """Hold seats on councils, and whether a member of the community sits there."""

    name: ClassVar[str] = "board_seat"
    says: ClassVar[str] = "A seat on a council"
    key: ClassVar[str] = "seat_key"
    seat_key = Text("the seat")
    board = Text("which council")
    allocates = Flag("whether the council allocates money")
    voting = Flag("whether the seat has a vote")
    community_member = Flag("whether a member of the community holds it; missing: not recorded")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer holds; missing: still valid")


class Need(Table):
    """Hold significant needs that an assessment of community health found."""

    name: ClassVar[str] = "need"
    says: ClassVar[str] = "A significant need of the community"
    key: ClassVar[str] = "need_key"
    need_key = Text("the need")
    chna_key = Text("assessment that found it")
    title = Text("its name")
    found_on = Point("day on which the assessment was adopted")


class Strategy(Table):
    """Hold what was decided about a need."""

    name: ClassVar[str] = "strategy"
    says: ClassVar[str] = "A decision about a need: how it is addressed, or why not"
    key: ClassVar[str] = "strategy_key"
    strategy_key = Text("the decision")
    need_key = Text("which need")
    addressed = Flag("whether the need is addressed")
    reason_if_not = Text("why it is not")
    adopted = Point("when it was adopted")


class BenefitProgram(Table):
    """Hold programs of community benefit."""

    name: ClassVar[str] = "benefit_program"
    says: ClassVar[str] = "A program of community benefit"
    key: ClassVar[str] = "program_key"
    program_key = Text("the program")
    category = Text("line of Schedule H it belongs to")
    owner = Text("office that answers for it")
    valid_from = Point("first day")
    valid_to = Point("first day on which it no longer runs; missing: still running")


class ProgramNeed(Table):
    """Hold which needs a program answers."""

    name: ClassVar[str] = "program_need"
    says: ClassVar[str] = "A need that a program answers"
    key: ClassVar[str] = "program_need_key"
    program_need_key = Text("program and need")
    program_key = Text("the program")
    need_key = Text("the need")


class BenefitActivity(Table):
    """Hold what programs did."""

    name: ClassVar[str] = "benefit_activity"
    says: ClassVar[str] = "An activity of a program of community benefit"
    key: ClassVar[str] = "activity_key"
    activity_key = Text("the activity")
    program_key = Text("of which program")
    held = Point("when")
    encounters = Number("people met, each time counted")
    staff_hours = Number("hours of staff")


class BenefitExpense(Table):
    """Hold the ledger of community benefit."""

    name: ClassVar[str] = "benefit_expense"
    says: ClassVar[str] = "An expense of community benefit"
    key: ClassVar[str] = "expense_key"
    expense_key = Text("the entry")
    program_key = Text("for which program")
    geo_key = Text("place whose people it was for; missing: not known")
    line = Text("line of Schedule H, such as 7e or II3")
    spent = Point("day of posting")
    amount = Money("direct and indirect expense, column (c)")
    offset = Money("direct offsetting revenue, column (d)")


class BenefitOutcome(Table):
    """Hold what programs brought about, as measured."""

    name: ClassVar[str] = "benefit_outcome"
    says: ClassVar[str] = "A measured outcome of a program of community benefit"
    key: ClassVar[str] = "outcome_key"
    outcome_key = Text("the outcome")
    program_key = Text("of which program")
    measured = Point("when")
    measure = Text("what was measured")
    baseline = Number("value before; missing: none was taken")
    value = Number("value measured")


COMMUNITY: tuple[type[Table], ...] = (
    GeoMeasure, PrioritySet, PriorityMember, Supplier, Certification, Purchase, VendorDisclosure,
    VendorHeadcount, IndustryBenchmark, LocalHire, Pathway, PathwayParticipant, PathwayStage,
    Partner, Relationship, BoardSeat, Need, Strategy, BenefitProgram, ProgramNeed,
    BenefitActivity, BenefitExpense, BenefitOutcome,
)  # fmt: skip
