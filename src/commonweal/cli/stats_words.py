"""Every sentence of `commonweal stats`: whole messages with named parts, ready for translation."""

from __future__ import annotations

import gettext

from commonweal.cli.stats_measures import ORDER, REFERENCE

_CATALOG = gettext.NullTranslations()
_ = _CATALOG.gettext
_n = _CATALOG.ngettext


# Why a measure has no value.
REASONS = {
    "hidden_group": _(
        "A group is not shown, to protect people, and a measure of all groups would give it away."
    ),
    "hidden_share": _(
        "So many numbers are hidden that nobody could tell how many people would be left out."
    ),
    "missing_group": _("A group has no figure."),
    "missing_people": _("More than 15% of people are in groups that have no figure to show."),
    "no_groups": _("No group has a figure to show."),
    "single_group": _("Only one group has a figure or people, and one can not be compared."),
    "zero_denominator": _("It would divide by 0: the best group has 0, or nobody is there."),
    "zero_mean": _("The average is 0, and nothing is a percent of 0."),
    "negative_mean": _("The average is below 0, and nothing is a percent of that."),
    "zero_in_ratio": _("A group that is compared has 0, and a ratio with 0 says nothing."),
    "negative_estimate": _("A figure is below 0, and this measure is only for figures from 0 up."),
    "no_reference": _("There is no figure of a group to compare with. Name one with --reference."),
    "reference_without_people": _("The group that all should be like has no people."),
    "not_ordered": _(
        "The groups have no order. Name the column that holds it with --order, 1 for the most "
        "disadvantaged."
    ),
    "line_at_zero": _("The straight line falls to 0 or below within the order."),
    "mean_at_bound": _("The average is at an end of the scale: nobody has it, or everybody."),
    "outside_scale": _("A figure is below 0 or above the scale, so it is no share."),
    "all_at_bound": _("All groups stand at one end of the scale."),
    "separated": _("The order parts the groups into none and all, so no line fits best."),
    "no_convergence": _("No best line was found."),
    "standard_error_missing": _("A group has no standard error."),
    "zero_standard_error": _("A group has a standard error of 0."),
    "out_of_range": _("The number is too large or too small to be computed."),
}
# Why a measure that has a value has no interval.
NO_INTERVALS = {
    "clamped": _("It is 0 because the best group is no better than the average."),
    "standard_error_missing": _("A group has no standard error."),
    "outside_scale": _("A figure is below 0 or above the scale."),
    "error_not_known": _("A group has no standard error, or one of 0."),
    "few_events": _(
        "A group has too few events, or too few people without one: 25 are needed, and 100 where "
        "a measure bends more."
    ),
    "weightless_group": _("A group has a figure but no people."),
    "line_uncertain": _("The line through the groups is too uncertain at its ends."),
    "pattern_unclear": _("Too many groups lie so close that chance hides their pattern."),
    "needs_draws": _("It takes draws, which are not made for so many tables at once."),
    "no_limit_found": _("The numbers are too large or too small to find its ends."),
    "": _("No method is known to hold for it here."),
}
# What a reader must know of a measure that has a value.
FLAGS = {
    "selected_extremes": _(
        "The data chose the highest and the lowest group, so this gap is large even by chance: "
        "read it with the test above."
    ),
    "zero_replaced": _("A figure of 0 was counted as 0.000001, because 0 has no logarithm."),
    "clamped": _("It is set to 0 because the best group is no better than the average."),
    "interval_conservative": _("The interval is rather too wide: it misses the truth less often."),
    "beyond_interval": _(
        "The value itself lies outside: chance alone makes such measures large, and the interval "
        "takes that off."
    ),
}
OTHER = _("The code of the reason is {code}.")

METHODS = {
    "wilson": _("Wilson's score method"),
    "exact": _("the exact Poisson method"),
    "normal": _("the figure and its standard error"),
    "delta": _("delta"),
    "delta_log": _("delta, log scale"),
    "formula": _("formula"),
    "none": _("none"),
}

TITLE = _("Inequality between groups")
CONTEXT = _(
    "{file}: {rows} rows read. Groups with a figure: {used}; without: {without}; empty rows: "
    "{blank}."
)
TABLES = _("Tables")
FIGURES, DIRECTION, ORDERED, COMPARED = _("Figures"), _("Direction"), _("Order"), _("Reference")
UNITS = {
    "share": {1.0: _("share of people"), 100.0: _("of every 100 people (%)")},
    "rate": {},
    "estimate": {1.0: _("as given, scale 1"), 100.0: _("percent, as given")},
}
UNIT = {
    "share": _("of every {scale} people"),
    "rate": _("events for every {scale} of the time given"),
    "estimate": _("per {scale}, as given"),
}
GROUP, FIGURE, EVENTS, PEOPLE = _("Group"), _("Figure"), _("Events"), _("People")
COLUMN = {1.0: FIGURE, 100.0: _("Per 100"), 1000.0: _("Per 1,000"), 1e5: _("Per 100,000")}
BETTER = {True: _("more is better"), False: _("less is better")}
BY_COLUMN = _("by the column '{column}', the lowest number for the most disadvantaged")
NO_ORDER = _("none")

GROUPS = _("Groups, with {level}% intervals by {method}")
INTERVAL = _("{level}% interval")
SPAN = _("{low} to {high}")
UP_TO, FROM = _("up to {high}"), _("{low} or more")
NO_FIGURE, NO_INTERVAL, NOT_SHOWN = _("no figure"), _("no interval"), _("not shown")
WHY_NOT_SHOWN = _("{reason}: {cells}.")
CELLS = _("{group} ({columns})")
ALL, ALL_WITH = _("All groups"), _("All groups with a figure")

UNEQUAL = _(
    "Is there any inequality? Yes: the groups differ by more than chance explains ({p}; Q = {q}, "
    "degrees of freedom: {freedom})."
)
PERHAPS = _(
    "Is there any inequality? This can not be told: chance alone may explain how the groups differ "
    "({p}; Q = {q}, degrees of freedom: {freedom}). That is no proof that they are equal."
)
UNTESTED = _("Is there any inequality? This can not be tested. {reason}")
P, P_BELOW = _("p = {p}"), _("p below 0.001")

SUMMARY = _("How large is it?")
MEASURE, VALUE, METHOD = _("Measure"), _("Value"), _("Method")
NO_VALUES = _("No summary measure has a value. {reason}")
NOTHING = _(
    "Whether there is any inequality can not be told, and no summary measure has a value. {reason}"
)
NO_VALUE = _("No value ({measures}). {sentence}")
NO_LIMITS = _("No interval ({measures}). {sentence}")
ABOUT = _("To know ({measures}). {sentence}")
READ_MORE = _("What each measure says: commonweal stats --list")


def not_asked(need: str, count: int) -> str:
    """Give the message on measures that this file can not be asked for, one or several."""
    if need == ORDER:
        return _n(
            "{count} measure needs an order of the groups: name its column with --order.",
            "{count} measures need an order of the groups: name its column with --order.",
            count,
        ).format(count=count)
    if need == REFERENCE:
        return _n(
            "{count} measure needs a group to compare with: name it with --reference.",
            "{count} measures need a group to compare with: name it with --reference.",
            count,
        ).format(count=count)
    return _n(
        "{count} measure is for shares of people only.",
        "{count} measures are for shares of people only.",
        count,
    ).format(count=count)


LEFT_OUT = _("The measures leave out {groups}: {share} of people.")
LEFT_OUT_UNTOLD = _(
    "The measures leave out {groups}. Their share of people is not shown, to protect people."
)
HOW_HIDDEN = _(
    "Combine groups or years so that none is small. --drop-missing measures the other groups, and "
    "leaves these out: {groups}. --own-table states that this table may be shown whole."
)
HOW_MISSING = _(
    "These groups have no figure: {groups}. They hold {share} of people. Find their figures, or "
    "measure the other groups with --drop-missing."
)
HOW_MISSING_UNTOLD = _(
    "These groups have no figure: {groups}. Find their figures, or measure the other groups with "
    "--drop-missing."
)
BARE = _(
    "A group with no event, or with nothing else, has no spread of its own: its interval says how "
    "far chance may reach."
)
IMPLIED = _(
    "An estimate is judged by the people behind it and, if it is a share or a rate, by the events "
    "it stands for: it by the scale, times people. How a model made it is not known here."
)
BLANK = _("Empty rows, left out: {rows}.")
NO_FIGURE_ROWS = _("Rows without a figure: {rows}.")
UNUSED = _("Columns that were not used: {columns}.")
UNUSED_ORDER = _(
    "The column '{column}' was not taken for the order of the groups. If it is, say --order "
    "{column}."
)
OWN_TABLE = _("Shown whole: you stated with --own-table that this table may be.")
LIST_TITLE = _("Summary measures of inequality")
LIST_HEAD = _("Each by its key, with its name and what it says.")
LIST_FOOT = _("Choose with --measure KEY, as often as you like.")
LISTED = _("{name}. {says}{needs}")
NEEDS = {"": "", ORDER: _(" Needs --order."), REFERENCE: _(" Needs --reference.")}


def reason_of(code: str) -> str:
    """Give the sentence on why a measure has no value."""
    return REASONS.get(code) or OTHER.format(code=code)


def no_interval(flags: tuple[str, ...]) -> str:
    """Give the sentence on why a measure that has a value has no interval."""
    known = [flag for flag in flags if flag in NO_INTERVALS]
    unknown = [flag for flag in flags if flag not in {*FLAGS, *NO_INTERVALS, "groups_dropped"}]
    if known:
        return NO_INTERVALS[known[0]]
    return OTHER.format(code=unknown[0]) if unknown else NO_INTERVALS[""]


def method_of(name: str) -> str:
    """Give the words for a method; one without words of its own is called by its name."""
    return METHODS.get(name) or name.replace("_", " ")
