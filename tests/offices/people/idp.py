"""A directory that speaks SAML, on this machine: it asks who it is, and signs what it says.

It shares no code with what it talks to: the XML is written by hand and signed with xmlsec.
"""

from __future__ import annotations

import base64
import html
import re
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

SAML, SAMLP = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
NS = {"saml": SAML, "samlp": SAMLP, "ds": DSIG}
FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
MAIL, NAME = "urn:oid:0.9.2342.19200300.100.1.3", "urn:oid:2.16.840.1.113730.3.1.241"
UID = "urn:oasis:names:tc:SAML:attribute:subject-id"
GROUPS = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1"
ONE_STEP = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"


@cache
def pair(name: str, days: int = 400) -> tuple[str, str]:
    """Make a key and its certificate, both in PEM; the same for the same name."""
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    end = datetime.now(UTC) + timedelta(days=days)
    made = x509.CertificateBuilder(
        who, who, key.public_key(), x509.random_serial_number(), end - timedelta(days=500), end
    ).sign(key, hashes.SHA256())
    armoured = serialization.Encoding.PEM
    return key.private_bytes(
        armoured, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode(), made.public_bytes(armoured).decode()


def inside(certificate: str) -> str:
    """Give the base64 of a certificate without its armour."""
    return "".join(line for line in certificate.splitlines() if not line.startswith("-"))


def when(seconds: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Told:
    """Everything an answer says; a test changes one line of it."""

    audience: str = ""
    destination: str = ""
    recipient: str = ""
    answers: str = ""
    proof_answers: str = ""
    issuer: str = ""
    name: str = ""
    name_format: str = f"{FORMAT}persistent"
    attributes: Mapping[str, Any] = field(default_factory=dict)
    status: str = SUCCESS
    begins: float = -60
    ends: float = 300
    proved: float = 0
    session_ends: float = 8 * 3600
    number: str = ""
    index: str = "1"
    context: str = ONE_STEP


class Idp:
    """A directory with people in it, which also lies as a test tells it to."""

    def __init__(self, address: str = "https://sign-in.hospital.example") -> None:
        self.address, self.entity = address, f"{address}/metadata"
        self.key, self.certificate = pair("the directory")
        self.people: dict[str, dict[str, Any]] = {}
        self.twist: Callable[[Told], None] = lambda told: None
        self.asked: list[etree._Element] = []

    def person(self, sub: str, **attributes: Any) -> None:
        """Write a person into the directory."""
        given = {UID: f"{sub}@hospital", MAIL: f"{sub}@hospital.example", NAME: sub.title()}
        self.people[sub] = {**given, **attributes}

    def metadata(self, *certificates: str) -> str:
        """Say who the directory is, as SAML writes it."""
        keys = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>'
            f"{inside(one)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            for one in certificates or (self.certificate,)
        )
        bind = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
        return (
            f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
            f'xmlns:ds="{DSIG}" entityID="{self.entity}"><md:IDPSSODescriptor '
            f'protocolSupportEnumeration="{SAMLP}">{keys}'
            f'<md:SingleLogoutService Binding="{bind}" Location="{self.address}/slo"/>'
            f'<md:SingleSignOnService Binding="{bind}" Location="{self.address}/sso"/>'
            f"</md:IDPSSODescriptor></md:EntityDescriptor>"
        )

    def read(self, address: str) -> etree._Element:
        """Read the question that a house asks at an address."""
        packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
        asked = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
        self.asked.append(asked)
        return asked

    def told(self, asked: etree._Element, sub: str) -> Told:
        """Say what an honest answer says."""
        here = asked.get("AssertionConsumerServiceURL")
        return Told(
            audience=asked.findtext("saml:Issuer", namespaces=NS), destination=here,
            recipient=here, answers=asked.get("ID"), proof_answers=asked.get("ID"),
            issuer=self.entity, name=f"lasting-{sub}", number=f"_{uuid4().hex}",
            attributes=self.people.get(sub, {}),
        )  # fmt: skip

    def answer(self, address: str, sub: str) -> str:
        """Answer a question with signed words about a person, in base64."""
        told = self.told(self.read(address), sub)
        self.twist(told)
        return packed(self.signed(written(told)))

    def signed(self, root: etree._Element, **how: Any) -> etree._Element:
        """Sign the statement of an answer."""
        return signed(root, self.key, self.certificate, **how)

    def sign_out(self, here: str, name: str, **twists: Any) -> str:
        """Give the signed address that tells a house that somebody signed out."""
        indexes = "".join(
            f"<samlp:SessionIndex>{one}</samlp:SessionIndex>" for one in twists.get("indexes", "1")
        )
        raw = (
            f'<samlp:LogoutRequest xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" '
            f'ID="{twists.get("number", f"_{uuid4().hex}")}" Version="2.0" '
            f'IssueInstant="{when(twists.get("age", 0))}" '
            f'Destination="{twists.get("destination", here)}">'
            f"<saml:Issuer>{self.entity}</saml:Issuer>"
            f'<saml:NameID Format="{FORMAT}persistent">{name}</saml:NameID>{indexes}'
            f"</samlp:LogoutRequest>"
        )
        squeezed = zlib.compress(raw.encode())[2:-4]
        said = {
            "SAMLRequest": base64.b64encode(squeezed).decode(), "RelayState": "back",
            "SigAlg": twists.get("algorithm", RSA_SHA256),
        }  # fmt: skip
        query = "&".join(f"{key}={quote(text, safe='')}" for key, text in said.items())
        key: Any = serialization.load_pem_private_key(twists.get("key", self.key).encode(), None)
        proof = key.sign(query.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{here}?{query}&Signature={quote(base64.b64encode(proof).decode(), safe='')}"


def written(told: Told) -> etree._Element:
    """Write an answer, without a signature."""
    rows = "".join(
        f'<saml:Attribute Name="{key}">'
        + "".join(f"<saml:AttributeValue>{html.escape(one)}</saml:AttributeValue>" for one in many)
        + "</saml:Attribute>"
        for key, said in told.attributes.items()
        for many in [[said] if isinstance(said, str) else said]
    )
    answers = f' InResponseTo="{told.answers}"' if told.answers else ""
    proof = f' InResponseTo="{told.proof_answers}"' if told.proof_answers else ""
    audience = (
        f"<saml:AudienceRestriction><saml:Audience>{told.audience}</saml:Audience>"
        "</saml:AudienceRestriction>"
        if told.audience
        else ""
    )
    statement = (
        f'<saml:Assertion ID="{told.number}" Version="2.0" IssueInstant="{when()}">'
        f"<saml:Issuer>{told.issuer}</saml:Issuer>"
        f'<saml:Subject><saml:NameID Format="{told.name_format}">{told.name}</saml:NameID>'
        f'<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData NotOnOrAfter="{when(told.ends)}" '
        f'Recipient="{told.recipient}"{proof}/></saml:SubjectConfirmation></saml:Subject>'
        f'<saml:Conditions NotBefore="{when(told.begins)}" NotOnOrAfter="{when(told.ends)}">'
        f"{audience}</saml:Conditions>"
        f'<saml:AuthnStatement AuthnInstant="{when(told.proved)}" SessionIndex="{told.index}" '
        f'SessionNotOnOrAfter="{when(told.session_ends)}"><saml:AuthnContext>'
        f"<saml:AuthnContextClassRef>{told.context}</saml:AuthnContextClassRef>"
        "</saml:AuthnContext></saml:AuthnStatement>"
        f"<saml:AttributeStatement>{rows}</saml:AttributeStatement></saml:Assertion>"
    )
    return etree.fromstring(
        f'<samlp:Response xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_{uuid4().hex}" '
        f'Version="2.0" IssueInstant="{when()}" Destination="{told.destination}"{answers}>'
        f"<saml:Issuer>{told.issuer}</saml:Issuer>"
        f'<samlp:Status><samlp:StatusCode Value="{told.status}"/></samlp:Status>'
        f"{statement if told.status == SUCCESS else ''}</samlp:Response>"
    )


def signed(
    root: etree._Element, key: str, certificate: str, *,
    of: str = "saml:Assertion", by: Any = xmlsec.Transform.RSA_SHA256,
    digest: Any = xmlsec.Transform.SHA256,
) -> etree._Element:  # fmt: skip
    """Sign the statement of an answer, or the answer itself (of=".")."""
    whom = root.find(of, NS) if of != "." else root
    if whom is None:
        return root
    template = xmlsec.template.create(whom, xmlsec.Transform.EXCL_C14N, by, ns="ds")
    whom.insert(1, template)
    uri = f"#{whom.get('ID')}"
    reference = xmlsec.template.add_reference(template, digest, uri=uri)
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(template))
    xmlsec.tree.add_ids(root, ["ID"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key, xmlsec.KeyFormat.PEM, None)
    context.key.load_cert_from_memory(certificate, xmlsec.KeyFormat.PEM)
    context.sign(template)
    return root


def packed(root: etree._Element) -> str:
    return base64.b64encode(etree.tostring(root)).decode()


def unpacked(posted: str) -> etree._Element:
    return etree.fromstring(base64.b64decode(posted))


@contextmanager
def serving() -> Iterator[Idp]:
    """Serve a directory on this machine: one button for each person, and the form of the answer."""

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            if "as" not in query:
                self._say("".join(
                    f'<p><a href="{html.escape(self.path)}&amp;as={one}">{one}</a></p>'
                    for one in idp.people
                ))  # fmt: skip
                return
            posted = idp.answer(self.path, query["as"][0])
            there = idp.asked[-1].get("AssertionConsumerServiceURL")
            self._say(
                f'<form method="post" action="{there}"><input type="hidden" name="SAMLResponse" '
                f'value="{posted}"><button>Go on</button></form>'
            )

        def _say(self, body: str) -> None:
            raw = f"<!doctype html><title>Directory</title>{body}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    idp = Idp(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def form(page: str) -> tuple[str, dict[str, str]]:
    """Read the address and the fields of the form that the directory shows."""
    (there,) = re.findall(r'action="([^"]+)"', page)
    return there, dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
