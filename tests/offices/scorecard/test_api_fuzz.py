"""The interface under odd requests: no answer of 5xx, none that breaks its own description.

COMMONWEAL_FUZZ is how many requests are tried at each address; by hand, a hundred thousand in all.
What was sent where is printed, and shown by `pytest -rP`.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, strategies
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
def described(edition: Edition, settings: Settings, caplog: pytest.LogCaptureFixture) -> Any:
    """Read the description from the application itself, with findings to be found."""
    from commonweal.offices.house.wsgi import application

    settings.LIMITS_ON = False
    caplog.set_level(logging.CRITICAL, "django")  # a line for each refusal is slow to keep
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


def true_to_life(case: Any, key: str, odd: dict[str, str]) -> Any:
    """Ask for a finding that stands in the house, and put odd words behind an address with none."""
    if key and case.operation.path_parameters.items:
        case.path_parameters["key"] = key
    if not asks(case.operation):
        case.query = odd
    return case


def asks(operation: Any) -> bool:
    """Say whether an address takes anything at all: only then can it be given what is wrong."""
    return bool(operation.path_parameters.items or operation.query.items)


def tried(schema: Any, **headers: str) -> Counter[str]:
    """Send odd requests to every address, hold each answer against the description, count them."""
    sent: Counter[str] = Counter()
    keys = strategies.sampled_from(["", *(str(one.pk) for one in Record.objects.all())])
    words = strategies.text(strategies.characters(codec="utf-8", exclude_characters="\0"))
    odd = strategies.dictionaries(words, words)
    for found in schema.get_all_operations():
        operation = found.ok()
        positive = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        negative = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        real = strategies.builds(true_to_life, positive, keys, odd)

        @hypothesis_settings(
            max_examples=TRIED, deadline=None, derandomize=TRIED <= 100, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=real | negative if asks(operation) else real)
        def one(case: Any) -> None:
            answer = case.call_and_validate(headers={"Accept-Encoding": "identity"} | headers)
            sent[f"{case.operation.path} {answer.status_code}"] += 1

        one()
        print(*(f"{where}: {times}" for where, times in sorted(sent.items())), sent.total())
    return sent


def answered(sent: Counter[str]) -> set[int]:
    """Give the kinds of answers, so that a fuzz of nothing but refusals is seen."""
    return {int(where.split()[-1]) for where in sent}


def test_without_a_key_every_answer_is_as_described(described: Any) -> None:
    assert answered(tried(described)) >= {200, 404, 422}


def test_with_a_key_every_answer_is_as_described(described: Any, secret: str) -> None:
    assert answered(tried(described, Authorization=f"Bearer {secret}")) >= {200, 404, 422}
