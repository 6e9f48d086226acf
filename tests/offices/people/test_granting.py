"""Roles on a page: granted and ended with a reason; strong ones take two, one's own none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.people.test_accounts import HOUSE, acts, address, text

from commonweal.kinds import Problem, Purpose
from commonweal.offices.desk import granting, steps
from commonweal.offices.desk.models import Notice, Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.models import Grant, Person, RoleChange

pytestmark = pytest.mark.django_db
WHY = "Their new work begins this week."
LAST = clock.today() + timedelta(days=30)


@pytest.fixture
def browser(client_of: ClientOf) -> Client:
    return client_of(Role.ADMINISTRATOR)


@pytest.fixture
def ana(db: None) -> Person:
    return Person.objects.create_user("ana@test.example", name="Ana Known")


@pytest.fixture
def theirs(ana: Person) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def given(role: str, *purposes: str, **more: object) -> dict[str, object]:
    held = {"role": role, "purposes": purposes, "until": LAST.isoformat(), "reason": WHY}
    return {**held, **more}


def grant(browser: Client, person: Person, role: str, *purposes: str, **more: object) -> str:
    """Send the form that grants a role, and give the page that answers."""
    path = reverse("desk:grant_role", args=[person.pk])
    sent = browser.post(path, given(role, *purposes, **more), follow=True)
    assert sent.status_code == 200
    return sent.content.decode()


def grant_of(person: Person, role: str) -> Grant:
    return Grant.objects.get(person=person, role=role)


def end_path(person: Person, role: str) -> str:
    return reverse("desk:end_role", args=[person.pk, grant_of(person, role).pk])


def actor_of(person: Person, role: Role) -> Actor:
    return Actor(str(person.pk), role, PURPOSES[role][0], frozenset({role}))


def test_a_role_is_granted_for_a_purpose_and_a_time_and_holds_at_once(
    browser: Client, ana: Person, theirs: Client
) -> None:
    assert theirs.get("/initiatives/").status_code == 403
    shown = text(browser, address("person", ana))
    assert "Grant a role" in shown and "End this role" not in shown
    path = reverse("desk:grant_role", args=[ana.pk])
    assert "Choose the role that" in text(browser, path)
    assert "It holds as soon as you grant it." in text(browser, f"{path}?role=officer")
    answer = grant(browser, ana, "officer", "P4")
    assert "The role is granted, and holds from now on." in answer
    assert "only for: running a program" in answer and "Undo this" in answer
    held = grant_of(ana, "officer")
    assert (held.purposes, held.source) == ("P4", "local")
    assert held.until is not None and timedelta() < held.until - clock.now() < timedelta(days=32)
    assert theirs.get("/initiatives/").status_code == 200
    choices = text(theirs, "/people/role/")
    assert "officer P4" in choices and "officer P2" not in choices
    wrong = theirs.post("/people/role/", {"choice": "officer P2"}).content.decode()
    assert "There is a problem" in wrong
    assert "role granted: officer" in acts() and "grant a role: draft to granted" in acts()
    assert "gave you a role: Program officer" in text(theirs, "/desk/who-looked/")
    assert "You have a new role: Program officer" in text(theirs, "/desk/notices/")


def test_a_role_is_over_at_its_last_moment(browser: Client, ana: Person, theirs: Client) -> None:
    grant(browser, ana, "officer", "P4")
    Grant.objects.filter(person=ana).update(until=clock.now() - timedelta(seconds=1))
    assert theirs.get("/initiatives/").status_code == 403
    assert "End this role" not in text(browser, address("person", ana))


def test_a_purpose_that_is_left_out_opens_no_page_of_it(
    browser: Client, person_of: PersonOf
) -> None:
    from commonweal.offices.people.access import may

    keeper = person_of(Role.PRIVACY)
    Grant.objects.filter(person=keeper).update(purposes="P1")
    client = Client()
    client.force_login(keeper)
    client.post("/people/role/", {"choice": "privacy P6"})
    assert client.get("/people/").status_code == 403
    shut = frozenset({(Role.PRIVACY, Purpose.OPERATE_THE_SYSTEM)})
    who = Actor("x", Role.PRIVACY, Purpose.OPERATE_THE_SYSTEM, frozenset({Role.PRIVACY}))
    assert may(who, "people:people")
    assert not may(Actor(*list(vars(who).values())[:4], shut=shut), "people:people")


def test_two_grants_of_one_role_open_the_purposes_of_both(ana: Person, theirs: Client) -> None:
    Grant.objects.create(person=ana, role="officer", purposes="P1")
    Grant.objects.create(person=ana, role="officer", purposes="P2", source="directory")
    choices = text(theirs, "/people/role/")
    assert "officer P1" in choices and "officer P2" in choices and "officer P4" not in choices


def test_a_grant_for_no_purpose_that_is_left_opens_nothing(ana: Person, theirs: Client) -> None:
    Grant.objects.create(person=ana, role="board", purposes="P6")  # once it could be one of them
    assert theirs.get("/initiatives/").status_code == 403
    assert text(theirs, "/people/role/").count('type="radio"') == 2


def test_a_director_is_granted_some_offices(browser: Client, ana: Person) -> None:
    path = reverse("desk:grant_role", args=[ana.pk])
    assert "All offices" in text(browser, f"{path}?role=director")
    both = grant(browser, ana, "director", "P4", offices=["all", "gme"])
    assert "You chose all offices, and also some." in both
    assert "Choose at least one." in grant(browser, ana, "director", "P4")
    grant(browser, ana, "director", "P4", offices=["gme", "council"])
    held = Grant.objects.filter(person=ana, role="director").values_list("held_for", flat=True)
    assert set(held) == {"gme", "council"}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"purposes": []}, "Choose at least one."),
        ({"purposes": ["P6"]}, "Select a valid choice"),
        ({"until": ""}, "Choose a day."),
        ({"until": "2001-01-01"}, "This day is past."),
        ({"until": "2999-01-01"}, "This is more than one year from today."),
        ({"reason": "too short"}, "Write at least 20 characters."),
    ],
)
def test_what_can_not_be_granted_says_why(
    browser: Client, ana: Person, more: dict[str, object], says: str
) -> None:
    answer = grant(browser, ana, "officer", "P4", **more)
    assert says in answer and "There is a problem" in answer
    assert not RoleChange.objects.exists() and not Grant.objects.filter(person=ana).exists()


def test_an_unknown_role_is_refused(browser: Client, ana: Person) -> None:
    for role in ("public", "member", "emperor"):
        path = reverse("desk:grant_role", args=[ana.pk])
        assert "There is a problem" in text(browser, f"{path}?role={role}")
        assert "There is a problem" in grant(browser, ana, role, "P4")
    assert not RoleChange.objects.exists()


def test_granting_is_undone_and_what_stood_before_stands_again(
    browser: Client, ana: Person, theirs: Client
) -> None:
    before = Grant.objects.create(person=ana, role="officer", purposes="P1", until=None)
    shown = text(browser, reverse("desk:grant_role", args=[ana.pk]) + "?role=officer")
    assert "What you choose takes the place of that" in shown
    grant(browser, ana, "officer", "P4")
    decision = steps.last_decision(RoleChange.objects.get())
    assert decision is not None
    back = browser.post(reverse("desk:undo", args=[decision.pk]), follow=True).content.decode()
    assert "It was taken back." in back and "not in effect" in back
    before.refresh_from_db()
    assert (before.purposes, before.until) == ("P1", None)
    assert not Notice.objects.filter(person=ana).exists()
    grant(browser, ana, "steward", "P6")
    decision = steps.last_decision(RoleChange.objects.get(role="steward"))
    assert decision is not None
    browser.post(reverse("desk:undo", args=[decision.pk]))
    assert "steward" not in text(theirs, "/people/role/")
    assert "took back a change of your role" in text(theirs, "/desk/who-looked/")


def test_ending_a_role_ends_the_access_at_once_and_can_be_undone(
    browser: Client, ana: Person, theirs: Client
) -> None:
    grant(browser, ana, "officer", "P4")
    assert theirs.get("/initiatives/").status_code == 200
    path = end_path(ana, "officer")
    assert "It ends at once." in text(browser, path)
    assert "Write at least 20" in browser.post(path, {"reason": "no"}).content.decode()
    assert theirs.get("/initiatives/").status_code == 200
    answer = browser.post(path, {"reason": WHY}, follow=True).content.decode()
    assert "The role has ended." in answer and "Program officer" not in answer
    assert theirs.get("/initiatives/").status_code == 403
    assert "role ended: officer" in acts()
    assert browser.get(path).status_code == 404  # once is enough
    decision = steps.last_decision(RoleChange.objects.get(state="ended"))
    assert decision is not None
    browser.post(reverse("desk:undo", args=[decision.pk]))
    assert theirs.get("/initiatives/").status_code == 200


@pytest.mark.parametrize("role", sorted(one.value for one in granting.STRONG))
def test_a_strong_role_waits_for_a_second_person(
    browser: Client, ana: Person, theirs: Client, client_of: ClientOf, role: str
) -> None:
    answer = grant(browser, ana, role, PURPOSES[Role(role)][0].value)
    assert "Somebody else must agree before it holds." in answer
    assert "Take the request back" in answer and "Agree, and grant" not in answer
    assert not Grant.objects.filter(person=ana).exists()
    change = RoleChange.objects.get()
    assert set(Task.objects.values_list("role", flat=True)) == {"privacy", "administrator"}
    assert "waits for a second person" in text(browser, address("person", ana))
    again = grant(browser, ana, role, PURPOSES[Role(role)][0].value)
    assert "asked for already" in again and RoleChange.objects.count() == 1
    own = browser.post(change.path(), {"step": "agree to a role", "reason": WHY}).content.decode()
    assert "This step is not yours now." in own
    second = client_of(Role.PRIVACY)
    assert "Agree, and grant this role" in text(second, change.path())
    second.post(change.path(), {"step": "agree to a role", "reason": WHY})
    assert grant_of(ana, role).until is not None
    assert f"{role} " in text(theirs, "/people/role/")
    assert not Task.objects.filter(done_at__isnull=True).exists()


def test_a_strong_role_is_refused_or_the_request_taken_back(
    browser: Client, ana: Person, client_of: ClientOf
) -> None:
    second = client_of(Role.PRIVACY)
    grant(browser, ana, "analyst", "P1")
    change = RoleChange.objects.get()
    second.post(change.path(), {"step": "refuse a role", "reason": WHY})
    change.refresh_from_db()
    assert change.state == "refused"
    late = second.post(change.path(), {"step": "agree to a role", "reason": WHY})
    assert "This step is not yours now." in late.content.decode()
    grant(browser, ana, "analyst", "P1")
    change = RoleChange.objects.get(state="asked")
    taken = {"step": "take the request back", "reason": WHY}
    assert "not yours" in second.post(change.path(), taken).content.decode()
    browser.post(change.path(), taken)
    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert not Grant.objects.filter(person=ana).exists()


def test_nobody_grants_agrees_to_or_ends_what_is_their_own(
    browser: Client, person_of: PersonOf, client_of: ClientOf
) -> None:
    own, keeper = person_of(Role.ADMINISTRATOR), person_of(Role.PRIVACY)
    Grant.objects.create(person=own, role="director")
    shown = text(browser, address("person", own))
    assert "of their own. Somebody else with your role can." in shown
    assert "desk/roles" not in shown and "Choose the offices" not in shown
    for path in (
        reverse("desk:grant_role", args=[own.pk]),
        end_path(own, "administrator"),
        address("offices", own),
    ):
        assert browser.get(path).status_code == 404
        assert browser.post(path, given("board", "P1", offices=["gme"])).status_code == 404
    with pytest.raises(Problem) as refused:
        granting.end(actor_of(own, Role.ADMINISTRATOR), grant_of(own, "director"), WHY)
    assert refused.value.code == "step-needs"
    grant(browser, keeper, "analyst", "P1")  # for the one who might agree
    change = RoleChange.objects.get()
    concerned = client_of(Role.PRIVACY)
    assert "Agree, and grant" not in text(concerned, change.path())
    sent = concerned.post(change.path(), {"step": "agree to a role", "reason": WHY})
    assert "Nobody grants, widens or ends a role of their own" in sent.content.decode()
    assert not Grant.objects.filter(person=keeper, role="analyst").exists()


def test_roles_of_the_directory_are_changed_there(
    browser: Client, ana: Person, settings: Settings
) -> None:
    held = Grant.objects.create(person=ana, role="analyst", source=Grant.Source.DIRECTORY)
    assert "Roles from the directory are changed there" in text(browser, address("person", ana))
    settings.DIRECTORY = HOUSE
    shown = text(browser, address("person", ana))
    assert "the staff directory" in shown and "End this role" not in shown
    path = reverse("desk:end_role", args=[ana.pk, held.pk])
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"reason": WHY}).status_code == 404


def test_who_has_no_access_gets_no_role(browser: Client, ana: Person, client_of: ClientOf) -> None:
    grant(browser, ana, "analyst", "P1")
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert browser.get(reverse("desk:grant_role", args=[ana.pk])).status_code == 404
    sent = client_of(Role.PRIVACY).post(
        RoleChange.objects.get().path(), {"step": "agree to a role", "reason": WHY}
    )
    assert "This person has no access now." in sent.content.decode()


def test_an_answer_after_the_last_day_is_too_late(
    browser: Client, ana: Person, client_of: ClientOf
) -> None:
    grant(browser, ana, "analyst", "P1")
    RoleChange.objects.update(until=clock.now() - timedelta(seconds=1))
    sent = client_of(Role.PRIVACY).post(
        RoleChange.objects.get().path(), {"step": "agree to a role", "reason": WHY}
    )
    assert "The last day of this role is past." in sent.content.decode()
    assert not Grant.objects.filter(person=ana).exists()


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_only_who_runs_the_accounts_grants_and_ends(
    client_of: ClientOf, ana: Person, role: Role
) -> None:
    Grant.objects.create(person=ana, role="board")
    browser = client_of(role)
    for path in (reverse("desk:grant_role", args=[ana.pk]), end_path(ana, "board")):
        assert browser.get(path).status_code in (302, 403)
        assert browser.post(path, given("board", "P1")).status_code in (302, 403)
    assert Grant.objects.filter(person=ana).count() == 1
