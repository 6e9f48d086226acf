"""Forms of initiatives: what is asked for, and why each thing is asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Problem
from commonweal.measures.registry import every_measure
from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.desk.models import Task, roles_named
from commonweal.offices.desk.steps import about
from commonweal.offices.house import clock
from commonweal.offices.house.fields import day_field
from commonweal.offices.house.languages import told
from commonweal.offices.house.policy import ROLE_NAMES, Actor, Role
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.flow.initiatives import WORKERS
from commonweal.offices.scorecard.forms.keeping import written
from commonweal.offices.scorecard.models import Initiative, Record
from commonweal.offices.scorecard.models.visions import the_vision

LONGEST_NAME = 150  # so that a task can be named after it
WORDS = ("eligibility", "rationale", "patients")
# What an initiative is judged by stands from its approval on: nobody chooses it with hindsight.
JUDGED = ("outcome", "design", "begins", "target", "commitment")
_State = Initiative.State
OVER = (_State.ENDED, _State.EVALUATED, _State.DECLINED)
if TYPE_CHECKING:  # the forms of Django take no types while they run
    _Form = forms.ModelForm[Initiative]
    _PersonField = forms.ModelChoiceField[Person]
else:
    _Form, _PersonField = forms.ModelForm, forms.ModelChoiceField
TODO = "todo"  # tasks of the plan, which no step closes


def lines() -> forms.Textarea:
    """Give the control of a few sentences."""
    return forms.Textarea(attrs={"rows": 4})


def holders(roles: frozenset[Role]) -> QuerySet[Person]:
    """Give the persons who hold one of some roles now."""
    open_now = Q(grants__until__isnull=True) | Q(grants__until__gt=clock.now())
    named = Q(grants__role__in=roles_named(roles))
    return Person.objects.filter(open_now & named, is_active=True).distinct().order_by("name")


# Promises, offices and measures bear English names, whatever the language of the page.
ENGLISH = {"lang": "en"}


class Named(_PersonField):
    """Choose a person by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name of a person."""
        return str(obj.name)


class InitiativeForm(Drafted, _Form):
    """Propose an initiative, or change what may still be changed."""

    commitment = forms.ChoiceField(label=_("Promise it serves"), widget=forms.Select(attrs=ENGLISH))
    office = forms.ChoiceField(label=_("Office that does it"), widget=forms.Select(attrs=ENGLISH))
    outcome = forms.ChoiceField(label=_("Measure it is judged by"))
    owner = Named(Person.objects.none(), label=_("Who leads it"), empty_label=_("Choose one"))

    class Meta:
        model = Initiative
        fields = (
            "name", "commitment", "changes", "patients", "eligibility", "rationale", "owner",
            "office", "begins", "target", "outcome", "design", "needs", "off_plan", "informs",
        )  # fmt: skip
        labels: ClassVar = {
            "name": _("Name"),
            "changes": _("What changes"),
            "patients": _("It is for patients"),
            "eligibility": _("Who it is for"),
            "rationale": _("Why it is for them"),
            "begins": _("First day"),
            "target": _("Day by which it should have helped"),
            "design": _("How you will see whether it helped"),
            "needs": _("Which social needs are asked about, and what is offered"),
            "off_plan": _("What you will do when it falls behind"),
            "informs": _("How those concerned are told"),
        }
        help_texts: ClassVar = {
            "changes": _("What people will do differently, and where."),
            "eligibility": _(
                "Say what people need or missed. Every sentence is held against the lists of words "
                "that may not decide who takes part."
            ),
            "rationale": _("Counsel reads this where a word may stand in for something else."),
            "needs": _("A surveyor asks for this, such as food, housing or transport."),
            "off_plan": _("A surveyor asks for this."),
            "informs": _("Leaders, staff and the people it is for, and how often."),
        }
        widgets: ClassVar = {
            "begins": day_field(),
            "target": day_field(),
            "changes": lines(),
            "eligibility": lines(),
            "rationale": lines(),
            "needs": lines(),
            "off_plan": lines(),
            "informs": lines(),
        }

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vision = the_vision()
        self.record = record
        self._choose("commitment", [(one.key, one.title) for one in vision.commitments])
        self._choose("office", [(one.key, one.title) for one in vision.offices])
        self._choose("outcome", [(one.key, told(one.title)) for one in every_measure()])
        self._choose("design", Initiative.Design.choices)
        cast(Named, self.fields["owner"]).queryset = holders(WORKERS)
        self._close()
        if record and not self.is_bound and not self.initial.get("outcome"):
            self.initial["outcome"] = record.key
            self.initial["commitment"] = next(iter(record.promised), "")

    def _choose(self, field: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[field]).choices = [("", _("Choose one")), *choices]

    def _close(self) -> None:
        """Close what may no longer be changed, and keep it, also where it is no choice any more."""
        if self.instance.state == _State.PROPOSED:
            return
        for name in self.fields if self.instance.state in OVER else (*WORDS, *JUDGED):
            self.fields[name].disabled = True
        for name in ("outcome", "commitment"):
            held = getattr(self.instance, name)
            cast(forms.ChoiceField, self.fields[name]).choices = [(held, self._title(name, held))]

    def _title(self, name: str, key: str) -> Any:
        choices = cast(forms.ChoiceField, self.fields[name]).choices
        return dict(cast(Any, choices)).get(key, key)

    def clean(self) -> dict[str, Any]:
        """Hold the days and the length of the name together."""
        given = super().clean() or {}
        begins, target = given.get("begins"), given.get("target")
        if isinstance(begins, date) and isinstance(target, date) and target < begins:
            self.add_error("target", _("This day is before the first day. Choose a later one."))
        if len(given.get("name", "")) > LONGEST_NAME:
            self.add_error("name", _("Use at most 150 letters, so that tasks can bear the name."))
        return given

    def keep(self, actor: Actor) -> Initiative:
        """Save what was proposed or changed, with its history.

        Fails with Problem "initiative-moved" when its state changed meanwhile, or it is over.
        """
        made = self.save(commit=False)
        new = made._state.adding
        if new:
            made.record, made.proposed_by, made.made = self.record, actor.id, clock.now()
        fields = list(self.changed_data)
        if new or set(fields) & {"eligibility", "rationale"}:
            made.worded = clock.now()
            fields.append("worded")
        with transaction.atomic():
            if new:
                made.save()
            else:
                _hold(made)
                made.save(update_fields=fields)
            changed = [str(self.fields[name].label) for name in self.changed_data]
            written(actor, made, "propose" if new else "change", "" if new else ", ".join(changed))
            if new:
                self._ask(made, actor)
        return made

    def _ask(self, made: Initiative, actor: Actor) -> None:
        says = str(_("Decide on {}")).format(made.name)
        Task.objects.create(
            says=says, about=about(made), path=made.path(), role=Role.QUALITY.value,
            since=clock.now(), opened_by=actor.id,
        )  # fmt: skip


def _hold(initiative: Initiative) -> None:
    """Lock an initiative, and refuse to change it where it is not as it was read."""
    held = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if held.state != initiative.state or held.state in OVER:
        raise Problem(
            "initiative-moved",
            _now("Somebody was quicker: this has moved on since you opened the page."),
            _now("Load the page again and look."),
        )


class TodoForm(Drafted):
    """Add a task to the plan of an initiative."""

    says = forms.CharField(
        label=_("What is to be done"), max_length=200, help_text=_("Begin with a verb.")
    )
    person = Named(
        Person.objects.none(), label=_("Who does it"), required=False, empty_label=_("Choose one")
    )
    role = forms.ChoiceField(label=_("Or whoever has this role"), required=False)
    due = forms.DateField(label=_("Due"), widget=day_field())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Named, self.fields["person"]).queryset = holders(WORKERS)
        named = [(role.value, ROLE_NAMES[role]) for role in Role if role in WORKERS]
        cast(forms.ChoiceField, self.fields["role"]).choices = [("", _("Choose one")), *named]

    def clean(self) -> dict[str, Any]:
        """Ask for a person or a role: a task is somebody's."""
        given = super().clean() or {}
        if not given.get("person") and not given.get("role"):
            self.add_error("person", _("Choose a person or a role for this task."))
        return given

    def keep(self, initiative: Initiative, actor: Actor) -> Task:
        """Open the task, with its line of history."""
        given = self.cleaned_data
        with transaction.atomic():
            made = Task.objects.create(
                says=given["says"], about=todo_of(initiative), path=initiative.path(),
                role=given["role"], person=given["person"], due=given["due"],
                office=initiative.office, since=clock.now(), opened_by=actor.id,
            )  # fmt: skip
            written(actor, initiative, "add a task")
        return made


def todo_of(initiative: Initiative) -> str:
    """Give the words by which the desk knows the plan of an initiative."""
    return f"{about(initiative)}:{TODO}"
