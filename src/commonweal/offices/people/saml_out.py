"""The directory says by a signed address that somebody signed out there: their sessions end here.

SAML 2.0 single logout by HTTP-Redirect: the browser carries the message, unlike OpenID Connect.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from onelogin.saml2.auth import OneLogin_Saml2_Auth as Auth
from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request as Request
from onelogin.saml2.logout_response import OneLogin_Saml2_Logout_Response as Answer
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Tools

from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.people.assertion import (
    SIGNED_BY,
    NotTaken,
    Why,
    decoded,
    name_key,
    once,
    place,
    read,
    request_data,
    session_key,
    terms,
)
from commonweal.offices.people.models import Person
from commonweal.offices.people.sessions import end_sessions, people_of
from commonweal.offices.people.signals import tell

LATE, AHEAD = 5 * 60, 60  # seconds that a message may be old, and that clocks may differ
_SIGNED = ("SAMLRequest", "RelayState", "SigAlg", "Signature")


def end(directory: Directory, said: Mapping[str, str], query: str) -> str:
    """Put a sign-out into effect, and give the address at which the directory hears of it.

    said:  the fields of the address, read
    query: the same as they came, because the signature is over that

    Fails with NotTaken where it is not what the directory would send just now.
    """
    root, speaks = _read(directory, said, query)
    name = Request.get_nameid(root, key=directory.saml.key or None if directory.saml else None)
    indexes = Request.get_session_indexes(root)
    once(root.get("ID"), Tools.now() + LATE + AHEAD)
    held = SocialAccount.objects.filter(
        provider=directory.account, extra_data__saml__name_id=name_key(name)
    )
    people = {str(one) for one in held.values_list("user_id", flat=True)}
    for index in indexes:
        people |= people_of(session_key(name, index))
    with transaction.atomic():
        for person in Person.objects.filter(pk__in=people):
            tell(SYSTEM, "signed out by the directory", person)
        end_sessions(people)
    return _heard(speaks, root.get("ID"), said)


def _read(directory: Directory, said: Mapping[str, str], query: str) -> tuple[Any, Auth]:
    """Read a message that the directory signed for us, just now."""
    if "Signature" not in said or "SAMLRequest" not in said:
        raise NotTaken(Why.UNSIGNED)
    if said.get("SigAlg") not in SIGNED_BY:
        raise NotTaken(Why.WEAK)
    names = [part.partition("=")[0] for part in query.split("&")]
    if any(names.count(one) > 1 for one in _SIGNED):
        raise NotTaken(Why.ODD)
    here = place(directory, "saml_sls")
    fields = {one: said[one] for one in _SIGNED if one in said}
    data = request_data(here, get_data=fields, query_string=query, validate_signature_from_qs=True)
    speaks = Auth(data, terms(directory))
    if not speaks.get_slo_url():
        raise NotTaken(Why.UNASKED)
    if not speaks.validate_request_signature(fields):
        raise NotTaken(Why.FORGED)
    decoded(said["SAMLRequest"])  # no longer than a message may be, and base64
    try:
        inflated = Tools.decode_base64_and_inflate(said["SAMLRequest"])
    except Exception as error:  # whatever inflating raises
        raise NotTaken(Why.UNREADABLE) from error
    root = read(inflated)
    message = Request(speaks.get_settings(), said["SAMLRequest"])
    if not message.is_valid(data) or not root.get("ID"):
        raise NotTaken(Why.ODD)
    _checked(root, here)
    return root, speaks


def _checked(root: Any, here: str) -> None:
    if root.get("Destination") != here:
        raise NotTaken(Why.ELSEWHERE)
    age = Tools.now() - Tools.parse_SAML_to_time(root.get("IssueInstant"))
    if not -AHEAD <= age <= LATE:
        raise NotTaken(Why.TIME)


def _heard(speaks: Auth, number: str, said: Mapping[str, str]) -> str:
    """Give the address that tells the directory that the sessions ended."""
    answer = Answer(speaks.get_settings())
    answer.build(number)
    told = {"SAMLResponse": answer.get_response()}
    if "RelayState" in said:
        told["RelayState"] = said["RelayState"]
    if speaks.get_settings().get_security_data()["logoutResponseSigned"]:
        speaks.add_response_signature(told)
    address: str = speaks.redirect_to(speaks.get_slo_response_url(), told)
    return address
