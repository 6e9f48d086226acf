"""Signing in through the institution's directory: a real OpenID provider on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import settings as current
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.test import Client
from tests.offices.people.provider import person, sign_in

from commonweal.intake.keys import PatientKeys, key_of
from commonweal.kinds import Problem
from commonweal.offices.desk.models import Entry
from commonweal.offices.house.directory import Directory
from commonweal.offices.house.policy import SYSTEM
from commonweal.offices.people import directory, jobs, keeping
from commonweal.offices.people.fresh import PROVED
from commonweal.offices.people.middleware import STEPPED
from commonweal.offices.people.models import Grant, Person

pytestmark = [
    pytest.mark.django_db,
    # The provider stands for somebody else's software: what it warns of is not ours.
    pytest.mark.filterwarnings("ignore"),
]


def test_the_directory_asks_anew_and_says_when_it_did(provider: str, house: Directory) -> None:
    person(provider, "ada", groups=["equity"], auth_time=1000)
    browser, _ = sign_in(provider, "ada")
    assert browser.session[PROVED] == 1000
    there = browser.get("/tools/register.csv", follow=False)
    assert there["Location"] == "/people/again/?next=%2Ftools%2Fregister.csv"
    away = browser.get(browser.get(there["Location"])["Location"])
    assert parse_qs(urlsplit(away["Location"]).query)["prompt"] == ["login"]


def test_whoever_proves_again_who_they_are_goes_on_in_the_role_they_chose(
    provider: str, house: Directory
) -> None:
    person(provider, "gil", groups=["equity", "offices"], amr=["mfa"])
    browser, _ = sign_in(provider, "gil")
    browser.post("/people/role/", {"choice": "analyst P2"})
    first = browser.session.session_key
    assert "as Equity analyst, for quality improvement" in browser.get("/about/").text
    person(provider, "hal", groups=["equity", "offices"], amr=["mfa"])
    sign_in(provider, "gil", browser)
    assert browser.session.session_key != first
    assert "as Equity analyst, for quality improvement" in browser.get("/about/").text
    sign_in(provider, "hal", browser)
    assert "as Equity analyst, for quality improvement" not in browser.get("/about/").text


def roles(sub: str) -> set[str]:
    now = datetime.now(UTC)
    grants = Grant.objects.filter(person__email=f"{sub}@hospital.example")
    return {one.role for one in grants if one.until is None or one.until > now}


def said() -> list[str]:
    entries = Entry.objects.exclude(action__startswith="history: ").order_by("seq")
    return list(entries.values_list("action", flat=True))


def test_a_person_of_the_directory_comes_in_with_the_roles_of_their_groups(
    provider: str, house: Directory
) -> None:
    person(provider, "ana", name="Ana Ruiz", groups=["equity", "parking"])
    browser, answer = sign_in(provider, "ana")
    assert answer.status_code == 302
    assert browser.get("/people/me/").status_code == 200
    assert Person.objects.get().name == "Ana Ruiz"
    assert roles("ana") == {"analyst"}
    assert Grant.objects.get().source == Grant.Source.DIRECTORY
    assert said() == ["role analyst granted by the directory", "signed in by directory"]


def test_who_has_no_group_is_a_member_and_a_name_is_made_of_what_is_there(
    provider: str, house: Directory
) -> None:
    person(provider, "bo", name="", given_name="Bo", family_name="Lee")
    browser, _ = sign_in(provider, "bo")
    assert roles("bo") == set()
    assert browser.get("/desk/").status_code == 200
    person(provider, "cy", name="")
    sign_in(provider, "cy")
    assert set(Person.objects.values_list("name", flat=True)) == {"Bo Lee", "cy@hospital.example"}


def test_groups_are_read_anew_at_every_sign_in(provider: str, house: Directory) -> None:
    person(provider, "dee", groups=["equity", "offices"])
    sign_in(provider, "dee")
    assert roles("dee") == {"analyst", "officer", "director"}
    person(provider, "dee", groups="equity")
    sign_in(provider, "dee")
    assert roles("dee") == {"analyst"}
    person(provider, "dee", groups=["offices"])
    sign_in(provider, "dee")
    assert roles("dee") == {"officer", "director"}
    assert said().count("roles ended by the directory") == 2
    assert Person.objects.count() == 1


def test_a_role_granted_here_is_not_ended_by_the_directory(provider: str, house: Directory) -> None:
    person(provider, "eli", groups=["equity"])
    sign_in(provider, "eli")
    Grant.objects.create(person=Person.objects.get(), role="board")
    person(provider, "eli", groups=[])
    sign_in(provider, "eli")
    assert roles("eli") == {"board"}


def test_an_account_made_here_is_matched_by_a_verified_address_alone(
    provider: str, house: Directory
) -> None:
    known = Person.objects.create_user("fay@hospital.example", "a password of theirs", name="Fay")
    Grant.objects.create(person=known, role="board")
    person(provider, "fay", email_verified=False)
    browser, refused = sign_in(provider, "fay")
    assert refused.status_code == 403
    assert b"Your address is not verified" in refused.content
    assert "_auth_user_id" not in browser.session
    person(provider, "fay", email_verified=True)
    browser, _ = sign_in(provider, "fay")
    assert browser.session["_auth_user_id"] == str(known.pk)
    assert Person.objects.count() == 1
    known.refresh_from_db()
    assert not known.has_usable_password()  # whoever made it with that password is out


def test_an_address_that_another_person_has_by_now_does_not_open_their_account(
    provider: str, house: Directory
) -> None:
    person(provider, "gil")
    sign_in(provider, "gil")
    person(provider, "hal", email="gil@hospital.example", email_verified=False)
    _, refused = sign_in(provider, "hal")
    assert refused.status_code == 403
    assert Person.objects.count() == 1


def test_who_is_not_active_any_more_loses_roles_and_every_session(
    provider: str, house: Directory
) -> None:
    person(provider, "ivy", groups=["equity"])
    elsewhere, _ = sign_in(provider, "ivy")
    person(provider, "ivy", groups=["equity"], is_active=False)
    browser, answer = sign_in(provider, "ivy")
    assert answer["Location"] == "/account/inactive/"
    assert b"no access" in browser.get("/account/inactive/").content
    assert roles("ivy") == set()
    assert elsewhere.get("/people/me/").status_code == 302
    assert Session.objects.count() == len([browser])
    assert said()[-1] == "left by the directory"


def test_a_stranger_who_is_not_active_is_not_kept(provider: str, house: Directory) -> None:
    person(provider, "jo", is_active="false")
    _, answer = sign_in(provider, "jo")
    assert answer["Location"] == "/account/inactive/"
    assert not Person.objects.exists()


def test_nobody_ties_a_directory_account_to_an_account_made_here(
    provider: str, house: Directory
) -> None:
    person(provider, "kim")
    mine = Person.objects.create_user("mine@test.example", name="Mine")
    browser = Client()
    browser.force_login(mine)
    away = browser.get("/account/oidc/staff/login/?process=connect")
    back = requests.post(away["Location"], data={"sub": "kim"}, allow_redirects=False, timeout=5)
    place = urlsplit(back.headers["Location"])
    answer = browser.get(f"{place.path}?{place.query}")
    assert answer.status_code == 401
    assert b"The directory could not sign you in" in answer.content
    assert not mine.socialaccount_set.exists()


def test_who_says_no_at_the_directory_or_comes_with_a_false_code_is_told_so(
    provider: str, house: Directory
) -> None:
    browser = Client()
    back = "/account/oidc/staff/login/callback/"
    answer = browser.get(back, {"error": "access_denied", "state": asked(browser)}, follow=True)
    assert b"You did not sign in" in answer.content
    answer = browser.get(back, {"code": "false", "state": asked(browser)})
    assert b"The directory could not sign you in" in answer.content
    answer = browser.get(back, {"code": "false", "state": "made up"})
    assert answer.status_code == 401


def asked(browser: Client) -> str:
    """Give the state that we send along to the provider."""
    away = browser.get("/account/oidc/staff/login/")["Location"]
    return parse_qs(urlsplit(away).query)["state"][0]


def test_the_second_step_of_the_directory_is_noted(provider: str, house: Directory) -> None:
    person(provider, "lou", amr=["pwd", "otp"])
    browser, _ = sign_in(provider, "lou")
    assert browser.session[STEPPED] is True
    person(provider, "lou", amr="pwd")
    browser, _ = sign_in(provider, "lou")
    assert browser.session[STEPPED] is False
    quiet = replace(house, second_step_claim="")
    assert not directory.stepped_twice(quiet, {"amr": ["otp"]})


def test_the_number_in_the_records_becomes_the_key_of_the_vault(
    provider: str, house: Directory, tmp_path: Path
) -> None:
    secret = key_of(tmp_path, None)
    person(provider, "mia", employee="E-77")
    sign_in(provider, "mia")
    assert Person.objects.get().vault_key == PatientKeys(secret)("hr:staff/E-77")


def test_without_a_directory_nobody_signs_in_through_one(db: None) -> None:
    assert current.DIRECTORY is None
    assert Client().get("/account/oidc/staff/login/").status_code == 404
    with pytest.raises(PermissionDenied):
        directory.ours()


def listed(folder: Path, *ids: str, head: str = "id") -> Path:
    path = folder / "now.csv"
    path.write_text("\n".join([head, *ids]) + "\n")
    return path


def test_who_is_missing_from_the_list_leaves_at_once_and_may_come_back(
    provider: str, house: Directory, tmp_path: Path
) -> None:
    person(provider, "ned", groups=["equity"])
    person(provider, "ola", groups=["equity"])
    theirs, _ = sign_in(provider, "ned")
    staying, _ = sign_in(provider, "ola")
    assert jobs.leavers(listed(tmp_path, "ola", "somebody-else")) == jobs.Leavers(2, 1, 0)
    assert theirs.get("/people/me/").status_code == 302
    assert staying.get("/people/me/").status_code == 200
    assert roles("ned") == set()
    _, answer = sign_in(provider, "ned")
    assert answer["Location"] == "/account/inactive/"
    assert jobs.leavers(listed(tmp_path, "ola", "ned")) == jobs.Leavers(2, 0, 1)
    sign_in(provider, "ned")
    assert roles("ned") == {"analyst"}


def test_who_was_shut_out_here_does_not_come_back_by_the_list(
    provider: str, house: Directory, tmp_path: Path
) -> None:
    person(provider, "pat")
    sign_in(provider, "pat")
    Person.objects.update(is_active=False)
    assert jobs.leavers(listed(tmp_path, "pat")) == jobs.Leavers(1, 0, 0)
    assert not Person.objects.get().is_active


def test_the_directory_alone_does_not_let_in_who_was_shut_out_here(
    provider: str, house: Directory, tmp_path: Path
) -> None:
    person(provider, "pia")
    theirs, _ = sign_in(provider, "pia")
    keeping.shut_out(SYSTEM, Person.objects.get())
    assert theirs.get("/people/me/").status_code == 302
    _, answer = sign_in(provider, "pia")
    assert answer["Location"] == "/account/inactive/"
    person(provider, "pia", is_active=False)
    sign_in(provider, "pia")
    assert jobs.leavers(listed(tmp_path, "pia")) == jobs.Leavers(1, 0, 0)
    assert not Person.objects.get().is_active
    keeping.let_in(SYSTEM, Person.objects.get())
    person(provider, "pia", is_active=True)
    browser, _ = sign_in(provider, "pia")
    assert browser.get("/people/me/").status_code == 200


@pytest.mark.parametrize("head", ["name", ""])
def test_a_list_that_can_not_be_read_ends_nobody(db: None, tmp_path: Path, head: str) -> None:
    with pytest.raises(Problem) as caught:
        jobs.leavers(listed(tmp_path, "x", head=head))
    assert caught.value.code == "leavers-unreadable"
    with pytest.raises(Problem):
        jobs.leavers(tmp_path / "no such file")


def test_a_list_cut_short_does_not_end_everybody(
    provider: str, house: Directory, tmp_path: Path
) -> None:
    from allauth.socialaccount.models import SocialAccount

    for number in range(10):
        one = Person.objects.create_user(f"{number}@hospital.example", name=str(number))
        SocialAccount.objects.create(user=one, provider="staff", uid=str(number))
    with pytest.raises(Problem) as caught:
        jobs.leavers(listed(tmp_path, "0", "1"))
    assert caught.value.code == "leavers-many"
    assert Person.objects.filter(is_active=True).count() == 10
    assert jobs.leavers(listed(tmp_path, "0", "1"), most=1.0).left == 8


def claims(**more: object) -> Mapping[str, object]:
    return {"id_token": {"groups": ["equity"], "amr": "pwd"}, "userinfo": dict(more)}


def test_the_two_places_in_which_claims_stand_are_read_as_one() -> None:
    assert directory.claims_of(claims(amr="otp")) == {"groups": ["equity"], "amr": "otp"}
    assert directory.claims_of({}) == {}
