"""The sentences of the inclusion table, each one whole message."""

from __future__ import annotations

from commonweal.kinds import message as _

TITLE = _("{title}, cumulative to {day}")
COLUMNS = _("Columns, by ethnicity and {sex}:")
COLUMN = _("  ({number}) {ethnicity}, {sex}")
TOTAL = _("Total")
HIDDEN = "*"
STUDIES = _("{studies} studies together; whoever is in two of them counts twice.")
NOT_SHOWN = _("* not shown: 1 to 10 people, or it would give away such a number.")
FILING = _(
    "This is the layout of the form, not the form. The exact table is a filing to one named "
    "recipient, approved by two people; this version does not make filings."
)
UNREVIEWED = _("Nobody qualified has compared the wording of this layout with the form itself.")
