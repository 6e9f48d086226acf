"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.desk.models import Comment, MailChoice, Task
from commonweal.offices.desk.steps import REASON
from commonweal.offices.desk.tasks import ACTS
from commonweal.offices.house import clock
from commonweal.offices.house.policy import ROLE_NAMES, Role
from commonweal.offices.people import keeping
from commonweal.offices.people.models import Person


class ReasonForm(Drafted):
    """Give the reason for a step, where it needs one."""

    def __init__(self, *args: Any, needed: bool = True, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, draft=draft if needed else "", **kwargs)
        if needed:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                min_length=REASON,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("At least 20 characters. Everybody who may see this page can read it."),
            )

    def text(self) -> str:
        """Give the reason, or "" where none was asked for."""
        return str(self.cleaned_data.get("reason", ""))


class CommentForm(Drafted):
    """Write a comment."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=Comment._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who can open this page can read it."),
    )


def taken_in() -> str:
    """Say which files are taken in, and how large they may be."""
    return gettext(
        "A PDF, a picture, a text, or a Word, Excel or PowerPoint file of at most %(most)s "
        "megabytes. It can be opened after a virus scan."
    ) % {"most": settings.UPLOAD_LARGEST // 2**20}


class FileForm(forms.Form):
    """Put a file to a task."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=lazy(taken_in, str)(),  # in the language of the page, not of the first reader
    )


class WaitForm(forms.Form):
    """Say what a task waits for."""

    what = forms.CharField(
        label=_("What does it wait for?"),
        max_length=Task._meta.get_field("waits_for").max_length,
        required=False,
        help_text=_("Leave this empty when it waits no more."),
    )


class HandOverForm(forms.Form):
    """Hand a task to the list of a role, or to one person who holds it."""

    role = forms.ChoiceField(label=_("Whose list should it join?"))
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("One person"),
        required=False,
        help_text=_("They must hold the role. Leave this empty for the list of all who hold it."),
        empty_label=_("Everybody with this role"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [(role.value, ROLE_NAMES[role]) for role in Role if role is not Role.PUBLIC]
        people: Any = self.fields["person"]
        active = Person.objects.filter(is_active=True).order_by("name")
        people.queryset = keeping.with_places(active)
        people.label_from_instance = keeping.known_as

    def clean(self) -> dict[str, Any]:
        """Refuse a person who does not hold the role."""
        given = super().clean() or {}
        person, role = given.get("person"), given.get("role")
        if person and role and not _holds(person, role):
            self.add_error("person", _("This person does not hold that role. Choose another."))
        return given


class SeveralForm(forms.Form):
    """Choose tasks, and what to do with all of them."""

    tasks = forms.ModelMultipleChoiceField(
        Task.objects.none(), label=_("Tasks"), widget=forms.CheckboxSelectMultiple
    )
    act = forms.ChoiceField(
        label=_("What should be done with them?"), choices=ACTS, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, own: QuerySet[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks: Any = self.fields["tasks"]
        tasks.queryset = own
        tasks.label_from_instance = lambda task: task.says


class MailForm(forms.ModelForm[MailChoice]):
    """Choose how much mail, and in which language."""

    wish = forms.ChoiceField(
        label=_("Messages by e-mail"), choices=MailChoice.Wish.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    class Meta:
        model = MailChoice
        fields = ("wish", "language")


def _holds(person: Person, role: str) -> bool:
    open_now = Q(until__isnull=True) | Q(until__gt=clock.now())
    return role == Role.MEMBER.value or person.grants.filter(open_now, role=role).exists()
