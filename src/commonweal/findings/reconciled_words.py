"""The sentences that hold a submitted figure against its rows, each one whole message."""

from __future__ import annotations

from commonweal.kinds import message as _

TITLE = _("{title} ({name}), {period}")
TITLE_PART = _("{title} ({name}), {period}, {part}")
NO_PERIOD = _("period not named")

SAME = _("{rate}, same as submitted.")
SAME_HIDDEN = _("Same as submitted. The figure itself is {reason}.")
SAME_BUT = _("{rate}, same as submitted, though the numbers behind it differ.")
OTHER = _("{ours} here, {theirs} as submitted.")
OTHER_HIDDEN = _("Not the same as submitted. The figures themselves are {reason}.")
SAME_COUNTS = _("The counts are the same as submitted.")
OTHER_COUNTS = _("The counts are not the same as submitted.")
NOBODY = _("Nobody is counted here; {theirs} was submitted.")
UNREADABLE = _("The rate that was submitted can not be read as a number, so it was not compared.")
NOT_SUBMITTED = _("{rate} here. No figure was submitted to hold it against.")

WHY_NOT = {
    "population": _("Not compared: the rows do not say who belongs to {part}."),
    "version": _("Not compared: name the version that was submitted. The rows hold {choice}."),
    "period": _("Not compared: name the period that was submitted. The rows hold {choice}."),
    "no_rows": _("Not compared: the rows hold no result of this measure and version."),
}

COUNTS = {
    "denominator": _("Denominator: {theirs} submitted, {ours} here."),
    "numerator": _("Numerator: {theirs} submitted, {ours} here."),
    "exclusions": _("Exclusions: {theirs} submitted, {ours} here."),
}
NAMES = {
    "denominator": _("denominator"),
    "numerator": _("numerator"),
    "exclusions": _("exclusions"),
}
PARTS = _("What the difference is made of, to the row:")
PART = _("{reason}: {rows}. They change {changes}.")
PART_FEW = _("{reason}: {rows}, so what they change is not shown.")
PART_GUARD = _("{reason}: not shown, as the number would tell of few people.")
REST_GUARD = _("Not in any row: not shown, as the number would tell of few people.")
CHANGE = _("the {figure} by {by}")
CHANGE_HIDDEN = _("the {figure} by a number that protects another")
REASONS = {
    "orphan": _("Rows of people who are not in the data"),
    "unmapped": _("Rows with a word that could not be read"),
    "unknown": _("Rows that do not say whether they count, or whether they met it"),
    "set_aside": _("Lines that could not be read and name this measure"),
    "duplicate": _("Further rows of a person or visit that is counted once"),
    "version": _("Rows of another version of the measure"),
    "period": _("Rows of another period, or of none"),
    "site": _("Rows of another site, or of none"),
    "excluded_met": _("Rows that are excluded and in the numerator; here they are excluded"),
}
REST = _("Not in any row: {changes}.")
ADD_UP = _("These parts add up to the difference. The option --rows names each row.")
NO_COUNTS = _("No counts were submitted, so the difference can not be told row by row.")
BESIDE = _("Not counted either, but no part of the difference: {lots}.")
LOT = _("{reason} ({rows})")
ROWS = _("{rows} rows")
FEW_ROWS = _("rows of 1 to {largest} people")
