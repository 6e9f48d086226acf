"""Every page of the desk opens for whom it is meant."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.offices.conftest import ClientOf
from tests.offices.desk.conftest import TaskOf

from commonweal.offices.house.policy import Role

PLAIN = ("my_work", "several", "search", "notices", "mail", "who_looked")


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.PRIVACY])
def test_a_page_of_ones_own_opens(client_of: ClientOf, name: str, role: Role) -> None:
    answer = client_of(role).get(reverse(f"desk:{name}"))
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("name", ["task", "done", "hand_over", "put_file"])
def test_a_page_of_a_task_opens_for_its_role_and_nobody_else(
    client_of: ClientOf, task_of: TaskOf, name: str
) -> None:
    path = reverse(f"desk:{name}", args=[task_of(Role.OFFICER).pk])
    assert "Send the letter" in client_of(Role.OFFICER).get(path).text
    assert client_of(Role.ADVISER).get(path).status_code == 404


def test_a_director_looks_over_the_office(client_of: ClientOf, task_of: TaskOf) -> None:
    task_of(Role.OFFICER, due=-3)
    said = client_of(Role.DIRECTOR).get(reverse("desk:our_office")).text
    assert "Send the letter" in said
    assert "3 days late" in said


def test_the_trail_is_for_its_keepers_with_the_right_purpose(client_of: ClientOf) -> None:
    path = reverse("desk:trail")
    assert client_of(Role.ADMINISTRATOR).get(path).status_code == 200
    assert client_of(Role.PRIVACY).get(path).status_code == 403  # P1 is its first purpose
    assert client_of(Role.ANALYST).get(path).status_code == 403
