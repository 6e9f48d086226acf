"""Forms of people."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.intake.saying import nullish
from commonweal.offices.house import clock
from commonweal.offices.house.fields import day_field
from commonweal.offices.house.policy import PURPOSE_NAMES, ROLE_NAMES, Actor, Role
from commonweal.offices.house.promises import office_titles
from commonweal.offices.people.keeping import ALL_OFFICES
from commonweal.offices.people.models import Affiliation, Person
from commonweal.offices.people.own import DECLINED, Question

BOTH = _("You chose an answer, and also that you prefer not to say. Choose one of both.")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
            for purpose in actor.purposes(role)
        ]
        self.fields["choice"].initial = f"{actor.role.value} {actor.purpose.value}"

    def chosen(self) -> tuple[str, str]:
        """Give the keys of the role and the purpose chosen."""
        role, purpose = self.cleaned_data["choice"].split(" ")
        return role, purpose


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
            raise forms.ValidationError(BOTH)
        return chosen


class WordsForm(forms.Form):
    """Ask one question that people answer in their own words, or prefer not to."""

    MOST, LONGEST = 5, 80
    answer = forms.CharField(
        required=False,
        max_length=MOST * (LONGEST + 20),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
        help_text=_("In your own words. If you have several answers, write each on its own line."),
    )
    declined = forms.BooleanField(label=_("I prefer not to say"), required=False)

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = asked.says

    def clean_answer(self) -> list[str]:
        """Give the lines that say something, each once, within bounds."""
        said = list(dict.fromkeys(map(_cleaned, self.cleaned_data["answer"].splitlines())))
        lines = [one for one in said if one]
        if len(lines) > self.MOST:
            raise forms.ValidationError(_("Write at most five answers."))
        if any(len(one) > self.LONGEST for one in lines):
            raise forms.ValidationError(_("Write at most 80 characters on each line."))
        if any(one == DECLINED or nullish(one) for one in lines):
            raise forms.ValidationError(
                _("Write an answer, or tick that you prefer not to say: words such as these are "
                  "kept for that.")
            )  # fmt: skip
        return lines

    def clean(self) -> dict[str, Any]:
        """Refuse an answer together with the wish not to say, and neither of both."""
        given = super().clean() or {}
        if "answer" not in given:
            return given
        if given["declined"] and given["answer"]:
            self.add_error("answer", BOTH)
        elif given["declined"]:
            given["answer"] = [DECLINED]
        elif not given["answer"]:
            self.add_error("answer", _("Write an answer, or tick that you prefer not to say."))
        return given


def _cleaned(line: str) -> str:
    """Write a line in one form: no control signs, no turned direction, single spaces."""
    normal = unicodedata.normalize("NFC", line)
    kept = "".join(
        " " if unicodedata.category(one) in ("Cc", "Zs") else one
        for one in normal
        if unicodedata.category(one) not in ("Cs", "Co", "Cn") and one not in TURNING
    )
    return " ".join(kept.split())


class PlaceForm(forms.ModelForm[Affiliation]):
    """Ask where a person belongs, as what, and from when until when."""

    class Meta:
        model = Affiliation
        fields: ClassVar = ["unit", "kind", "since", "until"]
        labels: ClassVar = {
            "unit": _("Office, department or organization"),
            "kind": _("As what"),
            "since": _("First day"),
            "until": _("Last day"),
        }
        help_texts: ClassVar = {
            "unit": _("Write it as it is written for others, so that one place has one name."),
            "kind": _("Such as staff, faculty, resident, student or visitor."),
            "until": _("Leave this empty where no last day is known."),
        }
        widgets: ClassVar = {
            "unit": forms.TextInput(attrs={"list": "known-units", "autocomplete": "off"}),
            "since": day_field(),
            "until": day_field(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["since"] = self.initial.get("since") or clock.today()

    def known_units(self) -> list[str]:
        """Give the names of places that are noted already, and of the offices of the vision."""
        noted = Affiliation.objects.order_by("unit").values_list("unit", flat=True).distinct()
        return sorted({*noted[:500], *office_titles().values()})

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first, and what is noted already for these days."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first. Choose a later one."))
        elif since and self._again(given):
            self.add_error("unit", _("This is noted already for some of these days."))
        return given

    def _again(self, given: dict[str, Any]) -> bool:
        same = self.instance.person.affiliations.not_over(given["since"]).filter(
            unit__iexact=given.get("unit", ""), kind__iexact=given.get("kind", "")
        )
        until = given.get("until")
        return (same.filter(since__lte=until) if until else same).exists()


class EndForm(forms.Form):
    """Ask for the last day on which a person belongs somewhere."""

    until = forms.DateField(
        label=_("Last day"), widget=day_field(), help_text=_("They still belong there on it.")
    )

    def __init__(self, *args: Any, place: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["until"].initial = place.until or max(clock.today(), place.since)

    def clean_until(self) -> Any:
        """Ask for a day that is not before the first one."""
        until = self.cleaned_data["until"]
        if until < self.place.since:
            raise forms.ValidationError(_("The last day is before the first. Choose a later one."))
        return until


class OfficesForm(forms.Form):
    """Choose the offices whose tasks a director sees."""

    ALL = "all"
    offices = forms.MultipleChoiceField(
        label=_("Offices"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A director sees the open tasks of these offices, and of no other."),
    )

    def __init__(self, *args: Any, held: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = office_titles()
        astray = {one: one for one in held if one not in titles and one != ALL_OFFICES}
        offices: Any = self.fields["offices"]
        offices.choices = [(self.ALL, _("All offices")), *titles.items(), *astray.items()]
        offices.initial = [one or self.ALL for one in held]

    def clean_offices(self) -> list[str]:
        """Refuse all offices together with some."""
        chosen: list[str] = self.cleaned_data["offices"]
        if self.ALL in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                _("You chose all offices, and also some. Choose one of both.")
            )
        return chosen

    def chosen(self) -> list[str]:
        """Give the keys of the offices, or that of all."""
        return [ALL_OFFICES if one == self.ALL else one for one in self.cleaned_data["offices"]]
