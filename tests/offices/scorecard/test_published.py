"""What is published: the list, the page of each finding, and the log of what came and went."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from tests.offices.conftest import ClientOf
from tests.offices.scorecard.made import (
    REASON,
    graded,
    kept_back,
    labeled,
    loaded,
    record_of,
    words_of,
)
from tests.offices.scorecard.test_initiatives import ActorOf
from tests.offices.scorecard.test_vision import hold

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import limits
from commonweal.offices.house.policy import Role
from commonweal.offices.scorecard.flow import widening
from commonweal.offices.scorecard.flow.signing import SIGN, decide
from commonweal.offices.scorecard.models import Edition, Label, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(tmp_path: Path, actor_of: ActorOf) -> Record:
    """Publish one finding of two in real steps."""
    edition = loaded(tmp_path, kept_back(), graded("A", "shut"))
    analyst = actor_of(Role.ANALYST)
    record = decide(SIGN, record_of(edition, "a small view"), analyst, REASON)
    wish = widening.ask([record], Label.PUBLIC, analyst, REASON)
    widening.agree(wish, actor_of(Role.COUNSEL), REASON)
    return Record.objects.get(pk=record.pk)


def test_nothing_published_is_said() -> None:
    assert "Nothing is published yet." in words_of(Client(), "/published/")
    assert "Nothing was published yet." in words_of(Client(), "/published/log/")


def test_the_list_and_the_page_bear_the_release_number(published: Record) -> None:
    page = words_of(Client(), "/published/")
    assert published.name in page
    assert "by shut" not in page
    own = words_of(Client(), f"/published/{published.pk}/")
    assert "Release 1, published on" in own
    shut = published.edition.records.get(view_key="shut")
    assert Client().get(f"/published/{shut.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ANALYST, Role.BOARD])
def test_the_public_page_is_the_same_for_whoever_looks(
    published: Record, client_of: ClientOf, role: Role
) -> None:
    page = words_of(client_of(role), f"/published/{published.pk}/")
    assert "not shown (small, or protects a small number)" in page
    assert "1 to 10)" not in page
    assert REASON not in page
    assert "Decisions" not in page


def test_the_log_tells_what_was_published_when_by_whom_and_its_trace(published: Record) -> None:
    page = words_of(Client(), "/published/log/")
    for told in ("published, Counsel", published.name, published.trace, "2025"):
        assert told in page
    assert "counsel@" not in page


def test_the_log_keeps_what_was_taken_back_without_leading_to_it(
    published: Record, actor_of: ActorOf
) -> None:
    widening.narrow(published, Label.BOARD, actor_of(Role.PRIVACY), REASON)
    log = Client().get("/published/log/").content.decode()
    assert "taken back, Privacy officer" in " ".join(log.split())
    assert f"/published/{published.pk}/" not in log
    assert "Nothing is published yet." in words_of(Client(), "/published/")


def test_the_log_is_a_file_that_no_spreadsheet_obeys(published: Record) -> None:
    Record.objects.filter(pk=published.pk).update(name="=1+1")
    answer = Client().get("/published/log.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [rows[0][key] for key in ("release", "act", "by", "finding", "trace")] == [
        "1", "published", "Counsel", "'=1+1", published.trace,
    ]  # fmt: skip


def test_a_log_that_is_too_long_says_where_it_ends(
    published: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROWS", 0)
    _head, ends = Client().get("/published/log.csv").text.splitlines()
    assert ends == "There are more rows. One table holds 0."


def test_what_counsel_holds_leaves_list_and_log(
    published: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, "C1")
    assert published.name not in words_of(Client(), "/published/")
    assert published.name not in words_of(Client(), "/published/log/")
    assert published.trace not in Client().get("/published/log.csv").content.decode()


def test_a_newer_published_edition_is_led_to(published: Record, tmp_path: Path) -> None:
    newer = loaded(tmp_path / "next", kept_back(), period="2026")
    labeled(newer, a_small_view=Label.PUBLIC)
    page = Client().get(f"/published/{published.pk}/").content.decode()
    assert f"/published/{newer.records.get().pk}/" in page
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("form", ["csv", "json", "pdf"])
def test_files_of_the_public_page_are_as_the_public_reads_them(
    published: Record, client_of: ClientOf, form: str
) -> None:
    analyst = client_of(Role.ANALYST)
    path = f"/published/{published.pk}/finding.{form}"
    assert f'href="{path}"' in analyst.get(f"/published/{published.pk}/").content.decode()
    assert analyst.get(path).content == Client().get(path).content
    assert b"not shown (1 to 10)" not in analyst.get(path).content
    assert Entry.objects.filter(action=f"export {form}").count() == 2
    shut = published.edition.records.get(view_key="shut")
    assert analyst.get(f"/published/{shut.pk}/finding.{form}").status_code == 404


@pytest.mark.parametrize("where", ["published", "measures"])
def test_a_file_of_no_known_form_is_not_there(
    published: Record, client_of: ClientOf, where: str
) -> None:
    path = f"/{where}/{published.pk}/finding.{'a' * 300}"
    assert client_of(Role.ANALYST).get(path).status_code == 404
