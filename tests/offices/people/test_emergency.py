"""Emergency access: two persons, one hour, mail, a review; to look, never the vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.people.test_accounts import text
from tests.offices.people.test_matrix import URLS, address

from commonweal.kinds import Problem
from commonweal.offices.desk import emergency, notices, steps
from commonweal.offices.desk.models import Entry, MailChoice, Notice, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people import access
from commonweal.offices.people.models import Emergency, Person
from commonweal.offices.scorecard.models import Edition
from commonweal.vault import statements, vault

pytestmark = pytest.mark.django_db
WHY = "The privacy officer on duty can not be reached."
AGREE, IN_ORDER = "agree to emergency access", "emergency access in order"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 17, 14, 0, tzinfo=UTC)  # a Friday

    def now(self) -> datetime:
        return self.at

    def on(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    monkeypatch.setattr(clock, "now", one.now)
    monkeypatch.setattr(clock, "today", lambda: one.now().date())
    return one


@pytest.fixture
def asker(client_of: ClientOf) -> Client:
    return client_of(Role.OFFICER)


def ask(browser: Client, lent: str = "privacy P6", **more: str) -> Emergency:
    given = {"lent": lent, "what": "The list of people", "reason": WHY, **more}
    answer = browser.post(reverse("desk:emergency_ask"), given, follow=True)
    assert "You asked." in answer.content.decode()
    return Emergency.objects.first() or pytest.fail()


def step(browser: Client, one: Emergency, name: str, reason: str = WHY) -> str:
    answer = browser.post(one.path(), {"step": name, "reason": reason}, follow=True)
    return answer.content.decode()


def opened(asker: Client, client_of: ClientOf, lent: str = "privacy P6") -> Emergency:
    one = ask(asker, lent)
    assert "Done: Agree" in step(client_of(Role.COUNSEL), one, AGREE)
    asker.post(reverse("desk:emergency_use"))
    one.refresh_from_db()
    return one


def looks(one: Emergency) -> list[str]:
    return [path for _moment, path in emergency.looks(one)]


def test_from_asking_to_the_review(
    asker: Client, client_of: ClientOf, person_of: PersonOf, time: Clock
) -> None:
    person_of(Role.PRIVACY), person_of(Role.COUNSEL)
    assert asker.get("/people/").status_code == 403
    assert "In an emergency a second person" in asker.get("/people/").content.decode()
    one = ask(asker)
    assert "waits for a second person" in text(asker, reverse("desk:emergency"))
    assert asker.get("/people/").status_code == 403
    assert "Emergency access as" not in text(asker, "/desk/")
    assert "Agree: open it" in step(client_of(Role.PRIVACY), one, AGREE, "short")
    step(client_of(Role.COUNSEL), one, AGREE)
    one.refresh_from_db()
    assert one.until == time.at + timedelta(hours=1) and one.agreed_by == person_of(Role.COUNSEL)
    shown = text(asker, "/desk/")
    assert "60</bdi> minutes left" in shown and "You do not look by it now." in shown
    assert asker.get("/people/").status_code == 403
    asker.post(reverse("desk:emergency_use"))
    time.on(minutes=20)
    shown = text(asker, "/people/")
    assert "40</bdi> minutes left" in shown and "You look by it now." in shown
    assert looks(one)[-1] == "/people/"
    entry = Entry.objects.filter(action="read the list of people").get()
    assert (entry.role, entry.purpose) == ("privacy", "P6")
    answer = asker.post(reverse("desk:emergency_end", args=[one.pk]), follow=True)
    assert "The emergency access has ended." in answer.content.decode()
    assert asker.get("/people/").status_code == 403
    assert "minutes left" not in text(asker, "/desk/")
    due = Task.objects.filter(about=steps.about(one), done_at__isnull=True)
    assert {(task.role, task.due) for task in due} == {
        ("privacy", date(2026, 7, 20)), ("counsel", date(2026, 7, 20))}  # fmt: skip
    third = client_of(Role.PRIVACY)
    assert "<bdi>/people/</bdi>" in text(third, one.path())
    step(third, one, IN_ORDER)
    one.refresh_from_db()
    assert one.state == "in order" and not due.all().exists()
    public = text(Client(), "/trust/")
    cells = [f"<bdi>{n}</bdi>" for n in (2026, 1, 1, 1, 0, 0)]
    assert [public.find(cells[0]) > 0, public.count("<bdi>1</bdi>"), public.count("<bdi>0</bdi>")] \
        == [True, 3, 2]  # fmt: skip


def test_it_holds_one_hour_to_the_second(asker: Client, client_of: ClientOf, time: Clock) -> None:
    one = opened(asker, client_of)
    for _ in range(3):  # a session ends by itself when nobody does anything for long
        time.on(minutes=15)
        text(asker, "/people/")
    time.on(seconds=899)
    assert "1</bdi> minute left" in text(asker, "/people/")
    time.on(seconds=1)
    assert asker.get("/people/").status_code == 403  # before any worker came round
    assert Emergency.objects.get().state == "open"
    emergency.settle()
    one.refresh_from_db()
    assert (one.state, one.ended) == ("ended", one.until)
    assert Task.objects.filter(says__startswith="Review", done_at__isnull=True).count() == 2
    emergency.settle()  # once is enough
    assert Task.objects.filter(says__startswith="Review").count() == 2


def test_a_request_that_nobody_answers_lapses(
    asker: Client, client_of: ClientOf, time: Clock
) -> None:
    one = ask(asker)
    time.on(hours=1)
    asker = client_of(Role.OFFICER)  # the session is over, too
    assert "Somebody was quicker" in step(client_of(Role.COUNSEL), one, AGREE)
    one.refresh_from_db()
    assert one.state == "lapsed" and one.until is None
    assert not Task.objects.filter(done_at__isnull=True).exists()
    assert ask(asker).state == "asked"  # it can be asked anew


def test_nobody_is_their_own_second_person(
    client_of: ClientOf, person_of: PersonOf, time: Clock
) -> None:
    own_one = client_of(Role.COUNSEL)
    one = ask(own_one)
    assert "Agree: open it" not in text(own_one, one.path())
    assert "Nobody agrees to emergency access of their own." in step(own_one, one, AGREE)
    acts = Actor(str(one.person_id), Role.PRIVACY, PURPOSES[Role.PRIVACY][0],
                 frozenset({Role.PRIVACY}))  # fmt: skip
    with pytest.raises(Problem, match="of their own"):  # in another role neither
        emergency.take(emergency.AGREE, one, acts, WHY)
    assert not Emergency.objects.filter(state="open").exists()


@pytest.mark.parametrize("role", sorted(set(Role) - emergency.SECOND, key=lambda one: one.value))
def test_who_is_not_entitled_neither_sees_nor_agrees(
    asker: Client, client_of: ClientOf, role: Role
) -> None:
    one = ask(asker)
    other = Client() if role is Role.PUBLIC else client_of(role)
    if role is Role.OFFICER:
        assert "Your role may not do this." in step(other, one, AGREE)
    else:
        answer = other.post(one.path(), {"step": AGREE, "reason": WHY})
        assert answer.status_code in (302, 404)
    end = other.post(reverse("desk:emergency_end", args=[one.pk]))
    assert end.status_code in (302, 404)
    one.refresh_from_db()
    assert one.state == "asked"


def test_it_is_refused_or_taken_back(asker: Client, client_of: ClientOf) -> None:
    one = ask(asker)
    again = {"lent": "privacy P6", "what": "x", "reason": WHY}
    answer = asker.post(reverse("desk:emergency_ask"), again).content.decode()
    assert "You have asked already" in answer and Emergency.objects.count() == 1
    step(client_of(Role.ADMINISTRATOR), one, "refuse emergency access")
    one.refresh_from_db()
    assert one.state == "refused"
    two = ask(asker)
    step(asker, two, "take the request back")
    two.refresh_from_db()
    assert two.state == "withdrawn"
    used = asker.post(reverse("desk:emergency_use"), follow=True).content.decode()
    assert "No emergency access of yours holds now." in used
    assert asker.get("/people/").status_code == 403


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"lent": ""}, "Choose one."),
        ({"lent": "officer P4"}, "Select a valid choice"),  # held already
        ({"what": " "}, "Fill this in."),
        ({"reason": "now"}, "Write at least 20 characters."),
    ],
)
def test_what_can_not_be_asked_says_why(asker: Client, more: dict[str, str], says: str) -> None:
    given = {"lent": "privacy P6", "what": "The list", "reason": WHY, **more}
    answer = asker.post(reverse("desk:emergency_ask"), given).content.decode()
    assert says in answer and not Emergency.objects.exists()


def test_only_the_house_itself_says_that_time_is_over(asker: Client, client_of: ClientOf) -> None:
    keeper = client_of(Role.ADMINISTRATOR)
    one = ask(asker)
    assert "Only the house itself" in step(keeper, one, "emergency request lapsed")
    step(keeper, one, AGREE)
    assert "Only the house itself" in step(keeper, one, "emergency access over")


def test_a_second_person_may_end_it_and_who_asked_or_agreed_may_not_review(
    asker: Client, client_of: ClientOf
) -> None:
    one = opened(asker, client_of)
    second = client_of(Role.COUNSEL)
    second.post(reverse("desk:emergency_end", args=[one.pk]))
    assert asker.get("/people/").status_code == 403
    assert "It was in order" not in text(second, one.path())
    assert "can not review it" in step(second, one, IN_ORDER)
    step(client_of(Role.PRIVACY), one, "emergency access not in order")
    one.refresh_from_db()
    assert one.state == "not in order"


def test_privacy_officers_get_mail_three_times_also_who_wants_none(
    asker: Client, client_of: ClientOf, person_of: PersonOf, time: Clock, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    keeper = person_of(Role.PRIVACY)
    MailChoice.objects.create(person=keeper, wish=MailChoice.Wish.NONE)
    one = opened(asker, client_of)
    asker.post(reverse("desk:emergency_end", args=[one.pk]))
    time.on(minutes=1)
    notices.send_due()
    theirs = [sent for sent in mail.outbox if sent.to == [keeper.email]]
    assert {sent.subject for sent in theirs} == {"Emergency access in Commonweal"}
    assert len(theirs) == 3
    whole = "".join(str(sent.body) for sent in theirs)
    for words in ("Ask for emergency access", "Agree: open it for one hour", "End emergency"):
        assert words in whole
    assert Notice.objects.filter(person=keeper, at_once=True).count() == 3


def test_by_it_nothing_is_changed_and_no_file_is_handed_out(
    asker: Client, client_of: ClientOf, person_of: PersonOf
) -> None:
    opened(asker, client_of, "administrator P6")
    other = person_of(Role.PRIVACY)
    assert asker.get(reverse("people:person", args=[other.pk])).status_code == 200
    answer = asker.post(reverse("people:shut_out", args=[other.pk]))
    assert answer.status_code == 403
    assert "Emergency access is for looking" in answer.content.decode()
    assert asker.get("/desk/trail/").status_code == 200
    assert asker.get("/desk/trail/csv/").status_code == 403
    assert asker.post(reverse("desk:emergency_ask"), {}).status_code == 403
    asker.post("/people/role/", {"choice": "officer P4"})
    assert asker.get("/desk/trail/").status_code == 403
    assert asker.get("/initiatives/").status_code == 200


def test_access_that_ended_takes_the_emergency_with_it(
    asker: Client, client_of: ClientOf, person_of: PersonOf
) -> None:
    opened(asker, client_of)
    Person.objects.filter(pk=person_of(Role.OFFICER).pk).update(is_active=False)
    assert asker.get("/people/")["Location"].startswith("/account/login/")


def lent_actors() -> list[Actor]:
    return [
        Actor("somebody", role, purpose, frozenset({Role.MEMBER}), emergency="x")
        for role in Role
        for purpose in PURPOSES[role]
        if role not in (Role.PUBLIC, Role.MEMBER)
    ]


@pytest.mark.parametrize("name", URLS)
def test_a_lent_role_opens_only_what_the_role_opens_to_look_at(name: str) -> None:
    rule = access.rules()[name]
    free = name in access.OPEN or name == access.ENDS_EMERGENCY
    for who in lent_actors():
        held = replace(who, roles=frozenset({who.role}), emergency="")
        for method in ("GET", "POST"):
            opens = access.may(who, name, method=method)
            assert not opens or access.may(held, name, method=method)
            assert free or not opens or (method == "GET" and not rule.fresh)


def test_no_lent_role_ever_opens_the_vault(
    asker: Client, client_of: ClientOf, person_of: PersonOf, edition: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Every address that a lent role may open is asked, with a vault that cries when opened."""
    opens: list[str] = []

    def cry(*_: Any, **__: Any) -> Any:
        opens.append("opened")
        raise AssertionError("the vault was opened")

    for room, name in (
        (vault, "own"),
        (vault, "attach"),
        (vault, "_file"),
        (statements, "said_by"),
    ):
        monkeypatch.setattr(room, name, cry)
    Person.objects.filter(pk=person_of(Role.OFFICER).pk).update(vault_key="measured")
    with pytest.raises(AssertionError, match="the vault"):
        asker.get(reverse("people:answers"))  # it cries where it is opened, without a lent role
    assert opens == ["opened"]
    record = edition.records.first()
    assert record is not None
    own = {"scorecard:measure": record.path()}
    free = {"account_logout", "people:change_role", access.ENDS_EMERGENCY, "people:stay"}
    shown, asked = 0, set(URLS) - free
    for who in lent_actors():
        here = {name for name in asked if access.may(who, name)}
        if who.role is Role.OFFICER or not here:
            continue
        one = opened(asker, client_of, f"{who.role.value} {who.purpose.value}")
        for name in sorted(here):
            shown += asker.get(own.get(name) or address(name) or "").status_code == 200
        assert len(looks(one)) >= len(here - access.OPEN)
        asker.post(reverse("desk:emergency_end", args=[one.pk]))
        asked -= here
    assert shown > 20 and opens == ["opened"]
