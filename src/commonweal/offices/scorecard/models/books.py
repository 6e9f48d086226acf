"""Board books and yearly reports: which findings, which decisions are wanted, what came of them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commonweal.offices.scorecard.models.findings import Edition, Record


class Book(models.Model):
    """Hold one book. Once released its content is kept as it was."""

    class Kind(models.TextChoices):
        """Say whom it is for."""

        BOARD = "board", _("board book")
        ANNUAL = "annual", _("yearly equity report")

    class State(models.TextChoices):
        """Say how far it came."""

        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for a second person")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="books")
    records = models.ManyToManyField(Record, related_name="books", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    made = models.DateTimeField()
    released = models.DateField(null=True, blank=True)
    content = models.TextField(blank=True)
    # Every finding that its content leans on: when one is narrowed later, the book shuts too.
    rests_on = models.ManyToManyField(Record, related_name="+", blank=True)

    class Meta:
        ordering: ClassVar = ["-made", "kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="a_book_has_its_number")
        ]

    def __str__(self) -> str:
        return f"book {self.pk}"

    @property
    def name(self) -> str:
        """Give what readers call it."""
        kind = capfirst(Book.Kind(self.kind).label)
        return str(_("%(kind)s %(number)s") % {"kind": kind, "number": self.number})

    def path(self) -> str:
        """Give the page of this book."""
        return reverse("scorecard:book", args=[self.pk])


class Wanted(models.Model):
    """Hold a decision that a book asks of the board, what was decided, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    book = models.ForeignKey(Book, models.CASCADE, related_name="wanted")
    commitment = models.CharField(_("promise"), max_length=20)
    says = models.CharField(_("decision wanted"), max_length=400)
    decided = models.CharField(_("what was decided"), max_length=400, blank=True)
    came = models.CharField(_("what came of it"), max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["commitment", "says", "id"]

    def __str__(self) -> str:
        return f"decision wanted {self.pk}"
