"""Nobody can ask for so much that the others must wait."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from tests.offices import serving

from commonweal.offices.house import clock, database, limits
from commonweal.offices.house.policy import Role

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"


@pytest.fixture(autouse=True)
def counted(db: None, settings: Settings) -> None:
    """Switch the counting on, from zero."""
    settings.LIMITS_ON = True
    cache.clear()


def test_who_writes_too_often_waits_and_is_told_how_long(
    client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.Rate("few", 2, 60, limits.RATES[0].urls, limits.WRITES)
    monkeypatch.setattr(limits, "RATES", (few,))
    now = clock.now()  # one window: else the third may come in the next minute
    monkeypatch.setattr(limits.clock, "now", lambda: now)
    client, other = client_of(Role.ANALYST), client_of(Role.BOARD)
    answers = [client.post("/people/role/", {"role": "analyst"}) for _ in range(3)]
    assert [one.status_code == 429 for one in answers] == [False, False, True]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert "asked for too often" in answers[2].content.decode()
    assert client.get("/people/role/").status_code == 200  # reading is not counted
    assert other.post("/people/role/", {"role": "board"}).status_code != 429


def test_a_new_window_begins_at_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    one = limits.Rate("one", 1, 10, limits.RATES[0].urls)
    at = clock.now().replace(second=0, microsecond=0)
    monkeypatch.setattr(limits.clock, "now", lambda: at)
    assert limits.spent(one, "me") == 0
    assert limits.spent(one, "me") == 10
    monkeypatch.setattr(limits.clock, "now", lambda: at.replace(second=11))
    assert limits.spent(one, "me") == 0


@pytest.fixture
def of_the_house(settings: Settings) -> None:
    """Count where a real house counts: the tests else have a cache of their own."""
    settings.CACHES = {"default": database.cache()}
    with serving.as_owner():
        call_command("createcachetable", verbosity=0)


@pytest.mark.usefixtures("of_the_house")
def test_several_processes_count_in_the_database() -> None:
    one = limits.Rate("one", 1, 3600, limits.RATES[0].urls)
    assert limits.spent(one, "me") == 0
    assert limits.spent(one, "me") > 0
    assert limits.spent(one, "you") == 0


@pytest.mark.usefixtures("of_the_house")
def test_what_was_counted_is_forgotten_when_its_window_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, counted = clock.now(), "SELECT count(*) FROM house_cache"
    limits.spent(limits.Rate("one", 1, 60, limits.RATES[0].urls), "me")
    kept = []
    for seconds in (0, 30, 120):
        monkeypatch.setattr(limits.clock, "now", lambda: now + timedelta(seconds=seconds))  # noqa: B023
        call_command("desk_worker", "--once")
        with connection.cursor() as cursor:
            cursor.execute(counted)
            kept.append(cursor.fetchone()[0])
    assert kept == [1, 1, 0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("desk:search", "searches"),
        ("scorecard:release_log_csv", "exports"),
        ("scorecard:measure_pdf", "exports"),
        ("desk:trail_export", "exports"),
        ("api-1:findings", "data"),
    ],
)
def test_searches_exports_and_the_api_are_counted(name: str, kind: str) -> None:
    request = RequestFactory().get("/")
    request.resolver_match = SimpleNamespace(view_name=name)
    assert [rate.name for rate in limits.RATES if rate.counts(request)] == [kind]


def test_a_body_over_the_limit_is_refused_before_it_is_read(
    client: Client, db: None, settings: Settings
) -> None:
    settings.UPLOAD_LARGEST = 5 * limits.FORM
    answer = client.post("/account/login/", {}, CONTENT_LENGTH=str(7 * limits.FORM))
    assert answer.status_code == 413
    assert "at most 5 MB" in answer.content.decode()


def test_too_many_fields_are_a_bad_request(client: Client, db: None) -> None:
    answer = client.post("/account/login/", {f"f{number}": "" for number in range(501)})
    assert answer.status_code == 400


def test_the_api_is_refused_in_its_own_words(rf: RequestFactory) -> None:
    answer = limits._refused(rf.get("/api/v1/findings"), 429, 7)
    assert answer["Content-Type"] == "application/json"
    assert answer.status_code == 429
    assert answer["Retry-After"] == "7"


def test_a_query_that_runs_too_long_is_stopped_and_said(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.QUERY_SECONDS = 0.2
    endless = ENDLESS if connection.vendor == "sqlite" else "SELECT pg_sleep(60)"

    def page(_: HttpRequest) -> HttpResponse:
        limits.bound(connection)  # as a connection that is opened in this request
        late = pytest.raises(OperationalError)
        with late as stopped, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(endless)
        answer = house.process_exception(request, stopped.value)
        assert answer is not None
        return answer

    connection.ensure_connection()
    request, house = rf.get("/slow/"), limits.Limits(page)
    answer = house(request)
    assert answer.status_code == 503
    assert b"took too long" in answer.content
    assert limits._Time.until is None  # work apart from requests has no such limit


def test_other_errors_of_the_database_stay_errors(rf: RequestFactory) -> None:
    house = limits.Limits(lambda _: HttpResponse())
    assert house.process_exception(rf.get("/"), OperationalError("disk")) is None


class _Said:
    """Take a statement down as a cursor of PostgreSQL would."""

    def __init__(self) -> None:
        self.vendor, self.said = "postgresql", list[Any]()

    def cursor(self) -> _Said:
        return self

    def __enter__(self) -> _Said:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def execute(self, statement: str, values: list[int]) -> None:
        self.said.append((statement, values))


def test_postgresql_is_told_the_limit_in_requests_and_not_in_jobs(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    away = _Said()
    limits.bound(away)  # type: ignore[arg-type]
    assert away.said == []
    with monkeypatch.context() as late:  # over before the database is put away
        late.setattr(limits._Time, "until", 1.0)
        limits.bound(away)  # type: ignore[arg-type]
    assert away.said == [("SET statement_timeout = %s", [20_000])]


@pytest.mark.parametrize(
    ("behind", "header", "address"),
    [
        (False, "198.51.100.7", "127.0.0.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (True, "", "127.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_behind_our_proxy_only(
    rf: RequestFactory, settings: Settings, behind: bool, header: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = rf.get("/", headers={"X-Forwarded-For": header})
    assert limits.address_of(request) == address


def test_the_server_believes_a_proxy_only_where_there_is_one(settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    assert "trusted_proxy" not in limits.of_the_server()
    settings.BEHIND_PROXY = True
    assert limits.of_the_server()["trusted_proxy"] == "*"
