"""Every state, role and step of initiatives and of books: what may be is done, the rest refused."""

from __future__ import annotations

from collections.abc import Callable

from tests.offices.desk.walk import walk
from tests.offices.scorecard.plans import initiative

from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import books
from commonweal.offices.scorecard.flow.initiatives import FLOW
from commonweal.offices.scorecard.models import Book, Edition, Initiative


def test_every_step_of_an_initiative(
    person_of: Callable[[Role], Person], actor_of: Callable[[Role], Actor]
) -> None:
    owner = person_of(Role.OFFICER)
    taken = walk(
        FLOW, Initiative.State.values, lambda state: initiative(owner, state=state), actor_of
    )
    assert taken == sum(len(step.by) * len(step.start) for step in FLOW)


def test_every_step_of_a_book(edition: Edition, actor_of: Callable[[Role], Actor]) -> None:
    def made(state: str) -> Book:
        book = books.begun("board", edition)
        Book.objects.filter(pk=book.pk).update(state=state)
        book.refresh_from_db()
        return book

    assert walk(books.FLOW, Book.State.values, made, actor_of) == 6
