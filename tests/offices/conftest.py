"""What the tests of the offices share: a person for each role, and an edition of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_django
from django.test import Client
from django.utils import translation
from django_tasks_db.management.commands import db_worker
from tests.offices import flushing, serving
from tests.unit.report.example import audit

from commonweal.findings.audit import Answer
from commonweal.findings.kept import keep
from commonweal.offices.desk.management.commands import desk_worker
from commonweal.offices.house import clock, wall
from commonweal.offices.house.policy import PURPOSES, SYSTEM, Actor, Role
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.scorecard import jobs
from commonweal.offices.scorecard.models import Edition

flushing.allow()
PersonOf = Callable[[Role], Person]
ClientOf = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connection of a test open: its transaction would end with it on PostgreSQL."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(desk_worker, "close_old_connections", lambda: None)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Have the tests connect as the role that serves, not as the owner of the tables."""
    with django_db_blocker.unblock(), serving.served(), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def asked_by_the_house() -> Iterator[None]:
    """Set up and look in the name of the house, as commands do; each request asks for itself."""
    with wall.house():
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Leave no language behind for the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let time pass: the seconds by which the clock is ahead."""
    ahead, true = [0.0], clock.now
    monkeypatch.setattr(clock, "now", lambda: true() + timedelta(seconds=ahead[0]))
    return ahead


@pytest.fixture
def person_of(db: None) -> PersonOf:
    """Make, once each, a person who holds a role."""
    made: dict[Role, Person] = {}

    def of(role: Role) -> Person:
        if role not in made:
            made[role] = Person.objects.create_user(f"{role.value}@test.example", name=role.value)
            Grant.objects.create(person=made[role], role=role.value)
        return made[role]

    return of


@pytest.fixture
def actor_of(person_of: PersonOf) -> Callable[[Role], Actor]:
    """Make the actor who holds a role, for its first purpose."""

    def of(role: Role) -> Actor:
        person = person_of(role)
        return Actor(str(person.pk), role, PURPOSES[role][0], frozenset({role, Role.MEMBER}))

    return of


@pytest.fixture
def client_of(person_of: PersonOf) -> ClientOf:
    """Make a browser in which somebody of a role is signed in; the public is signed in nowhere."""

    def of(role: Role) -> Client:
        client = Client()
        if role is not Role.PUBLIC:
            client.force_login(person_of(role))
        return client

    return of


@pytest.fixture
def edition(db: None, tmp_path: Path) -> Edition:
    """Read in the example audit; every finding has the strictest label."""
    keep(tmp_path, Answer(audit(), ()))
    return jobs.load(tmp_path, SYSTEM)
