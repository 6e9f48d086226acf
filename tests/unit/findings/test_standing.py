"""A promise never stands better for those who see less of it."""

from __future__ import annotations

from itertools import product

import pytest
from tests.unit.findings.made import graded

from commonweal.findings import words
from commonweal.findings.finding import Finding
from commonweal.findings.promises import in_order, promises
from commonweal.findings.standing import NOT_RELEASED, Standing, standings
from commonweal.vision.vision import Commitment, Domain, Vision

ORDER = "ABCISN"


def vision(*, held: bool = False) -> Vision:
    promise = Commitment("C1", "Fair care", "We care for all.", (), "", held)
    return Vision("Ours", "en", (Domain("care", "Care", (promise,)),))


def findings(grades: str) -> tuple[Finding, ...]:
    return tuple(graded(grade, view_key=f"{grade}{at}") for at, grade in enumerate(grades))


def row(seen: str, closed: str) -> Standing:
    return standings(vision(), findings(seen), findings(closed))[0]


@pytest.mark.parametrize(("seen", "closed"), list(product(ORDER, ORDER)))
def test_a_row_never_looks_better_than_the_whole(seen: str, closed: str) -> None:
    told = row(seen, closed)
    if told.unreleased:
        assert (told.promise.size, told.promise.sentence, told.promise.grade) == ("", "", "")
    else:
        assert ORDER.index(seen) <= ORDER.index(closed)
        assert told.promise.grade in ("", seen)


@pytest.mark.parametrize("closed", ORDER)
def test_no_gap_that_matters_is_said_only_when_every_finding_is_open(closed: str) -> None:
    assert row("NN", closed).promise.verdict == NOT_RELEASED
    assert row("NN", "").promise.grade == "N"


def test_a_row_says_how_many_findings_are_not_open() -> None:
    told = row("AN", "ISN")
    assert (told.open, told.closed) == (2, 3)
    assert told.gravest is not None
    assert told.gravest.grade == told.promise.grade == "A"


def test_nothing_open_is_not_the_same_as_nothing_measured() -> None:
    assert row("", "I").promise.verdict == NOT_RELEASED
    assert row("", "").promise.verdict == words.NOT_MEASURED
    assert row("", "").gravest is None


def test_what_only_describes_or_lacks_data_does_not_hide_a_judged_finding() -> None:
    described = graded("", verdict=words.DESCRIBED)
    lacking = graded("", computable=False, view_key="lacking")
    for seen in (described, lacking):
        (told,) = standings(vision(), (seen,), findings("N"))
        assert told.unreleased
    (told,) = standings(vision(), (lacking,), (lacking,))
    assert told.promise.verdict == words.NOT_MEASURED
    assert told.gravest is None


def test_what_counsel_holds_tells_nothing_and_is_no_waiting_for_release() -> None:
    (told,) = standings(vision(held=True), findings("A"), findings("B"))
    assert told.held
    assert not told.unreleased
    assert (told.gravest, told.promise.looked) == (None, 0)


def test_findings_are_in_order_of_what_they_mean() -> None:
    lacking, described = graded("", computable=False), graded("", verdict=words.DESCRIBED)
    mixed = (lacking, *findings("N"), described, *findings("IA"))
    ordered = in_order(mixed)
    assert [one.grade for one in ordered] == ["A", "I", "N", "", ""]
    assert ordered[-2:] == (described, lacking)
    assert promises(vision(), mixed)[0].grade == ordered[0].grade
