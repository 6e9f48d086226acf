"""The words of figures over time, across sites and inside groups: whole sentences, named parts."""

from __future__ import annotations

from commonweal.kinds import message as _

ACROSS_SITES = _("Across sites")
EVERY_SITE = _("Every site")
WHEN = _("When")
SITE = _("Site")
THIS_GROUP = _("This group")
EVERYBODY_ELSE = _("Everybody else")
CHANCE_ALONE = _("Chance alone")
BEYOND = _("Beyond")
APART = _("Apart")
YES = _("yes")
NO = _("no")
UNTOLD = _("not told")
ABOVE = _("above")
BELOW = _("below")

DIRECTION_UP = {
    "higher": _("Further up is better."),
    "lower": _("Further up is worse."),
    "neither": _("Neither way is plainly better."),
}
DIRECTION_ALONG = {
    "higher": _("Further along is better."),
    "lower": _("Further along is worse."),
    "neither": _("Neither way is plainly better."),
}

READ_RUN = _(
    "Each dot is a stretch of time. The band is what chance alone would give; its middle is the "
    "dashed line."
)
BEYOND_RUN = _("A diamond marks where a rule of the chart fired.")
READ_GAP = _("The solid line is the group, and the dashed line is everybody else.")
APART_GAP = _(
    "Where an upright bar joins them and the gap is shaded, the 95% interval of the difference "
    "leaves out zero."
)
READ_FUNNEL = _(
    "Each dot is a site, further along the more people it counts. Between the curves lies what "
    "chance alone would give a site of its size."
)
BEYOND_FUNNEL = _("A diamond is a site beyond the curves.")
READ_SLOPE = _(
    "The first dot is before, and the second after. The upright line at each is its 95% interval."
)
READ_MULTIPLES = _(
    "Each part is one site, and all stand on one scale. A dot is the figure; its line is the 95% "
    "interval."
)
HATCHED_TIME = _("A hatched stripe stands for a figure that is not shown.")
HATCHED_SITE = _("A site whose figure is not shown has a hatched stripe or stands in the table.")


def over_time(name: str) -> str:
    """Title the run charts of a finding.

    name: of the measure

    >>> over_time("Blood pressure controlled")
    'Blood pressure controlled: is a change more than chance?'
    """
    return _("{name}: is a change more than chance?").format(name=name)


def gaps(name: str) -> str:
    """Title the gap lines of a finding.

    name: of the measure

    >>> gaps("Blood pressure controlled")
    'Blood pressure controlled: is the gap opening or closing?'
    """
    return _("{name}: is the gap opening or closing?").format(name=name)


def before_after(name: str) -> str:
    """Title the slopes of a finding.

    name: of the measure

    >>> before_after("Blood pressure controlled")
    'Blood pressure controlled: before and after.'
    """
    return _("{name}: before and after.").format(name=name)


def by_size(name: str) -> str:
    """Title the funnel of a finding.

    name: of the measure

    >>> by_size("Blood pressure controlled")
    'Blood pressure controlled: is a site unusual for its size?'
    """
    return _("{name}: is a site unusual for its size?").format(name=name)


def at_each_site(name: str) -> str:
    """Title the small multiples of a finding.

    name: of the measure and its view

    >>> at_each_site("Blood pressure controlled, by language")
    'Blood pressure controlled, by language: each site.'
    """
    return _("{name}: each site.").format(name=name)


def from_to(people: str, site: str, first: str, last: str) -> str:
    """Say who, where and when a figure over time is about.

    people, site: in words
    first, last:  its first and its last stretch of time

    >>> from_to("Patients", "all sites", "July 2024", "June 2026")
    'Patients, all sites. First stretch of time: July 2024. Last: June 2026.'
    """
    return _("{people}, {site}. First stretch of time: {first}. Last: {last}.").format(
        people=people, site=site, first=first, last=last
    )


def then_and_now(people: str, site: str, before: str, after: str) -> str:
    """Say who, where and when a figure of two moments is about.

    people, site:  in words
    before, after: the two stretches of time

    >>> then_and_now("Patients", "all sites", "2024", "2025")
    'Patients, all sites. Before: 2024. After: 2025.'
    """
    return _("{people}, {site}. Before: {before}. After: {after}.").format(
        people=people, site=site, before=before, after=after
    )


def in_period(people: str, site: str, period: str) -> str:
    """Say who, where and when a figure across sites is about.

    people, site, period: in words

    >>> in_period("Patients", "all sites", "2025")
    'Patients, all sites, 2025.'
    """
    return _("{people}, {site}, {period}.").format(people=people, site=site, period=period)


def middle(figure: str) -> str:
    """Say where the middle of a run chart is.

    figure: as written

    >>> middle("60.0%")
    'The middle line is at 60.0%.'
    """
    return _("The middle line is at {figure}.").format(figure=figure)


def numbers_of(label: str) -> str:
    """Name the button that opens the table of a drawing.

    label: whom the drawing is about

    >>> numbers_of("All patients")
    'Show the numbers: All patients'
    """
    return _("Show the numbers: {label}").format(label=label)


def alt(title: str, label: str) -> str:
    """Say what is drawn, for those who do not see it.

    title: of the figure
    label: whom the drawing is about

    >>> alt("Before and after.", "Asian")
    'Before and after. Asian. The table that follows has every number drawn.'
    """
    return _("{title} {label}. The table that follows has every number drawn.").format(
        title=title, label=label
    )


def numbers_caption(label: str, title: str) -> str:
    """Caption the table of a drawing.

    label: whom the drawing is about
    title: of the figure

    >>> numbers_caption("Asian", "Before and after")
    'Asian. Before and after'
    """
    return _("{label}. {title}").format(label=label, title=title)


def show_parts(parts: str) -> str:
    """Name the button that opens the spread inside a group.

    parts: what its parts are, such as "months"

    >>> show_parts("months")
    'Show the months'
    """
    return _("Show the {parts}").format(parts=parts)


def show_parts_of(parts: str, group: str) -> str:
    """Name the button that opens the spread, for those who hear it out of its place.

    parts: what its parts are
    group: whose

    >>> show_parts_of("months", "Asian")
    'Show the months of Asian'
    """
    return _("Show the {parts} of {group}").format(parts=parts, group=group)


def parts_listed(parts: str, figures: str) -> str:
    """List the figures of the parts of a group.

    parts:   what they are
    figures: as written, in order of size

    >>> parts_listed("months", "48.1%, 52.0%")
    'The months in order of size: 48.1%, 52.0%.'
    """
    return _("The {parts} in order of size: {figures}.").format(parts=parts, figures=figures)


def listed(first: str, second: str) -> str:
    """Set one figure behind another in a list.

    first, second: figures as written

    >>> listed("48.1%", "52.0%")
    '48.1%, 52.0%'
    """
    return _("{first}, {second}").format(first=first, second=second)
