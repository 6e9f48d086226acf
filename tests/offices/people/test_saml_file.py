"""The files that name a directory that speaks SAML are followed or refused in words, never half."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings
from tests.house.reading import CHECKOUT
from tests.offices.people.idp import MAIL, NAME, Idp, inside, pair
from tests.offices.people.test_saml import FILE

from commonweal.offices.house import directory, doctor
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.health import State
from commonweal.offices.people import assertion

PAIR = 'key_file = "our.key"\ncertificate_file = "our.crt"\n'


def key_files(folder: Path, ours: str = "us") -> None:
    """Write our key, for us alone, and a certificate: its own, or that of another."""
    (folder / "our.key").touch(mode=0o600)
    (folder / "our.key").write_text(pair("us")[0])
    (folder / "our.crt").write_text(pair(ours)[1])


def written(folder: Path, text: str = FILE, metadata: str = "", ours: str = "us") -> str:
    key_files(folder, ours)
    (folder / "idp.xml").write_text(metadata or Idp().metadata())
    (folder / "directory.toml").write_text(text)
    return str(folder / "directory.toml")


def followed(folder: Path, **more: str) -> Directory:
    found = directory.read(written(folder, **more))
    assert found is not None
    return found


def test_a_whole_file_is_followed(tmp_path: Path) -> None:
    found = followed(tmp_path, text=PAIR + FILE)
    told = found.saml
    assert told is not None
    assert (found.client_id, found.secret, found.server_url) == ("", "", told.issuer)
    assert told.issuer == "https://sign-in.hospital.example/metadata"
    assert told.sign_in == "https://sign-in.hospital.example/sso"
    assert told.sign_out == "https://sign-in.hospital.example/slo"
    assert told.certificates == (inside(Idp().certificate),)
    assert (told.mail_claim, told.name_claim, told.valid_until) == (MAIL, NAME, None)
    assert told.key.startswith("-----BEGIN PRIVATE KEY")
    (app,) = directory.providers(found)["saml"]["APPS"]
    assert (app["provider_id"], app["client_id"]) == ("saml/staff", "staff")


def test_with_a_key_questions_are_signed_and_our_metadata_show_it(
    tmp_path: Path, settings: Settings
) -> None:
    settings.SITE_URL = "https://equity.hospital.example/"
    found = followed(tmp_path, text=PAIR + FILE)
    _, address = assertion.question(found, anew=False)
    assert "&Signature=" in address
    assert "SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256" in address
    shown = assertion.terms(found, shown=True).get_sp_metadata()
    assert b'AuthnRequestsSigned="true"' in shown
    assert shown.count(inside(pair("us")[1])[:60].encode()) == 2  # to sign, and to encrypt for
    assert assertion.our_name(replace(found, client_id="urn:us")) == "urn:us"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('"saml"', '"ldap"', "protocol is neither openid nor saml"),
        ('metadata_file = "idp.xml"\n', "", "metadata_file is missing"),
        ('"idp.xml"', '"none.xml"', "the file named by metadata_file can not be read"),
        ('"idp.xml"', "7", "metadata_file is no text"),
        ("protocol", 'issuer = "https://another.example"\nprotocol', "names no such directory"),
        ("protocol", 'secret_file = "x"\nprotocol', "a line that is not known: secret_file"),
        ("protocol", 'key_file = "our.key"\nprotocol', "named together or not at all"),
        ("protocol", PAIR.replace("our.crt", "none") + "protocol", "is not there"),
        ("protocol", PAIR.replace("our.crt", "our.key") + "protocol", "can not be read"),
        ('"staff"', '""', "id is missing"),
    ],
)
def test_a_file_that_can_not_be_followed_says_why(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    assert before in FILE
    with pytest.raises(ImproperlyConfigured, match=why):
        followed(tmp_path, text=FILE.replace(before, after, 1))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("<md:EntityDescriptor", "<!DOCTYPE x><md:EntityDescriptor", "declares a type"),
        ("<md:EntityDescriptor", "no XML", "can not be read as SAML metadata"),
        ("https://sign-in.hospital.example/sso", "http://sign-in.example/sso", "is not https://"),
        ("https://sign-in.hospital.example/slo", "http://sign-in.example/slo", "is not https://"),
        ("HTTP-Redirect", "HTTP-POST", "an address for sign-in by HTTP-Redirect"),
        ('use="signing"', 'use="encryption"', "a certificate for signatures"),
        ("<ds:X509Certificate>MII", "<ds:X509Certificate>AII", "a certificate can not be read"),
        ("entityID=", 'validUntil="some day" entityID=', "validUntil"),
        ("entityID=", 'a="<md:IDPSSODescriptor " entityID=', "can not be read as SAML metadata"),
    ],
)
def test_metadata_that_can_not_be_followed_say_why(
    tmp_path: Path, before: str, after: str, why: str
) -> None:
    metadata = Idp().metadata()
    assert before in metadata
    with pytest.raises(ImproperlyConfigured, match=why):
        followed(tmp_path, metadata=metadata.replace(before, after))


def test_of_several_directories_one_is_named(tmp_path: Path) -> None:
    one, another = Idp().metadata(), Idp("https://another.example").metadata()
    both = (
        '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">'
        f"{one}{another}</md:EntitiesDescriptor>"
    )
    with pytest.raises(ImproperlyConfigured, match="names several directories; write issuer"):
        followed(tmp_path, metadata=both)
    line = 'issuer = "https://another.example/metadata"\n'
    found = followed(tmp_path, text=line + FILE, metadata=both)
    assert found.saml is not None
    assert found.saml.sign_in == "https://another.example/sso"


def test_a_key_that_others_may_read_or_that_is_of_another_certificate_is_refused(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, PAIR + FILE)
    (tmp_path / "our.key").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="others than its owner"):
        directory.read(path)
    (tmp_path / "our.key").chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match="the certificate is not that of the key"):
        followed(tmp_path, text=PAIR + FILE, ours="another")


def test_the_doctor_says_what_ends_and_who_asks_again(tmp_path: Path, settings: Settings) -> None:
    settings.DIRECTORY = None
    assert list(doctor.directory_said()) == []
    settings.DIRECTORY = followed(tmp_path, text=PAIR + FILE)
    assert {part.state for part in doctor.directory_said()} == {State.FINE}
    ended, soon = pair("ended", -3)[1], pair("soon", 20)[1]
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    metadata = Idp().metadata(ended)
    metadata = metadata.replace("entityID=", f'validUntil="{until:%Y-%m-%dT%H:%M:%SZ}" entityID=')
    settings.DIRECTORY = followed(tmp_path, text="ask_every = 0\n" + FILE, metadata=metadata)
    states = [part.state for part in doctor.directory_said()]
    assert states == [State.STOP, State.LOOK, State.LOOK]
    settings.DIRECTORY = followed(tmp_path, metadata=Idp().metadata(ended, soon))
    settings.PLAIN_HTTP, settings.SITE_URL = False, "http://equity.hospital.example"
    assert [part.state for part in doctor.directory_said()] == [State.LOOK, State.STOP]
    settings.SITE_URL = "https://equity.hospital.example"
    (part,) = doctor.directory_said()  # the old one stays beside the new for a while
    assert part.state is State.LOOK
    assert part.says.startswith("The certificate of the directory ends on ")


WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("onelogin", "xmlsec", "lxml", "isodate"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Absent())
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.offices.house.settings"
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "onelogin" else real(name, *more)
import django
django.setup()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
from django.http import Http404
from commonweal.offices.people import saml
for page in (saml.begin, saml.answered, saml.finished, saml.signed_out, saml.metadata):
    try:
        page(None, "staff")
    except Http404:
        print("no such page")
print("onelogin" in sys.modules)
"""


def without_the_extra(folder: Path, named: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT], capture_output=True, text=True,
        check=False, timeout=120, cwd=folder,
        env={"COMMONWEAL_STATE": str(folder), "COMMONWEAL_DIRECTORY": named,
             "PYTHONPATH": str(CHECKOUT / "src")},
    )  # fmt: skip


def test_without_the_extra_a_house_stands_and_one_that_needs_it_says_so(tmp_path: Path) -> None:
    stands = without_the_extra(tmp_path, "")
    assert stands.returncode == 0, stands.stderr[-2000:]
    assert stands.stdout.splitlines()[-6:] == ["no such page"] * 5 + ["False"]
    refused = without_the_extra(tmp_path, written(tmp_path))
    assert refused.returncode == 1
    assert "the extra saml is not installed. Install the packages of deploy/saml.txt" in (
        refused.stderr
    )
