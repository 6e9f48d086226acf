"""Persons, where they belong, and which roles they hold. Facts and constraints, no decisions."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Purpose
from commonweal.offices.house import clock
from commonweal.offices.house.policy import PURPOSE_NAMES, PURPOSES, ROLE_NAMES, Actor, Role

ROLES = [(role.value, ROLE_NAMES[role]) for role in Role if role is not Role.PUBLIC]


class PersonManager(BaseUserManager["Person"]):
    """Make persons by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Person:
        """Make a person; without a password they sign in through the directory only."""
        person = self.model(email=self.normalize_email(email), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


def secret_of_feed() -> str:
    """Make the part of a calendar's address that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


class Person(AbstractBaseUser):
    """Hold one person: a name as they write it, and an address. Never a protected attribute."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    # The key under which the vault knows this person, where they are one of the people measured.
    vault_key = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    # When the directory said that they left; only who left so may come back so.
    left = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    digest = models.BooleanField(_("one message a day"), default=True)
    feed_key = models.CharField(max_length=64, default=secret_of_feed, editable=False, unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return str(self.id)  # never the name: this is what logs and errors print

    def __repr__(self) -> str:
        return f"<Person {self.id}>"


class Affiliations(models.QuerySet["Affiliation"]):
    """Find affiliations by the days on which they hold."""

    def on(self, day: date) -> Self:
        """Give those that hold on a day; the last day is one of them."""
        return self.not_over(day).filter(since__lte=day)

    def not_over(self, day: date) -> Self:
        """Give those whose last day is not before a day: also those that begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))


class Affiliation(models.Model):
    """Say where a person belongs, as what, from when until when, and who says so."""

    class Source(models.TextChoices):
        """Name who noted it."""

        LOCAL = "local", _("noted here")
        DIRECTORY = "directory", _("from the directory")

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    unit = models.CharField(_("office, department or organization"), max_length=200)
    kind = models.CharField(_("as what"), max_length=60, blank=True)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.LOCAL)

    objects = Affiliations.as_manager()

    class Meta:
        ordering: ClassVar = ["unit", "kind", "since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "kind", "source"],
                condition=Q(until__isnull=True),
                name="affiliation_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"affiliation {self.pk}"


class Grant(models.Model):
    """Say that a person holds a role, who said so, and until when."""

    class Source(models.TextChoices):
        """Name who granted it."""

        LOCAL = "local", _("granted here")
        DIRECTORY = "directory", _("from the directory")

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=ROLES)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.LOCAL)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)
    # The protocol, program or office that the role is held for, where it is not held for all.
    held_for = models.CharField(max_length=120, blank=True)
    # Keys of the purposes it is for, with spaces between; "" means all that the role may have.
    purposes = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "source", "held_for"], name="a_role_is_granted_once"
            )
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def for_purposes(self) -> tuple[Purpose, ...]:
        """Give the purposes that it is for, of those that its role may have."""
        return purposes_named(self.role, self.purposes)

    @property
    def purpose_names(self) -> list[Any]:
        """Give the names of these purposes."""
        return [PURPOSE_NAMES[one] for one in self.for_purposes]


def purposes_named(role: str, keys: str) -> tuple[Purpose, ...]:
    """Give purposes by their keys, of those that a role may have.

    role: its key
    keys: with spaces between; "" names all that the role may have
    """
    named = keys.split()
    return tuple(one for one in PURPOSES[Role(role)] if not named or one.value in named)


class RoleChanges(models.QuerySet["RoleChange"]):
    """Give changes of roles to those who may see them."""

    def seen_by(self, actor: Actor) -> Self:
        """Keep them for those who run the accounts, and for who looks after that."""
        keepers = (Role.ADMINISTRATOR, Role.PRIVACY)
        return self if actor.role in keepers else self.none()


class RoleChange(models.Model):
    """Hold the wish to grant somebody a role, or the act of ending one; the reason is a decision.

    A strong role is asked for by one person, and granted when another one agrees.
    """

    class State(models.TextChoices):
        """Say how far it came."""

        DRAFT = "draft", _("not in effect")
        ASKED = "asked", _("waits for a second person")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("role ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="role_changes")
    role = models.CharField(max_length=20, choices=ROLES)
    purposes = models.CharField(max_length=60, blank=True)
    # What it is held for, as in grants: keys of offices, or "" for all.
    offices = models.JSONField(default=list)
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    asked = models.DateTimeField()
    # How the grants stood before it took effect, to put them back when that is undone.
    before = models.JSONField(default=dict)

    objects = RoleChanges.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        ordering: ClassVar = ["-asked", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(state="asked"),
                name="a_role_is_asked_for_once",
            )
        ]

    def __str__(self) -> str:
        return f"change of a role {self.pk}"

    @property
    def name(self) -> str:
        """Give the role, and the name of the person whom it is for."""
        told = {"role": ROLE_NAMES[Role(self.role)], "name": self.person.name}
        return _("%(role)s: %(name)s") % told

    @property
    def for_purposes(self) -> tuple[Purpose, ...]:
        """Give the purposes that the role is to have."""
        return purposes_named(self.role, self.purposes)

    def path(self) -> str:
        """Give the page on which somebody agrees or refuses."""
        return reverse("desk:role_change", args=[self.pk])


class Emergencies(models.QuerySet["Emergency"]):
    """Give emergency accesses to those who may see them."""

    def seen_by(self, actor: Actor) -> Self:
        """Keep one's own; who may be the second person sees all of them."""
        if actor.role in (Role.PRIVACY, Role.COUNSEL, Role.ADMINISTRATOR):
            return self
        return self.filter(person_id=actor.id) if actor.signed_in else self.none()

    def of(self, person: Person) -> Emergency | None:
        """Give the one that holds for a person at this moment."""
        held = self.filter(person=person, state=Emergency.State.OPEN, until__gt=clock.now())
        found = held.first()
        if found:  # asked at every request, so the person, who is known, is not fetched again
            found.person = person
        return found


class Emergency(models.Model):
    """Hold an emergency access (break-glass): two persons, a reason, one hour, and a review."""

    class State(models.TextChoices):
        """Say how far it came."""

        DRAFT = "draft", _("not in effect")
        ASKED = "asked", _("waits for a second person")
        OPEN = "open", _("holds now")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("lapsed: nobody answered in time")
        ENDED = "ended", _("over, and to be reviewed")
        IN_ORDER = "in order", _("reviewed: in order")
        NOT_IN_ORDER = "not in order", _("reviewed: not in order")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="emergencies")
    role = models.CharField(max_length=20, choices=ROLES)
    purpose = models.CharField(max_length=4)
    what = models.CharField(_("what is closed"), max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    asked = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    began = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    objects = Emergencies.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        ordering: ClassVar = ["-asked", "state", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "open"]),
                name="a_person_has_one_emergency_access",
            )
        ]

    def __str__(self) -> str:
        return f"emergency access {self.pk}"

    @property
    def name(self) -> str:
        """Give the role that is lent, and the name of the person who asks for it."""
        told = {"role": ROLE_NAMES[Role(self.role)], "name": self.person.name}
        return _("%(role)s: %(name)s") % told

    @property
    def purpose_name(self) -> Any:
        """Give the name of the purpose."""
        return PURPOSE_NAMES[Purpose(self.purpose)]

    @property
    def minutes(self) -> int:
        """Give the minutes that are left, a begun one as a whole one."""
        left = (self.until - clock.now()).total_seconds() if self.until else 0
        return max(0, -int(-left // 60))

    def path(self) -> str:
        """Give its page."""
        return reverse("desk:emergency_page", args=[self.pk])
