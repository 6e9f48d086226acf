"""The sentences on what lies behind a finding: whole messages with named parts."""

from __future__ import annotations

from commonweal.kinds import Said
from commonweal.kinds import message as _
from commonweal.kinds import messages as _n

MONTHS = _("months")
QUARTERS = _("quarters")
SITES = _("sites")

RUN_HIDDEN = _("This group is not shown part by part: a number is small, or protects a small one.")
NO_LIMITS = _("No limits can be drawn: there is nothing that moves.")
NO_RULE = _("No rule fired: what moved here, chance alone could have moved.")
IN_A_ROW = _(
    "Eight or more in a row lie on one side of the middle line, first up to {moment}. Chance alone "
    "seldom does that."
)

CLOSING = _("The gap is closing, by about {size} in 100 a year ({low} to {high}).")
WIDENING = _("The gap is widening, by about {size} in 100 a year ({low} to {high}).")
STEADY = _("The gap is steady: any change is within {size} in 100 a year.")
UNEVEN = _("The gap is steady over the whole time, though it goes up and down by more than chance.")
TOO_SHORT = _("Too little data to say where the gap is going.")

PANEL_ROW = _("At {site}, {rate} {group} {met}.")
PANEL_HIDDEN = _("The figure for {group} at {site} is {reason}.")

PAIRS: dict[str, Said] = {
    MONTHS: _(
        "If you pick one month of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first fares better."
    ),
    QUARTERS: _(
        "If you pick one quarter of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first fares better."
    ),
    SITES: _(
        "If you pick one site of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first fares better."
    ),
}
PAIRS_HIGHER: dict[str, Said] = {
    MONTHS: _(
        "If you pick one month of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first is higher."
    ),
    QUARTERS: _(
        "If you pick one quarter of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first is higher."
    ),
    SITES: _(
        "If you pick one site of this group and one of everybody else, in {pairs} of 100 pairs "
        "the first is higher."
    ),
}


def beyond(many: int) -> str:
    """Give the message on points beyond the limits, for one or several.

    many: how many points
    >>> beyond(1).format(moments="July 2025")
    'July 2025 lies beyond what chance alone would give.'
    """
    return _n(
        "{moments} lies beyond what chance alone would give.",
        "{moments} lie beyond what chance alone would give.",
        many,
    )
