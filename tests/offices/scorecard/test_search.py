"""Initiatives and tools are found by those who may open them, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.offices.scorecard.plans import initiative

from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Tool


@pytest.mark.parametrize(("role", "found"), [(Role.BOARD, True), (Role.MEMBER, False)])
def test_a_search_finds_what_the_searcher_may_open(
    person_of: Callable[[Role], Person],
    client_of: Callable[[Role], Client],
    role: Role,
    found: bool,
) -> None:
    owner = person_of(Role.OFFICER)
    thing = initiative(owner, name="Zebra crossing")
    tool = Tool.objects.create(name="Score", vendor="Zebra Labs", purpose="x", owner=owner,
                               review="2099-01-01", made=clock.now())  # fmt: skip
    page = client_of(role).get("/desk/search/?q=zebra").content.decode()
    assert (thing.path() in page) is found
    assert (tool.path() in page) is found
