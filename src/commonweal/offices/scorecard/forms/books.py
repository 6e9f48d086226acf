"""Forms of books: which kind, which findings, which decisions, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.flow.books import begun, open_to
from commonweal.offices.scorecard.forms.keeping import written
from commonweal.offices.scorecard.models import Book, Edition, Record, Wanted
from commonweal.offices.scorecard.models.visions import the_vision

if TYPE_CHECKING:  # the forms of Django take no types while they run
    _Form = forms.ModelForm[Wanted]
    _RecordsField = forms.ModelMultipleChoiceField[Record]
else:
    _Form, _RecordsField = forms.ModelForm, forms.ModelMultipleChoiceField


class BookForm(forms.Form):
    """Begin a book on the newest edition."""

    kind = forms.ChoiceField(
        label=_("Kind of book"), choices=Book.Kind.choices, widget=forms.RadioSelect
    )

    def keep(self, edition: Edition, actor: Actor) -> Book:
        """Begin the book, with its line of history."""
        with transaction.atomic():
            made = begun(self.cleaned_data["kind"], edition)
            written(actor, made, "make")
        return made


class Findings(_RecordsField):
    """Choose findings by name and verdict."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the name of a finding and its verdict."""
        return f"{obj.name}: {obj.verdict}"


class ChoiceForm(Drafted):
    """Choose the findings that get a page of their own."""

    records = Findings(
        Record.objects.none(),
        label=_("Findings that are put forward"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only signed findings that the readers of the book may see stand here."),
    )

    def __init__(self, *args: Any, book: Book, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        ready = open_to(book).filter(state=Record.State.SIGNED).order_by("rank")
        cast(Findings, self.fields["records"]).queryset = ready
        self.initial["records"] = list(book.records.values_list("pk", flat=True))

    def keep(self, actor: Actor) -> None:
        """Put the findings forward, with a line of history."""
        with transaction.atomic():
            self.book.records.set(self.cleaned_data["records"])
            written(actor, self.book, "change")


class WantedForm(Drafted, _Form):
    """Ask the board for a decision."""

    commitment = forms.ChoiceField(label=_("Promise"), widget=forms.Select(attrs={"lang": "en"}))

    class Meta:
        model = Wanted
        fields = ("commitment", "says")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promised = [(one.key, one.title) for one in the_vision().commitments]
        cast(forms.ChoiceField, self.fields["commitment"]).choices = promised

    def keep(self, book: Book, actor: Actor) -> None:
        """Ask for the decision, with a line of history."""
        made = self.save(commit=False)
        made.book = book
        with transaction.atomic():
            made.save()
            written(actor, book, "change")


class DecidedForm(Drafted, _Form):
    """Write down what was decided, and later what came of it."""

    class Meta:
        model = Wanted
        fields = ("decided", "came")

    def keep(self, actor: Actor) -> None:
        """Keep what was decided, with a line of history of the book."""
        with transaction.atomic():
            self.save()
            written(actor, self.instance.book, "change")
