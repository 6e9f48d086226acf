"""The fixed headings and messages of a report: whole sentences with named parts, ready for gettext.

Every other word of a report comes from the findings. Nothing here is ever joined to a sentence.
"""

from __future__ import annotations

from commonweal.kinds import message as _
from commonweal.kinds import messages as _n

NAME = _("Commonweal")
SKIP = _("Skip to the report")
CONTENTS = _("In this report")
BACK = _("Back to the whole report")

MATTERS_MOST = _("What matters most")
PROMISES = _("What we promise, and whether it holds")
EVERY_FINDING = _("Every finding")
NOT_COMPUTABLE = _("What could not be computed")
VALUE_SETS = _("Value sets that are missing")
SUBMITTED = _("Beside the figures that were submitted")
NOTES = _("Notes on the data as a whole")
ABOUT = _("About this report")

CAN_NOT_TELL = _("What this can not tell you")
MOVES_IT = _("What moves it")
OVER_TIME = _("Over time")
GROUP_BY_GROUP = _("Group by group")
FUNNEL = _("Who left on the way, and why")
HOW_MADE = _("How it is made")
TRACES = _("The trace of each number")
SOURCES = _("Sources, versions, trace and review")

GROUP = _("Group")
RATE = _("Rate")
INTERVAL = _("95% interval")
NO_INTERVAL = _("none")
MET = _("Met")
OF_ALL = _("Of all")
DIFFERENCE = _("Difference in 100")
RATIO = _("Ratio")
VERDICT = _("Verdict")
TRACE = _("Trace")
PROMISE = _("Promise")
FOUND = _("What we found")
MEASURE = _("Measure")
REASON = _("Why not")
VALUE_SET = _("Value set")
ADDRESS = _("Address")
OBTAIN = _("How to obtain it")
PRICES_TABLE = _("What it would take to know more about a group")
TRACES_TABLE = _("Ask commonweal trace with one of these, and it recomputes the number")
NOT_COMPUTABLE_TABLE = _("Measures without numbers, and why")
VALUE_SETS_TABLE = _("Lists of codes that a measure needs and the store does not hold")

SIZE = _("Size")
CERTAINTY = _("Certainty")
NEXT_STEP = _("Next step")
PRICE = _("Price of knowing")
WHY = _("Why we measure it")
VISION = _("Vision")
PERIOD = _("Period")
REVIEW = _("Review")
MADE = _("Made on")
DATASET = _("Dataset version")
MEASURE_VERSION = _("Measure")
COMMITMENT = _("Promise it serves")

HOW_LARGE = _("How large, and which way")
MISSING = _("What is missing")
NO_SIZE = _("none to tell")
NOTHING_MISSING = _("nothing that we know of")
BECAUSE = _("because: {reasons}")
NOT_COMPARED = _("not compared")
NOT_JUDGED = _("not judged")
NOT_STATED = _("not stated")
FIGURE = _("Figure")
FIGURES_IN = {
    "points": _("Points"),
    "minutes": _("Minutes"),
    "days": _("Days"),
    "months": _("Months"),
    "years": _("Years"),
    "dollars": _("Dollars"),
    "dollars_per_head": _("Dollars a head"),
    "per_100_person_years": _("Per 100 person-years"),
    "per_1000": _("Per 1,000"),
}
COUNTED = _("Counted")
DIFFERENCE_IN_UNIT = _("Difference")
TIMES = _("Times as much")
MORE_FIGURES = _("More figures")
MORE_FIGURES_TABLE = _("Further figures of this measure, with their 95% interval or bounds")
WHAT = _("What")
FULL_SCALE = _("The scale runs from 0% to 100%.")
NO_LINE = _("No line is drawn for everybody, because that rate is not shown.")
HATCHED_FIGURE = _("A hatched line stands for a figure that is not shown.")
NO_LINE_FIGURE = _("No line is drawn for everybody, because that figure is not shown.")
HATCHED = _("A hatched line stands for a rate that is not shown.")


def named(title: str, view: str) -> str:
    """Name one finding.

    title: of the measure
    view:  in words, such as "race and ethnicity"

    Gives the name that every page uses.

    >>> named("Blood pressure controlled", "language")
    'Blood pressure controlled, by language'
    """
    return _("{title}, by {view}").format(title=title, view=view)


def named_at(title: str, view: str, site: str) -> str:
    """Name one finding of one site.

    title: of the measure
    view:  in words
    site:  in words, such as "East Hospital"

    Gives the name that every page uses when two findings differ only by their site.

    >>> named_at("Blood pressure controlled", "language", "East Hospital")
    'Blood pressure controlled, by language, at East Hospital'
    """
    return _("{title}, by {view}, at {site}").format(title=title, view=view, site=site)


def ended(words: str) -> str:
    """End a verdict or a name as a sentence, to stand before others.

    words: without a full stop

    Gives them with one.

    >>> ended("A gap is likely")
    'A gap is likely.'
    """
    return _("{words}.").format(words=words)


def when_where(period: str, place: str) -> str:
    """Say when and where a page is about.

    period: in words
    place:  a site or an institution

    Gives the line below a title.

    >>> when_where("2020", "all sites")
    '2020, all sites'
    """
    return _("{period}, {place}").format(period=period, place=place)


def verdict_of(verdict: str, period: str) -> str:
    """Say a verdict with the period that it is about.

    verdict, period: in words

    Gives both, for a cell of a table.

    >>> verdict_of("A gap is likely", "2020")
    'A gap is likely (2020)'
    """
    return _("{verdict} ({period})").format(verdict=verdict, period=period)


def in_numbers(met: str, people: str) -> str:
    """Caption the table of groups.

    met:    what is said of the numerator
    people: the word for those counted

    Gives a caption.

    >>> in_numbers("seen", "patients")
    'Met: seen. Of all: patients counted. Difference and ratio: to everybody else.'
    """
    return _(
        "Met: {met}. Of all: {people} counted. Difference and ratio: to everybody else."
    ).format(met=met, people=people)


def both(first: str, second: str) -> str:
    """Set two sentences, one after the other.

    first, second: whole sentences

    Gives both.

    >>> both("Small numbers are not shown.", "For use inside.")
    'Small numbers are not shown. For use inside.'
    """
    return _("{first} {second}").format(first=first, second=second)


def size(gap: str, interval: str) -> str:
    """Say how large a difference is.

    gap:      the difference as every output writes it
    interval: its interval in words, or ""

    Gives the difference with its interval, or alone where there is no interval to say.

    >>> size("-11.8 points", "-14.6 to -9.0")
    '-11.8 points (-14.6 to -9.0)'
    """
    if not interval or interval == gap:
        return gap
    return _("{gap} ({interval})").format(gap=gap, interval=interval)


def points(gap: str, interval: str) -> str:
    """Say how large the difference that matters most is.

    gap:      in points of a hundred, as every output writes it
    interval: its interval in words

    Gives the difference with its unit and its interval.

    >>> points("-11.8", "-14.6 to -9.0")
    '-11.8 in 100 compared with everybody else (-14.6 to -9.0)'
    """
    return _("{gap} in 100 compared with everybody else ({interval})").format(
        gap=gap, interval=interval
    )


def own_page(folder: str) -> str:
    """Say where the details of a finding stand.

    folder: name of its folder inside the written report

    Gives a sentence.

    >>> own_page("care.bp_control--sex")
    'Group by group, and who left on the way: folder care.bp_control--sex of the written report.'
    """
    return _(
        "Group by group, and who left on the way: folder {folder} of the written report."
    ).format(folder=folder)


def cut_scale(low: str, high: str) -> str:
    """Say that a scale shows only a part.

    low, high: its ends, such as "40%" and "80%"

    Gives a sentence.

    >>> cut_scale("40%", "80%")
    'The scale is cut: it runs from 40% to 80%, not from 0% to 100%.'
    """
    return _("The scale is cut: it runs from {low} to {high}, not from 0% to 100%.").format(
        low=low, high=high
    )


def scale_from(low: str, high: str) -> str:
    """Say where a scale starts and ends.

    low, high: its ends with their unit

    Gives a sentence.

    >>> scale_from("0 days", "20 days")
    'The scale runs from 0 days to 20 days.'
    """
    return _("The scale runs from {low} to {high}.").format(low=low, high=high)


def in_figures(people: str) -> str:
    """Caption the table of groups of figures that are not rates.

    people: the word for those counted

    Gives a caption.

    >>> in_figures("visits")
    'The figure of each group, and the visits behind it'
    """
    return _("The figure of each group, and the {people} behind it").format(people=people)


def promise(key: str, title: str) -> str:
    """Name a promise by its key and its title.

    key, title: of the commitment

    Gives both in one message.

    >>> promise("C1", "Fair care")
    'C1 Fair care'
    """
    return _("{key} {title}").format(key=key, title=title)


def size_and_way(size: str, way: str) -> str:
    """Say how large a gap is and which way it goes.

    size: with its interval
    way:  a word or a sentence

    >>> size_and_way("-21.4 points", "Worse")
    '-21.4 points. Worse'
    """
    return _("{size}. {way}").format(size=size, way=way)


def sure_among(certainty: str, looked: int) -> str:
    """Say how sure a row of the vision page is, and among how many tables.

    certainty: in words, or ""
    looked:    how many tables were looked at

    >>> sure_among("not told from chance", 1), sure_among("", 3)
    ('not told from chance; 1 table looked at', '3 tables looked at')
    """
    count = _n("{looked} table looked at", "{looked} tables looked at", looked)
    told = count.format(looked=looked)
    return _("{certainty}; {told}").format(certainty=certainty, told=told) if certainty else told


def labelled(label: str, text: str) -> str:
    """Set a label before what it is about, as a sentence.

    label: such as "Certainty"
    text:  without a full stop

    >>> labelled("Certainty", "seen beyond chance")
    'Certainty: seen beyond chance.'
    """
    return _("{label}: {text}.").format(label=label, text=text)


def left_table(page: int, pages: int) -> str:
    """Caption a table of those who left on the way.

    page, pages: which of how many tables this is, for a long way is told in several

    Gives a caption.

    >>> left_table(1, 2)
    'How many left at each step, table 1 of 2'
    """
    if pages == 1:
        return _("How many left at each step")
    return _("How many left at each step, table {page} of {pages}").format(page=page, pages=pages)


def promises_of(domain: str) -> str:
    """Caption the promises of one domain.

    domain: in the words of the vision

    Gives a caption.

    >>> promises_of("Patient care")
    'Promises of the domain: Patient care'
    """
    return _("Promises of the domain: {domain}").format(domain=domain)


def read_on(name: str) -> str:
    """Lead from a short finding to the whole one.

    name: of the finding

    Gives the words of a link.

    >>> read_on("Blood pressure controlled, by language")
    'Read the whole finding: Blood pressure controlled, by language'
    """
    return _("Read the whole finding: {name}").format(name=name)


def version(key: str, number: str) -> str:
    """Name a measure exactly.

    key:    of the measure
    number: its version

    Gives both in one message.

    >>> version("care.bp_control", "1.2")
    'care.bp_control, version 1.2'
    """
    return _("{key}, version {number}").format(key=key, number=number)


def page_of(page: str, pages: str) -> str:
    """Say which printed page this is.

    page, pages: in figures, or the marks that a template fills

    Gives the words at the foot of a page.

    >>> page_of("2", "9")
    'Page 2 of 9'
    """
    return _("Page {page} of {pages}").format(page=page, pages=pages)
