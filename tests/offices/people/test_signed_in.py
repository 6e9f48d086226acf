"""A person sees where they are signed in, and ends what they do not know."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.offices.conftest import PersonOf

from commonweal.offices.desk.models import Entry
from commonweal.offices.house.policy import Role
from commonweal.offices.people import signed_in
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/people/me/sessions/"
MINUTE = 60
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def ana(person_of: PersonOf) -> Person:
    return person_of(Role.MEMBER)


def browser(person: Person, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.force_login(person)
    assert inside(client)
    return client


def inside(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


def ends(client: Client) -> list[str]:
    """Give where the buttons of the page lead."""
    return re.findall(rf'action="({PAGE}\w+/end/)"', client.get(PAGE).text)


def test_the_page_names_browser_beginning_and_last_use_of_each(
    ana: Person, later: list[float]
) -> None:
    here, phone = browser(ana), browser(ana, PHONE)
    later[0] += 20 * MINUTE
    inside(here)
    page = here.get(PAGE).text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)
    assert len(rows) == 2
    assert "Firefox on Linux" in rows[0] and "You are here now." in rows[0]
    assert "Safari on iPhone" in rows[1] and "End it" in rows[1]
    assert len(re.findall(r"\d+ \w+ \d{4}, \d\d:\d\d", rows[0])) == 2
    assert len(set(re.findall(r"\d+ \w+ \d{4}, \d\d:\d\d", rows[0]))) == 2
    assert here.session.session_key not in page and phone.session.session_key not in page


def test_the_first_page_of_a_session_knows_its_browser_already(ana: Person) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    client.force_login(ana)
    assert "<bdi>Firefox on Linux</bdi>" in client.get(PAGE).text


def test_one_is_ended_and_the_others_stay(ana: Person) -> None:
    here, lost, kept = browser(ana), browser(ana, PHONE), browser(ana)
    at = signed_in.name_of(str(lost.session.session_key))
    said = here.post(f"{PAGE}{at}/end/", follow=True).text
    assert "1 session is ended." in said
    assert inside(here) and inside(kept) and not inside(lost)
    assert Entry.objects.filter(action="own sessions ended").count() == 1
    assert "There was nothing left to end." in here.post(f"{PAGE}{at}/end/", follow=True).text
    assert Entry.objects.filter(action="own sessions ended").count() == 1


def test_all_others_are_ended_at_once(ana: Person, person_of: PersonOf) -> None:
    here, *others = (browser(ana) for _ in range(4))
    stranger = browser(person_of(Role.ANALYST))
    assert "3 sessions are ended." in here.post(f"{PAGE}end/", follow=True).text
    assert inside(here) and not any(inside(one) for one in others)
    assert inside(stranger)
    assert "You are signed in nowhere else." in here.get(PAGE).text
    assert ends(here) == []


def test_nobody_ends_a_session_of_somebody_else_or_the_one_they_are_in(
    ana: Person, person_of: PersonOf
) -> None:
    here, stranger = browser(ana), browser(person_of(Role.ANALYST))
    for one in (stranger, here):
        at = signed_in.name_of(str(one.session.session_key))
        assert "nothing left to end" in here.post(f"{PAGE}{at}/end/", follow=True).text
    assert inside(here) and inside(stranger)
    assert ends(here) == []


def test_who_proved_long_ago_who_they_are_proves_it_before_a_session_ends(
    ana: Person, later: list[float]
) -> None:
    here = browser(ana)
    for _ in range(2):
        later[0] += 25 * MINUTE
        inside(here)
    other = browser(ana)
    answer = here.post(f"{PAGE}end/", headers={"Referer": f"http://testserver{PAGE}"})
    assert answer["Location"].startswith("/people/again/?next=")
    assert inside(other)
    assert here.get(PAGE).status_code == 200  # to look is open


def test_what_is_over_is_not_listed(ana: Person, later: list[float]) -> None:
    here, idle = browser(ana), browser(ana)
    later[0] += 20 * MINUTE
    assert len(ends(here)) == 1
    later[0] += 11 * MINUTE
    assert ends(here) == []
    assert Session.objects.filter(pk=idle.session.session_key).exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/137.0 Safari/537.36 Edg/137.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/137.0 Mobile Safari", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari on Mac"),
        ("Firefox", "Firefox"),
        ("<b>marigold</b>", "Another browser or program"),
        ("", "Another browser or program"),
    ],
)
def test_a_browser_is_named_in_words_of_ours(agent: str, words: str, ana: Person) -> None:
    client = browser(ana, agent)
    page = client.get(PAGE).text
    assert f"<bdi>{words}</bdi>" in page
    assert "marigold" not in page and "marigold" not in str(dict(client.session.items()))


def test_a_session_of_before_is_listed_too(ana: Person) -> None:
    here, old = browser(ana), browser(ana)
    held = old.session
    for name in ("browser", "seen", "began"):
        del held[name]
    held.save()
    assert "Another browser or program" in here.get(PAGE).text
    assert len(ends(here)) == 1
