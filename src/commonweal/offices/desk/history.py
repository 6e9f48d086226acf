"""The history of fields: kept by auditlog, and each of its entries sealed into the trail.

Values stand in the history; the trail holds their hash alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from commonweal.offices.desk import trail
from commonweal.offices.desk.models import Attachment, Comment, Entry, MailChoice, Task
from commonweal.offices.house.policy import SYSTEM, Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.models import Affiliation, Emergency, Grant, Person, RoleChange

Handler = Callable[[HttpRequest], HttpResponse]
ACTS = {0: "create", 1: "change", 2: "delete", 3: "read"}  # as auditlog numbers them
_acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)


def keep() -> None:
    """Begin to keep the history of everything that people may change here."""
    auditlog.register(Person, exclude_fields=["password", "last_login", "vault_key", "feed_key"])
    for model in (Affiliation, Emergency, Grant, RoleChange, Task, Comment, MailChoice):
        auditlog.register(model)
    auditlog.register(Attachment, exclude_fields=["content"])


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Say who acts, for whatever is changed inside."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def remember(get_response: Handler) -> Handler:
    """Say of each request who acts in it."""

    def answer(request: HttpRequest) -> HttpResponse:
        with acting(actor_of(request)):
            return get_response(request)

    return answer


def digest(entry: LogEntry) -> str:
    """Hash what an entry of the history says."""
    said = [entry.content_type_id, str(entry.object_pk), entry.action, entry.changes]
    moment = entry.timestamp.isoformat(timespec="microseconds")
    text = json.dumps([*said, moment], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def astray(entries: Iterable[LogEntry]) -> list[int]:
    """Give the keys of those entries of the history that the trail does not hold as they are."""
    by_hash = {digest(entry): int(entry.pk) for entry in entries}
    known = Entry.objects.filter(result_hash__in=by_hash).values_list("result_hash", flat=True)
    return sorted(by_hash[missing] for missing in set(by_hash) - set(known))


@receiver(pre_save, sender=LogEntry)
def signed(sender: object, instance: LogEntry, **_: object) -> None:
    """Say in an entry of the history who acted."""
    actor = _acting.get()
    if actor.signed_in and actor is not SYSTEM:
        instance.actor_id = actor.id


@receiver(post_save, sender=LogEntry)
def chained(sender: object, instance: LogEntry, created: bool, **_: object) -> None:
    """Seal a new entry of the history into the trail."""
    if not created:
        return
    kind = instance.content_type
    about = f"{kind.app_label}.{kind.model}:{instance.object_pk}"
    act = f"history: {ACTS[instance.action]}"
    trail.write(_acting.get(), act, about[:200], result_hash=digest(instance))


@dataclass(frozen=True)
class Change:
    """Hold one line of the history.

    at:     when
    by:     whose act it was, where it was a person's
    act:    what was done: made, changed or deleted
    fields: names of the fields it touched, never their values
    """

    at: datetime
    by: Person | None
    act: int
    fields: list[str]


def told(thing: models.Model) -> list[Change]:
    """Tell the history of a thing, oldest first: which fields changed, never their values."""
    entries = LogEntry.objects.get_for_object(thing).select_related("actor").order_by("pk")
    return [
        Change(one.timestamp, one.actor, one.action, _named(thing, one.changes or {}))
        for one in entries
    ]


def _named(thing: models.Model, changes: Mapping[str, object]) -> list[str]:
    named = {field.name: str(field.verbose_name) for field in thing._meta.fields}
    return [named[name] for name in changes if name in named]
