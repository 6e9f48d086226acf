"""The sentences of the quality report: whole messages with named parts."""

from __future__ import annotations

from commonweal.kinds import message as _
from commonweal.kinds import messages as _n

TITLE = _("Quality of version {version}, {period}")
PEOPLE = _("Shares are of the people with a visit in the period.")
PEOPLE_ALL = _("This load holds no visits, so shares are of everybody in it.")
COMPLETE = _("What people were asked, and how many told:")
ROWS = _("Rows:")
MISSING = _("The load held no {table}: what needs it can not be computed.")
PROBLEM = _("{table}: rows marked {code}: {rows}.")
MARK = _("Records of self-description marked {code}: {people} people.")
ASIDE = _("Lines set aside because they could not be read: {lines}.")
BROKEN = _("{name} breaks off.")
CODE = _("A code of an unknown system: {token} in {table}; rows: {rows}.")
PEOPLE_FEW = _("of {people} people")
DROP = _("{table}: over 30 percent fewer rows in {month} than in the last month that had any.")
COMPLETE_OF = _("What {people} were asked, and how many told (of all in the load):")
UNASKED = _("  not in the load:       {attributes}")
PEOPLE_LISTED = {
    "staff": _("staff"), "applicant": _("applicants"), "respondent": _("respondents"),
    "hire": _("people hired"), "pathway_participant": _("people on pathways"),
    "participant": _("participants of studies"), "researcher": _("researchers"),
    "learner": _("learners"),
}  # fmt: skip
FEW_LISTED = _("  too few people to tell of")
NOBODY_LISTED = _("  nobody is listed in this load")
AREA = _("The load held nothing of {area}.")
AREA_PART = _("Of {area} the load held no {tables}: what needs them can not be computed.")
AREAS = {
    "clinical": _("care"), "survey": _("surveys"), "workforce": _("the workforce"),
    "community": _("the community"), "research": _("research"), "teaching": _("teaching"),
    "results": _("results computed elsewhere"),
}  # fmt: skip
DERIVED = _("Made of headcount snapshots, as no file held them: {tables}.")
BALANCED = _("Staff: {looked_at} balance to zero.")
UNBALANCED = _(
    "Staff: of {looked_at}, {lines} times those who came, moved and left do not give the stock:"
)
OFF = _("  {unit}, {first} to {last}: off by {people}.")
OFF_MORE = _("  and {lines} times more.")
NO_UNIT = _("no unit recorded")


def looked_at(units: int, periods: int) -> str:
    """Say how many units and periods of staff were looked at.

    units, periods: how many

    >>> looked_at(12, 1)
    '12 units and 1 period'
    """
    first = _n("{n} unit", "{n} units", units).format(n=f"{units:,}")
    second = _n("{n} period", "{n} periods", periods).format(n=f"{periods:,}")
    return _("{first} and {second}").format(first=first, second=second)
