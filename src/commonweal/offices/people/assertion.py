"""What a directory says in SAML: taken only where it is signed, for us, asked for, in time and new.

SAML 2.0 profiles, section 4.1.4. A library holds the signature against the certificates; before it,
the form is held to what an honest directory sends, so that no second reading of it is possible.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth as Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError as Invalid
from onelogin.saml2.response import OneLogin_Saml2_Response as Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings as Terms
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Tools
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from commonweal.offices.house.directory import Directory

LONGEST = 256 * 1024  # of a message, in base64
LONGEST_ID = 191  # of a person, as the database keeps it
KEPT = 600  # seconds that a message is known again after it ended
_DSIG, _MORE = "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmldsig-more#"
_ENC, _ENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
_BITS = ("256", "384", "512")
SIGNED_BY = frozenset(f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in _BITS)
_DIGESTS = frozenset({f"{_ENC}sha256", f"{_MORE}sha384", f"{_ENC}sha512"})
_EXACT = "http://www.w3.org/2001/10/xml-exc-c14n#"
# By the name of an element, the algorithms it may name; any other element names none.
_STRONG = {
    "SignatureMethod": SIGNED_BY,
    "DigestMethod": _DIGESTS,
    "CanonicalizationMethod": frozenset({_EXACT}),
    "Transform": frozenset({_EXACT, f"{_DSIG}enveloped-signature"}),
    "EncryptionMethod": frozenset({
        f"{_ENC11}aes128-gcm", f"{_ENC11}aes256-gcm", f"{_ENC}rsa-oaep-mgf1p", f"{_ENC11}rsa-oaep",
    }),
    "MGF": frozenset({f"{_ENC11}mgf1sha1", f"{_ENC11}mgf1sha256"}),
}  # fmt: skip
_HEAD = re.compile(
    r"""^\s*<\?xml version=["']1\.0["']"""
    r"""( encoding=["'][Uu][Tt][Ff]-8["'])?( standalone=["']\w+["'])?\s*\?>"""
)


class Why(TextChoices):
    """Why a message of the directory is not taken: a word for the trail, a sentence for people."""

    UNREADABLE = "unreadable", _("It can not be read.")
    SAID_NO = "said no", _("The directory did not sign you in.")
    UNASKED = "not asked for", _("It answers nothing that this browser asked. Sign in from here.")
    UNSIGNED = "not signed", _("The directory did not sign what it says of you.")
    WEAK = "weak", _("It is signed or encrypted in a way that is not safe any more.")
    ODD = "of another form", _("It is not built as a directory builds it.")
    FORGED = "not by the directory", _("It is not signed by the directory of this site.")
    TIME = "out of time", _("It is too old, or not valid yet.")
    ELSEWHERE = "for somebody else", _("It is meant for another site.")
    AGAIN = "came before", _("It came before. Each can be used once.")
    NOBODY = "names nobody", _("It does not say for good who you are.")


class NotTaken(Exception):
    """Say that a message of the directory is not taken, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Said:
    """Say of whom a directory spoke; read by allauth as it reads what its own library gives.

    person:   lasting id there
    email:    address, or ""
    verified: whether the directory stands for the address
    name:     as it is written there, or ""
    answers:  the number of the question that it answers
    claims:   what else it said, by the names in the file of the directory
    """

    person: str
    email: str
    verified: bool
    name: str
    answers: str
    claims: dict[str, Any] = field(default_factory=dict)

    def get_attributes(self) -> dict[str, list[str]]:
        """Give who it is, by the names under which `providers` tells allauth to look."""
        told = {"uid": self.person, "email": self.email, "name": self.name}
        return {**{key: [text] for key, text in told.items() if text},
                "email_verified": ["true" if self.verified else ""]}  # fmt: skip

    def get_nameid_format(self) -> str:
        """Give the form of the NameID, which is never taken for an address."""
        return ""


def place(directory: Directory, name: str) -> str:
    """Give the whole address of one of our pages for the directory, whatever host was asked for.

    name: of the URL, such as "saml_acs"
    """
    there = reverse(name, kwargs={"organization_slug": directory.id})
    return f"{settings.SITE_URL.rstrip('/')}{there}"


def our_name(directory: Directory) -> str:
    """Give the name by which the directory knows us: as its file says, or our metadata."""
    return directory.client_id or place(directory, "saml_metadata")


def request_data(address: str, **more: Any) -> dict[str, Any]:
    """Tell the library where a message came in, as its own dictionary."""
    parts = urlsplit(address)
    return {
        "https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc,
        "script_name": parts.path, "get_data": {}, "post_data": {}, **more,
    }  # fmt: skip


def terms(directory: Directory, *, shown: bool = False) -> Terms:
    """Give the terms on which we speak with a directory.

    shown: as they stand in our metadata, which offer to read what is encrypted for our key
    """
    told = directory.saml
    assert told is not None  # noqa: S101  asked by every page before it comes here
    binding = {"binding": Names.BINDING_HTTP_REDIRECT}
    lasting = Names.NAMEID_UNSPECIFIED if told.person_claim else Names.NAMEID_PERSISTENT
    sp = {
        "entityId": our_name(directory),
        "assertionConsumerService": {
            "url": place(directory, "saml_acs"), "binding": Names.BINDING_HTTP_POST,
        },
        "singleLogoutService": {"url": place(directory, "saml_sls"), **binding},
        "NameIDFormat": lasting, "x509cert": told.certificate, "privateKey": told.key,
    }  # fmt: skip
    idp: dict[str, Any] = {
        "entityId": told.issuer, "singleSignOnService": {"url": told.sign_in, **binding},
        "x509certMulti": {"signing": list(told.certificates)},
    }  # fmt: skip
    if told.sign_out:
        idp["singleLogoutService"] = {"url": told.sign_out, **binding}
    keyed = bool(told.key)
    security = {
        "wantAssertionsSigned": True, "wantAssertionsEncrypted": shown and keyed,
        "wantNameId": False, "wantAttributeStatement": False, "wantMessagesSigned": False,
        "authnRequestsSigned": keyed, "logoutResponseSigned": keyed, "logoutRequestSigned": False,
        "requestedAuthnContext": False, "rejectDeprecatedAlgorithm": True,
        "allowRepeatAttributeName": True, "allowSingleLabelDomains": True,
        "signatureAlgorithm": Names.RSA_SHA256, "digestAlgorithm": Names.SHA256,
        "metadataValidUntil": "", "metadataCacheDuration": "",
    }  # fmt: skip
    return Terms({"strict": True, "debug": False, "sp": sp, "idp": idp, "security": security})


def question(directory: Directory, *, anew: bool) -> tuple[str, str]:
    """Make a question for the directory, and give its number and the address to ask it at.

    anew: whether people are to prove there who they are although they are signed in
    """
    speaks = Auth(request_data(place(directory, "saml_acs")), terms(directory))
    address = speaks.login(return_to="", force_authn=anew)
    return speaks.get_last_request_id(), address


def taken(directory: Directory, posted: str) -> Said:
    """Take what came from the directory by way of a browser, or fail with NotTaken.

    posted: the message in base64, as the form of the directory sends it
    """
    root = read(decoded(posted))
    _answers(root)
    _shaped(root)
    try:
        response = Response(terms(directory), posted)
        whole = response.get_xml_document()
    except Exception as error:  # whatever parsing and decrypting raise
        raise NotTaken(Why.UNREADABLE) from error
    if whole is not response.document:
        _shaped(whole)  # what was encrypted
    _meant(whole, directory)
    try:
        response.is_valid(
            request_data(place(directory, "saml_acs"), post_data={"SAMLResponse": posted}),
            raise_exceptions=True,
        )
        said = _said(directory, response)
    except NotTaken:
        raise
    except Invalid as error:
        raise NotTaken(_REASONS.get(error.code, Why.ODD)) from error
    except Exception as error:  # whatever checking a signature raises
        raise NotTaken(Why.FORGED) from error
    once(response.get_assertion_id(), response.get_assertion_not_on_or_after())
    return said


_REASONS = {
    Invalid.STATUS_CODE_IS_NOT_SUCCESS: Why.SAID_NO,
    Invalid.NO_SIGNATURE_FOUND: Why.UNSIGNED,
    Invalid.NO_SIGNED_ASSERTION: Why.UNSIGNED,
    Invalid.INVALID_SIGNATURE: Why.FORGED,
    Invalid.WRONG_ISSUER: Why.FORGED,
    Invalid.ASSERTION_EXPIRED: Why.TIME,
    Invalid.ASSERTION_TOO_EARLY: Why.TIME,
    Invalid.SESSION_EXPIRED: Why.TIME,
    Invalid.WRONG_SUBJECTCONFIRMATION: Why.TIME,
    Invalid.WRONG_AUDIENCE: Why.ELSEWHERE,
    Invalid.WRONG_DESTINATION: Why.ELSEWHERE,
}


def decoded(posted: str) -> bytes:
    """Give the bytes of a message in base64, which may be broken over lines."""
    if not posted or len(posted) > LONGEST:
        raise NotTaken(Why.UNREADABLE)
    try:
        return base64.b64decode("".join(posted.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotTaken(Why.UNREADABLE) from error


def read(raw: bytes) -> Any:
    """Read a message: UTF-8, no declaration of a type, no comment, no instruction, one meaning."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotTaken(Why.UNREADABLE) from error
    body = _HEAD.sub("", text)
    if "<!" in body or "<?" in body:
        raise NotTaken(Why.ODD)
    try:
        return Xml.to_etree(raw)
    except Exception as error:  # whatever a parser of XML raises
        raise NotTaken(Why.UNREADABLE) from error


def _answers(root: Any) -> None:
    """Refuse what is no answer, what says no, and what nobody asked for."""
    if root.tag != f"{{{Names.NS_SAMLP}}}Response":
        raise NotTaken(Why.UNREADABLE)
    status = _found(root, "/samlp:Response/samlp:Status/samlp:StatusCode/@Value")
    if status != [Names.STATUS_SUCCESS]:
        raise NotTaken(Why.SAID_NO)
    if not root.get("InResponseTo"):
        raise NotTaken(Why.UNASKED)


def _shaped(root: Any) -> None:
    """Hold a message to one statement, which stands where it belongs, and to signatures of it."""
    if len(_named(root, "Response")) != 1:
        raise NotTaken(Why.ODD)
    plain = _found(root, "/samlp:Response/saml:Assertion")
    hidden = _found(root, "/samlp:Response/saml:EncryptedAssertion")
    if len(plain) + len(hidden) != 1:
        raise NotTaken(Why.ODD)
    if _named(root, "Assertion") != plain or _named(root, "EncryptedAssertion") != hidden:
        raise NotTaken(Why.ODD)
    ids = [text for one in root.iter() for key, text in one.attrib.items() if _is_id(key)]
    if len(ids) != len(set(ids)):
        raise NotTaken(Why.ODD)
    signatures = _named(root, "Signature")
    parents = [one.getparent() for one in signatures]
    if any(one not in (root, *plain) for one in parents) or len(set(parents)) != len(parents):
        raise NotTaken(Why.ODD)
    for one in signatures:
        _points_at_its_parent(one)
    if plain and plain[0] not in parents:
        raise NotTaken(Why.UNSIGNED)
    if any(_weak(one) for one in root.iter() if one.get("Algorithm") is not None):
        raise NotTaken(Why.WEAK)


def _points_at_its_parent(signature: Any) -> None:
    """Refuse a signature that is of several things, of something else, or that holds something."""
    references = _named(signature, "Reference")
    own = signature.getparent().get("ID")
    right = len(references) == 1 and own and references[0].get("URI") == f"#{own}"
    if not right or _named(signature, "Object") or len(_named(signature, "SignedInfo")) != 1:
        raise NotTaken(Why.ODD)


def _weak(one: Any) -> bool:
    kind = etree.QName(one).localname
    named = one.get("Algorithm")
    if kind == "DigestMethod" and etree.QName(one.getparent()).localname == "EncryptionMethod":
        return False  # inside OAEP a digest carries no signature
    return named not in _STRONG.get(kind, frozenset())


def _is_id(key: str) -> bool:
    return key.rpartition("}")[2].lower() == "id"


def _named(root: Any, name: str) -> list[Any]:
    """Give every element of a name below and at a root, whatever space the name is from."""
    return [one for one in root.iter() if etree.QName(one).localname == name]


def _found(root: Any, path: str) -> list[Any]:
    found: list[Any] = Xml.query(root, path)
    return found


def _meant(root: Any, directory: Directory) -> None:
    """Refuse what is not said to us, now, in answer to the question it names.

    The rules here only refuse; what is believed is read after the signature was held good.
    """
    statements = _found(root, "/samlp:Response/saml:Assertion")
    if len(statements) != 1:
        raise NotTaken(Why.ODD)
    (statement,) = statements
    here = place(directory, "saml_acs")
    if root.get("Destination", here) != here:
        raise NotTaken(Why.ELSEWHERE)
    limits = statement.findall("saml:Conditions/saml:AudienceRestriction", Names.NSMAP)
    named = [
        {(one.text or "").strip() for one in limit.findall("saml:Audience", Names.NSMAP)}
        for limit in limits
    ]
    if not named or any(our_name(directory) not in one for one in named):
        raise NotTaken(Why.ELSEWHERE)
    proofs = statement.findall("saml:Subject/saml:SubjectConfirmation", Names.NSMAP)
    bearers = [
        data
        for one in proofs
        if one.get("Method") == Names.CM_BEARER
        for data in one.findall("saml:SubjectConfirmationData", Names.NSMAP)
    ]
    if len(bearers) != 1 or len(proofs) != 1:
        raise NotTaken(Why.ODD)
    (proof,) = bearers
    if proof.get("Recipient") != here:
        raise NotTaken(Why.ELSEWHERE)
    if proof.get("InResponseTo") != root.get("InResponseTo"):
        raise NotTaken(Why.UNASKED)
    if not proof.get("NotOnOrAfter"):
        raise NotTaken(Why.TIME)


def _said(directory: Directory, response: Any) -> Said:
    """Read a message that was held good."""
    told = directory.saml
    assert told is not None  # noqa: S101  asked by every page before it comes here
    attributes = {
        name: values[0] if len(values) == 1 else values or ""
        for name, values in response.get_attributes().items()
    }
    wanted = {
        directory.group_claim, directory.active_claim, directory.second_step_claim,
        directory.record_claim, directory.unit_claim, directory.kind_claim,
    }  # fmt: skip
    claims = {name: said for name, said in attributes.items() if name in wanted}
    person = _person(attributes.get(told.person_claim), response, told.person_claim)
    checked = attributes.get(told.mail_verified_claim) if told.mail_verified_claim else "true"
    return Said(
        person=person,
        email=_first(attributes.get(told.mail_claim)),
        verified=_first(checked).lower() in ("true", "1", "yes"),
        name=_first(attributes.get(told.name_claim)),
        answers=response.get_in_response_to(),
        claims={**claims, **dict(_of_the_session(response))},
    )


def _person(said: Any, response: Any, claim: str) -> str:
    """Give the lasting id of a person: one value of one attribute, or a NameID made to last."""
    if not claim and response.get_nameid_format() == Names.NAMEID_PERSISTENT:
        said = response.get_nameid()
    if not isinstance(said, str) or not 0 < len(said) <= LONGEST_ID:
        raise NotTaken(Why.NOBODY)
    return said


def _first(said: Any) -> str:
    return str(said[0] if isinstance(said, list) else said or "").strip()


def _of_the_session(response: Any) -> Iterator[tuple[str, Any]]:
    """Give what the directory says of the sign-in itself, by names that no attribute can take."""
    (statement,) = _found(response.get_xml_document(), "/samlp:Response/saml:Assertion")
    one = statement.find("saml:AuthnStatement", Names.NSMAP)
    yield "auth_time", int(Tools.parse_SAML_to_time(one.get("AuthnInstant")))
    yield "AuthnContextClassRef", response.get_authn_contexts()
    if until := response.get_session_not_on_or_after():
        yield "session_until", int(until)
    name = response.get_nameid()
    if name:
        yield "name_id", name_key(name)
        yield "sid", session_key(name, response.get_session_index() or "")


def name_key(name: str) -> str:
    """Give the key under which a NameID is found again; the name itself is not kept."""
    return sha256(name.encode()).hexdigest()


def session_key(name: str, index: str) -> str:
    """Give the key of one session at the directory: numbers of sessions may repeat among people."""
    return sha256(f"{name}\n{index}".encode()).hexdigest()


def once(number: str, until: float | None) -> None:
    """Refuse a message that came before; it is remembered for longer than it is good for.

    number: its id
    until:  the moment in seconds after which it is refused for its age, where it names one
    """
    left = max(0, int((until or 0) - Tools.now()))
    key = f"saml-{sha256(number.encode()).hexdigest()}"
    if not cache.add(key, True, left + KEPT):
        raise NotTaken(Why.AGAIN)
