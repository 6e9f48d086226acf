"""What lies behind a finding: over time, across sites, and who left on the way."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.findings.finding import Finding, Row
from commonweal.report import words
from commonweal.report.document import Table
from commonweal.report.figure_nodes import Chart, Multiples
from commonweal.report.gap_lines import gap_lines
from commonweal.report.multiples import multiples
from commonweal.report.planes import site_scale, time_scale
from commonweal.report.run_chart import run_charts
from commonweal.report.site_funnel import site_funnel
from commonweal.report.slopes import slopes
from commonweal.report.tables import ruled

STEPS_A_TABLE = 5  # more columns of words than this can not be read on paper


def over_time(finding: Finding, alike: Sequence[Finding]) -> tuple[Chart, ...]:
    """Draw how a finding came about.

    finding: with its course
    alike:   findings of the same measure, whose pages share one scale

    Gives gap lines, run charts and slopes, as far as there are numbers for them.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> over_time(SimpleNamespace(course=Course(), unit=""), [])
    ()
    """
    scale = time_scale(alike)
    return (*gap_lines(finding, scale), *run_charts(finding, scale), *slopes(finding, scale))


def across_sites(
    finding: Finding, name: str, alike: Sequence[Finding]
) -> tuple[Chart | Multiples, ...]:
    """Draw a finding site by site.

    finding: with its course
    name:    of the finding
    alike:   findings of the same measure, whose pages share one scale

    Gives the funnel and the small multiples, as far as there are numbers for them.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> across_sites(SimpleNamespace(course=Course(), unit=""), "By site", [])
    ()
    """
    scale = site_scale(alike)
    return (*site_funnel(finding, scale), *multiples(finding, name, scale))


def who_left(finding: Finding, rows: Sequence[Row]) -> list[Table]:
    """Set how many left at each step on the way to being counted.

    finding: with its steps
    rows:    in the order of the cells of each step

    Gives tables of a few steps each.

    >>> STEPS_A_TABLE
    5
    """
    labels = tuple(row.label for row in rows)
    pages = -(-len(finding.funnel) // STEPS_A_TABLE)
    tables = []
    for page in range(pages):  # of even length, so that no table holds one lonely step
        start, end = (len(finding.funnel) * at // pages for at in (page, page + 1))
        steps = finding.funnel[start:end]
        columns = (words.GROUP, *(step.label for step in steps))
        cells = (tuple(cell.text for cell in step.cells) for step in steps)
        lines = tuple(zip(labels, *cells, strict=True))
        figures = (False, *(True for _ in steps))
        tables.append(ruled(words.left_table(page + 1, pages), columns, lines, figures))
    return tables
