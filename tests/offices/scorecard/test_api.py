"""The interface for machines: what is published for all, more by key, in words when refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from commonweal.findings.published import MARK
from commonweal.offices.desk.models import Entry
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock, limits
from commonweal.offices.house.limits import Rate
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import keys
from commonweal.offices.scorecard.models import ApiKey, Edition, Label, Record, Release
from commonweal.offices.scorecard.views import api

ClientOf = Callable[[Role], Client]
PersonOf = Callable[[Role], Person]
EVERYTHING = " findings promises editions releases "
ADDRESSES = ("findings", "promises", "editions", "releases")


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def key_for(owner: Person, label: str = Label.BOARD, **more: Any) -> str:
    secret = keys.secret()
    words = {"name": "A dashboard", "begins": secret[:8], "digest": keys.digest_of(secret),
             "scopes": EVERYTHING, "label": label, "owner": owner, "made": clock.now(),
             "expires": clock.today() + timedelta(days=30)}  # fmt: skip
    ApiKey.objects.create(**words | more)
    return secret


def ask(address: str, secret: str = "", kind: str = "Bearer") -> Any:
    headers = {"Authorization": f"{kind} {secret}"} if secret else {}
    return Client().get(f"/api/v1/{address}", headers=headers)


def publish(edition: Edition, place: int = 0, label: str = Label.PUBLIC) -> Record:
    edition.records.filter(place=place).update(label=label, state=Record.State.SIGNED)
    return edition.records.get(place=place)


def test_without_a_key_one_reads_what_is_published_and_nothing_else(edition: Edition) -> None:
    assert ask("findings").json() == {"count": 0, "findings": []}
    record = publish(edition)
    told = ask("findings").json()
    assert [one["id"] for one in told["findings"]] == [str(record.pk)]
    whole = ask(f"findings/{record.pk}").json()
    assert whole["headline"] == record.brief.headline
    text = json.dumps(whole, ensure_ascii=False)
    assert MARK in text
    assert "not shown (1 to 10)" not in text
    assert ask(f"findings/{edition.records.get(place=1).pk}").status_code == 404


def test_a_key_reads_up_to_its_label_in_the_words_of_the_house(
    edition: Edition, person_of: PersonOf
) -> None:
    board, closed = publish(edition, 0, Label.BOARD), edition.records.get(place=1)
    secret = key_for(person_of(Role.BOARD))
    assert ask("findings", secret).json()["count"] == 1
    text = ask(f"findings/{board.pk}", secret).content.decode()
    assert "not shown (1 to 10)" in text
    assert closed.trace not in text
    assert ask(f"findings/{closed.pk}", secret).status_code == 404
    assert ApiKey.objects.get().used == clock.today()
    assert ask("findings", key_for(person_of(Role.COUNSEL), Label.COUNSEL)).json()["count"] == 6


@pytest.mark.parametrize(
    ("more", "header"),
    [
        ({"withdrawn": clock.now()}, "Bearer"),
        ({"expires": clock.today() - timedelta(days=1)}, "Bearer"),
        ({}, "Basic"),
    ],
)
def test_a_key_that_opens_nothing_is_refused_in_words(
    edition: Edition, person_of: PersonOf, more: dict[str, Any], header: str
) -> None:
    answer = ask("findings", key_for(person_of(Role.BOARD), **more), header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "key-unknown"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert ask("findings", "cw_guessed").status_code == 401


def test_a_key_ends_with_the_access_of_its_owner(edition: Edition, person_of: PersonOf) -> None:
    owner = person_of(Role.BOARD)
    secret = key_for(owner)
    assert ask("findings", secret).status_code == 200
    owner.grants.all().delete()
    assert ask("findings", secret).status_code == 401
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    assert ask("findings", secret).status_code == 401


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_key_reads_only_what_it_was_made_for(
    edition: Edition, person_of: PersonOf, address: str
) -> None:
    others = " ".join(one for one in ADDRESSES if one != address)
    secret = key_for(person_of(Role.BOARD), scopes=f" {others} ")
    answer = ask(address, secret)
    assert (answer.status_code, answer.json()["code"]) == (403, "key-scope")
    assert ask(next(one for one in ADDRESSES if one != address), secret).status_code == 200


def test_findings_are_chosen_and_paged(edition: Edition, person_of: PersonOf) -> None:
    secret = key_for(person_of(Role.COUNSEL), Label.COUNSEL)
    first = edition.records.get(place=0)
    for chosen, count in (
        (f"measure={first.key}", edition.records.filter(key=first.key).count()),
        (f"view={first.view_key}", edition.records.filter(view_key=first.view_key).count()),
        ("commitment=care.outcomes", edition.records.filter(
            commitments__contains=" care.outcomes ").count()),
        (f"edition={edition.pk}", 6),
        ("measure=nothing", 0),
    ):  # fmt: skip
        assert ask(f"findings?{chosen}", secret).json()["count"] == count, chosen
    page = ask("findings?limit=2&offset=1", secret).json()
    assert (page["count"], len(page["findings"])) == (6, 2)


def test_an_address_that_no_database_holds_is_refused_as_json(db: None) -> None:
    answer = ask("findings?measure=%00nothing")
    assert (answer.status_code, answer.json()["code"]) == (400, "request-unreadable")


@pytest.mark.parametrize(
    "asked",
    ["findings?limit=0", "findings?offset=-1", "findings/nonsense", "findings?offset=%2B0.0",
     "findings?limit=5.0", "findings?limit=1_0", "findings?offset=%D9%A3", "findings?offset=%20 5"],
)  # fmt: skip
def test_what_can_not_be_read_is_named(asked: str, db: None) -> None:
    answer = ask(asked)
    assert answer.status_code == 422
    assert answer.json()["code"] == "request-unreadable"


def test_promises_editions_and_releases_obey_the_reader(
    edition: Edition, person_of: PersonOf
) -> None:
    assert len(ask("promises").json()) == 15
    assert ask("editions").json() == []
    record = publish(edition)
    Release.objects.create(number=1, record=record, act="published", role="counsel",
                           at=clock.now())  # fmt: skip
    (told,) = ask("editions").json()
    assert (told["audit"], told["findings"]) == (edition.audit_id, 1)
    (line,) = ask("releases").json()
    assert (line["trace"], line["act"]) == (record.trace, "published")
    secret = key_for(person_of(Role.QUALITY), Label.QUALITY)
    assert all(one["verdict"] for one in ask("promises", secret).json())


def test_too_often_is_429_with_the_seconds_to_wait(
    edition: Edition, person_of: PersonOf, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.LIMITS_ON = True
    monkeypatch.setattr(keys, "WITHOUT", Rate("few", 2, 3600, keys.WITHOUT.urls))
    codes = [ask("editions").status_code for _ in range(4)]
    answer = ask("editions")
    assert 429 in codes
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert answer.json()["code"] == "too-often"
    assert ask("editions", key_for(person_of(Role.BOARD))).status_code == 200


def promised(answer: Any) -> dict[str, Any]:
    """Hold a refusal against the form that the description promises, and give it."""
    described = Client().get("/api/v1/openapi.json").json()
    form = {"$ref": "#/components/schemas/Fault", "components": described["components"]}
    assert answer.headers["Content-Type"].startswith("application/json")
    jsonschema_rs.validate(form, answer.json())
    assert set(answer.json()) == set(described["components"]["schemas"]["Fault"]["required"])
    assert int(answer.headers.get("Content-Length", len(answer.content))) == len(answer.content)
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("where", ["api-open", "data"])
def test_too_often_is_said_in_the_form_of_every_refusal_whoever_counts(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, settings: Settings, where: str
) -> None:
    settings.LIMITS_ON = True
    few = Rate(where, 1, 3600, keys.WITHOUT.urls)
    room, name = (keys, "WITHOUT") if where == "api-open" else (limits, "RATES")
    monkeypatch.setattr(room, name, few if room is keys else (few,))
    ask("editions")
    answer = ask("editions")
    assert answer.status_code == 429
    settings.LIMITS_ON = False  # to read the description
    told = promised(answer)
    assert told["code"] == "too-often"
    assert told["wait"] == int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "findings?limit=0", 422, "request-unreadable"),
        ("GET", "findings?measure=%00", 400, "request-unreadable"),
        ("GET", "findings/00000000-0000-0000-0000-000000000000", 404, "finding-unknown"),
        ("GET", "nothing/here", 404, "address-unknown"),
        ("GET", "../other", 404, "address-unknown"),
        ("POST", "findings", 405, "method-unknown"),
        ("DELETE", "", 405, "method-unknown"),
    ],
)
def test_every_refusal_under_the_api_has_the_form_of_the_description(
    edition: Edition, method: str, address: str, status: int, code: str
) -> None:
    answer = Client().generic(method, f"/api/v1/{address}".replace("v1/../", ""))
    assert answer.status_code == status
    assert (told := promised(answer))["code"] == code
    assert told["says"] and told["do"] and told["wait"] == 0
    assert status != 405 or answer.headers["Allow"]


def test_a_strange_name_of_a_host_and_a_body_too_large_are_refused_in_that_form(
    db: None, settings: Settings
) -> None:
    answer = Client().get("/api/v1/findings", headers={"host": "elsewhere.example"})
    large = Client().post("/api/v1/findings", CONTENT_LENGTH=str(settings.UPLOAD_LARGEST * 2))
    assert (answer.status_code, large.status_code) == (400, 413)
    assert promised(answer)["code"] == "request-unreadable"
    assert promised(large)["code"] == "too-large"


def test_a_fault_of_ours_names_the_word_by_which_the_log_finds_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "reader", lambda *_: 1 / 0)
    answer = Client(raise_request_exception=False).get("/api/v1/editions")
    assert answer.status_code == 500
    assert "incident-" in promised(answer)["do"]


def test_what_is_refused_on_a_page_stays_a_page(db: None) -> None:
    assert Client().get("/nothing-here/").headers["Content-Type"].startswith("text/html")


def test_the_description_and_the_guide_load_nothing_from_elsewhere(
    db: None, client_of: ClientOf
) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/v1/findings", "/api/v1/findings/{key}", "/api/v1/promises", "/api/v1/editions",
        "/api/v1/releases",
    }  # fmt: skip
    assert described["paths"]["/api/v1/findings"]["get"]["security"] == [{"Bearer": []}, {}]
    page = Client().get("/api/v1/").content.decode()
    assert "openapi.json" in page
    assert "//cdn" not in page
    assert Client().get("/api/v1/docs").status_code == 404


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    client = client_of(Role.PRIVACY)
    assert "There is no key yet" in client.get("/keys-for-machines/").content.decode()
    owner = person_of(Role.BOARD)
    words = {"name": "A dashboard", "opens": ["findings"], "label": Label.BOARD,
             "owner": str(owner.pk), "expires": str(clock.today() + timedelta(days=9))}  # fmt: skip
    page = client.post("/keys-for-machines/new/", words).content.decode()
    secret = page.split("<code>")[1].split("</code>")[0]
    made = ApiKey.objects.get()
    assert made.digest == keys.digest_of(secret)
    assert ask("findings", secret).status_code == 200
    listed = client.get("/keys-for-machines/").content.decode()
    assert secret not in listed
    assert secret[:8] in listed
    client.post(f"/keys-for-machines/{made.pk}/withdraw/")
    client.post(f"/keys-for-machines/{made.pk}/withdraw/")
    assert ask("findings", secret).status_code == 401
    assert "withdrawn on" in client.get("/keys-for-machines/").content.decode()


def test_a_key_that_has_run_out_says_so(client_of: ClientOf, person_of: PersonOf) -> None:
    key_for(person_of(Role.BOARD), expires=clock.today() - timedelta(days=1))
    page = client_of(Role.ADMINISTRATOR).get("/keys-for-machines/").content.decode()
    assert "opens nothing any more" in page


@pytest.mark.parametrize(
    ("role", "more", "says"),
    [
        (Role.ADMINISTRATOR, {"label": Label.BOARD}, "Ask the privacy officer"),
        (Role.PRIVACY, {"label": Label.COUNSEL}, "may not see so much"),
        (Role.PRIVACY, {"expires": "2020-01-01"}, "at most a year from now"),
        (Role.PRIVACY, {"label": ""}, "required"),
    ],
)
def test_a_key_is_made_within_bounds(
    client_of: ClientOf, person_of: PersonOf, role: Role, more: dict[str, str], says: str
) -> None:
    owner = person_of(Role.BOARD)
    words = {"name": "A dashboard", "opens": ["findings"], "label": Label.PUBLIC,
             "owner": str(owner.pk), "expires": str(clock.today() + timedelta(days=9))}  # fmt: skip
    client = client_of(role)
    assert client.get("/keys-for-machines/new/").status_code == 200
    assert says in client.post("/keys-for-machines/new/", words | more).content.decode()
    assert not ApiKey.objects.exists()


def test_what_is_read_with_a_key_stands_in_the_trail(edition: Edition, person_of: PersonOf) -> None:
    record = publish(edition)
    ask(f"findings/{record.pk}")
    assert not Entry.objects.filter(action__startswith="read ").exists()
    secret = key_for(person_of(Role.BOARD))
    ask(f"findings/{record.pk}", secret)
    ask("promises", secret)
    rows = Entry.objects.filter(action__startswith="read ").order_by("seq")
    key = ApiKey.objects.get()
    assert [(one.action, one.object_id) for one in rows] == [
        (f"read findings with key {key.begins}", about(record)),
        (f"read promises with key {key.begins}", about(key)),
    ]
    assert {one.actor for one in rows} == {str(key.owner_id)}
