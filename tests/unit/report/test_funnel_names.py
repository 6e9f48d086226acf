"""Names of sites in the funnel stand on no curve."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.report.courses import behind
from tests.unit.report.example import count, percent

from commonweal.findings.course import Course, Place
from commonweal.findings.finding import Finding
from commonweal.report.figures import Scale
from commonweal.report.planes import site_scale
from commonweal.report.site_funnel import site_funnel
from commonweal.report.writers.html_charts import chart


def only(places: tuple[Place, ...]) -> Finding:
    return replace(behind(), course=Course(places=places))


def site(name: str, people: int, rate: float, low: float, high: float) -> Place:
    return Place(name, percent(rate), count(people), percent(low), percent(high), "")


def test_a_name_stands_on_no_curve() -> None:
    narrow = (
        site("Community Hospital West", 165, 0.625, 0.515, 0.75),
        site("Founding Hospital South", 232, 0.615, 0.53, 0.735),
        site("Founding Hospital North", 365, 0.635, 0.555, 0.715),
    )
    finding = only(narrow)
    scale = Scale(20_000, 100_000, 20_000)
    (drawn,) = site_funnel(finding, scale)
    plane = drawn.planes[0]
    named = [point for point in plane.points if point.name]
    assert named
    assert {point.beside for point in named} <= {"start", "end"}
    # The first name stands before the curves begin, the last between them where they are nearest.
    first, last = named[0], named[-1]
    assert (first.name, first.beside) == ("Community Hospital West", "start")
    assert (last.name, last.beside) == ("Founding Hospital North", "start")
    low, high = (scale.place(at) for at in (0.555, 0.715))
    assert low < last.up - 9  # two lines of a name, half of each side
    assert last.up + 9 < high
    assert [point.name for point in named if point.beside == "end" and point.at > 80] == []
    assert chart(drawn).count('<svg class="spare mark"') == len(named)


def test_a_name_stands_above_where_the_curves_are_far() -> None:
    far = (site("East", 165, 0.5, 0.1, 0.9), site("West", 365, 0.5, 0.1, 0.9))
    finding = only(far)
    points = site_funnel(finding, site_scale([finding]))[0].planes[0].points
    assert [(one.name, one.below, one.beside) for one in points] == [
        ("East", False, ""), ("West", False, ""),
    ]  # fmt: skip
