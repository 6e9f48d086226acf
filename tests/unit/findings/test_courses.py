"""Parts are counted once a measure, released one by one, and leave nothing to be worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.findings.made import PRESSURE, counted, measured, released, set_for
from tests.unit.findings.store import VIEWS, answered, dataset, question

from commonweal.disclosure import Policy, release
from commonweal.engine.cells import count
from commonweal.engine.gather import Gathered
from commonweal.engine.session import Session
from commonweal.findings import courses
from commonweal.findings.audit import audit
from commonweal.findings.course import Course
from commonweal.findings.courses import Behind, Courses, beside, split
from commonweal.findings.finding import Finding
from commonweal.findings.judge import judge
from commonweal.kinds import Counts, Period
from commonweal.measures.criteria import Sex
from commonweal.measures.measure import Measure, Step, Unit
from commonweal.measures.registry import find
from commonweal.tables.views import by_name
from commonweal.vision.vision import Vision

SEX = by_name("sex")
YEAR, BEFORE = Period.parse("2025"), Period.parse("2024")
VISITS = measured(unit_of_analysis=Unit.ENCOUNTER, people="visits")
BOOKED = find("care.cancelled_by_us")
BIG, SMALL = [[1200, 1320], [1500, 1260]], [[120, 132], [144, 120]]
EAST, WEST = [[600, 720], [800, 660]], [[600, 600], [700, 600]]
NOBODY = Vision("", "en", ())


class Store:
    """Answer as the engine would: the same cells in each part, and say what was asked."""

    def __init__(self, cells: list[list[int]], sites: dict[str, list[list[int]]]) -> None:
        self.cells, self.sites = cells, sites
        self.asked: list[tuple[str, int, int]] = []

    def count(self, _look, measures, periods, views, place="all"):
        self.asked.append((place, len(periods), len(views)))
        if place == "site":
            made = [(YEAR, name, cells) for name, cells in self.sites.items()]
        else:
            made = [(one, "", self.part(len(periods))) for one in periods]
        return tuple(
            replace(counted(cells, period=period), site=name)
            for period, name, cells in made
            for _ in views
        )

    def gather(self, _look, _measure, period, views):
        self.asked.append(("all", 1, len(views)))
        months = 12 if (period.last - period.first).days < 40 else 4
        return tuple(Gathered(counted(self.part(months), period=period), None) for _ in views)

    def part(self, parts: int) -> list[list[int]]:
        return (np.array(self.cells) * 12 // parts).tolist()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Store]:
    def made(cells: list[list[int]], sites: dict[str, list[list[int]]] | None = None) -> Store:
        store = Store(cells, sites or {})
        monkeypatch.setattr(courses, "count", store.count)
        monkeypatch.setattr(courses, "gather", store.gather)
        return store

    return made


def told(measure: Measure, sight) -> object:
    return release(sight.counts, judge(measure, sight.counts))


def asked(
    measure: Measure, cells: list[list[int]], *, years: int = 2, views=(SEX,), **more
) -> Behind:
    whole = (np.array(cells) * 12).tolist()
    counts = counted(whole, period=YEAR)
    earlier = [Period.parse(str(2025 - back)) for back in range(1, years)]
    return Behind(
        set_for(measure, "sex", YEAR),
        views,
        counts,
        released(counts, measure, **more),
        tuple(released(counted(whole, period=one), measure) for one in earlier),
    )


def course(behind: Behind) -> Course:
    return Courses(None, told).behind(behind)  # type: ignore[arg-type] # the engine is made up


def many(cells: list[list[int]]) -> list[list[int]]:
    return (np.array(cells) // 12).tolist()


def test_large_tables_are_parted_by_month_for_groups_too(engine) -> None:
    store = engine(many(BIG))
    made = course(asked(VISITS, many(BIG)))
    assert [len(one.moments) for one in made.runs] == [24, 24, 24]
    assert [len(one.group) for one in made.gaps] == [24, 24]
    assert (len(made.spreads), made.parts, len(made.slopes)) == (2, "months", 2)
    assert store.asked == [("all", 12, 1), ("all", 12, 1), ("site", 1, 1)]


def test_smaller_ones_by_quarter_for_groups_and_by_month_for_everybody(engine) -> None:
    cells = [[25, 25], [25, 25]]
    store = engine(cells)
    made = course(asked(VISITS, cells))
    assert [len(one.moments) for one in made.runs] == [24, 8, 8]
    assert (len(made.gaps[0].group), made.parts) == (8, "quarters")
    assert sorted(store.asked) == [*[("all", 4, 1)] * 2, *[("all", 12, 1)] * 2, ("site", 1, 1)]


def test_the_smallest_by_quarter_alone(engine) -> None:
    cells = [[7, 7], [8, 8]]
    store = engine(cells)
    made = course(asked(VISITS, cells))
    assert [len(one.moments) for one in made.runs] == [8, 8, 8]
    assert ("all", 12, 1) not in store.asked


def test_months_of_everybody_that_are_hidden_leave_the_quarters(engine, monkeypatch) -> None:
    cells = [[25, 25], [25, 25]]
    store = engine(cells)
    usual = store.part

    def thin(parts: int) -> list[list[int]]:
        return [[2, 3], [4, 4]] if parts == 12 else usual(parts)

    monkeypatch.setattr(store, "part", thin)
    monkeypatch.setattr(courses, "DATED", 0.0)
    made = course(asked(VISITS, cells))
    assert [len(one.moments) for one in made.runs] == [8, 8, 8]


def test_patients_are_followed_over_a_year_so_no_part_of_it_is_theirs(engine) -> None:
    engine(many(BIG))
    made = course(asked(PRESSURE, many(BIG)))
    assert (made.runs, made.gaps, made.spreads, len(made.slopes)) == ((), (), (), 2)


def test_three_years_are_a_gap_line_where_no_months_are(engine) -> None:
    engine(many(BIG))
    made = course(asked(PRESSURE, many(BIG), years=3))
    assert [[one.label for one in line.group] for line in made.gaps] == [
        ["2023", "2024", "2025"]
    ] * 2


def test_a_year_that_hides_everybody_leaves_no_line_of_years(engine) -> None:
    engine(many(BIG))
    behind = asked(PRESSURE, many(BIG), years=3)
    hidden = released(counted([[2, 3], [1, 0]], period=BEFORE))
    made = course(replace(behind, earlier=(hidden, behind.earlier[1])))
    assert made.gaps == ()


def test_windows_that_reach_over_periods_are_not_parted(engine) -> None:
    store = engine(many(BIG))
    made = course(asked(replace(VISITS, apart=False), many(BIG)))
    assert made.runs == ()
    assert [place for place, _, _ in store.asked] == ["site"]


def test_without_an_earlier_year_this_one_stands_alone(engine) -> None:
    engine(many(BIG))
    made = course(asked(VISITS, many(BIG), years=1))
    assert ([len(one.moments) for one in made.runs], made.slopes) == ([12, 12, 12], ())


def test_where_parts_do_not_make_up_the_whole_nothing_is_parted(engine) -> None:
    engine(many(SMALL))  # the store holds a tenth of what the year says
    made = course(asked(VISITS, many(BIG)))
    assert (made.runs, made.parts) == ((), "")


def test_a_hidden_whole_is_not_parted(engine) -> None:
    store = engine(many(BIG))
    behind = asked(VISITS, many(BIG))
    hidden = released(counted([[2, 3], [1, 0]], period=YEAR), VISITS)
    made = course(replace(behind, year=hidden, earlier=()))
    assert (made.runs, made.places) == ((), ())
    assert [place for place, _, _ in store.asked] == ["site"]


def test_a_period_of_odd_days_has_no_months(engine) -> None:
    store = engine(many(BIG))
    period = Period.parse("2025-01-15/2025-12-20")
    behind = asked(VISITS, many(BIG), years=1)
    odd = released(counted(BIG, period=period), VISITS)
    assert course(replace(behind, year=odd)).runs == ()
    assert [place for place, _, _ in store.asked] == ["site"]
    assert split(period, 1) == ()


def test_units_with_a_day_of_their_own_are_gathered_part_by_part(engine) -> None:
    store = engine(many(BIG))
    made = course(asked(BOOKED, many(BIG)))
    assert [len(one.moments) for one in made.runs] == [24, 24, 24]
    assert (made.places, made.panels) == ((), ())
    assert store.asked == [("all", 1, 1)] * 24


def test_whoever_is_there_at_all_times_is_not_parted(engine) -> None:
    store = engine(BIG)
    made = course(asked(BOOKED, many(BIG)))
    assert made.runs == ()
    assert len(store.asked) == 2  # the second part says more than the whole has


def test_too_few_of_the_units_with_a_day_are_not_parted(engine) -> None:
    engine(many(SMALL))
    assert course(asked(BOOKED, many(BIG))).runs == ()


def test_figures_that_are_no_rates_have_slopes_only(engine) -> None:
    store = engine(many(BIG))
    mean = find("care.wait_to_provider")
    made = course(asked(mean, many(BIG)))
    assert (made.runs, made.places, len(made.slopes)) == ((), (), 2)
    assert store.asked == []


def test_in_public_nothing_lies_behind_a_finding(engine) -> None:
    store = engine(many(BIG))
    assert course(asked(VISITS, many(BIG), policy=Policy(level="public"))) == Course()
    assert store.asked == []


def test_parts_are_counted_once_for_all_views_and_anew_for_another_measure(engine) -> None:
    store = engine(many(BIG), {"East": EAST, "West": WEST})
    held = Courses(None, told)  # type: ignore[arg-type] # the engine is made up
    views = (SEX, by_name("age"))
    first = asked(VISITS, many(BIG), years=1, views=views)
    made = held.behind(first)
    assert held.behind(replace(first, setting=set_for(VISITS, "age", YEAR))).runs == made.runs
    assert store.asked == [("all", 12, 2), ("site", 1, 2)]
    other = replace(VISITS, key="care.other_visits")
    held.behind(asked(other, many(BIG), years=1))
    assert len(store.asked) == 4


def test_sites_stand_beside_each_other_and_groups_at_each(engine) -> None:
    engine(many(BIG), {"East": EAST, "West": WEST, "Empty": [[0, 0], [0, 0]]})
    made = course(asked(PRESSURE, many(BIG)))
    assert [one.label for one in made.places] == ["East", "West"]
    assert [one.label for one in made.panels] == ["East", "West"]
    assert [row.rate.text for row in made.panels[0].rows] == ["54.5%", "45.2%"]
    assert (len(made.spreads), made.parts) == (2, "sites")


def test_a_hidden_site_takes_the_groups_at_the_others_with_it(engine) -> None:
    large, small = [[1100, 1200], [1350, 1140]], [[98, 117], [149, 120]]
    engine(many(BIG), {"East": large, "North": small, "West": [[2, 3], [1, 0]]})
    made = course(asked(PRESSURE, many(BIG)))
    assert [one.rate.shown for one in made.places] == [True, False, False]
    assert (made.panels, made.spreads) == ((), ())


def test_one_site_is_no_comparison_and_a_view_by_site_has_it_already(engine) -> None:
    engine(many(BIG), {"East": BIG})
    assert course(asked(PRESSURE, many(BIG))).places == ()
    engine(many(BIG), {"East": BIG, "West": BIG})
    behind = asked(PRESSURE, many(BIG))
    by_site = replace(behind, setting=set_for(PRESSURE, "site", YEAR))
    assert course(by_site).places == ()


def test_groups_that_may_be_shown_at_no_site_leave_the_spread_empty(engine) -> None:
    thin = [[8, 60], [60, 8]]
    engine(many(BIG), {"East": thin, "West": thin})
    made = course(asked(PRESSURE, many(BIG)))
    assert (len(made.places), made.panels, made.spreads, made.parts) == (2, (), (), "")


def test_visits_bring_what_makes_them_alike_to_the_table_of_sites() -> None:
    sums = [[10, 200, 100, 4000, 2000, 1000]] * 2
    one = replace(counted([[50, 50], [50, 50]], clusters=sums), site="East")
    made: Counts = beside((one, replace(one, site="West")), one)
    assert made.clusters is not None
    assert made.clusters.shape == (2, 6)
    assert made.people.tolist() == [20, 20]


def of(key: str) -> Finding:
    return next(one for one in answered().audit.findings if (one.key, one.view_key) == (key, "sex"))


def test_a_real_store_is_parted_by_the_real_engine() -> None:
    visits = find("care.ed_visits_simple")
    even = replace(visits, event=Step("recorded as female", Sex("female")))
    asked = replace(question(), measures=(even,), views=("language",))
    (found,) = audit(asked, NOBODY).audit.findings
    whole = found.course.runs[0]
    assert [one.label for one in whole.moments][-1] == "October 2025 to December 2025"
    assert all(one.rate.shown and one.people.shown for one in whole.moments)
    assert len(found.course.places) > 1
    assert of("care.flu_vaccine_simple").course.slopes


def test_parts_of_a_real_store_sum_to_the_year() -> None:
    measure = find("care.ed_visits_simple")
    views = tuple(by_name(key) for key in VIEWS)
    with Session(dataset(), None) as look:
        whole = count(look, (measure,), (YEAR,), views)[0]
        months = count(look, (measure,), split(YEAR, 1), views)
    assert sum(one.total_denominator for one in months[:: len(views)]) == whole.total_denominator


def test_a_public_audit_holds_no_courses() -> None:
    public = replace(
        question(keys=("care.ed_visits_simple",)), views=("sex",), policy=Policy(level="public")
    )
    (found,) = audit(public, NOBODY).audit.findings
    assert found.course == Course()
