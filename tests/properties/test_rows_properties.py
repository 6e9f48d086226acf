"""Rows of a table: their order, the names of groups and those outside never change an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.unit.engine.made import VERSION, YEAR, Row, _table, dataset, of_rows

from commonweal.engine.gather import Gathered, gather
from commonweal.engine.session import Session
from commonweal.kinds import Asked, Estimated, Group, Rows
from commonweal.measures.criteria import Between, IsTrue
from commonweal.measures.measure import Measure, Role
from commonweal.stats.estimators.mean import estimate
from commonweal.tables.dataset import Dataset
from commonweal.tables.research import Study
from commonweal.tables.views import by_name
from commonweal.tables.workforce import Compensation

CODES = ("a", "b", "c")
# Whole numbers, so that sums in another order are the same to the last digit.
UNITS = some.lists(
    some.tuples(some.integers(0, 50) | some.none(), some.integers(0, 3), some.integers(0, 6)),
    min_size=1, max_size=30,
)  # fmt: skip
SLOW = settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
Unit = tuple[int | None, int, int]
Studies = list[tuple[int | None, str | None, bool | None]]
Place = tuple[Session, str]


def rows_of(units: list[Unit], codes: tuple[str, ...] = CODES) -> Rows:
    """Put units of (value, group, person) in rows; group 3 is none of the three."""
    place = np.array([codes.index(CODES[at]) if at < 3 else 3 for _, at, _ in units])
    return Rows(
        groups=tuple(Group("view", code, code) for code in codes),
        member=place[:, None] == np.arange(3),
        person=np.array([who for _, _, who in units]),
        met=np.ones(len(units), dtype=bool),
        columns={"value": np.array([np.nan if v is None else float(v) for v, _, _ in units])},
    )


def told(found: Estimated) -> np.ndarray:
    """Put all numbers of an answer side by side, one line a group."""
    return np.column_stack([
        found.value.value, found.value.low, found.rest, found.gap.value, found.gap.low,
        found.gap.high, found.narrow.low, found.p, found.people,
    ])  # fmt: skip


@given(units=UNITS, seed=some.integers(0, 99))
def test_the_order_of_units_changes_nothing(units: list[Unit], seed: int) -> None:
    shuffled = [units[at] for at in np.random.default_rng(seed).permutation(len(units))]
    one, other = (estimate(rows_of(given_), Asked()) for given_ in (units, shuffled))
    np.testing.assert_allclose(told(one), told(other), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(one.total.value, other.total.value)


@given(units=UNITS, codes=some.permutations(CODES))
def test_other_names_of_groups_only_change_places(units: list[Unit], codes: list[str]) -> None:
    renamed = tuple(codes)
    one, other = estimate(rows_of(units), Asked()), estimate(rows_of(units, renamed), Asked())
    back = [renamed.index(code) for code in CODES]
    np.testing.assert_allclose(told(other)[back], told(one), rtol=1e-7, atol=1e-9)


def measure() -> Measure:
    return of_rows(Study, Between(Study.target, least=0), roles=(Role("value", Study.target),))


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """Open one session, and give the file whose studies it reads."""
    with TemporaryDirectory() as folder:
        dataset(Path(folder), {"study": []}, [("x", "sex", "y", "stated")])
        held = Dataset(Path(folder), VERSION, frozenset({"study"}))
        with Session(held, None, 1) as session:
            yield session, held.parts("study")[0]


def looked(place: Place, studies: Studies, order: int) -> tuple[Gathered, Gathered, Gathered]:
    """Gather studies, written in some order, twice: as means, and as a proportion."""
    listed: list[Row] = [
        {"study_key": f"s{at:02d}", "target": None if size is None else float(size),
         "sponsor": sponsor, "nih_phase3": flag}
        for at, (size, sponsor, flag) in enumerate(studies)
    ]  # fmt: skip
    shuffled = [listed[at] for at in np.random.default_rng(order).permutation(len(listed))]
    session, part = place
    pq.write_table(_table(Study, shuffled), part)
    rate = of_rows(Study, Between(Study.target, least=0), event=IsTrue(Study.nih_phase3))
    whole, sponsor = gather(session, measure(), YEAR, (by_name("whole"), by_name("sponsor")))
    (met,) = gather(session, rate, YEAR, (by_name("sponsor"),))
    return whole, sponsor, met


STUDIES = some.lists(
    some.tuples(
        some.integers(-5, 20) | some.none(),
        some.sampled_from(("federal", "industry", "elsewhere", None)),
        some.sampled_from((True, False, None)),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@SLOW
@given(studies=STUDIES, order=some.integers(0, 9))
def test_groups_that_do_not_overlap_add_up_to_the_whole(
    place: Place, studies: Studies, order: int
) -> None:
    whole, sponsor, met = looked(place, studies, order)
    for one in (whole, sponsor, met):
        counts = one.counts
        np.testing.assert_array_equal(counts.units.sum(axis=0), counts.total_units)
        assert counts.total_units.sum() == len(studies)
        assert one.rows.size == counts.total_denominator == one.rows.member.sum()
        assert one.rows.met.sum() == counts.total_events
    counted = [size for size, _, _ in studies if size is not None and size >= 0]
    np.testing.assert_array_equal(whole.rows.columns["value"], counted)
    assert met.counts.total_events == sum(
        flag is True for size, _, flag in studies if size is not None and size >= 0
    )


@SLOW
@given(studies=STUDIES, outside=some.sampled_from((None, -1)))
def test_a_unit_outside_the_population_changes_nothing_but_the_way(
    place: Place, studies: Studies, outside: int | None
) -> None:
    before = looked(place, studies, 0)
    after = looked(place, [*studies, (outside, "federal", True)], 1)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(
            one.rows.columns.get("value", []), other.rows.columns.get("value", [])
        )
        np.testing.assert_array_equal(one.rows.met, other.rows.met)
        assert other.counts.total_units[0] == one.counts.total_units[0] + 1
        np.testing.assert_array_equal(other.counts.total_units[1:], one.counts.total_units[1:])
        kept = dict(zip(one.counts.groups, one.counts.denominators.tolist(), strict=True))
        again = dict(zip(other.counts.groups, other.counts.denominators.tolist(), strict=True))
        assert {group: n for group, n in again.items() if n} == {
            group: n for group, n in kept.items() if n
        }


@pytest.fixture(scope="module")
def answers() -> Iterator[Session]:
    """Hold pay of two people of whom one says two races."""
    tables: dict[str, list[Row]] = {
        "staff": [{"person_key": key} for key in "ab"],
        "comp": [{"comp_key": str(at), "person_key": "ab"[at % 2], "annualized_cents": at}
                 for at in range(7)],
    }  # fmt: skip
    told_ = [("a", "raceeth_2024", "asian", "stated"), ("a", "raceeth_2024", "white", "stated"),
             ("b", "raceeth_2024", "white", "stated")]  # fmt: skip
    with (
        TemporaryDirectory() as folder,
        Session(dataset(Path(folder), tables, told_), None, 1) as session,
    ):
        yield session


def test_groups_that_overlap_add_up_to_more_than_the_whole(answers: Session) -> None:
    pay = of_rows(
        Compensation, Between(Compensation.annualized_cents, least=0),
        roles=(Role("value", Compensation.annualized_cents),),
    )  # fmt: skip
    (found,) = gather(answers, pay, YEAR, (by_name("race_any"),))
    assert found.counts.denominators.tolist() == [4, 7]
    assert found.counts.total_denominator == 7
    assert found.rows.member.sum() == 11
