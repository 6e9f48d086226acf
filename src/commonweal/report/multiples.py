"""Small multiples: the groups at each site, as dot rows on one shared scale."""

from __future__ import annotations

from commonweal.findings.course import Panel
from commonweal.findings.finding import Finding
from commonweal.kinds import opened
from commonweal.report import figure_words, words
from commonweal.report.document import DotRows
from commonweal.report.figure_nodes import Multiples
from commonweal.report.figures import AnyScale, columns_of, dot_of


def multiples(finding: Finding, name: str, scale: AnyScale) -> tuple[Multiples, ...]:
    """Draw how groups differ at each site.

    finding: with its course
    name:    of the finding
    scale:   of everything the measure shows across sites

    Gives one figure with a part for each site, or none.

    >>> from types import SimpleNamespace
    >>> from commonweal.findings.course import Course
    >>> multiples(SimpleNamespace(course=Course(), unit=""), "By site", None)
    ()
    """
    panels = tuple(_panel(one, finding, scale) for one in finding.course.panels)
    if not panels:
        return ()
    hatched = any(dot.hatched for panel in panels for dot in panel.dots)
    hidden = words.HATCHED_FIGURE if finding.unit else words.HATCHED
    legend = (
        figure_words.READ_MULTIPLES,
        figure_words.DIRECTION_ALONG[finding.better],
        *((hidden,) if hatched else ()),
        scale.sentence,
    )
    caption = figure_words.in_period(opened(finding.people), finding.site, finding.period)
    return (Multiples(figure_words.at_each_site(name), caption, legend, panels),)


def _panel(panel: Panel, finding: Finding, scale: AnyScale) -> DotRows:
    return DotRows(
        title=panel.label,
        caption="",
        legend=(),
        columns=columns_of(finding),
        scale=scale.sentence,
        ticks=scale.ticks,
        line=None,
        dots=tuple(dot_of(row, scale) for row in panel.rows),
    )
