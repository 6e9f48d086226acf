"""Forms of the register of decision tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import message
from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.house import clock
from commonweal.offices.house.fields import day_field
from commonweal.offices.house.languages import told
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow import tools
from commonweal.offices.scorecard.flow.initiatives import WORKERS
from commonweal.offices.scorecard.forms.initiatives import Named, holders, lines
from commonweal.offices.scorecard.models import Edition, Input, Record, Tool

if TYPE_CHECKING:  # the forms of Django take no types while they run
    _Form = forms.ModelForm[Tool]
else:
    _Form = forms.ModelForm


class ToolForm(Drafted, _Form):
    """Enter a tool into the register, or change its entry."""

    ticked = forms.MultipleChoiceField(
        label=_("Of these, it takes in"),
        choices=Input.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Also what stands in for one of them, such as a lab value adjusted by race."),
    )
    owner = Named(
        Person.objects.none(), label=_("Who answers for it here"), empty_label=_("Choose one")
    )
    measure = forms.ChoiceField(
        label=_("Measure that tells how it works for each group"),
        required=False,
        help_text=_("Of the newest edition, as far as your role may see its findings."),
    )

    class Meta:
        model = Tool
        fields = (
            "name", "vendor", "version", "purpose", "known", "ticked", "owner", "review",
            "mitigation", "measure", "note", "retired",
        )  # fmt: skip
        labels: ClassVar = {
            "name": _("Name of the tool"),
            "vendor": _("Vendor"),
            "version": _("Version"),
            "purpose": _("What it decides about"),
            "known": _("What it takes in"),
            "review": _("Next review"),
            "mitigation": _("How the risk of unfair treatment is made smaller"),
            "note": _("What else is known of its fairness"),
            "retired": _("Last day of use"),
        }
        widgets: ClassVar = {
            "review": day_field(),
            "retired": day_field(),
            "purpose": lines(),
            "mitigation": lines(),
            "note": lines(),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        cast(Named, self.fields["owner"]).queryset = holders(WORKERS)
        seen = Record.objects.seen_by(actor).filter(edition=Edition.objects.first())
        named = seen.order_by("title", "key").values_list("key", "title")
        titles = {key: told(message(title)) for key, title in named}
        measure = cast(forms.ChoiceField, self.fields["measure"])
        measure.choices = [("", _("None yet")), *titles.items()]
        self.initial["ticked"] = self.instance.inputs.split()
        if self.instance.measure and self.instance.measure not in titles:
            # What this role may not see, or what the newest edition does not hold, stays as it is.
            measure.disabled = True

    def clean_measure(self) -> str:
        """Keep a measure that the form could not show."""
        if self.fields["measure"].disabled:
            return self.instance.measure
        return str(self.cleaned_data["measure"])

    def clean(self) -> dict[str, Any]:
        """Hold together what is known of the inputs and what is ticked."""
        given = super().clean() or {}
        some = given.get("known") == Tool.Known.SOME
        if some and not given.get("ticked"):
            self.add_error("ticked", _("Tick what it takes in, or say that it is none or unknown."))
        if not some and given.get("ticked"):
            self.add_error("known", _("Something is ticked below. Choose “those that are ticked”."))
        return given

    def keep(self, actor: Actor) -> Tool:
        """Save the entry, with its history and the task of its next review."""
        made = self.save(commit=False)
        new = made._state.adding
        if new:
            made.made = clock.now()
        ticked = self.cleaned_data["ticked"]
        made.inputs = f" {' '.join(ticked)} " if ticked else ""
        changed = ", ".join(str(self.fields[name].label) for name in self.changed_data)
        if new:
            tools.keep(made, actor, "make")
        else:
            fields = ["inputs" if name == "ticked" else name for name in self.changed_data]
            tools.keep(made, actor, "change", changed, fields)
        return made


class ReviewForm(Drafted):
    """Say what a review found, and when the next one is due."""

    found = forms.CharField(
        label=_("What the review found"),
        min_length=20,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At least 20 characters. Say what was looked at, and what changes."),
    )
    review = forms.DateField(label=_("Next review"), widget=day_field())

    def clean_review(self) -> Any:
        """Ask for a day to come."""
        day = self.cleaned_data["review"]
        if day <= clock.today():
            raise forms.ValidationError(_("Choose a day to come."))
        return day

    def keep(self, tool: Tool, actor: Actor) -> None:
        """Keep the review: its words in the history, its next day as a task."""
        tool.review = self.cleaned_data["review"]
        tools.keep(tool, actor, "review", self.cleaned_data["found"], ("review",))
