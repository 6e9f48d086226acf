"""Units of the community: what the measures of need, partners, hires and suppliers count.

How each comes about is in `engine.units.community`. Money is in dollars where it is only a weight.
"""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Money, Number, Person, Table, Text


class EvidenceLink(Table):
    """Hold a link that the chain from need to outcome should have.

    >>> EvidenceLink.person()
    ''
    """

    name: ClassVar[str] = "evidence_link"
    says: ClassVar[str] = "A link that the chain from need to outcome should have"
    key: ClassVar[str] = "link_key"
    link_key = Text("kind of link and what it hangs on")
    evidence_link = Text("kind of link")
    thing = Text("need, program or outcome that the link starts from")
    owner = Text("office that answers for it; missing: nobody is named")
    whole = Flag("whether the link is there")


class TractBenefit(Table):
    """Hold a tract with the benefit that reached it in the period.

    >>> TractBenefit.key
    'geo_key'
    """

    name: ClassVar[str] = "tract_benefit"
    says: ClassVar[str] = "A tract with the community benefit that reached it in the period"
    key: ClassVar[str] = "geo_key"
    geo_key = Text("the tract")
    tract_quarter = Text("quarter of the people by disadvantage: q1 the least, q4 the most")
    residents = Number("people who live there")
    dollars = Number("net benefit, in dollars")
    disadvantage = Number("index that rises with disadvantage; missing: not ranked")


class PartnerStanding(Table):
    """Hold a partner with whom we stood on some rung in the period.

    >>> PartnerStanding.rung
    partner_standing.rung
    """

    name: ClassVar[str] = "partner_standing"
    says: ClassVar[str] = "A partner at the end of the period"
    key: ClassVar[str] = "partner_key"
    partner_key = Text("the partner")
    partner_kind = Text("kind of organization")
    rung = Number("rung at the end of the period, 1 inform to 5 shared leadership")
    before = Number("rung on the day before the period; missing: not a partner then, or not said")
    close = Flag("whether we collaborate, or share leadership")


class VotingSeat(Table):
    """Hold a seat with a vote on a council that allocates money, at the end of the period.

    >>> VotingSeat.council
    voting_seat.council
    """

    name: ClassVar[str] = "voting_seat"
    says: ClassVar[str] = "A seat with a vote on a council that allocates money"
    key: ClassVar[str] = "seat_key"
    seat_key = Text("the seat")
    council = Text("which council")
    community = Flag("whether a member of the community holds it; missing: not recorded")


class HireMade(Table):
    """Hold a person hired in the period.

    >>> HireMade.people()
    'hire'
    """

    name: ClassVar[str] = "hire_made"
    says: ClassVar[str] = "A person hired in the period"
    key: ClassVar[str] = "hire_key"
    hire_key = Person("hire", "who")
    hiring_site = Text("site that hired")
    job_family = Text("family of jobs")
    entry = Flag("whether it is an entry job")
    placed = Flag("whether the home at application is known to the street")
    priority = Flag("whether the home is in a priority place; missing: not placed")
    degree_free = Flag("whether the job needs less than a bachelor's degree; missing: not said")
    through_pathway = Flag("whether a pathway led there; missing: not said")
    impact = Flag("whether all three are so; missing: not all are known, and none is not so")


class WorkingPlace(Table):
    """Hold a tract with its labor force, and whether it was a priority place in the period.

    >>> WorkingPlace.key
    'geo_key'
    """

    name: ClassVar[str] = "working_place"
    says: ClassVar[str] = "A tract with its labor force"
    key: ClassVar[str] = "geo_key"
    geo_key = Text("the tract")
    labor_force = Number("people working or looking for work")
    priority = Flag("whether it was a priority place at the end of the period")


class HireStay(Table):
    """Hold how long somebody hired into an entry job in the last two years stayed.

    >>> HireStay.people()
    'hire'
    """

    name: ClassVar[str] = "hire_stay"
    says: ClassVar[str] = "A stay in an entry job that began in the two years to the period's end"
    key: ClassVar[str] = "hire_key"
    hire_key = Person("hire", "who")
    way_in = Text("pathway; else priority, by the home; else other")
    hiring_site = Text("site that hired")
    days = Number("days from the first day to the last, or to the end of the period")
    gone = Number("1 where the person left, 0 where still here")


class PathwayWay(Table):
    """Hold how far a person came on a pathway, of those referred long enough ago.

    >>> PathwayWay.people()
    'pathway_participant'
    """

    name: ClassVar[str] = "pathway_way"
    says: ClassVar[str] = "A person referred to a pathway in the year that ended 240 days ago"
    key: ClassVar[str] = "participant_key"
    participant_key = Person("pathway_participant", "who")
    pathway_name = Text("name of the pathway")
    enrolled = Flag("whether enrolled")
    completed = Flag("whether the training was completed")
    interviewed = Flag("whether interviewed")
    offered = Flag("whether a job was offered")
    started = Flag("whether the person started the job")
    retained = Flag("whether still there after the first months")


class VendorGroup(Table):
    """Hold one group in the workforce of one supplier bought from in the period.

    >>> VendorGroup.spend
    vendor_group.spend
    """

    name: ClassVar[str] = "vendor_group"
    says: ClassVar[str] = "One group in the workforce of one supplier of the period"
    key: ClassVar[str] = "vendor_group_key"
    vendor_group_key = Text("supplier and group")
    supplier = Text("the supplier")
    workforce_group = Text("group of people")
    spend = Money("addressable purchases of the period, in cents")
    staff = Number("head count that it disclosed within 18 months; missing: it did not")
    inside = Number("those of the group among them")
    available = Number("share of the group in its industry; missing: not known")
    low = Number("share at the tenth percentile of its industry")
    high = Number("share at the ninetieth percentile of its industry")
    disclosed = Flag("whether it disclosed")


class VendorShift(Table):
    """Hold one group at one supplier that disclosed in the period or in the year before.

    >>> VendorShift.spend_before
    vendor_shift.spend_before
    """

    name: ClassVar[str] = "vendor_shift"
    says: ClassVar[str] = "One group at one supplier, in the period and in the year before"
    key: ClassVar[str] = "vendor_shift_key"
    vendor_shift_key = Text("supplier and group")
    supplier = Text("the supplier")
    workforce_group = Text("group of people")
    spend = Money("purchases of the period where it disclosed then, in cents")
    share = Number("share of the group in the period; missing: not disclosed or not bought from")
    spend_before = Money("purchases of the year before where it disclosed then, in cents")
    share_before = Number("share of the group in the year before")
    disclosed = Flag("whether it disclosed in the period")
