"""Forms of the keys of the interface."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house import clock
from commonweal.offices.house.fields import day_field
from commonweal.offices.house.policy import SIGNED_IN, Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import keys
from commonweal.offices.scorecard.forms.initiatives import Named, holders
from commonweal.offices.scorecard.forms.keeping import written
from commonweal.offices.scorecard.models import ApiKey, Label

if TYPE_CHECKING:  # the forms of Django take no types while they run
    _Form = forms.ModelForm[ApiKey]
else:
    _Form = forms.ModelForm
LONGEST = timedelta(days=366)


class KeyForm(_Form):
    """Make a key."""

    opens = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=ApiKey.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = Named(Person.objects.none(), label=_("Who answers for it"), empty_label=_("Choose one"))

    class Meta:
        model = ApiKey
        fields = ("name", "opens", "label", "owner", "expires")
        labels: ClassVar = {
            "name": _("What it is for"),
            "label": _("It sees findings up to"),
            "expires": _("Last day"),
        }
        help_texts: ClassVar = {
            "label": _("Only the privacy officer makes keys that see more than the public."),
            "expires": _("At most a year from now."),
        }
        widgets: ClassVar = {"expires": day_field()}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        cast(Named, self.fields["owner"]).queryset = holders(SIGNED_IN)

    def clean(self) -> dict[str, Any]:
        """Hold the label against who makes the key and who answers for it; bound its days."""
        given = super().clean() or {}
        label, owner, day = given.get("label"), given.get("owner"), given.get("expires")
        if label and label != Label.PUBLIC and self.actor.role is not Role.PRIVACY:
            self.add_error("label", _("Ask the privacy officer to make this key."))
        if label and owner and not keys.sees(owner, label):
            self.add_error("owner", _("This person may not see so much. Choose somebody who may."))
        if day and not clock.today() < day <= clock.today() + LONGEST:
            self.add_error("expires", _("Choose a day to come, at most a year from now."))
        return given

    def keep(self) -> str:
        """Keep the hash of a new secret, and give the secret: nobody sees it again."""
        made, given = self.save(commit=False), keys.secret()
        made.begins, made.digest = given[: keys.SHOWN], keys.digest_of(given)
        made.scopes, made.made = f" {' '.join(self.cleaned_data['opens'])} ", clock.now()
        with transaction.atomic():
            made.save()
            written(self.actor, made, "make")
        return given


def withdraw(key: ApiKey, actor: Actor) -> None:
    """Withdraw a key: it opens nothing from this moment on."""
    with transaction.atomic():
        done = ApiKey.objects.filter(pk=key.pk, withdrawn__isnull=True).update(
            withdrawn=clock.now()
        )
        if done:
            written(actor, key, "withdraw")
