"""Forms of people."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house.policy import PURPOSE_NAMES, PURPOSES, ROLE_NAMES, Actor, Role
from commonweal.offices.people.access import declared
from commonweal.offices.people.models import Person
from commonweal.offices.people.own import DECLINED, Question


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


class NameForm(forms.ModelForm[Person]):
    """Ask for the name as its bearer writes it."""

    class Meta:
        model = Person
        fields: ClassVar = ["name"]
        help_texts: ClassVar = {"name": _("As you write it, in any script.")}
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class AnswerForm(forms.Form):
    """Ask one question about a person, who may always prefer not to say."""

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*asked.choices, (DECLINED, _("I prefer not to say"))]
        if asked.several:
            self.fields["answer"] = forms.MultipleChoiceField(
                label=asked.says, choices=choices,
                widget=forms.CheckboxSelectMultiple, help_text=_("Choose all that describe you."),
            )  # fmt: skip
        else:
            self.fields["answer"] = forms.ChoiceField(
                label=asked.says, choices=choices,
                widget=forms.RadioSelect,
            )  # fmt: skip
        self.fields["answer"].error_messages["required"] = _(
            "Choose an answer, or choose that you prefer not to say."
        )

    def clean_answer(self) -> list[str]:
        """Give the answer as a list; who prefers not to say says nothing else."""
        answer = self.cleaned_data["answer"]
        chosen = [answer] if isinstance(answer, str) else list(answer)
        if DECLINED in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("You chose an answer, and also that you prefer not to say. Choose one of both.")
            )
        return chosen
