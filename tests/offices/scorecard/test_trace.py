"""Where a number came from: by its id, to those who may see its finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.offices.conftest import ClientOf
from tests.offices.scorecard.made import graded, labeled, loaded, trace_of, words_of

from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import Edition, Label, Origin

pytestmark = pytest.mark.django_db
ID = trace_of(graded("A", "one")).id


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return loaded(tmp_path, graded("A", "one"), graded("B", "two"), traced=True)


def test_a_number_tells_what_it_depends_on(edition: Edition, client_of: ClientOf) -> None:
    page = words_of(client_of(Role.ANALYST), f"/trace/{ID}/")
    for told in ("Headline of one.", "Version of the data d1", "care.bp_control 1.2",
                 "Value sets none", "t=11", f"commonweal trace {ID}",
                 "Read the worked example"):  # fmt: skip
        assert told in page


def test_the_number_of_a_group_is_told_in_its_sentence(
    edition: Edition, client_of: ClientOf
) -> None:
    record = edition.records.get(view_key="one")
    row = record.brief.rows[0]
    origin = Origin.objects.get()
    Origin.objects.create(record=record, trace=row.trace, content=origin.content)
    assert row.sentence in words_of(client_of(Role.ANALYST), f"/trace/{row.trace}/")


def test_the_page_of_a_finding_leads_to_each_number(edition: Edition, client_of: ClientOf) -> None:
    record = edition.records.get(view_key="one")
    page = client_of(Role.ANALYST).get(record.path()).content.decode()
    assert f'href="/trace/{record.brief.rows[0].trace}/"' in page


def test_a_number_is_not_there_for_those_who_may_not_see_its_finding(edition: Edition) -> None:
    said = words_of(Client(), f"/trace/{ID}/", 404)
    assert "No number that you may see has the id" in said
    assert "Headline" not in said
    labeled(edition, one=Label.PUBLIC)
    page = words_of(Client(), f"/trace/{ID}/")
    assert "Headline of one." in page
    assert "commonweal trace" not in page


def test_asking_for_an_id_leads_to_it_or_says_that_it_is_not_there(
    edition: Edition, client_of: ClientOf
) -> None:
    client = client_of(Role.ANALYST)
    assert "Id of the number" in words_of(client, "/trace/")
    found = client.get(f"/trace/?id= {ID} ")
    assert found.headers["Location"] == f"/trace/{ID}/"
    assert "No number that you may see" in words_of(client, "/trace/?id=cw-nothing", 404)
