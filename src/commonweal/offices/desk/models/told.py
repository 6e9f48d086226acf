"""What is said to whom: notices, the mails they went out with, and what each person wishes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.models.work import ABOUT, Decision
from commonweal.offices.people.models import Person


class Notice(models.Model):
    """Hold one message in the outbox: to whom, about what, why, and when it went."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    says = models.CharField(max_length=300)  # the sentence as it stands in the catalogues
    parts = models.JSONField(default=dict, blank=True)  # its named parts
    about = models.CharField(max_length=ABOUT)
    why = models.CharField(max_length=200, blank=True)  # role that gets it, or "": the person
    path = models.CharField(max_length=300, blank=True)
    at_once = models.BooleanField(default=False)
    made = models.DateTimeField()
    seen = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    key = models.CharField(max_length=64, unique=True)  # so that nothing is said twice

    class Meta:
        ordering: ClassVar = ["-made", "-id"]
        indexes: ClassVar = [models.Index(fields=["person", "seen"])]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def reason(self) -> str:
        """Give the role for which a person gets it, in the language of whoever reads."""
        return gettext(self.why) if self.why else ""

    @property
    def words(self) -> str:
        """Give the sentence in the language of whoever reads."""
        said = gettext(self.says)
        return said % {name: gettext(part) for name, part in self.parts.items()}


class Mailing(models.Model):
    """Hold one mail that went out, by a key that makes it the same mail when it is tried again."""

    key = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    at_once = models.BooleanField()
    went = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "day"])]

    def __str__(self) -> str:
        return f"mailing {self.key[:8]}"


class MailChoice(models.Model):
    """Hold how much mail a person wants, and in which language."""

    class Wish(models.TextChoices):
        """Name how much."""

        DAILY = "daily", _("one message a day, and at once what is due today")
        URGENT = "urgent", _("only what is due today")
        NONE = "none", _("no messages: I look at my notices myself")

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish.choices, default=Wish.DAILY)
    language = models.CharField(max_length=12, default="en")

    def __str__(self) -> str:
        return f"mail choice of {self.pk}"
