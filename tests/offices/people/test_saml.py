"""Signing in through a directory that speaks SAML, which stands on this machine and signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.people.idp import (
    FORMAT,
    GROUPS,
    UID,
    Idp,
    Told,
    form,
    inside,
    pair,
    serving,
)

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import directory as told
from commonweal.offices.house.directory import Directory
from commonweal.offices.people import jobs
from commonweal.offices.people.fresh import PROVED
from commonweal.offices.people.middleware import STEPPED
from commonweal.offices.people.models import Grant, Person

pytestmark = pytest.mark.django_db
REFEDS = "https://refeds.org/profile/mfa"
FILE = """
id = "staff"
name = "the staff directory"
protocol = "saml"
metadata_file = "idp.xml"
person_claim = "urn:oasis:names:tc:SAML:attribute:subject-id"
group_claim = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1"
active_claim = "active"
record_claim = "employee"
second_step_claim = "AuthnContextClassRef"
second_step_values = ["https://refeds.org/profile/mfa"]

[roles]
equity = "analyst"
offices = ["officer", "director"]
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Idp]:
    with serving() as one:
        yield one


@pytest.fixture
def idp(server: Idp) -> Idp:
    server.people.clear()
    server.asked.clear()
    server.twist = lambda said: None
    cache.clear()
    return server


def installed(settings: Settings, folder: Path, idp: Idp, text: str = FILE) -> Directory:
    """Set up a house by its files, as whoever runs it does."""
    (folder / "idp.xml").write_text(idp.metadata())
    (folder / "directory.toml").write_text(text)
    one = told.read(str(folder / "directory.toml"))
    assert one is not None
    settings.DIRECTORY, settings.SOCIALACCOUNT_PROVIDERS = one, told.providers(one)
    settings.LOCAL_ACCOUNTS, settings.STORE = False, folder
    settings.SITE_URL = "http://testserver"
    return one


@pytest.fixture
def house(idp: Idp, settings: Settings, tmp_path: Path) -> Directory:
    return installed(settings, tmp_path, idp)


def sign_in(sub: str, client: Client | None = None, way: str = "") -> tuple[Client, HttpResponse]:
    """Walk the whole way: to the directory, back with its form, and in; cookies only as allowed."""
    browser = client or Client()
    away = browser.get(way or "/account/saml/staff/login/?process=login&next=/people/me/")
    assert away.status_code == 302, away.content
    shown = requests.get(f"{away['Location']}&as={sub}", timeout=5).text
    there, fields = form(shown)
    # A form of another site bears no cookie of ours that is SameSite=Lax.
    back = Client().post(urlsplit(there).path, fields)
    assert back.status_code == 303, back.content
    assert not back.cookies
    return browser, browser.get(back["Location"])


def roles(sub: str) -> set[str]:
    now = datetime.now(UTC)
    grants = Grant.objects.filter(person__email=f"{sub}@hospital.example")
    return {one.role for one in grants if one.until is None or one.until > now}


def said() -> list[str]:
    entries = Entry.objects.exclude(action__startswith="history: ").order_by("seq")
    return list(entries.values_list("action", flat=True))


def test_a_person_of_the_directory_comes_in_with_the_roles_of_their_groups(
    idp: Idp, house: Directory
) -> None:
    idp.person("ana", **{GROUPS: ["equity", "parking"]})
    browser, answer = sign_in("ana")
    assert answer["Location"] == "/people/me/"
    assert browser.get("/people/me/").status_code == 200
    one = Person.objects.get()
    assert (one.name, one.email, roles("ana")) == ("Ana", "ana@hospital.example", {"analyst"})
    assert said() == ["role analyst granted by the directory", "signed in by directory"]
    held = one.socialaccount_set.get()
    assert (held.provider, held.uid) == ("saml/staff", "ana@hospital")
    assert "lasting-ana" not in str(held.extra_data)


def test_the_sign_in_page_shows_the_button(idp: Idp, house: Directory) -> None:
    page = Client().get("/account/login/?next=/people/me/").text
    assert "Sign in with the staff directory" in page
    assert 'href="/account/saml/staff/login/?process=login&amp;next=%2Fpeople%2Fme%2F"' in page


def test_groups_are_read_anew_and_who_is_not_active_loses_everything(
    idp: Idp, house: Directory
) -> None:
    idp.person("dee", **{GROUPS: ["equity", "offices"], "active": "true"})
    elsewhere, _ = sign_in("dee")
    idp.person("dee", **{GROUPS: "offices"})
    sign_in("dee")
    assert roles("dee") == {"officer", "director"}
    idp.person("dee", **{GROUPS: "offices", "active": "false"})
    _, answer = sign_in("dee")
    assert answer["Location"] == "/account/inactive/"
    assert roles("dee") == set()
    assert elsewhere.get("/people/me/").status_code == 302
    assert said()[-1] == "left by the directory"


def test_the_list_of_who_belongs_knows_people_by_their_id_there(
    idp: Idp, house: Directory, tmp_path: Path
) -> None:
    idp.person("ned")
    browser, _ = sign_in("ned")
    (tmp_path / "ids.csv").write_text("id\nsomebody-else\n")
    assert jobs.leavers(tmp_path / "ids.csv").left == 1
    assert browser.get("/people/me/").status_code == 302


def test_the_second_step_and_the_record_are_taken_from_what_is_signed(
    idp: Idp, house: Directory
) -> None:
    idp.person("lou", employee="E-77")
    browser, _ = sign_in("lou")
    assert browser.session[STEPPED] is False
    assert Person.objects.get().vault_key

    def twice(one: Told) -> None:
        one.context = REFEDS

    idp.twist = twice
    browser, _ = sign_in("lou")
    assert browser.session[STEPPED] is True


def test_a_session_ends_when_the_directory_wants_it_to(
    idp: Idp, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def soon(one: Told) -> None:
        one.session_ends = 400

    idp.twist = soon
    idp.person("eva")
    browser, _ = sign_in("eva")
    assert 300 < int(browser.get("/people/stay/").text) <= 400
    session = browser.session
    session["until"] -= 401
    session.save()
    assert browser.get("/people/me/").status_code == 302


def test_the_directory_is_asked_again_after_its_time_and_to_prove_it_anew(
    idp: Idp, house: Directory
) -> None:
    idp.person("gil", **{GROUPS: ["equity"]})
    browser, _ = sign_in("gil")
    session = browser.session
    session["asked"] -= 3601
    session.save()
    there = browser.get("/people/me/")["Location"]
    assert there.startswith("/account/saml/staff/login/?next=%2Fpeople%2Fme%2F")
    idp.person("gil", **{GROUPS: []})
    sign_in("gil", browser, there)
    assert roles("gil") == set()
    assert idp.asked[-1].get("ForceAuthn") is None
    browser.get(browser.get("/people/again/?next=/about/")["Location"])

    def proved(one: Told) -> None:
        one.proved = -120

    idp.twist = proved
    sign_in("gil", browser, browser.get("/people/again/?next=/about/")["Location"])
    assert idp.asked[-1].get("ForceAuthn") == "true"
    assert 110 < datetime.now(UTC).timestamp() - browser.session[PROVED] < 130


def test_the_lasting_name_is_taken_where_no_attribute_is_named(
    idp: Idp, settings: Settings, tmp_path: Path
) -> None:
    installed(settings, tmp_path, idp, FILE.replace(f'person_claim = "{UID}"\n', ""))
    idp.person("kai")
    sign_in("kai")
    assert Person.objects.get().socialaccount_set.get().uid == "lasting-kai"

    def passing(one: Told) -> None:
        one.name_format = f"{FORMAT}transient"

    idp.twist = passing
    _, refused = sign_in("kai")
    assert refused.status_code == 403
    assert b"It does not say for good who you are" in refused.content


def test_an_address_counts_as_verified_as_the_file_says(
    idp: Idp, settings: Settings, tmp_path: Path
) -> None:
    line = 'mail_verified_claim = "verified"\n'
    installed(settings, tmp_path, idp, line + FILE)
    idp.person("fay", verified="no")
    _, refused = sign_in("fay")
    assert refused.status_code == 403
    assert b"Your address is not verified" in refused.content
    idp.person("fay", verified="true")
    _, answer = sign_in("fay")
    assert answer.status_code == 302


def test_two_certificates_serve_while_the_directory_changes_its_key(
    idp: Idp, house: Directory, settings: Settings
) -> None:
    assert house.saml is not None
    newer = (inside(pair("a new key")[1]), *house.saml.certificates)
    settings.DIRECTORY = replace(house, saml=replace(house.saml, certificates=newer))
    idp.person("ivo")
    _, answer = sign_in("ivo")
    assert answer.status_code == 302


def test_our_metadata_say_where_answers_go_and_that_they_must_be_signed(
    idp: Idp, house: Directory
) -> None:
    answer = Client().get("/account/saml/staff/metadata/")
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    for word in (
        'entityID="http://testserver/account/saml/staff/metadata/"',
        'Location="http://testserver/account/saml/staff/acs/"',
        'Location="http://testserver/account/saml/staff/sls/"',
        'WantAssertionsSigned="true"', 'AuthnRequestsSigned="false"',
    ):  # fmt: skip
        assert word in answer.text
    assert "validUntil" not in answer.text


def test_without_such_a_directory_there_are_no_such_pages(db: None, house: Directory) -> None:
    for name in ("login", "acs/finish", "sls", "metadata"):
        assert Client().get(f"/account/saml/elsewhere/{name}/").status_code == 404
    assert Client().post("/account/saml/elsewhere/acs/").status_code == 404
    assert Client().get("/account/saml/staff/acs/").status_code == 405
    for name in ("staff", "saml", "saml%2Fstaff"):
        assert Client().get(f"/account/oidc/{name}/login/").status_code == 404
        assert Client().get(f"/account/oidc/{name}/login/callback/").status_code == 404
    assert Client().post("/people/signed-out/", {"logout_token": "x"}).status_code == 404


def there(idp: Idp, sub: str, **twists: object) -> str:
    """Give the path at which a sign-out at the directory comes in here."""
    here = "http://testserver/account/saml/staff/sls/"
    return idp.sign_out(here, f"lasting-{sub}", **twists).removeprefix("http://testserver")


def test_a_sign_out_at_the_directory_ends_every_session_here(idp: Idp, house: Directory) -> None:
    idp.person("ivy")
    idp.person("jo")
    first, _ = sign_in("ivy")
    second, _ = sign_in("ivy")
    other, _ = sign_in("jo")
    out = there(idp, "ivy")
    answer = Client().get(out)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{idp.address}/slo?SAMLResponse=")
    assert "RelayState=back" in answer["Location"]
    assert first.get("/people/me/").status_code == second.get("/people/me/").status_code == 302
    assert other.get("/people/me/").status_code == 200
    assert said()[-1] == "signed out by the directory"
    assert Client().get(out).status_code == 403  # it came before


@pytest.mark.parametrize(
    "twists",
    [
        {"age": -1000},
        {"age": 1000},
        {"destination": "https://elsewhere.example/sls"},
        {"key": "other"},
        {"algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"},
    ],
)
def test_a_sign_out_that_the_directory_would_not_send_ends_nothing(
    idp: Idp, house: Directory, twists: dict[str, object]
) -> None:
    idp.person("ivy")
    browser, _ = sign_in("ivy")
    if "key" in twists:
        twists = {"key": pair("somebody else")[0]}
    assert Client().get(there(idp, "ivy", **twists)).status_code == 403
    assert browser.get("/people/me/").status_code == 200
    assert said()[-1].startswith("message of the directory refused: ")


def test_a_sign_out_that_is_not_signed_ends_nothing(idp: Idp, house: Directory) -> None:
    idp.person("ivy")
    sign_in("ivy")
    out = there(idp, "ivy")
    for spoiled in (
        out.partition("&Signature=")[0], f"{out}&RelayState=other", out.replace("=back", "=on"),
        "/account/saml/staff/sls/",
    ):  # fmt: skip
        assert Client().get(spoiled).status_code == 403
    assert Session.objects.count() == 1
