"""Who owns an account hears by mail when it changes, and when somebody else tries to come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from commonweal.offices.desk import notices
from commonweal.offices.desk.models import MailChoice, Notice
from commonweal.offices.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is easier to keep"  # noqa: S105  of a person in a test
FRESH = "quite another long sentence"


@pytest.fixture
def ana(settings: Settings) -> Iterator[Person]:
    """Make a person who wants no mail; what is about their sign-in goes nevertheless."""
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ACCOUNT_RATE_LIMITS = False
    person = Person.objects.create_user("ana@test.example", PASSWORD, name="Ana")
    MailChoice.objects.create(person=person, wish=MailChoice.Wish.NONE)
    yield person
    cache.clear()


def sign_in(password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "ana@test.example", "password": password})
    return client


def came(later: list[float]) -> list[str]:
    """Send what waits, and give the subjects with the sentence that tells what happened."""
    later[0] += 60
    mail.outbox.clear()
    notices.send_due()
    assert {one.to[0] for one in mail.outbox} <= {"ana@test.example"}
    said = {"was changed": "changed", "tried to sign in": "tried"}
    return [
        f"{one.subject}: {what}"
        for one in mail.outbox
        for words, what in said.items()
        if words in " ".join(str(one.body).split())
    ]


def test_a_changed_password_is_told_to_whose_it_is(ana: Person, later: list[float]) -> None:
    given = {"oldpassword": PASSWORD, "password1": FRESH, "password2": FRESH}
    client = sign_in()
    assert came(later) == []
    client.post(reverse("account_change_password"), given)
    assert came(later) == ["Your sign-in in Commonweal: changed"]
    assert Notice.objects.get().path == "/people/me/sessions/"
    assert FRESH not in str(mail.outbox[0].message())


def test_a_second_step_that_goes_is_told(ana: Person, later: list[float]) -> None:
    client = sign_in()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(ana, generate_totp_secret())
    client.post(reverse("mfa_deactivate_totp"))
    assert came(later) == ["Your sign-in in Commonweal: changed"]


def test_five_wrong_passwords_of_an_hour_are_told_once(ana: Person, later: list[float]) -> None:
    for _ in range(4):
        sign_in("something else")
    assert came(later) == []
    sign_in("something else")
    assert came(later) == ["Your sign-in in Commonweal: tried"]
    sign_in("something else")
    assert came(later) == []  # no flood of mails
    later[0] += 3700
    for _ in range(5):
        sign_in("something else")
    assert came(later) == ["Your sign-in in Commonweal: tried"]


def test_wrong_passwords_of_a_long_time_are_no_attack(ana: Person, later: list[float]) -> None:
    for _ in range(8):
        sign_in("something else")
        later[0] += 1200
    assert came(later) == []


def test_one_wrong_code_is_told_as_the_password_was_right(ana: Person, later: list[float]) -> None:
    TOTP.activate(ana, generate_totp_secret())
    client = sign_in()
    assert came(later) == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert came(later) == ["Your sign-in in Commonweal: tried"]


def test_an_address_that_nobody_has_is_told_to_nobody(ana: Person, later: list[float]) -> None:
    for _ in range(6):
        given = {"login": "nobody@test.example", "password": "something else"}
        Client().post(reverse("account_login"), given)
    assert came(later) == []
