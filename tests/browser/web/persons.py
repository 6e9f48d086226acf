"""The people of the house that the browser visits: a name of each kind, each with a session."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

MOMENT = datetime(2026, 7, 15, 14, 0, tzinfo=UTC)
TODAY = MOMENT.date()
PASSWORD = "made-up-health-system"  # noqa: S105  of made-up people
JOURNEYS = ("keyboard", "without-script")
# One letter, eighty letters, four scripts, and one from right to left.
NAMES = {
    "one letter": "Ó",
    "eighty letters": "Wolfeschlegelsteinhausenbergerdorff" + "abcdefghi" * 5,
    "several words": "María del Carmen Nguyễn-O’Brien y Åström",
    "Arabic": "فاطمة الزهراء بنت محمد",
    "Chinese": "欧阳思远",
    "Devanagari": "लक्ष्मी नारायण",
    "Ethiopic": "አስቴር ገብረማርያም",
    "marks": "<b>Zoë</b> & “Bob” {{ x }}",
}


def people() -> dict[str, Any]:
    """Make an account for each role and each kind of name, each signed in."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal import auth as recovery_codes
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.urls import reverse

    from commonweal.intake.keys import PatientKeys, key_of
    from commonweal.offices.house.policy import Role
    from commonweal.offices.people.models import Grant, Person

    sessions = {}
    for role in Role:
        if role is not Role.PUBLIC:
            person = Person.objects.create_user(
                f"{role.value}@test.example", PASSWORD, name=f"Robin {role.value.title()}"
            )
            Grant.objects.create(person=person, role=role.value)
            sessions[role.value] = session_of(person)
    for kind, name in NAMES.items():
        address = f"{kind.replace(' ', '-').lower()}@test.example"
        sessions[kind] = session_of(Person.objects.create_user(address, PASSWORD, name=name))
    known = Person.objects.create_user("measured@test.example", PASSWORD, name="Ana Known")
    known.vault_key = PatientKeys(key_of(Path(settings.STORE), None))("main/p1")
    known.save()
    sessions["one who is measured"] = session_of(known)
    careful = Person.objects.create_user("two-steps@test.example", PASSWORD, name="Kim Careful")
    TOTP.activate(careful, "JBSWY3DPEHPK3PXP")
    recovery_codes.RecoveryCodes.activate(careful)
    sessions["two steps"] = session_of(careful)
    sessions["before the app"] = session_between(careful)
    quick = Person.objects.create_user("passkeys@test.example", PASSWORD, name="Lee Quick")
    for name, alone in (("My phone", True), ("A small device at the desk", False)):
        passkey(quick, name, alone)
    recovery_codes.RecoveryCodes.activate(quick)
    sessions["passkeys"] = session_of(quick)
    sessions["before the passkey"] = session_between(quick)
    member = Person.objects.get(email="member@test.example")
    sessions["two minutes left"] = session_of(member, 119)
    sessions["one second left"] = session_of(member, 1)
    often = Person.objects.create_user("three-browsers@test.example", PASSWORD, name="Jo Often")
    sessions["three browsers"] = session_of(often)
    used_elsewhere(often, ["Firefox", "Windows"], begun=180, seen=25)
    used_elsewhere(often, ["", ""], begun=95, seen=4)
    for journey in JOURNEYS:  # who does things, so that nobody's page moves
        person = Person.objects.create_user(f"{journey}@test.example", PASSWORD, name="Sam Walker")
        for held in ("officer", "analyst"):
            Grant.objects.create(person=person, role=held)
        task(f"Call the clinic back ({journey})", due=1, person=person)
    keys = Authenticator.objects.filter(user=quick, type=Authenticator.Type.WEBAUTHN)
    first = keys.order_by("pk")[0].pk
    pages = {
        "rename passkey": reverse("mfa_edit_webauthn", args=[first]),
        "remove passkey": reverse("mfa_remove_webauthn", args=[first]),
    }
    return {"sessions": sessions, "pages": pages}


def passkey(person: Any, name: str, alone: bool) -> None:
    """Keep a passkey as a browser would hand it over; nobody has the secret that goes with it."""
    from allauth.mfa.webauthn.internal.auth import WebAuthn
    from fido2 import cbor
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestedCredentialData, AuthenticatorData

    key, point = name.encode().ljust(32, b"0")[:32], bytes(range(32))
    public = ES256({1: 2, 3: -7, -1: 1, -2: point, -3: point})
    held = AttestedCredentialData.create(bytes(16), key, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, held)
    said = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://127.0.0.1"}
    handed = {"fmt": "none", "authData": bytes(data), "attStmt": {}}
    WebAuthn.add(person, name, {
        "id": websafe_encode(key), "rawId": websafe_encode(key), "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(said).encode()),
            "attestationObject": websafe_encode(cbor.encode(handed)),
        },
        "clientExtensionResults": {"credProps": {"rk": alone}},
    })  # fmt: skip


def session_between(person: Any) -> str:
    """Send the password of a person, and give the session that waits for the second step."""
    from django.conf import settings
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    sent = {"login": person.email, "password": PASSWORD}
    answer = client.post("/account/login/", sent)
    if not answer.headers.get("Location", "").endswith("/account/second-step/authenticate/"):
        raise ValueError(answer.headers)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def session_of(person: Any, left: int | None = None) -> str:
    """Sign a person in as a form would, and give the key of the session, perhaps near its end."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": person.email, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    if left is not None:
        session["began"] = int(MOMENT.timestamp()) - settings.SESSION_WHOLE + left
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def used_elsewhere(person: Any, browser: list[str], *, begun: int, seen: int) -> None:
    """Sign a person in at another browser, so many minutes ago."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore(session_of(person))
    now = int(MOMENT.timestamp())
    session["browser"], session["began"] = browser, now - 60 * begun
    session["seen"] = now - 60 * seen
    session.save()


def task(says: str, *, due: int | None, **more: Any) -> Any:
    """Make a task that is due so many days from today."""
    from commonweal.offices.desk.models import Task

    day = None if due is None else TODAY + timedelta(days=due)
    made = Task.objects.create(
        says=says, about="test", due=day, since=MOMENT, opened_by="system", **more
    )
    made.about = f"desk.task:{made.pk}"
    Task.objects.filter(pk=made.pk).update(about=made.about)
    return made
