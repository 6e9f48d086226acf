"""What is said to whom by mail: at once what is due today, the rest in one message a day.

A mail is marked as sent after the conversation with the mail server. When a crash comes between,
the same mail goes again under the same Message-ID, and the mail server or reader drops the twin.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commonweal.offices.desk import seeing
from commonweal.offices.desk.models import MailChoice, Mailing, Notice, Task
from commonweal.offices.house import clock
from commonweal.offices.people.models import Person

HOUR = 7  # the daily message goes when the office begins
UNDO = timedelta(seconds=35)  # what can still be taken back is not sent yet
MOST_TRIES = 10
SALT = "desk.stop"
EMERGENCY, SIGN_IN = "people.emergency:", "people.sign-in"  # about what nobody stops the mail
LOCK, LOCKED = "desk-mail", 300  # seconds that one worker may keep the others waiting
_Wish = MailChoice.Wish


@dataclass(frozen=True)
class Mail:
    """Hold one mail before it goes.

    person:  to whom
    key:     so that it goes once
    notices: what it says
    due:     tasks that are due
    at_once: whether it is too urgent for the daily message
    """

    person: Person
    key: str
    notices: Sequence[Notice]
    due: Sequence[Task]
    at_once: bool


def send_due() -> int:
    """Send what is due now, and say how many mails went. Without a mail server nothing is due."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend") or not cache.add(LOCK, 1, LOCKED):
        return 0
    try:
        return _sent([*_urgent(), *_daily(clock.today())])
    finally:
        cache.delete(LOCK)


def choice_of(person: Person) -> MailChoice:
    """Give what a person wishes; until they say, one message a day, in English."""
    found = MailChoice.objects.filter(pk=person.pk).first()
    return found or MailChoice(person=person)


def unread(person_id: str) -> int:
    """Count the notices that a person has not looked at."""
    return Notice.objects.filter(person_id=person_id, seen__isnull=True).count()


def stop_path(person: Person) -> str:
    """Give the address by which a person stops their mail without signing in."""
    return reverse("desk:stop", args=[signing.dumps(str(person.pk), salt=SALT)])


def who_stops(token: str) -> Person | None:
    """Give the person whose mail a signed address stops."""
    try:
        return Person.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def stop(person: Person) -> None:
    """Stop all mail to a person. Notices still stand on their page."""
    MailChoice.objects.update_or_create(person=person, defaults={"wish": _Wish.NONE})


def _urgent() -> Iterable[Mail]:
    silent = MailChoice.objects.filter(wish=_Wish.NONE).values("person_id")
    never_silent = Q(about__startswith=EMERGENCY) | Q(about=SIGN_IN)
    asked = Q(person_id__in=silent) & ~never_silent
    waiting = _waiting().filter(at_once=True).exclude(asked)
    for notice in waiting:
        if _may_try(notice) and seeing.cleared_for([notice], notice.person):
            yield Mail(notice.person, notice.key, [notice], (), at_once=True)


def _daily(today: date) -> Iterable[Mail]:
    if timezone.localtime(clock.now()).hour < HOUR:
        return
    fewer = MailChoice.objects.exclude(wish=_Wish.DAILY).values("person_id")
    had = Mailing.objects.filter(day=today, at_once=False).values("person_id")
    named = Q(pk__in=_waiting().filter(at_once=False).values("person_id"))
    due = Q(tasks__due=today, tasks__done_at__isnull=True)
    people = Person.objects.filter(named | due, is_active=True).exclude(pk__in=fewer)
    for person in people.exclude(pk__in=had).distinct():
        mail = _digest(person, today)
        if mail.notices or mail.due:
            yield mail


def _digest(person: Person, today: date) -> Mail:
    waiting = _waiting().filter(person=person, at_once=False)
    listed = [one for one in waiting if _may_try(one)]
    due = Task.objects.filter(person=person, due=today, done_at__isnull=True)
    key = hashlib.sha256(f"digest {person.pk} {today}".encode()).hexdigest()
    return Mail(
        person, key, seeing.cleared_for(listed, person), seeing.cleared_for(due, person),
        at_once=False,
    )  # fmt: skip


def _waiting() -> Any:
    made = clock.now() - UNDO
    fresh = Notice.objects.filter(sent__isnull=True, seen__isnull=True, made__lte=made)
    open_ones = fresh.filter(person__is_active=True, tries__lt=MOST_TRIES)
    return open_ones.select_related("person").order_by("made", "pk")


def _may_try(notice: Notice) -> bool:
    wait = timedelta(minutes=2**notice.tries)
    return notice.tried is None or notice.tried + wait <= clock.now()


def _sent(mails: Sequence[Mail]) -> int:
    went = 0
    connection = get_connection()
    for mail in mails:
        if Mailing.objects.filter(pk=mail.key).exists():
            continue
        try:
            _message(mail, connection).send()
        except (smtplib.SMTPException, OSError, ValueError) as failure:
            keys = [one.pk for one in mail.notices]
            Notice.objects.filter(pk__in=keys).update(tries=F("tries") + 1, tried=clock.now())
            # A ValueError: the address is none, or would be two lines of the head or two people.
            if not isinstance(failure, smtplib.SMTPRecipientsRefused | ValueError):
                break  # the server itself is away: the others would fail alike
            continue
        _went(mail)
        went += 1
    return went


def _went(mail: Mail) -> None:
    now = clock.now()
    with transaction.atomic():
        Mailing.objects.create(
            key=mail.key, person=mail.person, day=clock.today(), at_once=mail.at_once, went=now
        )
        Notice.objects.filter(pk__in=[one.pk for one in mail.notices]).update(sent=now)


def _message(mail: Mail, connection: Any) -> EmailMessage:
    site = settings.SITE_URL.rstrip("/")
    choice = choice_of(mail.person)
    stop_here = f"{site}{stop_path(mail.person)}"
    with translation.override(choice.language):
        told = {"mail": mail, "site": site, "stop": stop_here, "work": reverse("desk:my_work")}
        body = render_to_string("desk/mail.txt", told)
        subject = _subject(mail)
    headers = {
        "Message-ID": f"<{mail.key}@{urlsplit(site).hostname or 'localhost'}>",
        "List-Unsubscribe": f"<{stop_here}>",
        "Auto-Submitted": "auto-generated",
    }
    to = [mail.person.email]
    return EmailMessage(subject, body, to=to, headers=headers, connection=connection)


def _subject(mail: Mail) -> str:
    if not mail.at_once:
        return _("Your day in Commonweal")
    if any(one.about.startswith(EMERGENCY) for one in mail.notices):
        return _("Emergency access in Commonweal")
    if any(one.about == SIGN_IN for one in mail.notices):
        return _("Your sign-in in Commonweal")
    return _("Due today in Commonweal")
