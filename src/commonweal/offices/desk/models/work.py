"""Tasks, comments, decisions, files, drafts and jobs: facts and constraints, no decisions.

An office is met through `about`: the kind and the key of its own thing, never a foreign key to it.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house import clock
from commonweal.offices.house.policy import Role
from commonweal.offices.people.models import ROLES, Person

ABOUT = 120


class Decision(models.Model):
    """Hold one step that was taken: by whom, with which written reason. History of a thing."""

    about = models.CharField(max_length=ABOUT, db_index=True)
    actor = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    step = models.CharField(max_length=60)
    start = models.CharField(max_length=60, blank=True)  # state before
    end = models.CharField(max_length=60, blank=True)  # state after
    reason = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField()
    entry = models.CharField(max_length=64)  # hash of its entry in the trail
    undo_until = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Task(models.Model):
    """Hold one thing somebody must do: a sentence that starts with a verb, where, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    says = models.CharField(_("what is to be done"), max_length=200)
    about = models.CharField(max_length=ABOUT, db_index=True)  # "scorecard.finding:<key>"
    # What may stand in a calendar that others look at too: no name of a person or a thing.
    title = models.CharField(max_length=200, blank=True)
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
    opening = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="opened"
    )
    closing = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="closed"
    )

    class Meta:
        # What has no day comes last on every database.
        ordering: ClassVar = [F("due").asc(nulls_last=True), "since", "says", "id"]
        # One for each way of asking whose a task is. An index that began with "open or done" would
        # lead SQLite, which keeps no counts of rows, through all open tasks of everybody.
        indexes: ClassVar = [
            models.Index(fields=["person", "done_at", "due"]),
            models.Index(fields=["role", "done_at"]),
            models.Index(fields=["office", "done_at"]),
            models.Index(fields=["opened_by"]),
            models.Index(fields=["done_by"]),
            models.Index(fields=["due", "done_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role="") | Q(person__isnull=False), name="a_task_is_somebodys"
            )
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def name(self) -> str:
        """Give what other rooms call it."""
        return self.says

    @property
    def key(self) -> str:
        """Give the words by which the desk knows the task itself."""
        return f"desk.task:{self.pk}"

    @property
    def own_path(self) -> str:
        """Give the page of the task itself."""
        return reverse("desk:task", args=[self.pk])

    @property
    def overdue(self) -> bool:
        """Say whether its day has passed."""
        return self.done_at is None and self.due is not None and self.due < clock.today()


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


class Attachment(models.Model):
    """Hold one file that a person put to a thing: its name as typed, and whether it is clean."""

    class State(models.TextChoices):
        """Say how far the look for viruses came."""

        WAITING = "waiting", _("waits for the virus scan")
        CLEAN = "clean", _("scanned, nothing found")
        BAD = "bad", _("the virus scan found something: nobody can open it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=ABOUT, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    content = models.FileField(upload_to="attachments", blank=True)
    at = models.DateTimeField()
    tried = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "name", "id"]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Draft(models.Model):
    """Hold what a person typed into a form and has not sent yet, and which forms were sent."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    form = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    sent = models.JSONField(default=list)  # numbers of forms: what comes in of them is late
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "form"], name="one_draft_a_form")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Job(models.Model):
    """Hold how far a piece of long work came."""

    class State(models.TextChoices):
        """Say where it stands."""

        WAITING = "waiting", _("waits for its turn")
        RUNNING = "running", _("is being done")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be done")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    steps = models.JSONField(default=list)  # names of all steps, in their order
    step = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.UUIDField(null=True)  # of the queue
    asked = models.DateTimeField()
    started = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)  # when it last said that it lives
    step_began = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked", "name", "id"]

    def __str__(self) -> str:
        return f"job {self.pk}"

    @property
    def over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)


def roles_named(roles: frozenset[Role]) -> list[str]:
    """Give the keys of roles as they stand in the database."""
    return [role.value for role in roles]
