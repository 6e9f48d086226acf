"""Whoever finds a weakness finds whom to tell, where an operator named somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from commonweal.offices.house import clock

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("security@hospital.example", "mailto:security@hospital.example"),
        ("https://hospital.example/weakness", "https://hospital.example/weakness"),
        ("mailto:security@hospital.example", "mailto:security@hospital.example"),
    ],
)
def test_it_names_the_contact_and_a_day_in_less_than_a_year(
    named: str, told: str, settings: Settings
) -> None:
    settings.SECURITY_CONTACT = named
    answer = Client().get(PATH)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    contact, expires = answer.text.splitlines()
    assert contact == f"Contact: {told}"
    day = datetime.fromisoformat(expires.removeprefix("Expires: "))
    assert timedelta(days=170) < day - clock.now() < timedelta(days=181)


def test_without_a_contact_there_is_no_such_file(settings: Settings) -> None:
    settings.SECURITY_CONTACT = ""
    assert Client().get(PATH).status_code == 404
