"""The interface under odd requests: no answer of 5xx, none that breaks its own description.

COMMONWEAL_FUZZ is how many requests are tried at each address; by hand, a hundred thousand in all.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from schemathesis import GenerationMode
from tests.offices.scorecard.test_api import key_for

from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Grant, Person
from commonweal.offices.scorecard.models import Edition, Label, Record, Release

TRIED = int(os.environ.get("COMMONWEAL_FUZZ", "25"))

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("COMMONWEAL_DATABASE")),
    reason="each call closes its connection, and the test's own transaction with it",
)


@pytest.fixture
def described(edition: Edition, settings: Settings) -> Any:
    """Read the description from the application itself, with findings to be found."""
    from commonweal.offices.house.wsgi import application

    settings.LIMITS_ON = False
    edition.records.update(label=Label.PUBLIC, state=Record.State.SIGNED)
    Release.objects.create(
        number=1, record=edition.records.get(place=0), act="published", role="counsel",
        at=clock.now(),
    )  # fmt: skip
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def secret(db: None) -> str:
    """Make a key that sees everything."""
    owner = Person.objects.create_user("machine@test.example", name="machine")
    Grant.objects.create(person=owner, role=Role.COUNSEL.value)
    return key_for(owner, Label.COUNSEL)


def tried(schema: Any, **headers: str) -> int:
    """Send odd requests to every address, hold each answer against the description, count them."""
    sent = 0
    for operation in schema.get_all_operations():
        positive = operation.ok().as_strategy(generation_mode=GenerationMode.POSITIVE)
        negative = operation.ok().as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @hypothesis_settings(
            max_examples=TRIED, deadline=None, derandomize=TRIED <= 100, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=positive | negative)
        def one(case: Any) -> None:
            nonlocal sent
            sent += 1
            case.call_and_validate(headers={"Accept-Encoding": "identity"} | headers)

        one()
    return sent


def test_without_a_key_every_answer_is_as_described(described: Any) -> None:
    assert tried(described) >= 5


def test_with_a_key_every_answer_is_as_described(described: Any, secret: str) -> None:
    assert tried(described, Authorization=f"Bearer {secret}") >= 5
