"""From a released table to a finding: which row matters most, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import inf, log

from commonweal.disclosure import Gap, Hidden, Rate, Released, ReleasedRow
from commonweal.findings import numbers, told, words
from commonweal.findings.finding import Cell, Finding, FunnelStep, Row
from commonweal.findings.price import price
from commonweal.kinds import Period, message, opened
from commonweal.kinds.period import long_date
from commonweal.kinds.said import lowered
from commonweal.measures.measure import Better, Measure
from commonweal.tables.views import View

ORDER = ("A", "B", "C", "I", "S", "", "N")
SERIOUS = ("A", "B", "C")
CHANCES = {
    "target": words.CHANCE_TARGET,
    "benchmark": words.CHANCE_BENCHMARK,
    "zero": words.CHANCE_EFFECT,
}


@dataclass(frozen=True)
class Setting:
    """Hold what all sentences of one finding share.

    measure, view, period, site: what was asked
    version:  of the dataset
    trace:    makes the id of a group's row; "" is everybody
    notes:    caveats of this result

    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> Setting(find("care.bp_control"), by_name("sex"), Period.parse("2020"), "", "v",
    ...         lambda group: "cw-0").version
    'v'
    """

    measure: Measure
    view: View
    period: Period
    site: str
    version: str
    trace: Callable[[str], str] = field(repr=False)
    notes: tuple[str, ...] = ()


def compose(setting: Setting, table: Released, earlier: Released | None) -> Finding:
    """Say what a released table means.

    setting: what was asked
    table:   what may be told
    earlier: the same table one period before, or None
    Gives a Finding; its headline is that of the row that matters most.

    >>> import numpy as np
    >>> from commonweal.disclosure import release
    >>> from commonweal.kinds import Counts, Group
    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> cells, measure, year = np.array([[40, 60]]), find("care.bp_control"), Period.parse("2020")
    >>> counts = Counts(measure.key, "1", year, "", (Group("sex", "female", "Female"),),
    ...     ("not_met", "met"), cells, cells, cells[0], cells[0], np.array([100]), 100,
    ...     False)
    >>> setting = Setting(measure, by_name("sex"), year, "", "v", lambda group: "cw-0")
    >>> compose(setting, release(counts), None).rows[0].sentence
    '60 of every 100 female patients had a last reading under 140/90.'
    """
    rows = tuple(_row(setting, row, table.everybody) for row in table.rows)
    lead = _lead(setting.measure, table.rows)
    everybody = _row(setting, table.everybody, table.everybody)
    judged = sum(row.judged and row.grade != "S" for row in rows)
    grade = table.rows[lead].grade if lead is not None else ""
    measure = setting.measure
    return replace(
        _blank(setting),
        computable=True,
        caption=_caption(setting, line=everybody.rate.shown),
        grade=grade,
        verdict=_verdict(measure, table, grade),
        headline=_headline(setting, table, rows, lead),
        rows=rows,
        everybody=everybody,
        funnel=_funnel(table),
        judged=judged,
        chance=_chance(measure, table, judged),
        next_step=_next_step(setting, table, lead),
        price=_price(rows, lead, grade),
        over_time=_over_time(setting, table, earlier, lead),
        notes=setting.notes + _no_answer(table),
        figures=told.figure_lines(measure, table, _names(setting, table)),
        counted=table.counted,
    )


def _verdict(measure: Measure, table: Released, grade: str) -> str:
    if not told.is_rate(measure) and not any(row.grade for row in table.rows):
        return words.DESCRIBED
    return words.VERDICTS.get(grade, words.CANNOT_SAY)


def _names(setting: Setting, table: Released) -> dict[str, str]:
    """Name whom a further figure may be about."""
    return {row.group.code: row.group.label for row in table.rows if row.group is not None}


def _chance(measure: Measure, table: Released, judged: int) -> str:
    """Say that many groups were looked at; how many, only when none of them is hidden."""
    if not told.is_rate(measure) and not any(row.grade for row in table.rows):
        return words.DESCRIBED_ONLY
    if not judged:
        return words.NOT_JUDGED.format(minimum=measure.minimum, people=measure.people)
    if table.counted:
        return words.CHANCE_COUNTED
    if measure.reference != "everybody_else":
        return CHANCES[measure.reference]
    stated = [row for row in table.rows if row.group is not None and row.group.stated]
    if any(isinstance(row.rate, Hidden) for row in stated):
        return words.CHANCE_SOME
    return words.CHANCE.format(judged=judged)


def not_computable(setting: Setting, reasons: tuple[str, ...]) -> Finding:
    """Say that a measure could not be computed, and why.

    setting: what was asked
    reasons: whole sentences

    >>> from commonweal.measures.registry import find
    >>> from commonweal.tables.views import by_name
    >>> setting = Setting(find("care.bp_control"), by_name("sex"), Period.parse("2020"), "", "v",
    ...                   lambda group: "cw-0")
    >>> not_computable(setting, ("The export holds no Encounter.",)).headline
    'Not computable because: The export holds no Encounter.'
    """
    return replace(
        _blank(setting),
        headline=words.WHY_NOT.format(reasons=numbers.joined(reasons, words.SENTENCES)),
    )


def _blank(setting: Setting) -> Finding:
    """Write what does not depend on the numbers."""
    measure, view = setting.measure, setting.view
    site = setting.site or words.ALL_SITES
    return Finding(
        key=measure.key,
        version=measure.version,
        title=measure.title,
        commitments=measure.commitments,
        period=setting.period.label,
        view=message(view.says),
        view_key=view.key,
        site=site,
        computable=False,
        grade="",
        verdict=words.NOT_COMPUTABLE,
        headline="",
        caption=_caption(setting, line=True),
        people=measure.people,
        met=measure.met,
        better=measure.better.value,
        rows=(),
        everybody=None,
        funnel=(),
        judged=0,
        chance="",
        next_step=words.NEXT_NOT_COMPUTABLE,
        price="",
        over_time="",
        why=measure.why,
        limits=measure.limits,
        levers=measure.levers,
        notes=setting.notes,
        sources=measure.sources,
        review=_review(measure),
        foot=words.FEET[measure.privacy.about].format(largest=measure.privacy.smallest - 1),
        trace=setting.trace(""),
        version_data=setting.version,
        unit="" if told.is_rate(measure) else measure.unit,
        as_ratio=measure.gap == "ratio",
    )


def _caption(setting: Setting, *, line: bool) -> str:
    """Say what is drawn; the line of everybody only where there is one."""
    people = setting.measure.people
    if told.is_rate(setting.measure):
        message = words.CAPTION if line else words.CAPTION_NO_LINE
    else:
        message = words.CAPTION_VALUE if line else words.CAPTION_VALUE_NO_LINE
    return message.format(
        people=opened(people),
        period=setting.period.label,
        site=setting.site or words.ALL_SITES,
        direction=words.DIRECTIONS[setting.measure.better.value],
    )


def _review(measure: Measure) -> str:
    if not (measure.reviewed_by and measure.reviewed_on and measure.review_by):
        return words.UNREVIEWED
    return words.REVIEWED.format(
        by=measure.reviewed_by,
        on=long_date(measure.reviewed_on),
        due=long_date(measure.review_by),
    )


def _row(setting: Setting, row: ReleasedRow, everybody: ReleasedRow) -> Row:
    code = row.group.code if row.group else ""
    judged = row.group is not None and row.group.stated and row.grade != ""
    measure = setting.measure
    rated = told.is_rate(measure)
    rate, low, high, written = told.rate_cells(row) if rated else told.value_cells(measure, row)
    gap, gap_written, ratio = _gap(row) if rated else told.gap_cells(measure, row)
    total = row.group is None
    return Row(
        label=row.group.label if row.group else words.EVERYBODY,
        judged=judged,
        grade=row.grade if judged else "",
        verdict=words.VERDICTS[row.grade] if judged else "",
        rate=rate,
        low=low,
        high=high,
        interval=written,
        numerator=numbers.whole(row.numerator),
        denominator=numbers.whole(row.denominator),
        gap=gap,
        gap_interval=gap_written,
        ratio=ratio,
        sentence=_sentence(setting, row),
        price="" if total else price(setting.measure, setting.view, setting.period, row, everybody),
        trace=setting.trace(code),
    )


def _gap(row: ReleasedRow) -> tuple[Cell, str, Cell]:
    if isinstance(row.gap, Hidden):
        return Cell(None, str(row.gap)), "", Cell(None, str(row.gap))
    if row.gap is None:
        return numbers.NOTHING, "", numbers.NOTHING
    return (
        Cell(row.gap.difference, numbers.points(row.gap.difference)),
        numbers.gap_interval(row.gap.low, row.gap.high),
        _ratio(row.gap),
    )


def _ratio(gap: Gap) -> Cell:
    """Write a ratio with its interval; without one it is not written."""
    if gap.ratio is None or gap.ratio_high is None:
        return numbers.NOTHING
    message = words.RATIO if gap.ratio_low else words.RATIO_UP_TO
    limits = {"low": f"{gap.ratio_low or 0:.2f}", "high": f"{gap.ratio_high:.2f}"}
    return Cell(gap.ratio, message.format(ratio=f"{gap.ratio:.2f}", **limits))


def who(setting: Setting, row: ReleasedRow) -> str:
    """Name whom a row is about, inside a sentence.

    setting: what was asked
    row:     of a group, or of everybody

    >>> who.__name__
    'who'
    """
    people = setting.measure.people
    if row.group is None:
        return people
    if not row.group.stated:
        return words.BESIDE_LABEL.format(people=people, label=lowered(row.group.label))
    return setting.view.named(row.group.code, people)


def _sentence(setting: Setting, row: ReleasedRow) -> str:
    group = who(setting, row)
    if not told.is_rate(setting.measure):
        return told.sentence(setting.measure, row, group)
    if isinstance(row.rate, Hidden):
        return words.HIDDEN_ROW.format(group=group, reason=row.rate)
    if row.rate is None:
        return words.NO_ONE.format(group=group)
    rate = numbers.of_every(row.rate.value)
    if not isinstance(row.gap, Gap) or not row.grade:
        return words.ALONE.format(rate=rate, group=group, met=setting.measure.met)
    return words.GAP.format(
        rate=rate,
        group=group,
        met=setting.measure.met,
        rest=numbers.of_every(row.gap.rest_rate),
        **numbers.spread(row.gap.difference, row.gap.low, row.gap.high),
    )


def _lead(measure: Measure, rows: tuple[ReleasedRow, ...]) -> int | None:
    """Choose the row that matters most: the gravest grade, then the worse side, then the size."""
    sided = measure.better is not Better.NEITHER

    def weight(place: int) -> tuple[int, bool, float, int]:
        gap, order = rows[place].gap, ORDER.index(rows[place].grade)
        if not isinstance(gap, Gap):
            return order, True, 0.0, place
        size = apart(gap.difference, as_ratio=gap.as_ratio)
        return order, sided and gap.direction != "worse", -size, place

    judged = [place for place, row in enumerate(rows) if row.grade]
    return min(judged, key=weight) if judged else None


def apart(gap: float, *, as_ratio: bool) -> float:
    """Say how far a gap is from none, so that half and twice as much are as far.

    gap:      a difference, or a ratio
    as_ratio: whether it is a ratio
    >>> apart(0.5, as_ratio=True) == apart(2.0, as_ratio=True)
    True
    """
    if not as_ratio:
        return abs(gap)
    return abs(log(gap)) if gap > 0 else inf


def _headline(setting: Setting, table: Released, rows: tuple[Row, ...], lead: int | None) -> str:
    rate = table.everybody.rate
    if not told.is_rate(setting.measure):
        if lead is None or table.rows[lead].grade not in SERIOUS:
            equal = lead is not None and table.rows[lead].grade == "N"
            if rate is None and rows and setting.measure.reference != "benchmark":
                # A method that gives no figure of all together tells of the group that leads.
                return rows[lead or 0].sentence
            return told.together(setting.measure, table.everybody, equal=equal)
        return rows[lead].sentence
    if isinstance(rate, Hidden):
        return words.OVERALL_HIDDEN
    if rate is None:
        return words.NO_GROUPS
    together = numbers.of_every(rate.value)
    names = {"people": setting.measure.people, "met": setting.measure.met, "rate": together}
    if lead is None:
        return words.NO_JUDGEMENT.format(**names)
    if rows[lead].grade == "N":
        return words.TOGETHER.format(**names)
    if not isinstance(table.rows[lead].gap, Gap):
        judged = any(row.grade == "N" for row in rows)
        return (words.SOME_EQUAL if judged else words.NO_JUDGEMENT).format(**names)
    return rows[lead].sentence


def _next_step(setting: Setting, table: Released, lead: int | None) -> str:
    if lead is None:
        return words.NEXT["S"]
    row = table.rows[lead]
    group = who(setting, row)
    if row.grade in ("A", "B") and isinstance(row.gap, Gap):
        if setting.measure.reference == "zero" and row.gap.direction in words.NEXT_EFFECT:
            return words.NEXT_EFFECT[row.gap.direction]
        if setting.measure.reference != "everybody_else" and row.gap.direction == "worse":
            return words.NEXT_HELD.format(group=group)
        if setting.measure.better is Better.NEITHER:
            return words.NEXT_NEITHER.format(group=group)
        if row.gap.direction == "better":
            return words.NEXT_BETTER.format(group=opened(group))
    return words.NEXT[row.grade].format(group=group)


def _price(rows: tuple[Row, ...], lead: int | None, grade: str) -> str:
    """Give the price of the leading row, or of the first group that could not be judged."""
    if grade in SERIOUS:
        return ""
    if lead is not None and rows[lead].price:
        return rows[lead].price
    return next((row.price for row in rows if row.price), "")


def _funnel(table: Released) -> tuple[FunnelStep, ...]:
    lines = (*table.rows, table.everybody)
    return tuple(
        FunnelStep(
            numbers.joined(names, words.LISTED),
            tuple(numbers.whole(line.steps[place]) for line in lines),
        )
        for place, names in enumerate(table.steps)
    )


def _over_time(
    setting: Setting, table: Released, earlier: Released | None, lead: int | None
) -> str:
    if lead is None or earlier is None or table.rows[lead].grade not in SERIOUS:
        return ""
    now = table.rows[lead].gap
    code = table.rows[lead].group
    then = next((row.gap for row in earlier.rows if row.group == code), None)
    if not isinstance(now, Gap) or not isinstance(then, Gap):
        return ""
    if not told.is_rate(setting.measure):
        return told.over_time(setting.measure, then, now, earlier.period.label)
    error = ((now.high - now.low) ** 2 + (then.high - then.low) ** 2) ** 0.5 / 2
    message = words.STEADY
    if abs(now.difference - then.difference) > error:
        wider = abs(now.difference) > abs(then.difference)
        message = words.WIDENING if wider else words.CLOSING
        if now.difference * then.difference < 0:
            message = words.TURNED
    return message.format(
        before=numbers.points(then.difference),
        now=numbers.points(now.difference),
        earlier=earlier.period.label,
    )


def _no_answer(table: Released) -> tuple[str, ...]:
    """Say how many of those counted gave no answer, when all of these counts may be shown."""
    total = table.everybody.denominator
    silent = [row.denominator for row in table.rows if row.group and not row.group.stated]
    if isinstance(total, Hidden) or not total or table.overlapping or not silent:
        return ()
    shown = [count for count in silent if not isinstance(count, Hidden)]
    if len(shown) < len(silent) or not sum(shown):
        return ()
    return (words.ANSWERS.format(share=numbers.percent(sum(shown) / total)),)


__all__ = ["ORDER", "SERIOUS", "Rate", "Setting", "apart", "compose", "not_computable", "who"]
