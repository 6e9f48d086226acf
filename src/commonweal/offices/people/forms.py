"""Forms of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house.policy import PURPOSE_NAMES, PURPOSES, ROLE_NAMES, Actor, Role
from commonweal.offices.people.access import declared


class RoleForm(forms.Form):
    """Choose the role to act in, and what for."""

    choice = forms.ChoiceField(
        label=_("Role and purpose"),
        widget=forms.RadioSelect,
        help_text=_("What you may see depends on both. The choice is written into the trail."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (f"{role.value} {purpose.value}", f"{ROLE_NAMES[role]}: {PURPOSE_NAMES[purpose]}")
            for role in Role
            if role in actor.roles
            for purpose in PURPOSES[role]
        ]
        self.fields["choice"].initial = f"{actor.role.value} {actor.purpose.value}"

    def chosen(self) -> tuple[str, str]:
        """Give the keys of the role and the purpose chosen."""
        role, purpose = self.cleaned_data["choice"].split(" ")
        return role, declared(Role(role), purpose).value
