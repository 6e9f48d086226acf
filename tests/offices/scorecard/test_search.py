"""Findings, initiatives and tools are found by those who may open them, in their own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from tests.offices.scorecard.made import graded, labeled, loaded
from tests.offices.scorecard.plans import initiative

from commonweal.kinds import message
from commonweal.kinds.period import Period
from commonweal.offices.house import clock
from commonweal.offices.house.catalogues import longer
from commonweal.offices.house.languages import LONGER
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Label, Tool


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


TITLE, VERDICT = "Blood pressure controlled", "A gap is likely"


@pytest.fixture
def reader(tmp_path: Path, client_of: Callable[[Role], Client]) -> Client:
    """Make a finding that has a name in every language, and a reader of another than English."""
    found = graded("B", "shut", title=message(TITLE), verdict=message(VERDICT))
    labeled(loaded(tmp_path, found, period=Period.parse("2025-07/2026-06").label),
            shut=Label.BOARD)  # fmt: skip
    client = client_of(Role.BOARD)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LONGER
    return client


@pytest.mark.parametrize("place", ["/desk/search/?q=", "/measures/?words="])
@pytest.mark.parametrize("asked", [longer(TITLE)[1:9], longer(TITLE)[1:9].upper(), TITLE[:20]])
def test_a_finding_is_found_by_the_name_that_its_reader_sees_and_by_the_english_one(
    reader: Client, place: str, asked: str
) -> None:
    said = reader.get(f"{place}{quote(asked)}").content.decode()
    assert longer(TITLE) in said
    assert longer(VERDICT) in said


@pytest.mark.parametrize("place", ["/desk/search/?q=", "/measures/?words="])
def test_a_finding_is_not_found_by_words_that_its_name_lacks(reader: Client, place: str) -> None:
    assert longer(TITLE) not in reader.get(f"{place}nowhere").content.decode()


def test_the_period_of_an_edition_is_said_in_the_language_of_the_reader(reader: Client) -> None:
    said = " ".join(reader.get("/vision/").content.decode().split())
    assert longer("{first} to {last}").split("{")[0] in said
    assert "July 2025 to June 2026" not in said
