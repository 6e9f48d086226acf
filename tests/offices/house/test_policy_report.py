"""Browsers tell what the content policy stopped: shortly, counted, and in words of ours."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from tests.offices.conftest import ClientOf

from commonweal.offices.house import monitor
from commonweal.offices.house.logs import NoNames
from commonweal.offices.house.policy import Role

pytestmark = pytest.mark.django_db
PATH = "/policy-report/"
KIND = "application/csp-report"
PAGE = "https://equity.hospital.example/people/?words=marigold"


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    cache.clear()
    said, ours = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(said)
    handler.setFormatter(NoNames())
    ours.addHandler(handler)
    yield said
    ours.removeHandler(handler)
    cache.clear()


def report(client: Client | None = None, **told: object) -> int:
    sent = {"document-uri": PAGE, "blocked-uri": "https://marigold.example/x.js", **told}
    body = json.dumps({"csp-report": sent})
    return (client or Client()).post(PATH, body, content_type=KIND).status_code


def test_every_page_names_the_place_for_reports() -> None:
    policy = Client().get("/about/")["Content-Security-Policy"]
    assert f"report-uri {PATH}" in policy.split("; ")


def test_a_report_is_written_down_without_what_somebody_typed(heard: io.StringIO) -> None:
    assert report(**{"effective-directive": "script-src-elem"}) == 204
    assert report(**{"violated-directive": "img-src 'self' data:"}) == 204
    said = heard.getvalue()
    assert "A browser stopped what script-src-elem does not allow." in said
    assert "A browser stopped what img-src does not allow." in said
    assert "marigold" not in said and "hospital" not in said


def test_it_is_taken_of_everybody_also_of_browsers_that_prove_nothing(
    client_of: ClientOf, heard: io.StringIO
) -> None:
    told = {"effective-directive": "style-src"}
    assert report(Client(enforce_csrf_checks=True), **told) == 204
    assert report(client_of(Role.PRIVACY), **told) == 204
    assert Client().get(PATH).status_code in (403, 405)


@pytest.mark.parametrize(
    "body",
    ["", "no json", "[]", "{}", '{"csp-report": 7}', '{"csp-report": {}}', "\xff",
     '{"csp-report": {"effective-directive": " "}}', "[" * 7_000],
)  # fmt: skip
def test_what_is_no_report_is_refused_and_breaks_nothing(body: str, heard: io.StringIO) -> None:
    sent = Client().post(PATH, body.encode("latin-1"), content_type=KIND)
    assert sent.status_code in (204, 400)
    assert "stopped" not in heard.getvalue()


def test_a_part_that_the_policy_does_not_have_is_not_repeated(heard: io.StringIO) -> None:
    assert report(**{"effective-directive": "marigold\nCRITICAL all is lost"}) == 204
    assert "marigold" not in heard.getvalue() and "stopped" not in heard.getvalue()


def test_a_long_report_is_not_read(heard: io.StringIO) -> None:
    long = "x" * monitor.LONGEST_REPORT
    assert report(**{"effective-directive": "img-src", "sample": long}) == 413
    assert "stopped" not in heard.getvalue()


def test_a_flood_of_reports_fills_no_log(heard: io.StringIO) -> None:
    for _ in range(monitor.REPORTS.most + 20):
        assert report(**{"effective-directive": "img-src"}) == 204
    assert heard.getvalue().count("stopped") == monitor.REPORTS.most
