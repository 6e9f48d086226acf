"""From what was found to a document: which part stands where. It words nothing of its own.

One strict order holds for every finding, so that readers learn the page once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from commonweal.findings.finding import Audit, Finding, Promise, Row
from commonweal.report import figure_words, words
from commonweal.report.behind import across_sites, over_time, who_left
from commonweal.report.document import (
    Block,
    Document,
    DotRows,
    Fact,
    Facts,
    Link,
    Notes,
    Paragraph,
    Section,
    Table,
    Verdict,
    cleaned,
)
from commonweal.report.figures import AnyScale, dot_rows, headed, scale_of
from commonweal.report.submitted import submitted
from commonweal.report.tables import ruled
from commonweal.report.vision import vision_lines, vision_tables

ATTENTION = ("A", "B", "C")
FEW = 4  # a report of so few findings tells all of each; a longer one of those that need acting on


def keys_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Name each finding for folders and links.

    findings: all of one audit

    Gives `<measure>--<view>` for each, safe as a name of a folder, with a number behind it where
    two would be called the same.

    >>> keys_of([])
    ()
    """
    taken: dict[str, int] = {}
    names = []
    for finding in findings:
        name = re.sub(r"[^A-Za-z0-9._-]", "-", f"{finding.key}--{finding.view_key}").lstrip(".")
        taken[name] = taken.get(name, 0) + 1
        names.append(name if taken[name] == 1 else f"{name}--{taken[name]}")
    return tuple(names)


def finding_document(
    finding: Finding, scale: AnyScale | None = None, audit: Audit | None = None
) -> Document:
    """Set the page of one finding.

    finding: what was found
    scale:   the scale of its measure in this report; its own where none is given
    audit:   the audit it is of, which knows the titles of promises and how tables are protected

    Gives the measure page in its fixed order: verdict, figure, limits, what moves it, over time,
    across sites, groups, who left on the way, how it is made, sources.

    >>> from commonweal.report import words
    >>> words.CAN_NOT_TELL
    'What this can not tell you'
    """
    name = words.named(finding.title, finding.view)
    promises, rule = (audit.promises, audit.foot) if audit else ((), "")
    steps = _section(words.MOVES_IT, "moves", (*_steps(finding), *_levers([finding])))
    blocks = (
        *_result(finding, name, scale or scale_of([finding])),
        *_limits([finding], "limits"),
        *steps,
        *_details(finding, "page", True, _drawn(finding, name, audit)),
        *_made([finding], "made"),
        *_sources([finding], "sources", promises, (words.TRACE, finding.trace)),
        *_traces(finding),
    )
    context = words.when_where(finding.period, finding.site)
    return cleaned(Document(name, context, blocks, _foot((finding.foot, rule))))


def audit_document(audit: Audit) -> Document:
    """Set the whole report.

    audit: everything one audit found

    Gives: at most five findings that matter most, the promises, every finding by measure, what
    could not be computed, missing value sets, notes.

    >>> from commonweal.report import words
    >>> words.MATTERS_MOST
    'What matters most'
    """
    named = dict(zip(audit.findings, keys_of(audit.findings), strict=True))
    chapters = _chapters(named, audit.promises)
    blocks: tuple[Block, ...] = (
        *(Paragraph(sentence) for sentence in audit.summary),
        *_section(words.MATTERS_MOST, "first", [_short(one, named) for one in audit.first[:5]]),
        *_section(words.PROMISES, "promises", vision_tables(audit.promises)),
        *_section(words.EVERY_FINDING, "findings", chapters),
        *submitted(audit.submitted),
        *_section(words.NOT_COMPUTABLE, "not-computable", _not_computable(audit.findings)),
        *_section(words.VALUE_SETS, "value-sets", _value_sets(audit.value_sets)),
        *_section(words.NOTES, "notes", [Notes(audit.notes)] if audit.notes else []),
        *_section(words.ABOUT, "about", _about(audit)),
    )
    context = words.when_where(audit.period, audit.institution)
    foot = _foot((*(finding.foot for finding in audit.findings), audit.foot))
    return cleaned(Document(audit.title, context, blocks, foot))


def terminal_document(audit: Audit, *, whole: bool = True) -> Document:
    """Set what a terminal shows of a report: what was found, and no more.

    audit: everything one audit found
    whole: whether every finding follows what matters most

    Gives: the summary, at most five findings that matter most, then for each finding its verdict,
    its groups, its price and its trace, and what could not be computed; last the vision page. Of
    many findings only those that need acting on show their groups; the written report shows all.

    >>> from commonweal.findings.finding import Audit
    >>> terminal_document(Audit("Found", "Ours", "2020", "", "", (), (), (), (), (), (), "")).title
    'Found'
    """
    named = dict(zip(audit.findings, keys_of(audit.findings), strict=True))
    most = tuple(Fact(_name(one, named), _said(one)) for one in audit.first[:5])
    blocks: tuple[Block, ...] = (
        *(Paragraph(sentence) for sentence in audit.summary),
        *_section(words.MATTERS_MOST, "first", (Facts(most),) if most else ()),
    )
    if whole:
        blocks += (
            *_section(words.EVERY_FINDING, "findings", _glances(named)),
            *submitted(audit.submitted),
            *_section(words.NOT_COMPUTABLE, "not-computable", _not_computable(audit.findings)),
        )
        blocks += _section(words.PROMISES, "promises", vision_lines(audit.promises))
    context = words.when_where(audit.period, audit.institution)
    foot = _foot((*(finding.foot for finding in audit.findings), audit.foot))
    return cleaned(Document(audit.title, context, blocks, foot))


def _section(title: str, key: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    return (Section(title, key, tuple(blocks)),) if blocks else ()


def _foot(rules: Iterable[str]) -> str:
    once = _unique(rules)
    return reduce(words.both, once) if once else ""


def _facts(*pairs: tuple[str, str]) -> tuple[Facts, ...]:
    given = tuple(Fact(name, text) for name, text in pairs if text)
    return (Facts(given),) if given else ()


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _name(finding: Finding, named: dict[Finding, str]) -> str:
    if len({one.site for one in named}) > 1:
        return words.named_at(finding.title, finding.view, finding.site)
    return words.named(finding.title, finding.view)


def _result(finding: Finding, name: str, scale: AnyScale) -> tuple[Block, ...]:
    verdict = _verdict(finding)
    if not finding.computable:
        return (verdict,)
    chance = (Paragraph(finding.chance, soft=True),) if finding.chance else ()
    return (verdict, dot_rows(finding, name, scale), *chance)


def _verdict(finding: Finding) -> Verdict:
    verdict, sentence = headed(finding.headline, finding.verdict)
    return Verdict(verdict, sentence, finding.grade in ATTENTION)


def _limits(findings: Sequence[Finding], key: str) -> tuple[Section, ...]:
    limits = _unique(one.limits for one in findings)
    notes = _unique(note for one in findings for note in one.notes)
    listed = (Notes(notes),) if notes else ()
    blocks = (*(Paragraph(text) for text in limits), *listed)
    return _section(words.CAN_NOT_TELL, key, blocks)


def _steps(finding: Finding, *more: tuple[str, str]) -> tuple[Facts, ...]:
    return _facts((words.NEXT_STEP, finding.next_step), (words.PRICE, finding.price), *more)


def _levers(findings: Sequence[Finding]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text) for text in _unique(one.levers for one in findings))


def _drawn(finding: Finding, name: str, audit: Audit | None) -> tuple[tuple[Block, ...], ...]:
    """Draw what lies behind a finding, on the scales of all findings of its measure."""
    known = audit.findings if audit else ()
    alike = [one for one in known if one.key == finding.key] or [finding]
    return over_time(finding, alike), across_sites(finding, name, alike)


def _details(
    finding: Finding,
    key: str,
    every_sentence: bool,
    drawn: tuple[tuple[Block, ...], ...] = ((), ()),
) -> tuple[Section, ...]:
    """Set what lies behind a finding, with its figures where they are given."""
    said = [Paragraph(finding.over_time)] if finding.over_time else []
    time, sites = drawn
    return (
        *_section(words.OVER_TIME, f"{key}--over-time", [*said, *time]),
        *_section(figure_words.ACROSS_SITES, f"{key}--sites", sites),
        *_more(finding, key),
        *_section(words.GROUP_BY_GROUP, f"{key}--groups", _groups(finding, every_sentence)),
        *_section(words.FUNNEL, f"{key}--funnel", who_left(finding, _rows(finding))),
    )


def _rows(finding: Finding) -> tuple[Row, ...]:
    return finding.rows if finding.everybody is None else (*finding.rows, finding.everybody)


def _groups(finding: Finding, every_sentence: bool) -> list[Block]:
    rows = _rows(finding)
    if not rows:
        return []
    if finding.unit:
        return _figures(finding, rows, every_sentence)
    columns = (
        words.GROUP,
        words.MET,
        words.OF_ALL,
        words.DIFFERENCE,
        words.RATIO,
        words.VERDICT,
    )
    cells = tuple(_group(row) for row in rows)
    figures = (False, True, True, True, True, False)
    table = ruled(words.in_numbers(finding.met, finding.people), columns, cells, figures)
    said = [row for row in rows if every_sentence or row.grade in ATTENTION]
    sentences = _unique(row.sentence for row in said)
    return [table, *([Notes(sentences)] if sentences else []), *_prices(rows)]


def _figures(finding: Finding, rows: tuple[Row, ...], every_sentence: bool) -> list[Block]:
    """Set the groups of a measure that is no rate: its figure, who is behind it, the difference."""
    gap = words.TIMES if finding.as_ratio else words.DIFFERENCE_IN_UNIT
    columns = (words.GROUP, words.FIGURE, words.COUNTED, gap, words.VERDICT)
    cells = tuple(
        (
            row.label,
            words.size(row.rate.text, row.interval),
            row.denominator.text,
            words.size(row.gap.text, row.gap_interval) or words.NOT_COMPARED,
            row.verdict or words.NOT_JUDGED,
        )
        for row in rows
    )
    figures = (False, True, True, True, False)
    table = ruled(words.in_figures(finding.people), columns, cells, figures)
    said = [row for row in rows if every_sentence or row.grade in ATTENTION]
    sentences = _unique(row.sentence for row in said)
    return [table, *([Notes(sentences)] if sentences else []), *_prices(rows)]


def _more(finding: Finding, key: str) -> tuple[Section, ...]:
    """Set the further figures of a measure, where it has any."""
    columns = (words.WHAT, words.FIGURE, words.INTERVAL)
    cells = tuple((one.label, one.cell.text, one.interval) for one in finding.figures)
    table = ruled(words.MORE_FIGURES_TABLE, columns, cells, (False, True, True))
    return _section(words.MORE_FIGURES, f"{key}--figures", [table] if cells else [])


def _prices(rows: Sequence[Row]) -> tuple[Table, ...]:
    lines = tuple((row.label, row.price) for row in rows if row.price)
    table = ruled(words.PRICES_TABLE, (words.GROUP, words.PRICE), lines, (False, False))
    return (table,) if lines else ()


def _group(row: Row) -> tuple[str, ...]:
    return (
        row.label,
        row.numerator.text,
        row.denominator.text,
        words.size(row.gap.text, row.gap_interval) or words.NOT_COMPARED,
        row.ratio.text or words.NOT_COMPARED,
        row.verdict or words.NOT_JUDGED,
    )


def _traces(finding: Finding) -> tuple[Section, ...]:
    lines = tuple((row.label, row.trace) for row in _rows(finding) if row.trace)
    table = ruled(words.TRACES_TABLE, (words.GROUP, words.TRACE), lines, (False, False))
    return _section(words.TRACES, "traces", [table] if lines else [])


def _made(findings: Sequence[Finding], key: str) -> tuple[Section, ...]:
    first = findings[0]
    whys = tuple((words.WHY, text) for text in _unique(one.why for one in findings))
    return _section(
        words.HOW_MADE,
        key,
        _facts(*whys, (words.MET, first.met), (words.OF_ALL, first.people)),
    )


def _sources(
    findings: Sequence[Finding], key: str, promises: Sequence[Promise], *more: tuple[str, str]
) -> tuple[Section, ...]:
    first, titles = findings[0], {one.key: one.title for one in promises}
    facts = _facts(
        (words.MEASURE_VERSION, words.version(first.key, first.version)),
        (words.DATASET, first.version_data),
        *more,
        *((words.COMMITMENT, titles.get(one, one)) for one in first.commitments),
        *((words.REVIEW, text) for text in _unique(one.review for one in findings)),
    )
    sources = _unique(source for one in findings for source in one.sources)
    listed = (Notes(sources, verbatim=True),) if sources else ()
    return _section(words.SOURCES, key, (*facts, *listed))


def _short(finding: Finding, named: dict[Finding, str]) -> Section:
    facts = _facts(
        (words.SIZE, _size(finding)),
        (words.CERTAINTY, finding.chance),
        (words.OVER_TIME, finding.over_time),
        (words.NEXT_STEP, finding.next_step),
        (words.PRICE, finding.price),
    )
    name, key = _name(finding, named), named[finding]
    target = key if finding.computable else "not-computable"
    link = Link(words.read_on(name), target)
    return Section(name, f"first--{key}", (_verdict(finding), *facts, link))


def _size(finding: Finding) -> str:
    """Give the difference of the row that the headline tells of, or else of the gravest."""
    judged = [row for row in finding.rows if row.judged and row.grade == finding.grade]
    told = [row for row in judged if row.sentence and row.sentence in finding.headline]
    row = next(iter((*told, *judged)), None)
    if row is None or not row.gap.shown:
        return row.gap.text if row else ""
    if finding.unit:
        return words.size(row.gap.text, row.gap_interval)
    return words.points(row.gap.text, row.gap_interval)


def _chapters(named: dict[Finding, str], promises: Sequence[Promise]) -> list[Section]:
    computable = [finding for finding in named if finding.computable]
    whole = len(computable) <= FEW
    chapters = []
    for _key, group in groupby(computable, key=lambda finding: finding.key):
        findings = tuple(group)
        scale = scale_of(findings)
        views = tuple(_view(one, _name(one, named), named[one], scale, whole) for one in findings)
        anchor = f"measure--{named[findings[0]]}"
        moves = _section(words.MOVES_IT, f"{anchor}--moves", _levers(findings))
        shared = (
            *_limits(findings, f"{anchor}--limits"),
            *moves,
            *_made(findings, f"{anchor}--made"),
            *_sources(findings, f"{anchor}--sources", promises),
        )
        chapters.append(Section(findings[0].title, anchor, (*views, *shared)))
    return chapters


def _view(finding: Finding, name: str, key: str, scale: AnyScale, whole: bool) -> Section:
    result = _result(finding, name, scale)
    steps = _steps(finding, (words.TRACE, finding.trace))
    if whole or finding.grade in ATTENTION:
        return Section(name, key, (*result, *steps, *_details(finding, key, False)))
    return Section(name, key, (*result, *steps, Link(words.own_page(key), key, folder=True)))


def _said(finding: Finding) -> str:
    verdict = _verdict(finding)
    return words.both(verdict.verdict, verdict.sentence)


def _glances(named: dict[Finding, str]) -> list[Section]:
    computable = [finding for finding in named if finding.computable]
    short = len(computable) <= FEW
    glances = []
    for _key, group in groupby(computable, key=lambda finding: finding.key):
        findings = tuple(group)
        scale = scale_of(findings)
        for one in findings:
            name, acting = _name(one, named), one.grade in ATTENTION
            rows = (_bare(dot_rows(one, name, scale)),)
            facts = _facts(
                (words.NEXT_STEP, one.next_step if acting else ""),
                (words.PRICE, one.price),
                (words.TRACE, one.trace),
            )
            shown = rows if short or acting else ()
            glances.append(Section(name, named[one], (_verdict(one), *shown, *facts)))
    return glances


def _bare(figure: DotRows) -> DotRows:
    """Leave out what the heading says, and what a terminal can not open."""
    dots = tuple(replace(dot, strip=None) for dot in figure.dots)
    return replace(figure, title="", legend=(), dots=dots)


def _not_computable(findings: Sequence[Finding]) -> list[Table]:
    lines = ((one.title, one.headline) for one in findings if not one.computable)
    rows = tuple(dict.fromkeys(lines))
    columns = (words.MEASURE, words.REASON)
    return [ruled(words.NOT_COMPUTABLE_TABLE, columns, rows, (False, False))] if rows else []


def _value_sets(missing: Sequence[tuple[str, str, str]]) -> list[Table]:
    columns = (words.VALUE_SET, words.ADDRESS, words.OBTAIN)
    figures = (False, False, False)
    return [ruled(words.VALUE_SETS_TABLE, columns, tuple(missing), figures)] if missing else []


def _about(audit: Audit) -> tuple[Facts, ...]:
    return _facts(
        (words.VISION, audit.institution),
        (words.PERIOD, audit.period),
        (words.DATASET, audit.version),
        (words.MADE, audit.made),
    )
