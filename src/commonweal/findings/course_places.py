"""How a measure differs across sites, and how far the parts of one group lie apart.

Made of released tables alone; limits are those of the funnels of `stats.time`.
"""

from __future__ import annotations

from math import isfinite

from commonweal.disclosure import Gap, Rate, Released, ReleasedRow
from commonweal.findings import course_words, numbers, told, words
from commonweal.findings.compose import Setting, who
from commonweal.findings.course import Panel, Place, Spread
from commonweal.findings.course_time import tables_of
from commonweal.findings.parts import KEPT_BACK, Parts, count_of, row_of
from commonweal.findings.row import Cell, Row
from commonweal.measures.measure import Better
from commonweal.stats.time import funnel
from commonweal.tables.views import by_name

# With fewer sites, how much they vary beyond chance can not be told from their being different.
MANY_SITES = 10
FEWEST_PARTS = 5


def places(sites: Released) -> tuple[Place, ...]:
    """Set each site beside what chance alone would give a site of its size.

    sites: the table whose rows are the sites
    Gives one Place a site with its limits of 99.8 %; a site that is hidden keeps its place.
    Source: `funnel`, around the rate of everybody
    >>> places.__name__
    'places'
    """
    every = sites.everybody.rate
    shown = [row for row in sites.rows if isinstance(row.rate, Rate)]
    drawn = None
    if isinstance(every, Rate) and shown:
        drawn = funnel(
            [count_of(row, "numerator") for row in shown],
            [count_of(row, "denominator") for row in shown],
            every.value,
            overdispersed=len(shown) >= MANY_SITES,
        )
    found = []
    for row in sites.rows:
        label = row.group.label if row.group else words.EVERYBODY
        rate, *_ = told.rate_cells(row)
        low = high = numbers.NOTHING
        if drawn and row in shown:
            at = shown.index(row)
            low, high = (_percent(one[0][at]) for one in (drawn.low_alarm, drawn.high_alarm))
        found.append(
            Place(label, rate, numbers.whole(row.denominator), low, high, _beyond(rate, low, high))
        )
    return tuple(found)


def _percent(value: float) -> Cell:
    return Cell(float(value), numbers.percent(value)) if isfinite(value) else numbers.NOTHING


def _beyond(rate: Cell, low: Cell, high: Cell) -> str:
    if rate.value is None or low.value is None or high.value is None:
        return ""
    if rate.value > high.value:
        return "above"
    return "below" if rate.value < low.value else ""


def panels(setting: Setting, sites: Parts) -> tuple[Panel, ...]:
    """Say how the groups fared at each site, without a verdict: there are too many to judge.

    setting: what was asked; a row bears the trace of its group in the whole table
    sites:   the sites, and which groups may be shown at all of them
    Gives () where no group may be shown at every site.
    >>> panels.__name__
    'panels'
    """
    if not sites.shown:
        return ()
    return tuple(
        Panel(
            by_name("site").label(table.site),
            tuple(
                _row(setting, one, row_of(table, one.group.code), sites, table.site)
                for one in sites.whole.rows
                if one.group
            ),
        )
        for table in sites.tables
    )


def _row(setting: Setting, whole: ReleasedRow, row: ReleasedRow | None, sites: Parts,
         site: str) -> Row:  # fmt: skip
    code, label = (whole.group.code, whole.group.label) if whole.group else ("", words.EVERYBODY)
    group = who(setting, whole)
    hidden = Cell(None, KEPT_BACK)
    counts = [hidden, hidden]
    rate, low, high, written = hidden, hidden, hidden, ""
    sentence = course_words.PANEL_HIDDEN.format(group=group, site=site, reason=KEPT_BACK)
    if code in sites.shown:
        rate = low = high = Cell(None, words.NOBODY)
        counts = [Cell(0, "0"), Cell(0, "0")]
        sentence = words.NO_ONE.format(group=group)
        if row is not None and isinstance(row.rate, Rate):
            rate, low, high, written = told.rate_cells(row)
            counts = [numbers.whole(row.numerator), numbers.whole(row.denominator)]
            said = numbers.of_every(row.rate.value)
            names = {"site": site, "group": group, "met": setting.measure.met}
            sentence = course_words.PANEL_ROW.format(rate=said, **names)
    return Row(
        label=label,
        judged=False,
        grade="",
        verdict="",
        rate=rate,
        low=low,
        high=high,
        interval=written,
        numerator=counts[0],
        denominator=counts[1],
        gap=numbers.NOTHING,
        gap_interval="",
        ratio=numbers.NOTHING,
        sentence=sentence,
        price="",
        trace=setting.trace(code),
    )


def spreads(
    setting: Setting, blocks: tuple[Parts, ...], kind: str, year: Released
) -> tuple[Spread, ...]:
    """Say how far the parts of each group lie apart, and how often one beats everybody else.

    setting: what was asked
    blocks:  wholes in order, each with its parts
    kind:    what the parts are: a word of `course_words.PAIRS`
    year:    the released table of the finding
    Gives one Spread a group that has a part to show.
    >>> spreads.__name__
    'spreads'
    """
    found = []
    for row in year.rows:
        tables = tables_of(blocks, row.group.code) if row.group and row.group.stated else ()
        rows = [row_of(table, row.group.code) for table in tables if row.group]
        own = sorted(one.rate.value for one in rows if one and isinstance(one.rate, Rate))
        others = [one.gap.rest_rate for one in rows if one and isinstance(one.gap, Gap)]
        if row.group and own:
            cells = tuple(Cell(value, numbers.percent(value)) for value in own)
            sentence = ""
            if min(len(own), len(others)) >= FEWEST_PARTS:
                sentence = _pairs(setting.measure.better, own, others, kind)
            found.append(Spread(row.group.label, cells, sentence))
    return tuple(found)


def _pairs(better: Better, own: list[float], others: list[float], kind: str) -> str:
    share = ahead(own, others)
    if better is Better.LOWER:
        share = 1 - share
    message = (course_words.PAIRS_HIGHER if better is Better.NEITHER else course_words.PAIRS)[kind]
    return message.format(pairs=f"{100 * share:.0f}")


def ahead(own: list[float], others: list[float]) -> float:
    """Give the share of pairs in which the first is higher; a tie is half.

    own, others: figures, at least one each
    Source: the area under the curve as a count of pairs, Hanley and McNeil 1982, Radiology
    143:29-36
    >>> ahead([3.0, 1.0], [2.0, 1.0])
    0.625
    """
    points = sum((one > other) + (one == other) / 2 for one in own for other in others)
    return points / (len(own) * len(others))
