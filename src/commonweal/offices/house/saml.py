"""Reads what a directory that speaks SAML says of itself: a file of metadata, fetched by nobody.

Needs the extra `saml`. Without it a house that names such a directory says so and does not start.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured

KEYS = frozenset({
    "metadata_file", "issuer", "person_claim", "mail_claim", "mail_verified_claim", "name_claim",
    "key_file", "certificate_file",
})  # fmt: skip
MAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"
OTHERS = stat.S_IRWXO | stat.S_IRWXG
LONGEST = 1024 * 1024
HERE = ("localhost", "127.0.0.1", "::1")
_SPACES = {
    "md": "urn:oasis:names:tc:SAML:2.0:metadata", "ds": "http://www.w3.org/2000/09/xmldsig#",
}  # fmt: skip
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


@dataclass(frozen=True)
class Saml:
    """Say who the directory is in SAML, and by which attributes it names people.

    issuer:       its entity id
    sign_in:      the address at which people sign in there
    sign_out:     the address at which it hears what came of a sign-out, or ""
    certificates: its certificates that signatures are held against, in base64
    valid_until:  when its metadata end, where they say so
    person_claim: attribute with the lasting id of a person; "" takes the persistent NameID
    mail_claim:   attribute with the e-mail address
    mail_verified_claim: attribute that says whether the address is verified; "" trusts them all
    name_claim:   attribute with the name
    key:          our key, in PEM, or ""; it signs what we ask and opens what is encrypted for us
    certificate:  the certificate of our key, in PEM, or ""
    """

    issuer: str
    sign_in: str
    sign_out: str
    certificates: tuple[str, ...]
    valid_until: datetime | None = None
    person_claim: str = ""
    mail_claim: str = MAIL
    mail_verified_claim: str = ""
    name_claim: str = NAME
    key: str = ""
    certificate: str = ""


def read(held: Mapping[str, Any], beside: Path) -> Saml:
    """Read the lines of the file of the directory that are about SAML, and the files they name.

    held:   the lines
    beside: the folder that the names of files begin in

    Fails with ImproperlyConfigured where something is missing, unsafe or can not be read.
    """
    if find_spec("onelogin") is None:
        raise _refused(
            "it names a directory that speaks SAML, and the extra saml is not installed. "
            "Install the packages of deploy/saml.txt"
        )
    texts = {key: held.get(key, "") for key in KEYS if key in held}
    if wrong := [key for key, text in texts.items() if not isinstance(text, str)]:
        raise _refused(f"{wrong[0]} is no text")
    named = str(texts.get("metadata_file", ""))
    if not named:
        raise _refused("metadata_file is missing")
    issuer, told = _metadata(beside / Path(named).expanduser(), texts.get("issuer", ""))
    claims = {key: text.strip() for key, text in texts.items() if key.endswith("_claim")}
    key, certificate = _pair(beside, texts.get("key_file", ""), texts.get("certificate_file", ""))
    return Saml(issuer=issuer, **told, **claims, key=key, certificate=certificate)


def _metadata(path: Path, wanted: str) -> tuple[str, dict[str, Any]]:
    """Give the entity id of the directory, and what its metadata say."""
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml  # noqa: PLC0415  of the extra

    try:
        raw = path.read_bytes()[: LONGEST + 1]
    except OSError as error:
        raise _refused("the file named by metadata_file can not be read") from error
    if len(raw) > LONGEST or b"<!" in raw.replace(b"<!--", b""):
        raise _refused("the file named by metadata_file is too long or declares a type")
    try:
        every = _found(Xml.to_etree(raw), "descendant-or-self::md:EntityDescriptor")
    except Exception as error:  # whatever a parser of XML raises
        raise _refused(
            "the file named by metadata_file can not be read as SAML metadata"
        ) from error
    sign_in = [one for one in every if _found(one, "md:IDPSSODescriptor")]
    fitting = [one for one in sign_in if one.get("entityID") == wanted or not wanted]
    if len(fitting) > 1:
        raise _refused("the file named by metadata_file names several directories; write issuer")
    if not fitting:
        raise _refused("the file named by metadata_file names no such directory")
    (whole,) = fitting
    (one, *_) = _found(whole, "md:IDPSSODescriptor")
    keys = _found(one, "md:KeyDescriptor[not(@use) or @use='signing']//ds:X509Certificate")
    found = {
        "sign_in": _address(one, "SingleSignOnService"),
        "sign_out": _address(one, "SingleLogoutService"),
        "certificates": tuple("".join((key.text or "").split()) for key in keys),
        "valid_until": _until(_found(one, "ancestor-or-self::*/@validUntil")),
    }
    _checked(whole.get("entityID"), found)
    return whole.get("entityID"), found


def _found(under: Any, path: str) -> list[Any]:
    found: list[Any] = under.xpath(path, namespaces=_SPACES)
    return found


def _address(one: Any, service: str) -> str:
    """Give the address of a service that a browser is led to, or nothing."""
    held = _found(one, f"md:{service}[@Binding='{_REDIRECT}']")
    return str(held[0].get("ResponseLocation") or held[0].get("Location")) if held else ""


def _checked(issuer: object, found: Mapping[str, Any]) -> None:
    if not issuer or not found["sign_in"] or not found["certificates"]:
        raise _refused(
            "the file named by metadata_file lacks an entity id, a certificate for signatures, "
            "or an address for sign-in by HTTP-Redirect"
        )
    for address in (found["sign_in"], found["sign_out"]):
        place = urlsplit(address)
        if address and place.scheme != "https" and place.hostname not in HERE:
            raise _refused("an address in the file named by metadata_file is not https://")
    for one in found["certificates"]:
        ends_of(one)


def _until(told: Sequence[str]) -> datetime | None:
    """Give the earliest end that metadata name for themselves."""
    try:
        ends = [datetime.fromisoformat(text.replace("Z", "+00:00")) for text in told]
    except ValueError as error:
        raise _refused("validUntil in the file named by metadata_file is no moment") from error
    return min((_aware(one) for one in ends), default=None)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def ends_of(certificate: str) -> datetime:
    """Give the last moment of a certificate, in PEM or as the base64 inside it."""
    armoured = certificate if "-----" in certificate else _armour(certificate)
    try:
        return x509.load_pem_x509_certificate(armoured.encode("ascii")).not_valid_after_utc
    except ValueError as error:
        raise _refused("a certificate can not be read") from error


def _armour(inside: str) -> str:
    lines = "\n".join(inside[at : at + 64] for at in range(0, len(inside), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def _pair(beside: Path, key_file: str, certificate_file: str) -> tuple[str, str]:
    """Give our key and its certificate, which belong together, or two empty texts."""
    if not key_file and not certificate_file:
        return "", ""
    if not key_file or not certificate_file:
        raise _refused("key_file and certificate_file are named together or not at all")
    path, shown = (beside / Path(one).expanduser() for one in (key_file, certificate_file))
    if not path.is_file() or not shown.is_file():
        raise _refused("the file named by key_file or certificate_file is not there")
    if path.stat().st_mode & OTHERS:
        raise _refused("others than its owner may read the file named by key_file")
    key, certificate = (one.read_text(encoding="ascii") for one in (path, shown))
    try:
        ours = load_pem_private_key(key.encode("ascii"), None).public_key()
        theirs = x509.load_pem_x509_certificate(certificate.encode("ascii")).public_key()
    except (ValueError, TypeError) as error:
        raise _refused("the key or its certificate can not be read; neither has a word") from error
    if not isinstance(ours, RSAPublicKey):
        raise _refused("the key is no RSA key, which every directory can read")
    if ours != theirs:
        raise _refused("the certificate is not that of the key")
    return key, certificate


def _refused(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The file named by COMMONWEAL_DIRECTORY can not be used: {why}.")
