"""A finding that a role may not see leaves no trace anywhere: every address is opened and read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.offices.conftest import ClientOf
from tests.offices.scorecard.made import REASON, graded, loaded
from tests.offices.scorecard.test_initiatives import ActorOf

from commonweal.offices.house.policy import Role
from commonweal.offices.people.access import rules
from commonweal.offices.scorecard.flow import widening
from commonweal.offices.scorecard.flow.signing import SEND_BACK, SIGN, decide
from commonweal.offices.scorecard.models import Label, Record
from commonweal.offices.scorecard.models.findings import CLEARED

pytestmark = pytest.mark.django_db
CANARY = "Zwartkoppie"


@pytest.fixture
def canary(tmp_path: Path, actor_of: ActorOf) -> Record:
    """Give a finding with a word that stands nowhere else, signed, asked for, and still shut."""
    marked = graded("A", CANARY, title=f"{CANARY} measured", over_time=f"{CANARY} goes on.")
    row = replace(marked.rows[0], trace="cw-canary")
    edition = loaded(tmp_path, replace(marked, rows=(row,)), graded("N", "plain"), traced=True)
    record = edition.records.get(view_key=CANARY)
    analyst = actor_of(Role.ANALYST)
    decide(SEND_BACK, edition.records.get(view_key="plain"), analyst, REASON)
    decide(SIGN, record, analyst, f"{REASON} {CANARY}")
    widening.ask([record], Label.BOARD, actor_of(Role.PRIVACY), f"{REASON} {CANARY}")
    return record


def addresses(record: Record) -> Iterator[str]:
    """Give every address of the site that can be made, with the finding behind it where it may."""
    wish = record.wishes.get().widening
    trace = record.origins.values_list("trace", flat=True)[0]
    given: tuple[dict[str, object], ...] = (
        {}, {"key": record.pk}, {"key": wish.pk}, {"key": "C1"}, {"trace": trace},
        *({"key": record.pk, "form": form} for form in ("csv", "json", "pdf")),
    )  # fmt: skip
    for name in rules():
        for kwargs in given:
            try:
                yield reverse(name, kwargs=kwargs)
            except NoReverseMatch:
                continue
    yield f"{reverse('desk:search')}?q={CANARY}"
    yield f"{reverse('scorecard:measures')}?words={CANARY}"
    yield f"{reverse('scorecard:widen_many', args=['C1'])}?label={Label.BOARD}"
    yield f"{reverse('scorecard:initiative_propose')}?record={record.pk}"


def read(client: Client, path: str) -> str:
    """Read an answer to its end, whatever it is; the question itself is no answer."""
    answer = client.get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode("utf-8", "replace").replace(f'value="{CANARY}"', "")


@pytest.mark.parametrize("role", [one for one in Role if one not in CLEARED[Label.COUNSEL]])
def test_no_page_export_search_or_feed_tells_of_it(
    canary: Record, client_of: ClientOf, role: Role
) -> None:
    client = client_of(role)
    told = [path for path in addresses(canary) if CANARY in told_of(read(client, path))]
    assert told == []


def told_of(text: str) -> str:
    """Leave out where a page only says again what its reader asked for."""
    for asked in (f"“<bdi>{CANARY}</bdi>”", f"?q={CANARY}", f"?words={CANARY}"):
        text = text.replace(asked, "")
    return text


def test_those_who_may_see_it_find_it(canary: Record, client_of: ClientOf) -> None:
    client = client_of(Role.ANALYST)
    told = {path for path in addresses(canary) if CANARY in told_of(read(client, path))}
    assert {canary.path(), "/measures/", "/vision/", "/vision/C1/"} <= told
    assert f"{canary.path()}finding.csv" in told
