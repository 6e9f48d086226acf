"""The calendar feed tells days and no names; a draft is there again, without secrets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.offices import serving
from tests.offices.conftest import ClientOf, PersonOf
from tests.offices.desk.conftest import TaskOf

from commonweal.offices.desk import drafts, rounds
from commonweal.offices.desk.models import Draft
from commonweal.offices.desk.templatetags.desk import drafted
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.people.models import Person, secret_of_feed

OFFICER = Role.OFFICER
ActorOf = Callable[[Role], Actor]


class Letter(drafts.Drafted):
    text = forms.CharField(required=False)
    days = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two")], required=False)
    file = forms.FileField(required=False)


def feed(person_of: PersonOf) -> str:
    person = person_of(OFFICER)
    person.refresh_from_db()
    return reverse("desk:feed", args=[person.feed_key])


def test_the_feed_holds_the_days_and_no_name(person_of: PersonOf, task_of: TaskOf) -> None:
    named = task_of(says="Send I-20 to Somebody Named", due=3)
    task_of(says="Answer Somebody Named", title="Answer a request", due=1)
    task_of(says="No day", due=None)
    answer = Client().get(feed(person_of))
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    said = {str(one["SUMMARY"]) for one in events}
    assert said == {"Answer a request", "Something is due in Commonweal"}
    assert "Somebody" not in answer.text
    assert {one["DTSTART"].dt for one in events} >= {named.due}


def test_a_feed_that_did_not_change_is_not_sent_again(person_of: PersonOf, task_of: TaskOf) -> None:
    task_of()
    etag = Client().get(feed(person_of))["ETag"]
    again = Client().get(feed(person_of), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    task_of(due=2)
    assert Client().get(feed(person_of), headers={"If-None-Match": etag}).status_code == 200


def test_a_renewed_address_answers_and_the_old_one_no_more(
    person_of: PersonOf, client_of: ClientOf
) -> None:
    old = feed(person_of)
    page = client_of(OFFICER).post(reverse("desk:renew_feed"), follow=True).text
    assert feed(person_of) in page
    assert Client().get(old).status_code == 404
    assert Client().get(reverse("desk:feed", args=["made-up"])).status_code == 404


def test_nobody_guesses_the_address_of_a_calendar(person_of: PersonOf) -> None:
    keys = {secret_of_feed() for _ in range(200)} | {person_of(OFFICER).feed_key}
    assert len(keys) == 201
    assert {len(one) for one in keys} == {43}  # 256 bits, six in a letter
    assert all(len({one[place] for one in keys}) > 10 for place in range(42))


def test_addresses_of_before_are_renewed_and_each_is_another(transactional_db: None) -> None:
    executor, old = MigrationExecutor(connection), [uuid4(), uuid4()]
    with serving.as_owner():
        before = executor.migrate([("people", "0005_emergency_access")]).apps
        people = before.get_model("people", "Person").objects
        for number, key in enumerate(old):
            people.create(email=f"{number}@test.example", name="x", password="", feed_key=key)
        executor.loader.build_graph()
        executor.migrate(executor.loader.graph.leaf_nodes())
    keys = set(Person.objects.values_list("feed_key", flat=True))
    assert len(keys) == 2 and {len(one) for one in keys} == {43}
    for gone in old:
        assert Client().get(f"/desk/calendar/{gone}.ics").status_code == 404
    assert Client().get(reverse("desk:feed", args=[keys.pop()])).status_code == 200


def test_who_left_has_no_feed(person_of: PersonOf) -> None:
    path = feed(person_of)
    person = person_of(OFFICER)
    person.is_active = False
    person.save()
    assert Client().get(path).status_code == 404


def test_a_comment_is_kept_as_it_is_typed_and_gone_when_sent(
    client_of: ClientOf, task_of: TaskOf
) -> None:
    client, task = client_of(OFFICER), task_of()
    form = f"comment {task.key}"
    path = reverse("desk:draft", args=[form])
    assert path.replace("%20", " ") or path
    given = {"text": "Half a thou", "csrfmiddlewaretoken": "t", "new_password": "p"}
    assert client.post(path, given).status_code == 204
    assert Draft.objects.get().fields == {"text": ["Half a thou"]}
    other_device = client_of(OFFICER)
    page = other_device.get(task.own_path).text
    assert "Half a thou" in page and f'hx-post="{path}"' in page
    assert "Half a thou" not in client_of(Role.DIRECTOR).get(task.own_path).text
    client.post(reverse("desk:comment", args=[task.pk]), {"text": "A whole thought"})
    assert Draft.objects.get().fields == {}


def test_a_draft_fills_fields_of_one_and_of_many_and_never_a_file(actor_of: ActorOf) -> None:
    actor = actor_of(OFFICER)
    said = {"text": ["a"], "days": ["1", "2"], "file": ["x"], "gone": ["y"]}
    Draft.objects.create(person_id=actor.id, form="letter", fields=said, at=clock.now())
    form = Letter(actor=actor, draft="letter", initial={"text": "before"})
    assert (form["text"].value(), form["days"].value()) == ("a", ["1", "2"])
    assert form["file"].value() is None
    assert form.marks().keys() == {"was:text"}
    form.forget()
    assert Letter(actor=actor, draft="letter", initial={"text": "b"})["text"].value() == "b"


def test_the_number_of_a_form_stays_when_it_comes_back_with_errors(actor_of: ActorOf) -> None:
    actor = actor_of(OFFICER)
    shown, other = (Letter(actor=actor, draft="letter") for _ in range(2))
    assert len({shown.number, other.number, ""}) == 3
    assert f'value="{shown.number}"' in str(shown.hidden_fields()[0])
    back = Letter({drafts.NUMBER: shown.number, "text": "a"}, actor=actor, draft="letter")
    assert back.number == shown.number
    assert back.is_valid() and drafts.NUMBER not in {*back.cleaned_data, *back.changed_data}
    assert not Letter().hidden_fields()


def test_what_is_left_of_a_sent_form_goes_after_a_day_and_what_was_typed_stays(
    actor_of: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, now = actor_of(OFFICER), clock.now()
    drafts.drop(actor, "sent", "1")
    drafts.keep(actor, "letter", QueryDict("text=a&form_token=2"))
    rounds.come_round()
    assert Draft.objects.count() == 2
    monkeypatch.setattr(clock, "now", lambda: now + drafts.LATE + timedelta(minutes=1))
    rounds.come_round()
    assert Draft.objects.get().form == "letter"


def test_many_forms_of_one_thing_that_were_sent_are_remembered_and_no_more(
    actor_of: ActorOf,
) -> None:
    actor = actor_of(OFFICER)
    for number in range(drafts.SENT + 5):
        drafts.drop(actor, "letter", str(number))
    assert Draft.objects.get().sent == [str(one) for one in range(5, drafts.SENT + 5)]


def test_a_form_without_a_name_keeps_nothing_and_asks_for_no_script() -> None:
    form = Letter()
    form.forget()
    assert (form.resumed, drafted(form)) == (False, "")


def test_what_is_too_long_is_not_kept(client_of: ClientOf) -> None:
    path = reverse("desk:draft", args=["long"])
    given = {"text": "x" * (drafts.LONGEST + 1)}
    assert client_of(OFFICER).post(path, given).status_code == 413
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["my_work", "task"])
def test_script_comes_only_where_it_is_used(
    client_of: ClientOf, task_of: TaskOf, name: str
) -> None:
    task = task_of()
    path = reverse("desk:my_work") if name == "my_work" else task.own_path
    assert ("htmx-4.min.js" in client_of(OFFICER).get(path).text) is (name == "task")
