"""Fields say what to do in our words, and say it to readers who can not see it beside them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Permission
from django.template import engines
from django.utils import translation
from tests.offices.conftest import ClientOf, PersonOf

from commonweal.offices.house.policy import Role
from commonweal.offices.people.access import url_names
from commonweal.offices.people.models import Person


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


def forms_of_things() -> list[type[forms.ModelForm[Any]]]:
    """Give every form of ours that changes a thing of the database."""
    assert list(url_names())  # every module with a page is loaded now
    waiting, found = list(forms.ModelForm.__subclasses__()), []
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("commonweal.") and "model" in vars(getattr(one, "Meta", one)):
            found.append(one)
    return found


# What a thing is, whose it is, how far it went and how it opens is never for a form to say.
NEVER = re.compile(
    r"^(id|pk|uuid|person|actor|by|role|roles|state|digest|secret|password|email"
    r"|is_active|left|vault_key|feed_key|last_login|groups|source|made|made_by|signed|tries|at)$"
)


def test_a_form_changes_the_fields_that_it_lists_and_no_other() -> None:
    found = forms_of_things()
    assert len(found) > 6
    for one in found:
        assert isinstance(one._meta.fields, list | tuple), one  # not "__all__", nor all but some
        assert one._meta.exclude is None, one
        assert [name for name in one._meta.fields if NEVER.match(name)] == [], one


@pytest.mark.django_db
def test_fields_that_a_page_does_not_show_change_nothing(
    client_of: ClientOf, person_of: PersonOf
) -> None:
    person = person_of(Role.OFFICER)
    client = client_of(Role.OFFICER)
    before = Person.objects.filter(pk=person.pk).values().get()
    more = {
        "id": "0", "email": "else@where.example", "vault_key": "x", "is_active": "", "left": "x",
        "password": "x", "last_login": "", "feed_key": "x", "role": "administrator",
        "grants": "administrator", "since": "2020-01-01", "digest": "",
    }  # fmt: skip
    client.post("/people/me/name/", {"name": "Another Name", **more})
    after = Person.objects.filter(pk=person.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name"}
    assert {one.role for one in person.grants.all()} == {"officer"}
