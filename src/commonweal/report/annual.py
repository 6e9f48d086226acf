"""The yearly equity report: who we serve, the measures, language, an adjusted check, initiatives.

Every number of it stands in a finding that is open to its readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.findings.finding import Finding
from commonweal.kinds import message as _
from commonweal.report import words
from commonweal.report.book_parts import Line, finding_page, lines_table, method, named
from commonweal.report.document import Block, Document, Notes, Paragraph, Section, Table, cleaned
from commonweal.report.tables import ruled

TITLE = _("Yearly equity report: {institution}")
PROMISES_TABLE = _("What we promise, whether it holds, and who answers")
PROFILE = _("Who we serve")
PROFILE_SAYS = _("Each table counts those behind one measure, the one with the most people.")
PROFILE_TABLE = _("{people} counted, by {view}: {title}")
COUNTED = _("Counted")
MEASURES = _("The measures")
MEASURES_TABLE = _("Every finding that is published, with its verdict")
SIZE = _("What was found")
LANGUAGE = _("By language")
ADJUSTED = _("An adjusted check")
ADJUSTED_NONE = _(
    "No published measure is adjusted for other differences between groups. "
    "The gaps stand as people meet them."
)
ADJUSTED_SAYS = _("These measures compare people who are alike in what may explain a gap.")
INITIATIVES = _("What we do about it")
INITIATIVES_TABLE = _("Initiatives, and what came of them")
INITIATIVE, OFFICE, STATE, CAME = _("Initiative"), _("Office"), _("State"), _("What came of it")
NONE_PUBLISHED = _("No finding is published yet.")
NO_LANGUAGE = _("No finding by language is published yet.")
NO_INITIATIVE = _("No initiative has begun yet.")
NOT_YET = _("not known yet")
LANGUAGES = ("language", "lang_group", "interpreter")


@dataclass(frozen=True)
class Effort:
    """Hold one initiative as the yearly report tells it.

    name, office, state: in words
    came:  what came of it, or ""

    >>> Effort("Call back", "Council", "running", "").came
    ''
    """

    name: str
    office: str
    state: str
    came: str


@dataclass(frozen=True)
class AnnualReport:
    """Hold everything that stands in one yearly report.

    name:        with its number
    institution: words of the vision
    period:      in words
    version:     of the data
    released:    the day in long form, or "" while it is a draft
    lines:       one a promise
    findings:    all that are published, in the order of the audit
    chosen:      those that get a page of their own
    adjusted:    keys of the measures that compare people who are alike
    efforts:     initiatives that began
    foot:        the rule on hidden numbers

    >>> "adjusted" in AnnualReport.__dataclass_fields__
    True
    """

    name: str
    institution: str
    period: str
    version: str
    released: str
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    chosen: tuple[Finding, ...]
    adjusted: tuple[str, ...]
    efforts: tuple[Effort, ...]
    foot: str


def annual_document(report: AnnualReport) -> Document:
    """Set a yearly report.

    report: everything that stands in it
    Gives: the promises, who is served, the measures, language, the adjusted check, the initiatives,
    a page for each chosen finding, and the method.

    >>> bare = AnnualReport("Report 1", "Ours", "2020", "ab", "", (), (), (), (), (), "The rule.")
    >>> annual_document(bare).blocks[1].title
    'Who we serve'
    """
    found = tuple(one for one in report.findings if one.computable)
    language = [one for one in found if one.view_key.startswith(LANGUAGES)]
    pages = tuple(
        finding_page(one, f"finding-{place}") for place, one in enumerate(report.chosen, 1)
    )
    blocks: tuple[Block, ...] = (
        lines_table(PROMISES_TABLE, report.lines),
        Section(PROFILE, "profile", _profile(found)),
        Section(MEASURES, "measures", (_listed(found, NONE_PUBLISHED),)),
        Section(LANGUAGE, "language", (_listed(language, NO_LANGUAGE),)),
        Section(ADJUSTED, "adjusted", _adjusted(found, report.adjusted)),
        Section(INITIATIVES, "initiatives", (_efforts(report.efforts),)),
        *pages,
        method(found, report.version, report.period),
    )
    title = TITLE.format(institution=report.institution)
    context = words.when_where(report.name, report.period)
    foot = words.both(named(report.name, report.released), report.foot)
    return cleaned(Document(title, context, blocks, foot, paged=True))


def _profile(findings: Sequence[Finding]) -> tuple[Block, ...]:
    """Take for each grouping the finding that counts the most people: it is the profile."""
    largest: dict[str, Finding] = {}
    for one in findings:
        if _people(one) > _people(largest.get(one.view_key)):
            largest[one.view_key] = one
    tables = [
        ruled(
            PROFILE_TABLE.format(people=one.people, view=one.view, title=one.title),
            (words.GROUP, COUNTED),
            tuple((row.label, row.denominator.text) for row in one.rows),
            (False, True),
        )
        for one in largest.values()
    ]
    return (Paragraph(PROFILE_SAYS), *tables) if tables else (Notes((NONE_PUBLISHED,)),)


def _people(finding: Finding | None) -> float:
    if finding is None or finding.everybody is None:
        return 0
    return finding.everybody.denominator.value or 0


def _listed(findings: Sequence[Finding], none: str) -> Table | Notes:
    if not findings:
        return Notes((none,))
    rows = tuple((words.named(one.title, one.view), one.verdict, one.headline) for one in findings)
    columns = (words.MEASURE, words.VERDICT, SIZE)
    return ruled(MEASURES_TABLE, columns, rows, (False, False, False))


def _adjusted(findings: Sequence[Finding], keys: Sequence[str]) -> tuple[Block, ...]:
    held = [one for one in findings if one.key in keys]
    if not held:
        return (Notes((ADJUSTED_NONE,)),)
    return (Paragraph(ADJUSTED_SAYS), _listed(held, ADJUSTED_NONE))


def _efforts(efforts: Sequence[Effort]) -> Table | Notes:
    if not efforts:
        return Notes((NO_INITIATIVE,))
    rows = tuple((one.name, one.office, one.state, one.came or NOT_YET) for one in efforts)
    columns = (INITIATIVE, OFFICE, STATE, CAME)
    return ruled(INITIATIVES_TABLE, columns, rows, (False,) * 4)
