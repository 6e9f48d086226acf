"""The calendar feed of a person: days their tasks are due, without a name of anybody."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from commonweal.offices.desk import notices, queues, trail
from commonweal.offices.house.policy import PURPOSES, Actor, Role
from commonweal.offices.people.middleware import roles_of
from commonweal.offices.people.models import Person, secret_of_feed


def feed(person: Person) -> bytes:
    """Write the open tasks of a person that have a day, in the format calendars read."""
    site = settings.SITE_URL.rstrip("/")
    roles = roles_of(person)
    actor = Actor(str(person.pk), Role.MEMBER, PURPOSES[Role.MEMBER][0], roles)
    with translation.override(notices.choice_of(person).language):
        calendar = Calendar()
        calendar.add("prodid", "-//Commonweal//Tasks//EN")
        calendar.add("version", "2.0")
        calendar["x-wr-calname"] = vText(_("My work in Commonweal"))
        for task in queues.mine(actor, due__isnull=False):
            event = Event()
            event.add("uid", f"{task.pk}@{urlsplit(site).hostname or 'localhost'}")
            event.add("dtstamp", task.since)
            event.add("dtstart", task.due)
            event.add("summary", task.title or _("Something is due in Commonweal"))
            event.add("url", f"{site}{task.own_path}")
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def whose(key: str) -> Person | None:
    """Give the person behind the secret address of a feed; nobody for who left."""
    return Person.objects.filter(feed_key=key, is_active=True).first()


def renew(person: Person, actor: Actor) -> None:
    """Give the feed a new address; the old one answers no more."""
    with transaction.atomic():
        person.feed_key = secret_of_feed()
        person.save(update_fields=["feed_key"])
        trail.write(actor, "calendar address renewed", f"people.person:{person.pk}")


def path(person: Person) -> str:
    """Give the secret address of a feed."""
    return reverse("desk:feed", args=[person.feed_key])
