"""Mail goes through a real conversation: one a day, at once what is due today, never twice."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.desk.conftest import TaskOf

from commonweal.offices.desk import notices, outbox
from commonweal.offices.desk.models import MailChoice, Mailing, Notice
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models import Edition, Label

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
SAID = "Your letter went out"


class Server:
    """Take in mail as a mail server does; refuse it when told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore
        return self.refuses if self.refuses.startswith("451") else "250 kept"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("officer") and self.refuses.startswith("550"):
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 known"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    held = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(held, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield held
    controller.stop()


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the clock, to noon at first."""
    moment = SimpleNamespace(now=NOON)
    monkeypatch.setattr(clock, "now", lambda: moment.now)
    monkeypatch.setattr(clock, "today", lambda: clock.now().date())

    def move(**by: float) -> None:
        moment.now += timedelta(**by)

    return move


@pytest.fixture
def officer(person_of: PersonOf) -> Person:
    return person_of(Role.OFFICER)


def tell(person: Person, says: str = SAID, **more: Any) -> None:
    outbox.tell_person(person, "said", "program.call:1", says, **more)


def body(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_notices_go_in_one_message_a_day(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    tell(officer, path="/desk/")
    tell(officer, "Your match was approved")
    assert notices.send_due() == 0  # what can still be taken back is not sent yet
    at(minutes=1)
    assert notices.send_due() == 1
    tell(officer, "One more")
    at(minutes=1)
    assert notices.send_due() == 0
    at(days=1)
    assert notices.send_due() == 1
    assert SAID in body(server.mails[0]) and "match was approved" in body(server.mails[0])
    assert "http://localhost:8642/desk/" in body(server.mails[0])
    assert "because it is about your own work" in body(server.mails[0])
    assert server.mails[0]["To"] == officer.email
    assert server.mails[0]["Message-ID"] != server.mails[1]["Message-ID"]


def test_nothing_goes_before_the_office_begins(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    tell(officer)
    at(hours=-8)
    assert notices.send_due() == 0
    at(hours=10)
    assert notices.send_due() == 1


def test_what_is_due_today_goes_at_once_and_tasks_of_today_stand_in_the_daily_one(
    server: Server, officer: Person, task_of: TaskOf, at: Callable[..., None]
) -> None:
    tell(officer, at_once=True)
    task_of(person=officer, due=0)
    at(minutes=1)
    assert notices.send_due() == 2
    assert [one["Subject"] for one in server.mails] == [
        "Due today in Commonweal", "Your day in Commonweal",
    ]  # fmt: skip
    assert "Send the letter" in body(server.mails[1])


def test_what_was_read_is_not_sent(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    tell(officer)
    Notice.objects.update(seen=clock.now())
    at(minutes=1)
    assert notices.send_due() == 0


def test_a_crash_after_the_conversation_sends_the_same_message_again(
    server: Server, officer: Person, at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(officer)
    at(minutes=1)
    with monkeypatch.context() as crash, pytest.raises(KeyboardInterrupt):
        crash.setattr(notices, "_went", lambda _mail: (_ for _ in ()).throw(KeyboardInterrupt))
        notices.send_due()
    assert notices.send_due() == 1
    assert server.mails[0]["Message-ID"] == server.mails[1]["Message-ID"]
    assert notices.send_due() == 0
    assert Mailing.objects.count() == 1


def test_a_server_that_refuses_is_tried_again_later(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    tell(officer, at_once=True)
    at(minutes=1)
    server.refuses = "451 later"
    assert notices.send_due() == 0
    assert Notice.objects.get().tries == 1
    server.refuses = ""
    assert notices.send_due() == 0  # not at once again
    at(minutes=3)
    assert notices.send_due() == 1


def test_an_address_that_is_refused_does_not_stop_the_others(
    server: Server, officer: Person, person_of: PersonOf, at: Callable[..., None]
) -> None:
    server.refuses = "550 no such person"
    tell(officer, at_once=True)
    at(seconds=1)
    tell(person_of(Role.ANALYST), at_once=True)
    at(minutes=1)
    assert notices.send_due() == 1
    assert Notice.objects.get(person=officer).tries == 1


def test_without_a_mail_server_everything_waits(
    officer: Person, settings: Settings, at: Callable[..., None]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(officer)
    at(minutes=1)
    assert notices.send_due() == 0
    assert Notice.objects.get().sent is None


def test_each_reads_in_the_language_they_chose(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    MailChoice.objects.create(person=officer, language="en-xa")
    tell(officer, "My work")
    at(minutes=1)
    notices.send_due()
    assert "\n- My work\n" not in body(server.mails[0])
    assert "\n- [" in body(server.mails[0])


def test_a_finding_one_may_not_see_is_not_told_by_mail(
    server: Server, officer: Person, edition: Edition, at: Callable[..., None]
) -> None:
    record = edition.records.all()[0]
    about = f"scorecard.record:{record.pk}"
    outbox.tell_person(officer, "signed", about, "Signed: CANARY")
    at(minutes=1)
    assert notices.send_due() == 0
    edition.records.update(label=Label.PUBLIC)
    assert notices.send_due() == 1


def test_the_address_in_a_mail_stops_all_mail_without_signing_in(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    path = notices.stop_path(officer)
    assert "Stop the messages" in Client().get(path).text
    assert not MailChoice.objects.exists()
    assert "You will get no more messages" in Client().post(path).text
    tell(officer)
    tell(officer, "Another", at_once=True)
    at(minutes=1)
    assert notices.send_due() == 0
    assert Client().get(path[:-3] + "x/").status_code == 404


def test_a_choice_of_mail_is_kept(client_of: ClientOf, officer: Person) -> None:
    client = client_of(Role.OFFICER)
    given = {"wish": "urgent", "language": "en"}
    said = client.post("/desk/mail/", given, follow=True).text
    assert "Your choice is kept." in said
    assert notices.choice_of(officer).wish == "urgent"
    assert "There is a problem" in client.post("/desk/mail/", {"wish": "often"}).text


def test_notices_are_read_one_by_one_or_all(client_of: ClientOf, officer: Person) -> None:
    client = client_of(Role.OFFICER)
    tell(officer, path="/vision/")
    tell(officer, "Another")
    assert "<bdi>2</bdi> new" in client.get("/desk/notices/").text
    first, second = Notice.objects.order_by("pk")
    assert client.get(f"/desk/notices/{first.pk}/")["Location"] == "/vision/"
    assert client.get(f"/desk/notices/{second.pk}/")["Location"] == "/desk/notices/"
    tell(officer, "A third")
    client.post("/desk/notices/")
    assert notices.unread(str(officer.pk)) == 0
    assert client_of(Role.ANALYST).get(f"/desk/notices/{first.pk}/").status_code == 404


def test_nothing_that_was_typed_reaches_the_head_of_a_mail(
    server: Server, officer: Person, at: Callable[..., None]
) -> None:
    typed = "Due\r\nBcc: else@where.example\r\nSubject: marigold\r\n\r\nmarigold"
    officer.name = typed
    officer.save()
    tell(officer, typed, at_once=True)
    at(minutes=1)
    assert notices.send_due() == 1
    (mail,) = server.mails
    assert "marigold" not in str(mail.items())
    assert (mail["To"], mail["Bcc"], mail["Subject"]) == (
        "officer@test.example", None, "Due today in Commonweal",
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", ["officer@test.example\r\nBcc: else@where.example", "o@test.example, e@w.example"]
)
def test_an_address_that_would_be_two_lines_or_two_people_gets_no_mail_and_stops_no_other(
    address: str, server: Server, officer: Person, person_of: PersonOf, at: Callable[..., None]
) -> None:
    Person.objects.filter(pk=officer.pk).update(email=address)
    tell(officer, at_once=True)
    at(seconds=1)
    tell(person_of(Role.ANALYST), at_once=True)
    at(minutes=1)
    assert notices.send_due() == 1
    assert [one["To"] for one in server.mails] == ["analyst@test.example"]
    assert Notice.objects.get(person=officer).tries == 1
