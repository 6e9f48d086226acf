"""Forms by which access is given to somebody: roles, their purposes, offices and last day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Purpose
from commonweal.offices.desk import granting
from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.house import clock
from commonweal.offices.house.fields import day_field
from commonweal.offices.house.policy import PURPOSE_NAMES, PURPOSES, ROLE_NAMES, Actor, Role
from commonweal.offices.house.promises import office_titles
from commonweal.offices.people.keeping import ALL_OFFICES

MONTHS = timedelta(days=182)  # what the form begins with


class WhichRoleForm(forms.Form):
    """Choose the role that somebody is to have."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields["role"]
        given.choices = [
            (one.value, ROLE_NAMES[one]) for one in Role if one not in (Role.PUBLIC, Role.MEMBER)
        ]

    def chosen(self) -> Role:
        """Give the role chosen."""
        return Role(self.cleaned_data["role"])


class GrantForm(ReasonForm):
    """Say what a role is for, which offices it is for, how long, and why."""

    ALL = "all"
    field_order = ("purposes", "offices", "until", "reason")
    purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the work needs. Pages for another purpose stay closed."),
    )
    offices = forms.MultipleChoiceField(
        label=_("Offices"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A director sees the open tasks of these offices, and of no other."),
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=day_field(),
        help_text=_("They still hold the role on it. At most one year from today."),
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        self.role = role
        super().__init__(*args, **kwargs)
        purposes: Any = self.fields["purposes"]
        purposes.choices = [(one.value, PURPOSE_NAMES[one]) for one in PURPOSES[role]]
        if len(PURPOSES[role]) == 1:
            purposes.initial = [PURPOSES[role][0].value]
        if role is Role.DIRECTOR:
            offices: Any = self.fields["offices"]
            offices.choices = [(self.ALL, _("All offices")), *office_titles().items()]
        else:
            del self.fields["offices"]
        self.fields["until"].initial = clock.today() + MONTHS

    def clean_offices(self) -> list[str]:
        """Refuse all offices together with some."""
        chosen: list[str] = self.cleaned_data["offices"]
        if self.ALL in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("You chose all offices, and also some. Choose one of both.")
            )
        return chosen

    def clean_until(self) -> Any:
        """Ask for a day that is to come, and not too far."""
        until = self.cleaned_data["until"]
        if until < clock.today():
            raise forms.ValidationError(_("This day is past. Choose today or a later one."))
        if until > clock.today() + granting.LONGEST:
            raise forms.ValidationError(
                _("This is more than one year from today. Choose an earlier day; "
                  "the role can be granted again then.")
            )  # fmt: skip
        return until

    def wanted(self) -> granting.Wanted:
        """Give what was chosen; the last day is held to its end, in the zone of the house."""
        given = self.cleaned_data
        named = given.get("offices", [self.ALL])
        return granting.Wanted(
            self.role,
            frozenset(Purpose(one) for one in given["purposes"]),
            tuple(ALL_OFFICES if one == self.ALL else one for one in named),
            timezone.make_aware(datetime.combine(given["until"], time(23, 59, 59))),
        )


class EmergencyForm(ReasonForm):
    """Say which role is needed at once, for which purpose, what is closed, and why."""

    field_order = ("lent", "what", "reason")
    lent = forms.ChoiceField(
        label=_("Role and purpose"),
        widget=forms.RadioSelect,
        help_text=_("Only roles and purposes that you do not hold are offered."),
    )
    what = forms.CharField(
        label=_("What is closed to you?"),
        max_length=200,
        help_text=_("The page or the thing, in a few words. Name no patient."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        lent: Any = self.fields["lent"]
        lent.choices = [
            (f"{role.value} {purpose.value}", f"{ROLE_NAMES[role]}: {PURPOSE_NAMES[purpose]}")
            for role in Role
            for purpose in PURPOSES[role]
            if role not in (Role.PUBLIC, Role.MEMBER)
            and not (role in actor.roles and purpose in actor.purposes(role))
        ]

    def chosen(self) -> tuple[Role, Purpose]:
        """Give the role and the purpose chosen."""
        role, purpose = self.cleaned_data["lent"].split(" ")
        return Role(role), Purpose(purpose)
