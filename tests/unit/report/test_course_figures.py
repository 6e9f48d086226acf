"""Figures over time and across sites tell the truth: one scale, nothing drawn that is not shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.unit.report.courses import (
    DAYS,
    ISLANDER,
    MONTHS,
    behind,
    course,
    moment,
    months,
    run,
    silent,
)
from tests.unit.report.example import SMALL, audit, count, hidden, percent

from commonweal.findings.course import Course, GapLine, Place, RunChart, SlopeLine, Spread
from commonweal.findings.finding import Cell
from commonweal.report import figure_words, words
from commonweal.report.behind import across_sites, over_time
from commonweal.report.build import finding_document, terminal_document
from commonweal.report.document import Document, DotRows, Paragraph, Section
from commonweal.report.drawn_text import folded
from commonweal.report.figure_nodes import Chart, Multiples
from commonweal.report.figures import dot_rows, scale_of
from commonweal.report.gap_lines import gap_lines
from commonweal.report.multiples import multiples
from commonweal.report.planes import site_scale, time_scale, when
from commonweal.report.run_chart import run_charts
from commonweal.report.site_funnel import site_funnel
from commonweal.report.slopes import slopes


def having(**parts: object):
    return replace(behind(), course=replace(course(), **parts))


def only(**parts: object):
    return replace(behind(), course=Course(**parts))


def chart_of(draw: object, **parts: object) -> Chart:
    finding = only(**parts)
    (chart,) = draw(finding, time_scale([finding]))
    return chart


def in_days(value: float) -> Cell:
    return Cell(value, f"{value:.1f} days")


def test_ticks_and_points_are_placed_by_one_function() -> None:
    finding = behind()
    scale = time_scale([finding])
    for chart in over_time(finding, [finding]):
        for tick in chart.ticks:
            assert tick.place == scale.place(tick.value)
    plane = run_charts(finding, scale)[0].planes[0]
    rates = [one.rate.value for one in finding.course.runs[0].moments]
    assert [point.up for point in plane.points] == [scale.place(rate) for rate in rates]


def test_everything_over_time_is_on_one_scale_that_says_where_it_starts() -> None:
    charts = over_time(behind(), [behind()])
    assert [chart.role for chart in charts] == ["gap", "run", "slope"]
    assert len({chart.ticks for chart in charts}) == 1
    assert {chart.legend[-1] for chart in charts} == {words.cut_scale("50%", "80%")}


@given(some.lists(some.floats(0, 1), min_size=2, max_size=12))
def test_no_mark_stands_outside_its_drawing(rates: list[float]) -> None:
    moments = tuple(
        moment(label, day, rate, 40) for label, day, rate in zip(MONTHS, DAYS, rates, strict=False)
    )
    finding = only(
        runs=(RunChart("All", moments, percent(0.5), ((percent(-1), percent(2)),) * len(moments),
                       ""),),
        gaps=(GapLine("One", moments, moments[::-1], (True,) * len(moments), ""),),
    )  # fmt: skip
    for chart in over_time(finding, [finding]):
        for plane in chart.planes:
            spots = [spot for one in (*plane.areas, *plane.curves) for spot in one.spots]
            spots += [(one.at, one.up) for one in plane.points]
            spots += [(one.at, one.high) for one in plane.bars]
            spots += [(0.0, one.place) for one in (*plane.ends, *plane.along)]
            assert all(0 <= at <= 100 and 0 <= up <= 100 for at, up in spots)


def test_stretches_of_time_stand_where_their_days_are() -> None:
    moments = (moment("a", "2025-01-01", 0.5), moment("b", "2025-01-11", 0.5),
               moment("c", "2025-01-31", 0.5))  # fmt: skip
    first, second, third = when(moments)
    assert second - first == pytest.approx((third - first) / 3, abs=0.01)
    assert when(moments[:1]) == (50.0,)


def test_a_hidden_month_is_hatched_in_its_place_and_breaks_the_line() -> None:
    plane = run_charts(behind(), time_scale([behind()]))[0].planes[1]
    along = when(behind().course.runs[1].moments)
    (bar,) = plane.bars
    assert (bar.role, bar.at) == ("hidden", along[4])
    assert len(plane.points) == 11
    rates = [curve for curve in plane.curves if curve.role == "rate"]
    assert [len(one.spots) for one in rates] == [4, 7]
    assert len(plane.areas) == 2
    assert plane.table.rows[4] == ("November 2024", SMALL, SMALL, SMALL, "not told", "not told")
    assert plane.strokes[4].hatched


def test_what_is_hidden_moves_no_scale() -> None:
    loud = replace(silent(MONTHS[4], DAYS[4]), low=percent(0.01), high=percent(0.99))
    for scale in (time_scale, site_scale):
        assert scale([having()]) == scale([behind()])
    quiet = only(slopes=(SlopeLine("One", silent("2024", DAYS[0]), moment("2025", DAYS[9], 0.6)),))
    told = only(slopes=(SlopeLine("One", loud, moment("2025", DAYS[9], 0.6)),))
    assert time_scale([told]) == time_scale([quiet])
    site = Place("Night", hidden(), hidden(), percent(0.01), percent(0.99), "")
    shown = Place("East", percent(0.6), count(90), percent(0.5), percent(0.7), "")
    assert site_scale([only(places=(shown, site))]) == site_scale([only(places=(shown,))])
    with_hidden = only(spreads=(Spread("White", (percent(0.6), hidden()), ""),))
    assert scale_of([with_hidden]) == scale_of(
        [only(spreads=(Spread("White", (percent(0.6),), ""),))]
    )


def test_a_point_beyond_chance_has_another_shape_and_is_said_in_words() -> None:
    chart = run_charts(behind(), time_scale([behind()]))[0]
    plane = chart.planes[0]
    assert [point.role for point in plane.points].count("beyond") == 1
    assert plane.points[8].role == "beyond"
    assert plane.table.rows[8][-1] == "yes"
    assert plane.says == "One month lies outside the limits. The middle line is at 70.0%."
    assert figure_words.BEYOND_RUN in chart.legend
    calm = chart_of(run_charts, runs=(run("All", months(0.7), "No rule fired."),))
    assert figure_words.BEYOND_RUN not in calm.legend
    assert figure_words.HATCHED_TIME not in calm.legend


def test_a_run_chart_without_limits_or_middle_says_that_they_are_not_told() -> None:
    bare = RunChart("All", months(0.7), hidden(), (), "Too few months for limits.")
    plane = chart_of(run_charts, runs=(bare,)).planes[0]
    assert plane.says == "Too few months for limits."
    assert (plane.areas, plane.ends) == ((), ())
    assert {curve.role for curve in plane.curves} == {"rate"}
    assert plane.table.rows[0][4] == "not told"
    assert plane.strokes[0].span is None


def test_one_month_alone_is_a_point_without_a_line() -> None:
    plane = chart_of(run_charts, runs=(run("All", months(0.7)[:1], ""),)).planes[0]
    assert len(plane.points) == 1
    assert (plane.curves, plane.areas) == ((), ())
    assert [one.side for one in plane.along] == ["middle"]


def test_a_gap_is_barred_and_shaded_only_where_it_is_beyond_chance() -> None:
    plane = gap_lines(behind(), time_scale([behind()]))[0].planes[0]
    line = behind().course.gaps[0]
    along = when(line.group)
    apart = [at for at, yes, one in zip(along, line.apart, line.group, strict=True)
             if yes and one.rate.shown]  # fmt: skip
    assert [bar.at for bar in plane.bars if bar.role == "apart"] == apart
    assert len(plane.areas) == 5  # between neighbors that are both beyond chance
    assert [row[-1] for row in plane.table.rows] == [
        "not told" if not one.rate.shown else "yes" if yes else "no"
        for yes, one in zip(line.apart, line.group, strict=True)
    ]


def test_gap_lines_without_a_gap_beyond_chance_do_not_speak_of_one() -> None:
    calm = chart_of(
        gap_lines, gaps=(GapLine("One", months(0.7), months(0.71), (False,) * 12, "Steady."),)
    )
    assert figure_words.APART_GAP not in calm.legend
    assert calm.planes[0].areas == ()


@given(some.floats(0, 1), some.floats(0, 1), some.integers(1, 42))
def test_the_names_at_the_ends_of_lines_never_touch(one: float, two: float, long: int) -> None:
    name = ISLANDER[:long].strip() or "A"
    group, others = (
        tuple(moment(MONTHS[at], DAYS[at], rate) for at in (0, 1)) for rate in (one, two)
    )
    plane = chart_of(gap_lines, gaps=(GapLine(name, group, others, (False,) * 2, ""),)).planes[0]
    low, high = sorted(plane.ends, key=lambda end: end.place)
    lines = sum(len(folded(end.text)) for end in plane.ends)
    assert high.place - low.place >= 8.5 * lines / 2  # a line of text takes 8.5 % of the height
    if abs(one - two) > 0.3 and one < two:
        assert low.text == name


def test_a_line_of_nothing_shown_has_no_name_at_its_end() -> None:
    quiet = tuple(silent(label, day) for label, day in zip(MONTHS, DAYS, strict=True))
    plane = chart_of(
        gap_lines, gaps=(GapLine("One", quiet, months(0.7), (False,) * 12, ""),)
    ).planes[0]
    assert [end.text for end in plane.ends] == [figure_words.EVERYBODY_ELSE]
    assert len([bar for bar in plane.bars if bar.role == "hidden"]) == 12


def test_a_slope_has_two_points_with_their_intervals() -> None:
    chart = slopes(behind(), time_scale([behind()]))[0]
    asian, _hispanic, islander = chart.planes
    assert [bar.role for bar in asian.bars] == ["interval", "interval"]
    assert len(asian.curves) == 1
    assert [bar.role for bar in islander.bars] == ["hidden", "interval"]
    assert islander.curves == ()
    assert islander.table.rows[0][1] == SMALL
    assert chart.caption == (
        "Patients, all sites. Before: July 2023 to June 2024. After: July 2024 to June 2025."
    )
    bare = replace(moment("2025", DAYS[9], 0.6), low=hidden(), high=hidden())
    plane = chart_of(slopes, slopes=(SlopeLine("One", moment("2024", DAYS[0], 0.5), bare),)).planes[
        0
    ]
    assert len(plane.bars) == 1
    assert (
        figure_words.HATCHED_TIME
        not in chart_of(
            slopes, slopes=(SlopeLine("One", moment("2024", DAYS[0], 0.5), bare),)
        ).legend
    )


def test_a_funnel_keeps_the_order_of_the_finding_and_names_what_is_beyond() -> None:
    finding = behind()
    (chart,) = site_funnel(finding, site_scale([finding]))
    (plane,) = chart.planes
    assert [row[0] for row in plane.table.rows] == [one.label for one in finding.course.places]
    beyond = {point.name: point.below for point in plane.points if point.role == "beyond"}
    assert beyond == {"Harbor Clinic": True, "Hill Clinic": False}
    assert len(plane.points) == 4
    assert [row[-1] for row in plane.table.rows] == [
        "no", "below", "above", "no", "not told", "not told",
    ]  # fmt: skip
    assert [bar.role for bar in plane.bars] == ["hidden"]
    assert plane.areas[0].spots[0][0] < plane.areas[0].spots[1][0]
    said = " ".join((chart.title, chart.caption, *chart.legend)).lower()
    assert "rank" not in said
    assert figure_words.BEYOND_FUNNEL in chart.legend
    assert figure_words.HATCHED_SITE in chart.legend


def test_places_of_sites_are_their_sizes() -> None:
    finding = behind()
    plane = site_funnel(finding, site_scale([finding]))[0].planes[0]
    size = {tick.text: tick.place for tick in plane.along}
    east = next(point for point in plane.points if point.name == "East Hospital")
    assert east.at == pytest.approx(size["0"] + (size["6,000"] - size["0"]) * 5200 / 6000, abs=0.01)


def test_a_site_is_named_where_its_name_touches_nothing() -> None:
    crowd = tuple(
        Place(
            f"Clinic number {at}",
            percent(0.7),
            count(1000 + 4 * at),
            percent(0.5),
            percent(0.8),
            "",
        )
        for at in range(6)
    )
    low = Place("Low " + "n" * 40, percent(0.5), count(3000), percent(0.6), percent(0.8), "below")
    plane = chart_of(site_funnel_alone, places=(*crowd, low)).planes[0]
    named = [point.name for point in plane.points if point.name]
    assert low.label in named
    assert [point.below for point in plane.points if point.name == low.label] == [False]
    assert 0 < len(named) - 1 < 6
    others = [point for point in plane.points if point.name and point.name != low.label]
    assert [(one.below, one.beside) for one in others] == [
        (False, ""),
        (True, ""),
        (False, "start"),
    ]


def site_funnel_alone(finding: object, _scale: object):
    return site_funnel(finding, site_scale([finding]))


def test_one_site_has_no_curves() -> None:
    one = Place("East", percent(0.6), count(90), percent(0.5), percent(0.7), "")
    finding = only(places=(one,))
    (chart,) = site_funnel(finding, site_scale([finding]))
    assert (chart.planes[0].areas, chart.planes[0].curves) == ((), ())
    assert figure_words.BEYOND_FUNNEL not in chart.legend
    assert figure_words.HATCHED_SITE not in chart.legend


def test_small_multiples_stand_on_one_scale_without_a_line_of_another_place() -> None:
    finding = behind()
    (figure,) = multiples(finding, "Blood pressure, by race", site_scale([finding]))
    assert [panel.title for panel in figure.panels] == [
        "East Hospital", "Harbor Clinic", "Hill Clinic",
    ]  # fmt: skip
    assert len({panel.ticks for panel in figure.panels}) == 1
    assert {panel.line for panel in figure.panels} == {None}
    assert words.HATCHED in figure.legend
    few = having(panels=finding.course.panels[:1])
    assert words.HATCHED not in multiples(few, "Name", site_scale([few]))[0].legend


def test_the_strip_holds_only_shown_parts_on_the_scale_of_its_row() -> None:
    finding = having(spreads=(Spread("White", (percent(0.7), hidden(), percent(0.8)), "One."),))
    scale = scale_of([finding])
    figure = dot_rows(finding, "T", scale)
    strip = figure.dots[0].strip
    assert strip is not None
    assert strip.places == (scale.place(0.7), scale.place(0.8))
    assert strip.parts == "The months in order of size: 70.0%, 80.0%."
    assert [dot.strip for dot in figure.dots[1:]] == [None] * (len(figure.dots) - 1)
    assert (
        next(dot for dot in dot_rows(behind(), "T", scale).dots if dot.label == ISLANDER).strip
        is None
    )


@pytest.mark.parametrize("better", ["higher", "lower", "neither"])
def test_every_figure_says_which_way_is_better(better: str) -> None:
    finding = replace(behind(), better=better)
    for chart in over_time(finding, [finding]):
        assert figure_words.DIRECTION_UP[better] in chart.legend
    funnel, small = across_sites(finding, "Name", [finding])
    assert figure_words.DIRECTION_UP[better] in funnel.legend
    assert figure_words.DIRECTION_ALONG[better] in small.legend


def test_captions_say_who_what_when_and_where() -> None:
    gap, runs, _slope = over_time(behind(), [behind()])
    for chart in (gap, runs):
        assert chart.title.startswith("Blood pressure controlled")
        assert chart.caption == (
            "Patients, all sites. First stretch of time: July 2024. Last: June 2025."
        )
    funnel, small = across_sites(behind(), "Name", [behind()])
    assert funnel.caption == small.caption == "Patients, all sites, July 2025 to June 2026."


def test_no_sentence_of_a_figure_has_more_than_thirty_words() -> None:
    for chart in (*over_time(behind(), [behind()]), *across_sites(behind(), "Name", [behind()])):
        said = " ".join((chart.title, chart.caption, *chart.legend))
        assert max(len(one.split()) for one in said.split(". ")) <= 30


def test_figures_in_days_have_a_scale_in_days() -> None:
    waits = tuple(
        replace(one, rate=in_days(20 + at), low=in_days(18 + at), high=in_days(22 + at))
        for at, one in enumerate(months(0.5))
    )
    run_ = RunChart("All", waits, in_days(25), ((in_days(15), in_days(35)),) * 12, "")
    finding = replace(only(runs=(run_,)), unit="days")
    (chart,) = run_charts(finding, time_scale([finding]))
    assert chart.ticks[0].text == "15"
    assert chart.planes[0].table.rows[0][1:3] == ("20.0 days", "18.0 to 22.0")
    small = replace(behind(), unit="days")
    assert words.HATCHED_FIGURE in multiples(small, "Name", site_scale([behind()]))[0].legend


def test_a_course_of_nothing_draws_nothing() -> None:
    empty = only()
    assert over_time(empty, [empty]) == ()
    assert across_sites(empty, "Name", []) == ()
    bare = only(
        runs=(RunChart("All", (), hidden(), (), ""),), gaps=(GapLine("One", (), (), (), ""),)
    )
    assert over_time(bare, [bare]) == ()


def test_pages_of_one_measure_share_their_scales() -> None:
    wide = replace(
        only(runs=(run("All", (*months(0.2)[:6], *months(0.9)[6:]), ""),)),
        view_key="sex",
        view="sex",
    )
    found = replace(audit(), findings=(behind(), wide), first=())
    alone, together = (
        next(
            chart
            for section in finding_document(behind(), None, told).blocks
            for chart in getattr(section, "blocks", ())
            if isinstance(chart, Chart)
        )
        for told in (None, found)
    )
    assert together.ticks == over_time(wide, [behind(), wide])[0].ticks
    assert together.ticks != alone.ticks


def test_the_page_sets_figures_in_its_fixed_order() -> None:
    document = finding_document(behind())
    sections = {one.title: one for one in document.blocks if isinstance(one, Section)}
    titles = list(sections)
    wanted = [words.MOVES_IT, words.OVER_TIME, figure_words.ACROSS_SITES, words.GROUP_BY_GROUP]
    assert [titles.index(one) for one in wanted] == sorted(titles.index(one) for one in wanted)
    kinds = [type(one) for one in sections[words.OVER_TIME].blocks]
    assert kinds == [Paragraph, Chart, Chart, Chart]
    assert [type(one) for one in sections[figure_words.ACROSS_SITES].blocks] == [Chart, Multiples]
    bare = finding_document(replace(behind(), course=Course()))
    assert figure_words.ACROSS_SITES not in {getattr(one, "title", "") for one in bare.blocks}


def test_a_terminal_leaves_strips_to_the_page() -> None:
    found = replace(audit(), findings=(behind(),), first=())

    def rows(document: Document):
        for section in document.blocks:
            for block in getattr(section, "blocks", ()):
                yield from (one for one in getattr(block, "blocks", ()) if isinstance(one, DotRows))

    figures = list(rows(terminal_document(found)))
    assert figures
    assert {dot.strip for figure in figures for dot in figure.dots} == {None}


def test_places_along_never_go_back() -> None:
    along = when(months(0.5))
    assert all(one < two for one, two in pairwise(along))
    assert (along[0], along[-1]) == (
        pytest.approx(100 / 24, abs=0.01),
        pytest.approx(100 - 100 / 24, abs=0.01),
    )
