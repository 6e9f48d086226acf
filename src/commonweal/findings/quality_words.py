"""The sentences of the quality report on people other than patients, and on their stock."""

from __future__ import annotations

import gettext

_ = gettext.NullTranslations().gettext

COMPLETE_OF = _("What {people} were asked, and how many told (of all in the load):")
UNASKED = _("  not in the load:       {attributes}")
PEOPLE_LISTED = {
    "staff": _("staff"), "applicant": _("applicants"), "respondent": _("respondents"),
    "hire": _("people hired"), "pathway_participant": _("people on pathways"),
    "participant": _("participants of studies"), "researcher": _("researchers"),
    "learner": _("learners"),
}  # fmt: skip
AREA = _("The load held nothing of {area}.")
AREAS = {
    "clinical": _("care"), "survey": _("surveys"), "workforce": _("the workforce"),
    "community": _("the community"), "research": _("research"), "teaching": _("teaching"),
}  # fmt: skip
DERIVED = _("Made of headcount snapshots, as no file held them: {tables}.")
BALANCED = _("Staff: {units} units and {periods} periods balance to zero.")
UNBALANCED = _(
    "Staff: of {units} units and {periods} periods, {lines} times those who came, moved and left "
    "do not give the stock:"
)
OFF = _("  {unit}, {first} to {last}: off by {people}.")
OFF_MORE = _("  and {lines} times more.")
NO_UNIT = _("no unit recorded")
