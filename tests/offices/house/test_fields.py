"""Fields say what to do in our words, and say it to readers who can not see it beside them."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.template import engines
from django.utils import translation


class Asked(forms.Form):
    name = forms.CharField(min_length=4, max_length=6)
    day = forms.DateField()
    one = forms.ChoiceField(choices=[("a", "A")])
    some = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, help_text="A hint."
    )
    thing = forms.ModelChoiceField(Permission.objects.none())
    things = forms.ModelMultipleChoiceField(Permission.objects.none())
    file = forms.FileField()


def said(language: str = "en", **typed: str) -> dict[str, list[str]]:
    with translation.override(language):
        return {name: list(errors) for name, errors in Asked(typed).errors.items()}


def test_an_empty_field_says_what_to_do() -> None:
    assert said() == {
        "name": ["Fill this in."], "day": ["Choose a day."], "one": ["Choose one."],
        "some": ["Choose at least one."], "thing": ["Choose one."],
        "things": ["Choose at least one."], "file": ["Choose a file."],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        ("name", "abc", "Write at least 4 characters. You wrote 3."),
        ("name", "abcdefg", "Write at most 6 characters. You wrote 7."),
        ("day", "soon", "Write the day with year, month and day, such as 2027-01-31."),
    ],
)
def test_what_can_not_be_taken_says_how_to_write_it(field: str, typed: str, answer: str) -> None:
    assert said(**{field: typed})[field] == [answer]


def test_what_fields_say_is_in_the_language_of_the_reader() -> None:
    assert said("en-xa")["day"][0].startswith("[Choo")


def test_a_group_of_choices_is_tied_to_its_hint_and_its_error() -> None:
    shown = engines["django"].from_string("{% fields_of form %}").render({"form": Asked({})})
    assert '<fieldset id="id_some" aria-describedby="id_some-hint id_some-error">' in shown
    untouched = engines["django"].from_string("{% fields_of form %}").render({"form": Asked()})
    assert '<fieldset id="id_some" aria-describedby="id_some-hint">' in untouched


def test_the_summary_of_errors_leads_to_the_first_control_of_each_field() -> None:
    shown = engines["django"].from_string("{% problems_of form %}").render({"form": Asked({})})
    assert 'href="#id_name"' in shown
    assert 'href="#id_some_0"' in shown


def test_two_errors_of_a_field_stand_under_one_name() -> None:
    form = Asked({})
    form.add_error("name", "It is also too short.")
    shown = engines["django"].from_string("{% fields_of form %}").render({"form": form})
    assert shown.count('id="id_name-error"') == 1
    assert '<p class="error">It is also too short.</p></div>' in shown
    assert 'aria-describedby="id_name-error"' in shown
