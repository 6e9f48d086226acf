"""Every sentence of a finding: whole messages with named parts, ready for translation."""

from __future__ import annotations

from commonweal.kinds import message as _
from commonweal.kinds import messages as _n

VERDICTS = {
    "A": _("A gap is likely, and it repeats"),
    "B": _("A gap is likely"),
    "C": _("A gap is possible"),
    "N": _("No gap that matters"),
    "I": _("Too little data to say"),
    "S": _("Too little data to say"),
}
NOT_COMPUTABLE = _("Not computable")
NOT_MEASURED = _("Not measured")
HELD_BY_COUNSEL = _("Held by counsel")
CANNOT_SAY = _("Cannot say")
NOBODY = _("Nobody to count")
ALL_SITES = _("all sites")
EVERYBODY = _("Everybody")
OF_EVERY_100 = _("{number} of every 100")
OF_EVERY_1000 = _("{number} of every 1,000")
FROM_FEW = _("1 to {most}")
LESS, MORE = _("-{figure}"), _("+{figure}")
BESIDE_LABEL = _("{people} ({label})")
SENTENCES = _("{first} {second}")
LISTED = _("{first}; {second}")
NAMED_IN_A_ROW = _("{first}, {second}")

GAP = _(
    "{rate} {group} {met}; of everybody else, {rest}. "
    "The difference is {size} in 100 ({low} to {high})."
)
RATIO = _("{ratio} ({low} to {high})")
RATIO_UP_TO = _("{ratio} (up to {high})")
ALONE = _("{rate} {group} {met}.")
HIDDEN_ROW = _("The figure for {group} is {reason}.")
NO_ONE = _("Nobody among {group} was counted.")
NO_GROUPS = _("Nobody was counted in this period, so there is nothing to compare.")
NO_JUDGEMENT = _("No group could be judged. Together, {rate} {people} {met}.")
TOGETHER = _("Together, {rate} {people} {met}, and no group is far from that.")
SOME_EQUAL = _(
    "Together, {rate} {people} {met}. No group that could be judged is far from that; others are "
    "too small to judge, or not shown."
)
OVERALL_HIDDEN = _("The figures of this table are not shown, to protect people's privacy.")
WHY_NOT = _("Not computable because: {reasons}")

CAPTION = _(
    "{people} counted in {period}, {site}. A dot is the rate; its line is the 95% interval; the "
    "dashed line is everybody. {direction}"
)
CAPTION_NO_LINE = _(
    "{people} counted in {period}, {site}. A dot is the rate; its line is the 95% interval. "
    "{direction}"
)
DIRECTIONS = {
    "higher": _("Further along is better."),
    "lower": _("Further along is worse."),
    "neither": _("Neither way is plainly better."),
}
CHANCE = _(
    "Groups were compared with everybody else, {judged} at once; the verdicts allow for that. "
    "One group in twenty would look different by chance alone if nobody allowed for it."
)
CHANCE_SOME = _(
    "Groups were compared with everybody else, all at once; the verdicts allow for that. "
    "One group in twenty would look different by chance alone if nobody allowed for it."
)
NOT_JUDGED = _(
    "No group was judged: each has fewer than {minimum} {people}, or figures that are not shown."
)

NEXT = {
    "A": _(
        "Open an action: agree on an owner and one change, and look where {group} leave on the "
        "way. It has been seen before, so waiting will not mend it."
    ),
    "B": _(
        "Agree on an owner, look where {group} leave on the way, and choose one change to try. "
        "Look again next period."
    ),
    "C": _("Watch it: look again next period before acting on this alone."),
    "I": _("Do not read this as equal. See what it would take to know."),
    "S": _("Do not read this as equal. See what it would take to know."),
    "N": _("Keep going, and look again next year."),
}
NEXT_BETTER = _(
    "{group} fare better than everybody else. Ask what works for them, and offer it to all."
)
NEXT_EFFECT = {
    "better": _(
        "The gap narrowed with the program. Weigh its size against its cost, and look again when "
        "more places have begun."
    ),
    "worse": _("The gap widened with the program. Stop and find out why before others begin it."),
}
NEXT_HELD = _(
    "Agree on an owner and one change for {group}, and look again next period what it moved."
)
NEXT_NEITHER = _("Ask {group} and their clinics what lies behind the difference.")
NEXT_NOT_COMPUTABLE = _("Ask for the missing data, then run the audit again.")


def price_more(quarters: int) -> str:
    """Give the message on people still needed, for one quarter or several.

    quarters: how many
    >>> "1 more quarter " in price_more(1).replace("{quarters}", "1")
    True
    """
    return _n(
        "To judge {group}, at least {minimum} {people} are needed: {more} more than now. That is "
        "about {quarters} more quarter at this pace, or as many from sites pooled.",
        "To judge {group}, at least {minimum} {people} are needed: {more} more than now. That is "
        "about {quarters} more quarters at this pace, or as many from sites pooled.",
        quarters,
    )


def price_gap(quarters: int) -> str:
    """Give the message on what it takes to see a gap, for one quarter or several.

    quarters: how many
    >>> "2 more quarters" in price_gap(2).replace("{quarters}", "2")
    True
    """
    return _n(
        "To see a gap of {size} in 100 for {group}, about {needed} {people} of that group are "
        "needed: {more} more than now, or about {quarters} more quarter at this pace.",
        "To see a gap of {size} in 100 for {group}, about {needed} {people} of that group are "
        "needed: {more} more than now, or about {quarters} more quarters at this pace.",
        quarters,
    )


PRICE_SMALL = _(
    "To judge {group}, at least {least} more {people} are needed. Combine years, sites or groups."
)
PRICE_PROTECTS = _(
    "The figure for {group} is kept back so that another can not be worked out. Combining years "
    "or groups would show it."
)
PRICE_KEPT = _(
    "The figure for {group} is kept back, because it is small or a small one could be worked out "
    "from it. Combining years, sites or groups would show it."
)
PRICE_OUT_OF_REACH = _(
    "A gap of {size} in 100 for {group} can not be told from chance however many more of them "
    "there are, because too few others were counted. Combine years or sites."
)
PRICE_UNITS = _(
    "To judge {group}, more {people} are needed. How many can not be said, because one person may "
    "have several. Combine years or sites."
)
SEEN_AT_LEAST = _("The smallest gap that could have been seen here is {size} in 100.")

CLOSING = _("The gap is closing: {before} in 100 in {earlier}, {now} in 100 now.")
TURNED = _("The gap has turned round: {before} in 100 in {earlier}, {now} in 100 now.")
WIDENING = _("The gap is widening: {before} in 100 in {earlier}, {now} in 100 now.")
STEADY = _("The gap is steady: {before} in 100 in {earlier}, {now} in 100 now.")

NOT_A_YEAR = _(
    "Its source asks for a whole year and this period is not one, so this is not the certified "
    "figure."
)
DATA_BEGIN = _("The data begin on {day}, after the period does.")
DATA_END = _("The data end on {day}, before the period does.")
UNDATED_CONDITIONS = _(
    "{people} people have an active condition without any date; it counts as always there."
)
UNDATED_ORDERS = _(
    "{people} people have an order of medication without a computable length; it counts as "
    "always running."
)
UNSEEN = _("This data holds no {sources}, so what such records would have shown was not looked at.")
UNREVIEWED = _("No qualified person has reviewed this measure yet.")
REVIEWED = _("Reviewed by {by} on {on}; due again on {due}.")
FIDELITY = {
    "exact": _("Follows its source exactly: every published test case passes."),
    "adapted": _("Adapted from its source; the differences are listed."),
    "local": _("A measure of this project."),
    "reported": _("Computed by the engine that reports it; its results are taken as they came."),
}
ANSWERS = _("{share} of those counted gave no answer to this question; they are shown apart.")
FOOT = _(
    "Numbers from 1 to {largest} persons are not shown, nor others from which they could be "
    "worked out, to protect people's privacy. Zero is shown as 0."
)
FOOT_VENDORS = _(
    "Figures of fewer than five vendors, or of which one has more than half, are not shown, nor "
    "others that would tell them. What vendors tell us is confidential."
)
FEET = {"persons": FOOT, "vendors": FOOT_VENDORS, "things": ""}
ONE_BY_ONE = _("For use inside: tables are protected one by one.")

VALUE_OTHERS = _(
    "{group} {said}; everybody else, {rest}. The difference is {size} ({low} to {high})."
)
VALUE_TARGET = _(
    "{group} {said}; the target is {rest}. The difference is {size} ({low} to {high})."
)
VALUE_BENCHMARK = _(
    "{group} {said}; the benchmark is {rest}. The difference is {size} ({low} to {high})."
)
VALUE_EFFECT = _("{group} {said} ({low} to {high}).")
RATIO_OTHERS = _(
    "{group} {said}; everybody else, {rest}. That is {size} times as much ({low} to {high})."
)
RATIO_TARGET = _(
    "{group} {said}; the target is {rest}. That is {size} times the target ({low} to {high})."
)
RATIO_BENCHMARK = _(
    "{group} {said}; the benchmark is {rest}. That is {size} times the benchmark ({low} to {high})."
)
VALUE_ALONE = _("{group} {said}.")
VALUE_TOGETHER = _("Together, {people} {said}.")
VALUE_EQUAL = _("Together, {people} {said}, and no group is far from that.")
SHARE_TOGETHER = _("Of all {people}, {said}.")
SHARE_EQUAL = _("Of all {people}, {said}, and no group is far from that.")
OF_GROUP = _("of {group},")
EACH_ALONE = _("Each group is held against its own benchmark; all together there is no figure.")
EACH_EQUAL = _("No group is far from its own benchmark.")
NOT_DEFINED = _("The figure for {group} can not be computed: {reason}.")
CAPTION_VALUE = _(
    "{people} counted in {period}, {site}. A dot is the figure; its line is the 95% interval; the "
    "dashed line is everybody. {direction}"
)
CAPTION_VALUE_NO_LINE = _(
    "{people} counted in {period}, {site}. A dot is the figure; its line is the 95% interval. "
    "{direction}"
)
WORSE = _("Worse")
BETTER = _("Better")
LOWER = _("Lower")
HIGHER = _("Higher")
WAY_OVER_TIME = _("{way}. {over_time}")
INTERVAL_OF = _("{gap} ({interval})")
INTERVAL_IN_100 = _("{gap} in 100 ({interval})")
BY_VIEW = _("{title}, by {view}")


def sure(judged: int) -> str:
    """Give the message on how sure a row of the vision page is, for one group or several.

    judged: how many groups were judged together
    >>> sure(1).format(judged=1)
    'seen beyond chance among 1 group judged'
    """
    return _n(
        "seen beyond chance among {judged} group judged",
        "seen beyond chance among {judged} groups judged",
        judged,
    )


NOT_SURE = _("not told from chance")
EQUAL_ENOUGH = _("surely smaller than what matters")
SEEN_TWICE = _("seen beyond chance, and in an earlier period too")
COULD_NOT = _("Not computed: {titles}.")
DESCRIBED_ONLY = _("These figures describe. No group is judged by them.")
DESCRIBED = _("Described, not judged")
CHANCE_COUNTED = _(
    "These figures are counted, not sampled. Limits are the bounds of what is not known; where "
    "they meet, nothing is."
)
SURE_COUNTED = _("counted, whatever the unknown are")
CHANCE_TARGET = _("Each figure was held against the target; the verdicts allow for chance.")
CHANCE_BENCHMARK = _(
    "Each group was held against its benchmark, all at once; the verdicts allow for chance."
)
CHANCE_EFFECT = _("The effect was held against none at all; the verdict allows for chance.")
UNITS = {
    "percent": _("{number}%"),
    "points": _("{number} points"),
    "minutes": _("{number} minutes"),
    "days": _("{number} days"),
    "months": _("{number} months"),
    "years": _("{number} years"),
    "dollars": _("${number}"),
    "dollars_per_head": _("${number} a head"),
    "per_100_person_years": _("{number} per 100 person-years"),
    "per_1000": _("{number} per 1,000"),
    "ratio": _("{number}"),
    "number": _("{number}"),
    "count": _("{number}"),
    "score": _("{number}"),
    "delta": _("{number}"),
}
REASONS = {
    "zero_denominator": _("nobody was counted"),
    "no_population": _("nobody was counted"),
    "zero_mean": _("all amounts are zero"),
    "one_value": _("only one person was counted"),
    "one_group": _("there is only one group"),
    "not_compared": _("it is not compared"),
    "not_computable": _("what it is made from is not in the data"),
    "no_variation": _("all values are alike"),
    "outside_reference": _("the reference population has nobody of this group"),
    "not_in_reference": _("the reference population does not tell"),
    "few_events": _("too few events for a model"),
    "no_overlap": _("the groups have nothing in common to compare on"),
    "no_controls": _("there is nobody left to compare with"),
    "singular": _("the model can not be told apart from the data"),
    "no_degrees_of_freedom": _("too few people for so many terms"),
    "too_few_to_test": _("too few people on a side to test, which is not the same as no gap"),
    "too_few_units": _("too few units took part"),
    "too_few_periods": _("too few periods before or after"),
    "not_at_once": _("its units did not begin at one time"),
    "unknown_period": _("a period has no outcome at all"),
    "not_together": _("no program could be evaluated"),
}
TO = _("{low} to {high}")
GAPS_FROM = _("gaps of {outcome}, computed place by place from this data")
OF_WHOM = _("{label}: {whom}")
NOT_TOLD = _("the method gives no number here")


def price_to_see(quarters: int) -> str:
    """Give the message on what it takes to see a difference, for one quarter or several.

    quarters: how many
    >>> "2 more quarters" in price_to_see(2).replace("{quarters}", "2")
    True
    """
    return _n(
        "To see a difference of {size} for {group}, about {needed} {people} of that group are "
        "needed: {more} more than now, or about {quarters} more quarter at this pace.",
        "To see a difference of {size} for {group}, about {needed} {people} of that group are "
        "needed: {more} more than now, or about {quarters} more quarters at this pace.",
        quarters,
    )


PRICE_ASK = _(
    "Counting longer will not tell more about {group}: ask those whose answer is missing."
)
VALUE_SEEN_AT_LEAST = _("The smallest difference that could have been seen here is {size}.")
CLOSING_VALUE = _("The difference is closing: {before} in {earlier}, {now} now.")
TURNED_VALUE = _("The difference has turned round: {before} in {earlier}, {now} now.")
WIDENING_VALUE = _("The difference is widening: {before} in {earlier}, {now} now.")
STEADY_VALUE = _("The difference is steady: {before} in {earlier}, {now} now.")

TITLE = _("What we found")
SUMMARY_UNSURE = _("In {unsure} there is too little data to say, which is not the same as equal.")
SUMMARY_NONE = _("In none of them is there a gap that we can be sure of.")
MADE_FROM = _("Data loaded on {day}.")
MARKED = _(
    "Some rows carry marks, such as a date after death. They are counted here; the quality "
    "report lists them."
)
PROMISE_MISSING = _("Nothing that we measure bears on this promise yet.")
PROMISE_NOT_ASKED = _("No measure of this promise was asked for in this audit.")


def summary_gaps(looked: int) -> str:
    """Give the message that opens a report, for one table or several.

    looked: how many tables were looked at
    >>> summary_gaps(2).format(looked=2, period="2020", gaps=1)
    '2 tables were looked at for 2020. In 1 a gap is likely.'
    """
    return _n(
        "{looked} table was looked at for {period}. In {gaps} a gap is likely.",
        "{looked} tables were looked at for {period}. In {gaps} a gap is likely.",
        looked,
    )


def summary_not(missing: int) -> str:
    """Give the message on what could not be computed, for one measure or several.

    missing: how many measures
    >>> summary_not(1).format(missing=1)
    '1 measure could not be computed, and it says why.'
    """
    return _n(
        "{missing} measure could not be computed, and it says why.",
        "{missing} measures could not be computed; each says why.",
        missing,
    )


def promise_not_computed(looked: int) -> str:
    """Give the message on a promise without numbers, for one measure or several.

    looked: how many measures bear on it
    >>> promise_not_computed(1).format(looked=1)
    '1 measure bears on it, and it could not be computed.'
    """
    return _n(
        "{looked} measure bears on it, and it could not be computed.",
        "{looked} measures bear on it, and none could be computed.",
        looked,
    )


def promise_equal(looked: int) -> str:
    """Give the message on a promise that holds, for one table or several.

    looked: how many tables were looked at
    >>> promise_equal(1).format(looked=1)
    'In the 1 table looked at, no group fares otherwise in a way that matters.'
    """
    return _n(
        "In the {looked} table looked at, no group fares otherwise in a way that matters.",
        "In the {looked} tables looked at, no group fares otherwise in a way that matters.",
        looked,
    )


OBTAIN = _(
    "Download it with a free license from the National Library of Medicine's value set service "
    "and load it with --valuesets; its address is {url}."
)
NONE = _("none")
TRACE_LINE = _("{name}: {value}")
TRACE_DATASET = _("Version of the data")
TRACE_MEASURE = _("Measure and version")
TRACE_VIEW = _("Grouped by")
TRACE_PERIOD = _("Period")
TRACE_SETS = _("Value sets")
TRACE_POLICY = _("Rule on small numbers")
TRACE_ENGINE = _("Engine")
TRACE_CODE = _("Software")
TRACE_FILES = _("Files that were loaded, by their SHA-256:")
TRACE_MAPPINGS = _("Mappings that files were read by, by their SHA-256:")
TRACE_SAME = _("Computed again just now: everything shown came out the same.")
TRACE_DIFFERS = _(
    "Computed again just now: it came out otherwise. Do not use the number, and report this."
)
TRACE_PURGED = _(
    "Loaded on {loaded}; its rows were purged on {purged}, so it can not be computed again."
)
