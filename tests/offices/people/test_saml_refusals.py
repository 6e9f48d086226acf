"""What a directory would never send is refused: on a page that says so, and in the trail.

Each attack is made from an honest answer, which is taken; so it is the attack that is refused.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import xmlsec
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from lxml import etree
from pytest_django.fixtures import Settings
from tests.offices.people.idp import (
    NS,
    SAML,
    Idp,
    Told,
    packed,
    pair,
    signed,
    unpacked,
    written,
)
from tests.offices.people.test_saml import FILE, installed
from tests.offices.people.test_saml_file import PAIR, key_files

from commonweal.offices.desk.models import Entry
from commonweal.offices.house import limits
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.logs import NoNames
from commonweal.offices.people import assertion, saml
from commonweal.offices.people.assertion import Why
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db
ACS = "/account/saml/staff/acs/"
MALLORY, VICTIM = "mallory", "victim"
Root = etree._Element


@pytest.fixture
def idp() -> Idp:
    cache.clear()
    one = Idp()
    one.person(MALLORY)
    one.person(VICTIM)
    return one


@pytest.fixture
def house(idp: Idp, settings: Settings, tmp_path: Path) -> Directory:
    return installed(settings, tmp_path, idp)


def asked(browser: Client) -> str:
    address: str = browser.get("/account/saml/staff/login/?process=login")["Location"]
    return address


def post(posted: str, browser: Client) -> HttpResponse:
    back = Client().post(ACS, {"SAMLResponse": posted})
    assert back.status_code == 303
    return browser.get(back["Location"])


def refused(answer: HttpResponse, why: Why) -> None:
    """Hold that a page said why, that the trail says so, and that nobody came in."""
    assert answer.status_code == 403
    assert "The directory could not sign you in" in answer.text
    assert str(why.label) in answer.text
    last = Entry.objects.exclude(action__startswith="history: ").order_by("seq").last()
    assert last is not None
    assert last.action == f"message of the directory refused: {why.value}"
    assert last.object_id == "people.directory:staff"
    assert not Person.objects.exists()
    assert "_auth_user_id" not in answer.client.session


def test_an_honest_answer_is_taken(idp: Idp, house: Directory) -> None:
    browser = Client()
    answer = post(idp.answer(asked(browser), MALLORY), browser)
    assert answer.status_code == 302
    assert Person.objects.get().email == "mallory@hospital.example"


def setting(**lines: object) -> Callable[[Told], None]:
    def twist(told: Told) -> None:
        for name, value in lines.items():
            assert hasattr(told, name)
            setattr(told, name, value)

    return twist


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ({"ends": -600}, Why.TIME),
        ({"ends": -30}, Why.TIME),
        ({"begins": 900, "ends": 1800}, Why.TIME),
        ({"session_ends": -5}, Why.TIME),
        ({"audience": "https://elsewhere.example"}, Why.ELSEWHERE),
        ({"audience": ""}, Why.ELSEWHERE),
        ({"destination": "https://elsewhere.example/acs/"}, Why.ELSEWHERE),
        ({"destination": "http://testserver/account/saml/staff/acs/more"}, Why.ELSEWHERE),
        ({"destination": ""}, Why.ELSEWHERE),
        ({"recipient": "https://elsewhere.example/acs/"}, Why.ELSEWHERE),
        ({"recipient": "http://testserver/account/saml/staff/acs/?next"}, Why.ELSEWHERE),
        ({"answers": "", "proof_answers": ""}, Why.UNASKED),
        ({"proof_answers": ""}, Why.UNASKED),
        ({"proof_answers": "_another"}, Why.UNASKED),
        ({"answers": "_made_up", "proof_answers": "_made_up"}, Why.UNASKED),
        ({"issuer": "https://another.example"}, Why.FORGED),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, Why.SAID_NO),
        ({"attributes": {"colour": "blue"}}, Why.NOBODY),
        ({"attributes": {"urn:oasis:names:tc:SAML:attribute:subject-id": ["a", "b"]}}, Why.NOBODY),
    ],
)
def test_signed_words_that_are_not_meant_for_us_now_are_refused(
    idp: Idp, house: Directory, lines: dict[str, object], why: Why
) -> None:
    idp.twist = setting(**lines)
    browser = Client()
    refused(post(idp.answer(asked(browser), MALLORY), browser), why)


def plain(idp: Idp, browser: Client, sub: str = MALLORY) -> Root:
    """Give an honest answer that is not signed yet."""
    return written(idp.told(idp.read(asked(browser)), sub))


def unsigned(idp: Idp, root: Root) -> Root:
    return root


def by_another_key(idp: Idp, root: Root) -> Root:
    return signed(root, *pair("somebody else"))


def by_another_key_with_our_certificate(idp: Idp, root: Root) -> Root:
    made = signed(root, *pair("somebody else"))
    (shown,) = made.findall(".//ds:X509Certificate", NS)
    shown.text = "".join(idp.certificate.splitlines()[1:-1])
    return made


def only_around(idp: Idp, root: Root) -> Root:
    return idp.signed(root, of=".")


def weak_signature(idp: Idp, root: Root) -> Root:
    return idp.signed(root, by=xmlsec.Transform.RSA_SHA1)


def weak_digest(idp: Idp, root: Root) -> Root:
    return idp.signed(root, digest=xmlsec.Transform.SHA1)


def by_a_shared_secret(idp: Idp, root: Root) -> Root:
    made = idp.signed(root)
    (method,) = made.findall(".//ds:SignatureMethod", NS)
    method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
    return made


def with_another_name(idp: Idp, root: Root) -> Root:
    made = idp.signed(root)
    for one in made.findall(".//saml:AttributeValue", NS):
        one.text = (one.text or "").replace(MALLORY, VICTIM)
    return made


def with_a_transform_that_picks(idp: Idp, root: Root) -> Root:
    made = idp.signed(root)
    (transform, _) = made.findall(".//ds:Transform", NS)
    transform.set("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")
    return made


def of_everything(idp: Idp, root: Root) -> Root:
    made = idp.signed(root)
    (reference,) = made.findall(".//ds:Reference", NS)
    reference.set("URI", "")
    return made


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (unsigned, Why.UNSIGNED),
        (only_around, Why.UNSIGNED),
        (by_another_key, Why.FORGED),
        (by_another_key_with_our_certificate, Why.FORGED),
        (with_another_name, Why.FORGED),
        (weak_signature, Why.WEAK),
        (weak_digest, Why.WEAK),
        (by_a_shared_secret, Why.WEAK),
        (with_a_transform_that_picks, Why.WEAK),
        (of_everything, Why.ODD),
    ],
)
def test_what_the_directory_did_not_sign_well_is_refused(
    idp: Idp, house: Directory, make: Callable[[Idp, Root], Root], why: Why
) -> None:
    browser = Client()
    refused(post(packed(make(idp, plain(idp, browser))), browser), why)


def forged_beside(good: Root) -> tuple[Root, Root]:
    """Give the signed statement of an answer, and a forged copy of it without its signature."""
    statement = good.find("saml:Assertion", NS)
    assert statement is not None
    evil = deepcopy(statement)
    evil.remove(evil.find("ds:Signature", NS))
    evil.set("ID", "_evil")
    for one in evil.findall(".//saml:AttributeValue", NS):
        one.text = (one.text or "").replace(MALLORY, VICTIM)
    return statement, evil


def before(root: Root) -> None:
    statement, evil = forged_beside(root)
    statement.addprevious(evil)


def after(root: Root) -> None:
    statement, evil = forged_beside(root)
    statement.addnext(evil)


def around(root: Root) -> None:
    statement, evil = forged_beside(root)
    root.replace(statement, evil)
    evil.append(statement)


def with_the_good_one_in_the_signature(root: Root) -> None:
    statement, evil = forged_beside(root)
    signature = statement.find("ds:Signature", NS)
    root.replace(statement, evil)
    evil.insert(1, signature)
    holder = etree.SubElement(signature, f"{{{NS['ds']}}}Object")
    holder.append(statement)


def with_the_good_one_in_an_extension(root: Root) -> None:
    statement, evil = forged_beside(root)
    root.replace(statement, evil)
    holder = etree.Element(f"{{{NS['samlp']}}}Extensions")
    root.insert(1, holder)
    holder.append(statement)


def with_the_good_one_as_advice(root: Root) -> None:
    statement, evil = forged_beside(root)
    root.replace(statement, evil)
    holder = etree.Element(f"{{{SAML}}}Advice")
    evil.find("saml:Conditions", NS).addnext(holder)
    holder.append(statement)


def with_one_id_for_both(root: Root) -> None:
    statement, evil = forged_beside(root)
    evil.set("ID", statement.get("ID"))
    signature = statement.find("ds:Signature", NS)
    root.replace(statement, evil)
    evil.insert(1, signature)
    holder = etree.SubElement(evil.find("saml:Subject", NS), "holder")
    holder.append(statement)


def with_a_signature_moved_to_a_forgery(root: Root) -> None:
    statement, evil = forged_beside(root)
    evil.insert(1, statement.find("ds:Signature", NS))
    root.replace(statement, evil)


def as_an_answer_in_an_answer(root: Root) -> None:
    inner = deepcopy(root)
    statement, evil = forged_beside(root)
    root.replace(statement, evil)
    etree.SubElement(evil, "holder").append(inner)


@pytest.mark.parametrize(
    "wrap",
    [
        before, after, around, with_the_good_one_in_the_signature,
        with_the_good_one_in_an_extension, with_the_good_one_as_advice, with_one_id_for_both,
        with_a_signature_moved_to_a_forgery, as_an_answer_in_an_answer,
    ],
)  # fmt: skip
def test_a_good_signature_covers_no_forged_statement(
    idp: Idp, house: Directory, wrap: Callable[[Root], None]
) -> None:
    browser = Client()
    root = unpacked(idp.answer(asked(browser), MALLORY))
    wrap(root)
    refused(post(packed(root), browser), Why.ODD)


def test_without_our_own_look_at_its_form_no_forged_statement_is_taken_either(
    idp: Idp, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library behind it refuses wrapping as well: two walls, not one."""
    monkeypatch.setattr(assertion, "_shaped", lambda root: None)
    for wrap in (before, after, with_the_good_one_in_the_signature, with_one_id_for_both):
        browser = Client()
        root = unpacked(idp.answer(asked(browser), MALLORY))
        wrap(root)
        assert post(packed(root), browser).status_code == 403
    assert not Person.objects.exists()


def raw(idp: Idp, browser: Client) -> str:
    return base64.b64decode(idp.answer(asked(browser), MALLORY)).decode()


def in_base64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/hostname">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY e "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda text: f"{DTD}{text}".replace("Mallory", "&e;"), Why.ODD),
        (lambda text: f"{LAUGHS}{text}".replace("Mallory", "&e;"), Why.ODD),
        (lambda text: text.replace("mallory@", "victim@<!-- -->mallory@"), Why.ODD),
        (lambda text: text.replace(">lasting-", ">lasting-<!---->"), Why.ODD),
        (lambda text: text.replace("Mallory", "<![CDATA[Mallory]]>"), Why.ODD),
        (lambda text: text.replace("Mallory", "<?x y?>Mallory"), Why.ODD),
        (lambda text: f'<?xml version="1.0" encoding="utf-7"?>{text}', Why.ODD),
        (lambda text: f"{DTD}{text}".encode("utf-16"), Why.UNREADABLE),
        (lambda text: text[:-5], Why.UNREADABLE),
        (lambda text: "<a/>", Why.UNREADABLE),
        (lambda text: "", Why.UNREADABLE),
        (lambda text: "no XML at all", Why.UNREADABLE),
        (lambda text: f"<a>{'x' * assertion.LONGEST}</a>", Why.UNREADABLE),
    ],
)
def test_a_message_that_has_a_second_reading_is_refused(
    idp: Idp, house: Directory, spoil: Callable[[str], str | bytes], why: Why
) -> None:
    browser = Client()
    refused(post(in_base64(spoil(raw(idp, browser))), browser), why)


def test_what_is_no_base64_is_refused(house: Directory) -> None:
    refused(post("%%%", Client()), Why.UNREADABLE)


def test_an_answer_is_good_once_and_for_one_browser(idp: Idp, house: Directory) -> None:
    browser, another = Client(), Client()
    posted = idp.answer(asked(browser), MALLORY)
    refused(post(posted, another), Why.UNASKED)  # a link of somebody else signs nobody in
    refused(post(posted, browser), Why.AGAIN)
    posted = idp.answer(asked(browser), MALLORY)
    back = Client().post(ACS, {"SAMLResponse": posted})["Location"]
    assert browser.get(back).status_code == 302
    assert browser.get(back).status_code == 403
    assert Client().get(back).status_code == 403
    assert Client().get("/account/saml/staff/acs/finish/?refused=anything").status_code == 403


def test_nobody_ties_a_directory_account_to_an_account_made_here(
    idp: Idp, house: Directory
) -> None:
    mine = Person.objects.create_user("mine@test.example", name="Mine")
    browser = Client()
    browser.force_login(mine)
    away = browser.get("/account/saml/staff/login/?process=connect")["Location"]
    assert post(idp.answer(away, MALLORY), browser).status_code == 403
    assert not mine.socialaccount_set.exists()


def test_no_name_stands_in_the_logs_and_a_flood_not_in_the_trail(
    idp: Idp, house: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(NoNames())
    logging.getLogger().addHandler(handler)
    try:
        monkeypatch.setattr(saml, "WRITTEN", limits.Rate("refusals", 2, 60))
        for _ in range(4):
            browser = Client()
            root = with_another_name(idp, plain(idp, browser))
            assert post(packed(root), browser).status_code == 403
    finally:
        logging.getLogger().removeHandler(handler)
    assert MALLORY not in stream.getvalue()
    assert VICTIM not in stream.getvalue()
    assert "More refused messages" in stream.getvalue()
    assert 1 <= Entry.objects.filter(action__contains="refused").count() <= 4
    assert not any(MALLORY in str(one) for one in Entry.objects.values_list())


def encrypted(root: Root, **how: Any) -> Root:
    """Encrypt the statement of an answer for our key."""
    statement = root.find("saml:Assertion", NS)
    assert statement is not None
    kind = how.get("kind", xmlsec.Transform.AES256_GCM)
    data = xmlsec.template.encrypted_data_create(
        root, kind, type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    carried = how.get("carried", xmlsec.Transform.RSA_OAEP)
    wrapped = xmlsec.template.add_encrypted_key(info, carried)
    xmlsec.template.encrypted_data_ensure_cipher_value(wrapped)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(pair("us")[1], xmlsec.KeyFormat.CERT_PEM, None))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    made = context.encrypt_xml(data, statement)
    holder = etree.Element(f"{{{SAML}}}EncryptedAssertion")
    made.getparent().replace(made, holder)
    holder.append(made)
    return root


@pytest.mark.parametrize(
    ("how", "sign", "why"),
    [
        ({}, True, None),
        ({}, False, Why.UNSIGNED),
        ({"kind": xmlsec.Transform.AES256}, True, Why.WEAK),
        ({"carried": xmlsec.Transform.RSA_PKCS1}, True, Why.WEAK),
    ],
)
def test_what_is_encrypted_for_us_is_read_and_must_be_signed_as_well(
    idp: Idp, settings: Settings, tmp_path: Path, how: dict[str, Any], sign: bool, why: Why | None
) -> None:
    key_files(tmp_path)
    installed(settings, tmp_path, idp, PAIR + FILE)
    browser = Client()
    root = plain(idp, browser)
    posted = packed(encrypted(idp.signed(root) if sign else root, **how))
    assert MALLORY not in base64.b64decode(posted).decode()
    answer = post(posted, browser)
    if why is None:
        assert answer.status_code == 302
        assert Person.objects.get().email == "mallory@hospital.example"
    else:
        refused(answer, why)


def test_what_is_encrypted_is_not_read_without_a_key(idp: Idp, house: Directory) -> None:
    browser = Client()
    refused(post(packed(encrypted(idp.signed(plain(idp, browser)))), browser), Why.UNREADABLE)
