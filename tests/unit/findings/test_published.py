"""What the public reads: the same numbers, one mark for what is hidden, nothing behind it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from tests.unit.findings.made import counted, found, graded

from commonweal.disclosure import Policy
from commonweal.findings import words
from commonweal.findings.course import Course, Spread
from commonweal.findings.finding import Finding
from commonweal.findings.published import MARK, for_public

INSIDE = ("not shown (1 to ", "not shown (protects another number)")


def text(finding: Finding) -> str:
    return json.dumps(asdict(finding), ensure_ascii=False)


def small(policy: Policy | None = None) -> Finding:
    """Give a finding with a small group and one that protects it."""
    return found(counted([[300, 400], [12, 14], [3, 4]]), policy=policy)


def test_both_reasons_become_one_mark_wherever_they_stand() -> None:
    inside = small()
    assert all(one in text(inside) for one in INSIDE[:1])
    public = text(for_public(inside))
    assert MARK in public
    assert not any(one in public for one in INSIDE)


def test_a_higher_threshold_is_marked_alike() -> None:
    inside = small(Policy(threshold=21))
    assert "not shown (1 to 20)" in text(inside)
    assert "1 to 20)" not in text(for_public(inside))


def test_the_price_does_not_tell_the_reasons_apart() -> None:
    small_price = words.PRICE_SMALL.format(group="a (few) patients", least=20, people="patients")
    protects = words.PRICE_PROTECTS.format(group="some patients")
    kept = words.PRICE_KEPT.format(group="other patients")
    other = "Ask them."
    row = small().rows[-1]
    assert not row.rate.shown
    rows = tuple(replace(row, price=price) for price in (small_price, protects, kept, other))
    public = for_public(replace(small(), rows=rows, price=protects))
    assert [one.price for one in public.rows] == [
        words.PRICE_KEPT.format(group="a (few) patients"),
        words.PRICE_KEPT.format(group="some patients"),
        kept,
        other,
    ]
    assert public.price == public.rows[1].price


def test_shown_numbers_stay_and_nothing_behind_them_is_told() -> None:
    inside = graded("A", course=Course(spreads=(Spread("Asian", (), ""),)))
    public = for_public(inside)
    assert public == replace(inside, course=Course())


def test_what_is_public_already_stays_as_it_is() -> None:
    once = for_public(small())
    assert for_public(once) == once
