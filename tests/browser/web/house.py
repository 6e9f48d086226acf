"""Serves a made-up house to a browser, and writes down which pages and people there are.

Run as a program of its own: python -m tests.browser.web.house FOLDER PORT
The clock stands still, so that a page says the same on every day.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

MOMENT = datetime(2026, 7, 15, 14, 0, tzinfo=UTC)
TODAY = MOMENT.date()
PASSWORD = "made-up-health-system"
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


def main(folder: Path, port: int) -> None:
    """Set the house up, write down what was made, and serve."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tests.browser.web.settings",
        COMMONWEAL_PSEUDO="1",
        COMMONWEAL_SITE_URL=f"http://127.0.0.1:{port}",
    )
    from django.utils import timezone

    timezone.now = lambda: MOMENT
    from commonweal.cli import serve

    store, state = folder / "store", folder / "state"
    store.mkdir()
    kept(store)
    serve.begin(store, state, demo=True)
    made = {**people(), "pages": things()}
    (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")

    import waitress

    from commonweal.offices.house.wsgi import application

    waitress.serve(application, host="127.0.0.1", port=port, threads=8)


def kept(store: Path) -> None:
    """Keep an audit with every case that a page must set."""
    from tests.unit.report.courses import behind
    from tests.unit.report.example import audit

    from commonweal.findings.audit import Answer
    from commonweal.findings.kept import keep

    whole = audit()
    served = ("C1", "C2", "C3", "C1", "C2", "C2")
    findings = (behind(), *whole.findings[1:])
    shown = tuple(replace(one, commitments=(key,)) for one, key in zip(findings, served))
    keep(store, Answer(replace(whole, findings=shown, first=shown[:3]), ()))


def people() -> dict[str, Any]:
    """Make an account for each role and each kind of name, each signed in."""
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
    for journey in ("keyboard", "without-script"):  # who does things, so that nobody's page moves
        person = Person.objects.create_user(f"{journey}@test.example", PASSWORD, name="Sam Walker")
        for role in ("officer", "analyst"):
            Grant.objects.create(person=person, role=role)
        task(f"Call the clinic back ({journey})", due=1, person=person)
    return {"sessions": sessions}


def session_of(person: Any) -> str:
    """Sign a person in as a form would, and give the key of the session."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": MOMENT.timestamp(), "email": person.email}
    ]
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def task(says: str, *, due: int | None, **more: Any) -> Any:
    """Make a task that is due so many days from today."""
    from commonweal.offices.desk.models import Task

    day = None if due is None else TODAY + timedelta(days=due)
    return Task.objects.create(
        says=says, about="test", due=day, since=MOMENT, opened_by="system", **more
    )


def tasks() -> Any:
    """Give the analyst a list with every part, and a task with everything a task can say."""
    from commonweal.offices.people.models import Person

    analyst = {"person": Person.objects.get(email="analyst@test.example")}
    task("Read the finding about falls", due=-2, office="Office of quality", **analyst)
    task("Answer the board about language", due=0, **analyst)
    task("Look at the mammography table", due=40, **analyst)
    task("Say which clinics are open on Sunday", due=None, **analyst)
    task("Sehr" + "lang" * 40, due=4, **analyst)
    task("اتصل بالعيادة 74 to 76", due=5, **analyst)
    task("Send the letters", due=9, waits_for="the answer of counsel", **analyst)
    return task(
        "Sign off the finding about blood pressure",
        due=3,
        office="Office of quality",
        last_day=TODAY + timedelta(days=30),
        rule="Policy 4.2 of the institution",
        **analyst,
    )


def things() -> dict[str, str]:
    """Make things in every state, and give the pages they stand on."""
    from django.urls import reverse

    from commonweal.offices.scorecard.models import Edition, Label, Record

    edition = Edition.objects.get()
    whole, narrow, falls, silent, absent, _ = edition.records.order_by("place")
    signed = Record.State.SIGNED
    edition.records.filter(pk__in=[whole.pk, narrow.pk]).update(label=Label.PUBLIC, state=signed)
    edition.records.filter(pk=falls.pk).update(label=Label.BOARD, state=Record.State.RETURNED)
    edition.records.filter(pk=silent.pk).update(label=Label.QUALITY, state=signed)
    one = tasks()
    return {
        "measure with figures": whole.path(),
        "measure with hidden rows": narrow.path(),
        "measure sent back": falls.path(),
        "measure with nothing shown": silent.path(),
        "measure not computable": absent.path(),
        "task": one.path or reverse("desk:done", args=[one.pk]),
        "task done": reverse("desk:done", args=[one.pk]),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
