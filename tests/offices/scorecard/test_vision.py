"""The vision page: five domains, fifteen promises, and no row better than the whole."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.scorecard.made import graded, kept_back, labeled, lacking, loaded, words_of
from tests.offices.scorecard.plans import initiative

from commonweal.offices.house import promises
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.models import Label
from commonweal.offices.scorecard.models.visions import the_vision

NOT_RELEASED = "Not released yet."


def card(page: str, title: str) -> str:
    """Give what stands in the card of one promise."""
    titles = [f"{one.key} {one.title}" for one in the_vision().commitments]
    start = page.index(title)
    ends = [page.find(one, start + 1) for one in titles]
    return page[start : min((end for end in ends if end > 0), default=len(page))]


@pytest.mark.django_db
def test_a_house_without_findings_shows_the_promises_and_says_so() -> None:
    page = words_of(Client(), "/vision/")
    assert "Nothing has been measured yet." in page
    assert page.count("Not measured.") == len(the_vision().commitments) == 15
    assert all(one.title in page for one in the_vision().domains)


@pytest.mark.django_db
def test_a_row_says_verdict_size_direction_certainty_owner_and_next_step(
    tmp_path: Path, client_of: ClientOf
) -> None:
    loaded(tmp_path, graded("A", "a view"), graded("N", "another view"))
    row = card(words_of(client_of(Role.ANALYST), "/vision/"), "C1 ")
    for told in (
        "A gap is likely, and it repeats. Headline of a view.",
        "How large −8.9 in 100 (−11.8 to −6.0)",
        "Which way Worse.",
        "How sure seen beyond chance, and in an earlier period too",
        "Who answers nobody named yet",
        "Offices Council ; Center for mentoring and career development",
        "Next step Ask the clinics",
        "2 findings are open to you.",
    ):
        assert told in row
    assert "not." not in row.rpartition("Findings")[2]


@pytest.mark.django_db
def test_no_gap_is_said_only_to_those_who_see_every_finding(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(tmp_path, graded("N", "open"), graded("N", "shut"))
    labeled(edition, open=Label.BOARD)
    board = card(words_of(client_of(Role.BOARD), "/vision/"), "C1 ")
    assert NOT_RELEASED in board
    assert "1 finding is open to you. 1 finding is not." in board
    analyst = card(words_of(client_of(Role.ANALYST), "/vision/"), "C1 ")
    assert "No gap that matters." in analyst


@pytest.mark.django_db
def test_a_graver_finding_that_is_shut_keeps_the_milder_verdict_from_being_shown(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(tmp_path, graded("C", "open"), graded("A", "shut"))
    labeled(edition, open=Label.BOARD)
    client = client_of(Role.BOARD)
    board = card(words_of(client, "/vision/"), "C1 ")
    assert NOT_RELEASED in board
    assert "Headline" not in board
    labeled(edition, shut=Label.BOARD)
    board = card(words_of(client, "/vision/"), "C1 ")
    assert "A gap is likely, and it repeats. Headline of shut." in board


@pytest.mark.django_db
def test_four_kinds_of_no_verdict_are_told_apart(
    tmp_path: Path, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    price = "About 300 more patients are needed."
    loaded(
        tmp_path, graded("I", "unsure", "C2", price=price), lacking("no data", "C3"),
        graded("A", "held", "R1"), graded("N", "shut", "W1"),
    )  # fmt: skip
    hold(monkeypatch, "R1")
    page = words_of(client_of(Role.ANALYST), "/vision/")
    assert f"Cannot say. {price}" in card(page, "C2 ")
    assert "Not measured. 1 measure bears on it, and it could not be computed." in card(page, "C3 ")
    assert "Held by counsel. It is measured." in card(page, "R1 ")
    assert "Headline" not in card(page, "R1 ")
    assert NOT_RELEASED in card(words_of(Client(), "/vision/"), "W1 ")


def hold(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Have counsel hold a promise back."""
    vision = the_vision()
    domains = tuple(
        dataclasses.replace(
            domain,
            commitments=tuple(
                dataclasses.replace(one, held_by_counsel=one.key == key)
                for one in domain.commitments
            ),
        )
        for domain in vision.domains
    )
    held = dataclasses.replace(vision, domains=domains)
    monkeypatch.setattr(promises, "vision_named", lambda _name: held)
    monkeypatch.setattr(
        "commonweal.offices.scorecard.models.promised.vision_named", lambda _name: held
    )


@pytest.mark.django_db
def test_what_counsel_holds_is_not_published_whatever_its_label(
    tmp_path: Path, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = loaded(tmp_path, graded("A", "held", "R1"))
    labeled(edition, held=Label.PUBLIC)
    record = edition.records.get()
    assert Client().get(record.path()).status_code == 200
    hold(monkeypatch, "R1")
    assert Client().get(record.path()).status_code == 404
    assert client_of(Role.MEMBER).get(record.path()).status_code == 404
    assert client_of(Role.BOARD).get(record.path()).status_code == 200


@pytest.mark.django_db
def test_the_public_row_bears_the_public_mark(tmp_path: Path) -> None:
    told = dataclasses.replace(kept_back(), headline="Few people: not shown (1 to 10).")
    labeled(loaded(tmp_path, told), a_small_view=Label.PUBLIC)
    page = words_of(Client(), "/vision/")
    assert "not shown (small, or protects a small number)" in page
    assert "1 to 10)" not in page


@pytest.mark.django_db
def test_the_page_is_kept_ready_until_a_label_changes(tmp_path: Path, client_of: ClientOf) -> None:
    edition = loaded(tmp_path, *(graded("B", f"view{at}") for at in range(30)))
    client = client_of(Role.ANALYST)
    client.get("/vision/")
    with CaptureQueriesContext(
        connection,
    ) as warm:
        client.get("/vision/")
    assert not [one for one in warm.captured_queries if "scorecard_record" in one["sql"]]
    labeled(edition, view3=Label.BOARD)
    with CaptureQueriesContext(connection) as fresh:
        client.get("/vision/")
    assert [one for one in fresh.captured_queries if "scorecard_record" in one["sql"]]


@pytest.mark.django_db
def test_initiatives_are_counted_for_those_who_may_open_them(
    tmp_path: Path, client_of: ClientOf, person_of: PersonOf
) -> None:
    loaded(tmp_path, graded("B", "a view"))
    plan = initiative(person_of(Role.OFFICER))
    key = plan.commitment
    assert "1 initiative serves it." in card(words_of(client_of(Role.BOARD), "/vision/"), f"{key} ")
    assert "initiative serves" not in words_of(Client(), "/vision/")
    assert plan.name in words_of(client_of(Role.BOARD), f"/vision/{key}/")
    assert plan.name not in words_of(Client(), f"/vision/{key}/")


@pytest.mark.django_db
def test_the_page_of_a_promise_lists_its_findings_gravest_first(
    tmp_path: Path, client_of: ClientOf
) -> None:
    edition = loaded(
        tmp_path, graded("N", "equal"), lacking(), graded("A", "grave"), graded("B", "other", "C2")
    )
    page = words_of(client_of(Role.ANALYST), "/vision/C1/")
    promise = the_vision().commitment("C1")
    assert promise.promise in page
    at = [page.index(f"by {view}") for view in ("grave", "equal", "a view without data")]
    assert at == sorted(at)
    assert "by other" not in page
    assert "Leads initiatives" in page
    assert "Ask to open the signed findings" in page
    labeled(edition, equal=Label.PUBLIC)
    public = words_of(Client(), "/vision/C1/")
    assert "by equal" in public
    assert "by grave" not in public
    assert NOT_RELEASED in public
    assert "Ask to open" not in public


@pytest.mark.django_db
def test_a_promise_says_which_kind_of_empty_it_is(tmp_path: Path) -> None:
    assert "No finding bears on this promise yet." in words_of(Client(), "/vision/C1/")
    loaded(tmp_path, graded("N", "shut"))
    assert "none of them is open to your role" in words_of(Client(), "/vision/C1/")
    assert Client().get("/vision/X9/").status_code == 404
