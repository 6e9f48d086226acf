"""Who runs the accounts: persons, where they belong, what they direct, and ending an access."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf

from commonweal.offices.desk.forms import HandOverForm
from commonweal.offices.desk.models import Entry, Task
from commonweal.offices.house import clock
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import Role
from commonweal.offices.people import directory, keeping
from commonweal.offices.people.models import Affiliation, Grant, Person

pytestmark = pytest.mark.django_db
TODAY = clock.today
HOUSE = Directory(
    id="staff", name="the staff directory", client_id="commonweal", secret="x",  # noqa: S106
    server_url="https://sign-in.hospital.example", group_claim="groups",
    roles={"heads": (Role.DIRECTOR,), "equity": (Role.ANALYST,)},
    offices={"gme-staff": ("gme",), "council-staff": ("council",)},
    unit_claim="department", kind_claim="affiliation",
)  # fmt: skip


@pytest.fixture
def browser(client_of: ClientOf) -> Client:
    return client_of(Role.ADMINISTRATOR)


@pytest.fixture
def ana(person_of: PersonOf) -> Person:
    return person_of(Role.OFFICER)


def address(name: str, person: Person, *more: object) -> str:
    return reverse(f"people:{name}", args=[person.pk, *more])


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def acts() -> list[str]:
    entries = Entry.objects.exclude(action__startswith="history: ").order_by("seq")
    return list(entries.values_list("action", flat=True))


def belongs(person: Person, unit: str = "Pharmacy", **more: Any) -> Affiliation:
    return Affiliation.objects.create(
        person=person, unit=unit, **{"kind": "staff", "since": TODAY(), **more}
    )


def test_an_affiliation_is_begun_and_ended_and_both_stand_in_the_trail(
    browser: Client, ana: Person, client_of: ClientOf
) -> None:
    assert "Nothing is noted yet." in text(browser, address("person", ana))
    form = text(browser, address("belongs", ana))
    assert TODAY().isoformat() in form and '<option value="Council">' in form
    given = {"unit": " Pharmacy ", "kind": "faculty", "since": TODAY().isoformat(), "until": ""}
    answer = browser.post(address("belongs", ana), given, follow=True).content.decode()
    assert "It is noted where this person belongs." in answer and "(noted here)" in answer
    place = Affiliation.objects.get()
    assert (place.unit, place.kind, place.until) == ("Pharmacy", "faculty", None)
    assert "Pharmacy" in text(client_of(Role.OFFICER), "/people/me/")
    end = address("belongs_end", ana, place.pk)
    assert "They still belong there on it." in text(browser, end)
    last = TODAY() - timedelta(days=1)
    wrong = browser.post(end, {"until": last.isoformat()}).content.decode()
    assert "The last day is before the first." in wrong
    browser.post(end, {"until": TODAY().isoformat()})
    place.refresh_from_db()
    assert place.until == TODAY()
    assert "Pharmacy" in text(client_of(Role.OFFICER), "/people/me/")  # they belong on it, too
    assert [one for one in acts() if one.startswith("aff")] == [
        "affiliation begun", "affiliation ended"]  # fmt: skip


def test_what_is_over_stands_apart_and_can_not_be_ended_again(browser: Client, ana: Person) -> None:
    gone = belongs(ana, since="2001-01-01", until="2002-01-01")
    assert "<h3>Before</h3>" in text(browser, address("person", ana))
    assert browser.get(address("belongs_end", ana, gone.pk)).status_code == 404


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"unit": ""}, "Fill this in."),
        ({"since": "yesterday"}, "Write the day with year, month and day"),
        ({"until": "2020-01-01"}, "The last day is before the first."),
        ({"unit": "x" * 201}, "Write at most 200 characters."),
        ({"unit": "pharmacy", "kind": "Staff"}, "This is noted already"),
    ],
)
def test_what_can_not_be_noted_says_why(
    browser: Client, ana: Person, given: dict[str, str], says: str
) -> None:
    belongs(ana)
    whole = {"unit": "Nursing", "kind": "staff", "since": TODAY().isoformat(), "until": ""}
    answer = browser.post(address("belongs", ana), {**whole, **given}).content.decode()
    assert says in answer and "There is a problem" in answer
    assert Affiliation.objects.count() == 1


def test_a_place_that_was_left_may_be_noted_again(browser: Client, ana: Person) -> None:
    belongs(ana, since="2001-01-01", until="2002-01-01")
    later = {"unit": "Pharmacy", "kind": "staff", "since": TODAY().isoformat(), "until": ""}
    browser.post(address("belongs", ana), later)
    assert Affiliation.objects.count() == 2
    earlier = {**later, "since": "1990-01-01", "until": "1995-01-01"}
    browser.post(address("belongs", ana), earlier)
    assert Affiliation.objects.count() == 3


def test_the_database_holds_one_open_place_once(ana: Person) -> None:
    belongs(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        belongs(ana)


def test_people_are_found_by_name_address_and_place(browser: Client, ana: Person) -> None:
    other = Person.objects.create_user("bo@test.example", name="Bo Lee")
    other.is_active = False
    other.save()
    belongs(ana, "Neonatology")
    shown = text(browser, "/people/")
    assert "Neonatology" in shown and "Program officer" in shown and "ended here" in shown
    assert "nothing noted" in shown and "member only" in shown
    for words in ("neonat", "officer@", "OFFICER"):
        found = text(browser, f"/people/?words={words}")
        assert address("person", ana) in found and address("person", other) not in found
    assert "Nobody was found by" in text(browser, "/people/?words=nobody")
    assert set(acts()) == {"read the list of people"}


def test_a_long_list_comes_in_pages(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from commonweal.offices.people import accounts

    monkeypatch.setattr(accounts, "PAGE", 1)
    Person.objects.create_user("bo@test.example", name="Zoe")
    assert "Names after these" in text(browser, "/people/?words=test")
    assert "Names before these" in text(browser, "/people/?words=test&page=2")


def test_whom_somebody_looked_at_can_see_it(
    browser: Client, ana: Person, client_of: ClientOf
) -> None:
    text(browser, address("person", ana))
    assert "read the account" in text(client_of(Role.OFFICER), "/desk/who-looked/")


def test_the_privacy_officer_looks_and_changes_nothing(
    client_of: ClientOf, ana: Person, person_of: PersonOf
) -> None:
    person_of(Role.DIRECTOR)
    place = belongs(ana)
    browser = client_of(Role.PRIVACY)
    assert browser.get("/people/").status_code == 403  # not for any purpose
    browser.post("/people/role/", {"choice": "privacy P6"})
    shown = text(browser, address("person", ana))
    assert "Pharmacy" in shown and "End the access" not in shown and "last day" not in shown
    assert browser.get(address("belongs", ana)).status_code == 403
    assert browser.post(address("shut_out", ana)).status_code == 403
    assert browser.post(address("belongs_end", ana, place.pk)).status_code == 403


def open_offices(person: Person) -> set[str]:
    return set(keeping.directed(person).values_list("held_for", flat=True))


def test_a_director_of_some_offices_sees_their_tasks_alone(
    browser: Client, person_of: PersonOf, client_of: ClientOf
) -> None:
    director, theirs = person_of(Role.DIRECTOR), client_of(Role.DIRECTOR)
    for office, says in (("gme", "Read the survey"), ("council", "Call the clinics")):
        Task.objects.create(
            says=says, about=f"test:{office}", office=office, role="officer", since=clock.now(),
            opened_by="system",
        )  # fmt: skip
    assert "2 tasks are open" in text(theirs, "/desk/office/")
    path = address("offices", director)
    assert "All offices" in text(browser, path)
    both = browser.post(path, {"offices": ["all", "gme"]}).content.decode()
    assert "You chose all offices, and also some." in both
    assert "Choose at least one." in browser.post(path, {}).content.decode()
    browser.post(path, {"offices": ["gme"]})
    assert open_offices(director) == {"gme"}
    seen = text(theirs, "/desk/office/")
    assert "1 task is open" in seen and "Read the survey" in seen and "clinics" not in seen
    assert "Graduate Medical Education" in text(theirs, "/people/me/")
    browser.post(path, {"offices": ["council", "gme"]})
    browser.post(path, {"offices": ["all"]})
    assert open_offices(director) == {""}
    assert "offices of a director chosen" in acts()


def test_choosing_offices_makes_no_role_longer(browser: Client, person_of: PersonOf) -> None:
    director = person_of(Role.DIRECTOR)
    until = clock.now() + timedelta(days=3)
    Grant.objects.update(until=until)
    Grant.objects.create(person=director, role="director", held_for="gone", until=None)
    Grant.objects.filter(held_for="gone").update(until=until - timedelta(days=1))
    Grant.objects.exclude(person=director).update(until=None)
    assert "gone" in text(browser, address("offices", director))
    browser.post(address("offices", director), {"offices": ["gme"]})
    assert keeping.directed(director).get().until == until


def test_who_is_no_director_by_a_grant_made_here_has_no_offices_to_choose(
    browser: Client, ana: Person
) -> None:
    Grant.objects.create(person=ana, role="director", source=Grant.Source.DIRECTORY)
    assert browser.get(address("offices", ana)).status_code == 404
    assert "Choose the offices" not in text(browser, address("person", ana))


def test_an_access_is_ended_at_once_and_given_back(
    browser: Client, ana: Person, client_of: ClientOf
) -> None:
    theirs = client_of(Role.OFFICER)
    assert theirs.get("/desk/").status_code == 200
    answer = browser.post(address("shut_out", ana), follow=True).content.decode()
    assert "The access has ended" in answer and "Give the access back" in answer
    assert theirs.get("/desk/")["Location"].startswith("/account/login/")
    assert browser.post(address("shut_out", ana)).status_code == 404  # once is enough
    browser.post(address("let_in", ana))
    ana.refresh_from_db()
    assert ana.is_active
    assert client_of(Role.OFFICER).get("/desk/").status_code == 200
    assert {"access ended", "access given back"} <= set(acts())


def test_nobody_shuts_themselves_out_nor_lets_in_who_left(
    browser: Client, ana: Person, person_of: PersonOf
) -> None:
    own = person_of(Role.ADMINISTRATOR)
    assert browser.post(address("shut_out", own)).status_code == 404
    assert "This is your own account." in text(browser, address("person", own))
    belongs(ana)
    belongs(ana, "Next year", since=TODAY() + timedelta(days=300))
    directory.leave(ana)
    assert browser.post(address("let_in", ana)).status_code == 404
    shown = text(browser, address("person", ana))
    assert "by the directory" in shown and "when the directory lists them again" in shown
    assert {one.until for one in Affiliation.objects.all()} == {
        TODAY(), TODAY() + timedelta(days=300)}  # fmt: skip


def test_two_of_one_name_are_told_apart_where_a_task_is_handed_over(ana: Person) -> None:
    Person.objects.create_user("second@test.example", name=ana.name)
    belongs(ana)
    belongs(ana, kind="teacher")
    offered: Any = HandOverForm().fields["person"]
    assert [words for _key, words in offered.choices][1:] == ["officer (Pharmacy)", "officer"]


def held(person: Person) -> set[tuple[str, str]]:
    open_now = person.grants.filter(source=Grant.Source.DIRECTORY, until__isnull=True)
    return set(open_now.values_list("role", "held_for"))


def places(person: Person) -> set[tuple[str, str]]:
    now = person.affiliations.filter(source=Affiliation.Source.DIRECTORY, until__isnull=True)
    return set(now.values_list("unit", "kind"))


def test_the_directory_says_where_somebody_belongs_and_what_they_direct(ana: Person) -> None:
    belongs(ana, "Noted here")
    said = {
        "groups": ["heads", "gme-staff", "council-staff"],
        "department": ["Surgery", " ", "Nursing"],
        "affiliation": ["faculty", "staff"],
    }
    for _again in range(2):
        directory.take(ana, HOUSE, said)
    assert held(ana) == {("director", "gme"), ("director", "council")}
    assert places(ana) == {("Surgery", "faculty, staff"), ("Nursing", "faculty, staff")}
    directory.take(ana, HOUSE, {"groups": ["heads"], "department": "Surgery"})
    assert held(ana) == {("director", "")}
    assert places(ana) == {("Surgery", "")}
    directory.take(ana, HOUSE, {"groups": ["gme-staff", "equity"]})
    assert held(ana) == {("analyst", "")}
    assert places(ana) == set()
    assert ana.affiliations.filter(source=Affiliation.Source.LOCAL, until=None).count() == 1
    begun = [one for one in acts() if one == "affiliation begun by the directory"]
    assert len(begun) == 3


def test_a_directory_that_does_not_say_where_people_belong_ends_nothing(ana: Person) -> None:
    directory.take(ana, HOUSE, {"department": "Surgery"})
    directory.take(ana, replace(HOUSE, unit_claim=""), {})
    assert places(ana) == {("Surgery", "")}


def test_an_office_that_the_vision_does_not_name_is_said_at_the_start(settings: Settings) -> None:
    from django.core.management import call_command

    assert directory.office_problems() == []
    settings.DIRECTORY = replace(HOUSE, offices={"heads": ("nowhere",)})
    (says,) = directory.office_problems()
    assert "the group heads" in says and "nowhere" in says
    with pytest.raises(Exception, match=r"people\.E002"):
        call_command("check")
