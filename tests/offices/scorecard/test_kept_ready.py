"""What is kept ready of a page reads, for everybody, as if it had been made for them alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard.made import graded, kept_back, labeled, loaded, words_of
from tests.offices.scorecard.plans import initiative

from commonweal.kinds import message
from commonweal.offices.house.catalogues import longer
from commonweal.offices.house.languages import LONGER
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.scorecard.models import Edition, Label
from commonweal.offices.scorecard.models.findings import CLEARED, labels_for
from commonweal.offices.scorecard.models.promised import rows_of, sight_of
from commonweal.offices.scorecard.views import measure, vision
from commonweal.offices.scorecard.views.lines import Line, table

pytestmark = pytest.mark.django_db
KEPT = (rows_of, vision._kept, measure._parts)
VIEWS = {"shut": Label.COUNSEL, "wards": Label.QUALITY, "boards": Label.BOARD, "open": Label.PUBLIC}


@pytest.fixture
def edition(tmp_path: Path, person_of: PersonOf) -> Edition:
    """Give an edition with a finding of each label, one that reads otherwise in public, a plan."""
    made = loaded(tmp_path, *(graded("A", view) for view in VIEWS), kept_back("few"))
    labeled(made, **VIEWS, few=Label.PUBLIC)
    initiative(person_of(Role.OFFICER))
    return made


def paths(edition: Edition) -> list[str]:
    """Give the pages of which something is kept ready."""
    return ["/vision/", "/vision/C1/", *(one.path() for one in edition.records.all())]


def read(client: Client, path: str) -> str:
    """Give the words of a page, or nothing where it is not there for this reader."""
    return words_of(client, path) if client.get(path).status_code == 200 else ""


def forget() -> None:
    """Throw away whatever is kept ready."""
    for one in KEPT:
        one.cache_clear()


@pytest.mark.parametrize("order", [list, reversed], ids=["from the public", "to the public"])
def test_no_reader_gets_what_was_made_for_another(
    edition: Edition, client_of: ClientOf, order: Callable[[Iterable[Role]], Iterable[Role]]
) -> None:
    alone: dict[tuple[Role, str], str] = {}
    for role in Role:
        for path in paths(edition):
            forget()
            alone[role, path] = read(client_of(role), path)
    forget()
    for role in order(list(Role)):
        for path in paths(edition):
            assert read(client_of(role), path) == alone[role, path], (role, path)
    assert rows_of.cache_info().hits > 0
    assert vision._kept.cache_info().hits > 0
    assert measure._parts.cache_info().hits > 0


@pytest.mark.parametrize("role", list(Role))
def test_a_finding_is_in_no_page_of_those_who_are_not_cleared(
    edition: Edition, client_of: ClientOf, role: Role
) -> None:
    for path in paths(edition):
        client_of(Role.ANALYST).get(path)
    told = " ".join(read(client_of(role), path) for path in paths(edition))
    for view, label in VIEWS.items():
        assert (f"by {view}" in told) == (role in CLEARED[label]), view


def test_readers_share_what_is_kept_only_where_they_see_the_same(edition: Edition) -> None:
    for one, other in combinations(Role, 2):
        sights = [sight_of(edition, actor(role)) for role in (one, other)]
        assert (sights[0] == sights[1]) == (labels_for(one) == labels_for(other))


def actor(role: Role) -> Actor:
    """Give somebody who acts in a role."""
    return Actor("", role, PURPOSES[role][0], frozenset({role}))


def test_each_language_is_kept_apart(edition: Edition, client_of: ClientOf) -> None:
    english = words_of(client_of(Role.BOARD), "/vision/")
    other = client_of(Role.BOARD)
    other.cookies[settings.LANGUAGE_COOKIE_NAME] = LONGER
    longer = words_of(other, "/vision/")
    assert "Who answers" in english
    assert "Who answers" not in longer
    assert words_of(client_of(Role.BOARD), "/vision/") == english


def test_a_page_that_is_kept_costs_few_queries(edition: Edition, client_of: ClientOf) -> None:
    client, record = client_of(Role.ANALYST), edition.records.get(view_key="shut")
    for path, most in (("/vision/", 7), ("/vision/C1/", 8), (record.path(), 13)):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= most, path


def test_a_line_says_how_far_it_came_for_whom_and_what_is_new() -> None:
    line = Line(uuid4(), "k", "A name", "", "A verdict", "found", "new", "3-board")
    told = " ".join(re.sub("<[^>]+>", " ", table([line])).split())
    assert told.endswith("A name A verdict not yet signed; new in this edition board")
    assert line._replace(news="").changed == ""
    assert table([]) == ""


def test_a_verdict_is_said_in_the_language_of_the_reader(tmp_path: Path) -> None:
    found = graded("A", "shut", verdict=message("A gap is likely, and it repeats"))
    edition = loaded(tmp_path, found)
    labeled(edition, shut=Label.PUBLIC)
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = LONGER
    for path in ("/vision/", "/vision/C1/", "/published/", f"/published/{found_key(edition)}/"):
        told = words_of(reader, path)
        assert longer("A gap is likely, and it repeats") in told, path


def found_key(edition: Edition) -> str:
    return str(edition.records.get().pk)
