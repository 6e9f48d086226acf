"""The accounts of the demonstration, which a real house can not have."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from commonweal.offices.house.policy import Role
from commonweal.offices.people import jobs
from commonweal.offices.people.middleware import roles_of
from commonweal.offices.people.models import Affiliation, Grant, Person

pytestmark = pytest.mark.django_db


def test_there_is_one_account_for_each_role_and_it_opens(
    settings: Settings, tmp_path: Path
) -> None:
    settings.STORE = tmp_path
    made = jobs.demo_accounts()
    assert jobs.demo_accounts() == made  # a second time changes nothing
    assert Person.objects.count() == len(made) == len(Role) - 1
    for role in set(Role) - {Role.PUBLIC}:
        person = Person.objects.get(email=f"{role.value}@demo.example")
        assert roles_of(person) == {role, Role.MEMBER}
    client = Client()
    given = {"login": made[0][1], "password": jobs.PASSWORD}
    assert client.post("/account/login/", given).status_code == 302
    assert client.get("/people/me/answers/").status_code == 200


def test_a_real_house_has_none_of_them(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        jobs.demo_accounts()
    assert not Person.objects.exists()


def test_what_logs_and_errors_print_of_a_person_is_never_their_name() -> None:
    person = Person.objects.create_user("marked-address@test.example", name="Marked Name")
    place = Affiliation.objects.create(person=person, unit="Marked unit", since="2020-01-01")
    grant = Grant.objects.create(person=person, role="board")
    for thing in (person, place, grant):
        assert "arked" not in f"{thing} {thing!r}"
