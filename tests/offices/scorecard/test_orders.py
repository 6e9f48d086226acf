"""Lists of things of one instant stand in an order that a reader understands, at every load."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from tests.offices.scorecard.plans import initiative

from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import ApiKey, Book, Initiative, Wanted, Widening
from commonweal.offices.scorecard.models import WorkList as Rows

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
NAMES = ("delta", "alpha", "echo", "bravo", "charlie")


def test_initiatives_and_their_work_lists_stand_by_name(person_of: Any, edition: Any) -> None:
    owner, record = person_of(Role.OFFICER), edition.records.first()
    for name in NAMES:
        made = initiative(owner, record, name=name)
    Initiative.objects.update(made=MOMENT)
    for measure in NAMES:
        Rows.objects.create(
            initiative=made, measure=measure, asked_by=owner, asked=MOMENT, expires=MOMENT
        )
    assert [one.name for one in Initiative.objects.all()] == sorted(NAMES)
    assert [one.measure for one in made.worklists.all()] == sorted(NAMES)


def test_keys_stand_by_name_and_wishes_from_the_widest_label(person_of: Any) -> None:
    owner = person_of(Role.ADMINISTRATOR)
    for name in NAMES:
        ApiKey.objects.create(
            name=name, digest=name, label="4-public", owner=owner, made=MOMENT,
            expires=date(2027, 1, 1),
        )  # fmt: skip
    for label in ("3-board", "4-public", "2-quality"):
        Widening.objects.create(label=label, asked=MOMENT)
    assert [one.name for one in ApiKey.objects.all()] == sorted(NAMES)
    assert [one.label for one in Widening.objects.all()] == ["4-public", "3-board", "2-quality"]


def test_books_stand_by_kind_and_number_and_their_decisions_by_words(edition: Any) -> None:
    for kind, number in (("board", 1), ("annual", 1), ("board", 2)):
        book = Book.objects.create(kind=kind, number=number, edition=edition, made=MOMENT)
    for says in NAMES:
        Wanted.objects.create(book=book, commitment="C1", says=says)
    shown = [(one.kind, one.number) for one in Book.objects.all()]
    assert shown == [("annual", 1), ("board", 2), ("board", 1)]
    assert [one.says for one in book.wanted.all()] == sorted(NAMES)
