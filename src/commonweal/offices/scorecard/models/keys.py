"""Keys of the interface for machines: only the hash of a secret is ever kept."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models.findings import Label


class ApiKey(models.Model):
    """Hold one key: what it opens, up to which label, for whom, until when."""

    class Scope(models.TextChoices):
        """Name what a key may read."""

        FINDINGS = "findings", _("findings")
        PROMISES = "promises", _("promises")
        EDITIONS = "editions", _("editions")
        RELEASES = "releases", _("releases")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("what it is for"), max_length=120)
    begins = models.CharField(max_length=12)  # the first letters, for people to tell keys apart
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=80)  # " findings promises "
    label = models.CharField(
        _("sees findings up to"), max_length=12, choices=Label.choices, default=Label.PUBLIC
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="keys")
    made = models.DateTimeField()
    expires = models.DateField(_("last day"))
    withdrawn = models.DateTimeField(null=True, blank=True)
    used = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made", "name", "id"]

    def __str__(self) -> str:
        return f"key {self.pk}"

    @property
    def opens(self) -> list[str]:
        """Give the names of what it may read."""
        return [str(ApiKey.Scope(one).label) for one in self.scopes.split()]
