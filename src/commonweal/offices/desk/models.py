"""Tasks, comments, files, notices, jobs and the trail: facts and constraints, no decisions.

An office is met through `about`: the kind and the key of its own thing, never a foreign key to it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import ROLES, Person

ABOUT = 120


class Task(models.Model):
    """Hold one thing somebody must do: a sentence that starts with a verb, where, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    says = models.CharField(_("what is to be done"), max_length=200)
    about = models.CharField(max_length=ABOUT, db_index=True)  # "scorecard.finding:<key>"
    path = models.CharField(max_length=300, blank=True)  # page on which it is done
    office = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=ROLES, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="tasks")
    waits_for = models.CharField(_("waits for"), max_length=200, blank=True)
    since = models.DateTimeField()
    due = models.DateField(_("due"), null=True, blank=True)
    last_day = models.DateField(_("last day the rule allows"), null=True, blank=True)
    rule = models.CharField(_("rule and source of the last day"), max_length=300, blank=True)
    opened_by = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "since", "id"]
        indexes: ClassVar = [models.Index(fields=["done_at", "due"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role="") | Q(person__isnull=False), name="a_task_is_somebodys"
            )
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Comment(models.Model):
    """Hold what a person wrote about a thing. It is kept as it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=ABOUT, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Decision(models.Model):
    """Hold one step that was taken: by whom, with which written reason. History of a thing."""

    about = models.CharField(max_length=ABOUT, db_index=True)
    actor = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    step = models.CharField(max_length=60)
    reason = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField()
    entry = models.CharField(max_length=64)  # hash of its entry in the trail
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Notice(models.Model):
    """Hold one message in the outbox: to whom, about what, why, and when it went."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    says = models.CharField(max_length=300)
    about = models.CharField(max_length=ABOUT)
    why = models.CharField(max_length=200)  # why this person gets it
    path = models.CharField(max_length=300, blank=True)
    at_once = models.BooleanField(default=False)
    made = models.DateTimeField()
    seen = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=64, unique=True)  # so that nothing is said twice

    class Meta:
        ordering: ClassVar = ["-made", "-id"]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Entry(models.Model):
    """Hold one entry of the trail; the database refuses to change or delete it."""

    seq = models.BigIntegerField(primary_key=True)
    time = models.CharField(max_length=40)
    actor = models.CharField(max_length=200, db_index=True)
    role = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    action = models.CharField(max_length=200)
    object_id = models.CharField(max_length=200, db_index=True)
    plan_hash = models.CharField(max_length=200)
    result_hash = models.CharField(max_length=200)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Head(models.Model):
    """Hold the head of the chain: the one row that writers wait for."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.seq}"


def roles_named(roles: frozenset[Role]) -> list[str]:
    """Give the keys of roles as they stand in the database."""
    return [role.value for role in roles]
